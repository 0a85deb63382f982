//! Since when each answer that stands, its reasons and its items are as they are.

use std::collections::BTreeMap;

use super::{AnswerLabel, EntryLabel, Since, items, labelled};
use crate::casebook::Case;
use crate::event::{AnswerKey, Answered, CaseEvent};

/// The answers given for a key since the last time one was taken back, oldest first.
type Run<'c> = Vec<(u64, &'c Answered)>;

/// Labels the answers that stand.
pub(super) fn of(case: &Case, labels: &[EntryLabel]) -> Vec<AnswerLabel> {
    let runs = runs(case);
    runs.iter().filter_map(|(key, run)| answer(case, key, run, labels)).collect()
}

fn runs(case: &Case) -> BTreeMap<&AnswerKey, Run<'_>> {
    let mut runs: BTreeMap<&AnswerKey, Run<'_>> = BTreeMap::new();
    for entry in &case.entries {
        match &entry.event {
            Some(CaseEvent::Answered(answered)) => runs.entry(&answered.key).or_default().push((entry.seq, answered)),
            Some(CaseEvent::Withdrawn(withdrawn)) => drop(runs.remove(&withdrawn.key)),
            _ => {}
        }
    }
    runs
}

fn answer(case: &Case, key: &AnswerKey, run: &Run<'_>, labels: &[EntryLabel]) -> Option<AnswerLabel> {
    let (entry, current) = run.last()?;
    let since = |entry: u64| {
        let label = labelled(labels, entry);
        Since { entry, verdict: label.map(|label| label.verdict.clone()).unwrap_or_default() }
    };
    Some(AnswerLabel {
        decision: key.decision.to_string(),
        question: key.question.to_string(),
        lot: key.lot.and_then(|lot| case.state.lot_name(lot)).map(str::to_owned),
        entry: *entry,
        answer: current.answer.as_ref().map(|answer| since(unbroken(run, |of| of.answer.as_ref() == Some(answer)))),
        reason: current.reason.as_ref().map(|reason| since(unbroken(run, |of| of.reason.as_ref() == Some(reason)))),
        items: items_since(run).into_iter().map(since).collect(),
    })
}

/// Returns the first entry of the unbroken run up to the newest for which something holds.
fn unbroken(run: &Run<'_>, holds: impl Fn(&Answered) -> bool) -> u64 {
    let held = run.iter().rev().take_while(|(_, answered)| holds(answered));
    held.last().or(run.last()).map(|(entry, _)| *entry).unwrap_or_default()
}

/// Returns the entry since which each item of the list that stands is as it is.
fn items_since(run: &Run<'_>) -> Vec<u64> {
    let mut before: Option<(&Vec<items::Item>, Vec<u64>)> = None;
    for (entry, answered) in run {
        let Some(now) = items::list(answered.answer.as_ref()) else {
            before = None;
            continue;
        };
        let since = before.map_or_else(|| vec![*entry; now.len()], |(list, since)| carried(list, &since, now, *entry));
        before = Some((now, since));
    }
    before.map(|(_, since)| since).unwrap_or_default()
}

/// Carries over since when items are as they are: an item that the earlier list has too continues the first of its equals there.
fn carried(before: &[items::Item], since: &[u64], now: &[items::Item], entry: u64) -> Vec<u64> {
    let mut earlier: BTreeMap<&items::Item, std::collections::VecDeque<u64>> = BTreeMap::new();
    before.iter().zip(since).for_each(|(item, since)| earlier.entry(item).or_default().push_back(*since));
    now.iter()
        .map(|item| earlier.get_mut(item).and_then(std::collections::VecDeque::pop_front).unwrap_or(entry))
        .collect()
}
