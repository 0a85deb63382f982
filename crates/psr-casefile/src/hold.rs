//! Which holds stand on a case: those that somebody placed, and those that arise by themselves while something is open.

use chrono::NaiveDate;
use psr_rules::pack::model::Pack;
use serde::Serialize;

use crate::state::CaseState;

/// A hold that stands: while it does, nothing of the case is erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StandingHold {
    /// The entry it rests on.
    pub entry: u64,
    /// Why the case is held.
    pub why: String,
    /// Since which day.
    pub since: NaiveDate,
    /// Who placed it; none where it arose by itself.
    pub by: Option<String>,
    /// What ends it, as advice.
    pub ends: String,
}

/// Returns the holds that stand on a case.
pub fn standing(state: &CaseState, pack: &Pack) -> Vec<StandingHold> {
    placed(state).into_iter().chain(arisen(state, pack)).collect()
}

/// Returns the hold that somebody placed and nobody released since.
fn placed(state: &CaseState) -> Option<StandingHold> {
    let last = state.holds.last().filter(|hold| hold.what.placed)?;
    Some(StandingHold {
        entry: last.seq,
        why: last.what.why.clone(),
        since: crate::time::london_day(last.at),
        by: Some(state.actor_name(&last.act)),
        ends: format!("when the reason has gone: psr hold {} release --reason TEXT", state.opened.what.reference),
    })
}

/// Returns the holds of events that began something which no later event has ended.
fn arisen(state: &CaseState, pack: &Pack) -> Vec<StandingHold> {
    let kind = |event: &psr_rules::id::EventId| pack.events.iter().find(|kind| kind.id == *event);
    let mut happened: Vec<_> = state.happened.iter().collect();
    happened.sort_by_key(|happened| (happened.what.on, happened.seq));
    let mut holds: Vec<(&str, StandingHold)> = Vec::new();
    for happened in happened {
        let Some(kind) = kind(&happened.what.event) else { continue };
        holds.retain(|(name, _)| kind.releases.as_deref() != Some(*name));
        if let Some(name) = &kind.holds {
            let ending: Vec<String> = pack
                .events
                .iter()
                .filter(|kind| kind.releases.as_ref() == Some(name))
                .map(|kind| format!("psr event {} {} --on DATE", state.opened.what.reference, kind.id))
                .collect();
            let hold = StandingHold {
                entry: happened.seq,
                why: kind.title.clone(),
                since: happened.what.on,
                by: None,
                ends: format!("when what ends it is on record: {}", ending.join(" or ")),
            };
            holds.push((name, hold));
        }
    }
    holds.into_iter().map(|(_, hold)| hold).collect()
}
