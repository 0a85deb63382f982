//! Standings: a provision limb by limb, each met, not met, or not yet known.

use serde::{Deserialize, Serialize};

use super::Status;

/// A provision that has begun to matter, with its limbs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandingSection {
    /// Its id in the pack.
    pub standing: String,
    /// What it is about.
    pub title: String,
    /// The provision.
    pub provision: String,
    /// The lot, where it stands otherwise than in the lot before.
    pub lot: Option<String>,
    /// Its limbs, in the order of the provision.
    pub limbs: Vec<LimbStanding>,
}

/// A limb and how it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimbStanding {
    /// The provision.
    pub provision: String,
    /// How it stands.
    pub status: Status,
    /// How that is said, as a clause.
    pub clause: String,
    /// The entries it rests on.
    pub entries: Vec<u64>,
}
