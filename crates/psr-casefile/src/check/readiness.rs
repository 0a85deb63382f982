//! What the pack's checks look for, lot by lot.

use chrono::NaiveDate;
use psr_rules::pack::model::{GroundKind, Severity};
use psr_rules::readiness::{self, Truth};

use super::Gap;
use super::view::view;
use crate::casebook::Case;
use crate::decision_record::{Grounds, LimbStanding, StandingSection, Statement, Status};
use crate::error::Result;

/// Lists what the pack's checks find; what they find in every lot alike is told once.
pub(super) fn gaps(case: &Case, today: NaiveDate) -> Result<Vec<Gap>> {
    let lots = case.state.lots();
    let mut found: Vec<(Option<usize>, readiness::Gap)> = Vec::new();
    for lot in &lots {
        let view = view(case, *lot, today)?;
        let gaps = readiness::gaps(&case.rulebook.pack().readiness, &view);
        found.extend(gaps.into_iter().map(|gap| (*lot, gap)));
    }
    let alike = |gap: &readiness::Gap| found.iter().filter(|(_, other)| other == gap).count() == lots.len();
    let mut listed: Vec<Gap> = Vec::new();
    for (lot, gap) in &found {
        let everywhere = lots.len() > 1 && alike(gap);
        if everywhere && *lot != lots[0] {
            continue;
        }
        let lot = lot.filter(|_| !everywhere).and_then(|lot| case.state.lot_name(lot));
        listed.push(listed_gap(gap, lot));
    }
    Ok(listed)
}

fn listed_gap(gap: &readiness::Gap, lot: Option<&str>) -> Gap {
    Gap {
        id: gap.check.to_string(),
        stage: Some(gap.stage.to_string()),
        severity: gap.severity,
        blocks: gap.severity == Severity::Blocks,
        ground: gap.ground.kind,
        source: gap.ground.source.clone(),
        message: gap.message.clone(),
        provisions: gap.ground.provisions.iter().map(ToString::to_string).collect(),
        next: gap.next.clone(),
        question: None,
        open: None,
        lot: lot.map(str::to_owned),
        entries: gap.entries.clone(),
    }
}

/// Returns the breaches of the law on record when it was last written to: what blocks, by the law itself.
///
/// # Errors
/// When no law of the pack governs the case's date.
pub(crate) fn breaches(case: &Case) -> Result<Vec<Statement>> {
    let today = crate::time::london_day(case.state.as_at);
    let gaps = gaps(case, today)?.into_iter();
    let breaches = gaps.filter(|gap| gap.blocks && gap.ground == GroundKind::Law);
    let statement = |gap: Gap| {
        let text = gap.lot.map_or_else(|| gap.message.clone(), |lot| format!("{lot}: {}", gap.message));
        Statement { text, grounds: Grounds { provisions: gap.provisions, entries: gap.entries } }
    };
    Ok(breaches.map(statement).collect())
}

/// Returns the standings that have begun when the case was last written to, lot by lot; those alike in every lot once.
///
/// # Errors
/// When no law of the pack governs the case's date.
pub(crate) fn standings(case: &Case) -> Result<Vec<StandingSection>> {
    let today = crate::time::london_day(case.state.as_at);
    let mut shown: Vec<StandingSection> = Vec::new();
    for lot in case.state.lots() {
        let view = view(case, lot, today)?;
        for standing in readiness::standings(&case.rulebook.pack().readiness, &view) {
            let found = section(standing, None);
            if shown.contains(&found) {
                continue;
            }
            let id = &found.standing;
            let lot = lot.filter(|_| shown.iter().any(|other| other.standing == *id));
            let lot = lot.and_then(|lot| case.state.lot_name(lot)).map(str::to_owned);
            shown.push(StandingSection { lot, ..found });
        }
    }
    Ok(shown)
}

fn section(found: readiness::StandingFound, lot: Option<String>) -> StandingSection {
    let limb = |limb: readiness::LimbFound| LimbStanding {
        provision: limb.provision.to_string(),
        status: match limb.status {
            Truth::Yes => Status::Met,
            Truth::No => Status::NotMet,
            Truth::Unknown => Status::Undetermined,
        },
        clause: limb.clause,
        entries: limb.entries,
    };
    StandingSection {
        standing: found.standing.to_string(),
        title: found.title,
        provision: found.provision.to_string(),
        lot,
        limbs: found.limbs.into_iter().map(limb).collect(),
    }
}
