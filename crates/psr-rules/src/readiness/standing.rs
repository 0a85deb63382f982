//! Standings: the limbs of a provision shown one by one, each met, not met, or not yet known.

use super::evaluate::Looking;
use super::{CaseView, Truth};
use crate::id::{Provision, StandingId};
use crate::pack::model::{Limb, Readiness, Standing};

/// A standing that has begun, with its limbs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingFound {
    /// Its id.
    pub standing: StandingId,
    /// What it is about.
    pub title: String,
    /// The provision it follows.
    pub provision: Provision,
    /// Its limbs, in the order of the provision.
    pub limbs: Vec<LimbFound>,
}

/// A limb and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimbFound {
    /// The provision it encodes.
    pub provision: Provision,
    /// How it stands.
    pub status: Truth,
    /// How that is said, as a clause.
    pub clause: String,
    /// The positions of the entries it rests on.
    pub entries: Vec<u64>,
}

/// Returns the standings that have begun, limb by limb.
pub fn standings(readiness: &Readiness, view: &CaseView) -> Vec<StandingFound> {
    let looking = Looking::new(readiness, view);
    let begun = readiness.standings.iter().filter(|standing| looking.at(&standing.begins) == Truth::Yes);
    begun.map(|standing| found(standing, &looking)).collect()
}

fn found(standing: &Standing, looking: &Looking<'_>) -> StandingFound {
    StandingFound {
        standing: standing.id.clone(),
        title: standing.title.clone(),
        provision: standing.provision.clone(),
        limbs: standing.limbs.iter().map(|limb| limb_found(limb, looking)).collect(),
    }
}

fn limb_found(limb: &Limb, looking: &Looking<'_>) -> LimbFound {
    let status = looking.at(&limb.when);
    let clause = match status {
        Truth::Yes => &limb.clause.met,
        Truth::No => &limb.clause.not_met,
        Truth::Unknown => &limb.clause.open,
    };
    LimbFound {
        provision: limb.provision.clone(),
        status,
        clause: looking.fill(clause, None),
        entries: looking.entries(&limb.when),
    }
}
