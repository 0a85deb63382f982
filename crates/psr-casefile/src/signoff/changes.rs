//! What was approved and has been replaced since.

use std::collections::BTreeMap;

use psr_rules::id::DecisionId;
use serde::{Deserialize, Serialize};

use crate::casebook::Case;
use crate::event::{AnswerKey, CaseEvent, Determined};
use crate::state::CaseEntry;

/// Something that was approved and has been replaced since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The entry that replaced it.
    pub entry: u64,
    /// What it did, in words.
    pub what: String,
}

/// What happened to a draft since.
pub(super) struct Since {
    pub changes: Vec<Change>,
    pub erased: Vec<u64>,
}

/// Tells what of a draft has been replaced since: answers given, changed or taken back in decisions that had begun by then, and decisions that lead to
/// something else, by another text of the law or by another version of the pack.
///
/// What arises only later, such as the record of an award that was approved before it was made, leaves the draft as it was. What was erased was not changed: a
/// conclusion that can no longer be reached for want of it is no change either.
pub(super) fn since(case: &Case, basis: u64) -> Since {
    let erased = erased(case, basis);
    let later = || case.entries.iter().filter(|entry| entry.seq > basis);
    let mut changes: Vec<Change> = later().filter_map(|entry| answer_changed(case, entry, basis)).collect();
    let mut stood = determined(case, basis);
    for entry in later() {
        let Some(CaseEvent::Determined(now)) = &entry.event else { continue };
        let place = (&now.decision, now.lot);
        let what = stood.get(&place).and_then(|before| outcome_changed(before, now, erased.is_empty()));
        if let Some(what) = what {
            changes.push(Change { entry: entry.seq, what: format!("“{}” {what}", title(case, &now.decision)) });
            stood.insert(place, now);
        }
    }
    changes.sort_by_key(|change| change.entry);
    Since { changes, erased }
}

/// Answers whether anything was answered or taken back after one draft and up to another.
pub(super) fn answered_between(case: &Case, earlier: u64, later: u64) -> bool {
    let between = case.entries.iter().filter(|entry| entry.seq > earlier && entry.seq <= later);
    between.into_iter().any(|entry| matches!(entry.event, Some(CaseEvent::Answered(_) | CaseEvent::Withdrawn(_))))
}

fn answer_changed(case: &Case, entry: &CaseEntry, basis: u64) -> Option<Change> {
    let (key, what) = match entry.event.as_ref()? {
        CaseEvent::Answered(answered) if answered.supersedes.is_some() => (&answered.key, "was answered again"),
        CaseEvent::Answered(answered) => (&answered.key, "was answered"),
        CaseEvent::Withdrawn(withdrawn) => (&withdrawn.key, "was taken back"),
        _ => return None,
    };
    let begun = case.state.begun.get(&key.decision).is_some_and(|begun| *begun <= basis);
    begun.then(|| Change { entry: entry.seq, what: format!("“{}”{} {what}", ask(case, key), lot(case, key)) })
}

/// Returns the determinations that stood at a position, by decision and lot.
fn determined(case: &Case, basis: u64) -> BTreeMap<(&DecisionId, Option<usize>), &Determined> {
    let until = case.entries.iter().filter(|entry| entry.seq <= basis);
    let determined = until.filter_map(|entry| match entry.event.as_ref()? {
        CaseEvent::Determined(determined) => Some(((&determined.decision, determined.lot), determined)),
        _ => None,
    });
    determined.collect()
}

fn outcome_changed(before: &Determined, now: &Determined, all_is_shown: bool) -> Option<&'static str> {
    if before.pack != now.pack {
        Some("is now decided by another version of the rules")
    } else if before.text != now.text {
        Some("is now decided by another text of the law")
    } else if before.conclusions != now.conclusions && all_is_shown {
        Some("now leads to something else")
    } else {
        None
    }
}

/// Returns the entries up to a position of which something was erased after it.
fn erased(case: &Case, basis: u64) -> Vec<u64> {
    let later = case.entries.iter().filter(|entry| entry.seq > basis);
    let mut erased: Vec<u64> = later
        .filter_map(|entry| match entry.event.as_ref()? {
            CaseEvent::Erased(erased) => Some(erased.entry).filter(|entry| *entry <= basis),
            _ => None,
        })
        .collect();
    erased.sort_unstable();
    erased.dedup();
    erased
}

fn ask(case: &Case, key: &AnswerKey) -> String {
    let question = case.rulebook.pack().questions.get(&key.question);
    question.map_or_else(|| key.question.to_string(), |question| question.ask.clone())
}

fn lot(case: &Case, key: &AnswerKey) -> String {
    key.lot.and_then(|lot| case.state.lot_name(lot)).map(|name| format!(" ({name})")).unwrap_or_default()
}

fn title(case: &Case, decision: &DecisionId) -> String {
    let known = case.rulebook.pack().decisions.iter().find(|known| known.id == *decision);
    known.map_or_else(|| decision.to_string(), |known| known.title.clone())
}
