//! What came in and what followed: each representation or request with its answers.
//!
//! The pack says which events these are, without naming them here: an event that passes a gate begins a thread where other events have a field of the
//! gate's name, by which they say to which of them they belong.

use chrono::NaiveDate;
use psr_casefile::decision_record::HappenedEvent;
use psr_rules::pack::model::EventKind;

/// The field by which something is named later.
const REFERENCE: &str = "reference";

/// Something that came in, with what followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread<'r> {
    /// What came in.
    pub begun: &'r HappenedEvent,
    /// By which reference it is named later.
    pub reference: Option<&'r str>,
    /// From whom: the first thing that is recorded of it.
    pub from: Option<&'r str>,
    /// What followed, in order of date.
    pub followed: Vec<&'r HappenedEvent>,
}

impl Thread<'_> {
    /// Returns the day of the last thing that followed.
    pub fn last(&self) -> Option<NaiveDate> {
        self.followed.iter().map(|event| event.on).max()
    }

    /// Returns how many days it has been open: until the first thing that followed, or until today.
    pub fn days_open(&self, today: NaiveDate) -> i64 {
        let until = self.followed.iter().map(|event| event.on).min().unwrap_or(today);
        (until - self.begun.on).num_days().max(0)
    }
}

/// Finds the threads among what happened.
pub fn threads<'r>(kinds: &[EventKind], happened: &'r [HappenedEvent]) -> Vec<Thread<'r>> {
    let mut threads: Vec<(&str, Thread<'r>)> = Vec::new();
    for event in happened {
        if let Some(gate) = begins(kinds, &event.event) {
            let reference = detail(event, REFERENCE);
            let from = event.details.first().filter(|(name, _)| name != REFERENCE).map(|(_, text)| text.as_str());
            threads.push((gate, Thread { begun: event, reference, from, followed: Vec::new() }));
        }
    }
    for event in happened {
        for gate in belongs_to(kinds, &event.event) {
            let mut mine: Vec<&mut Thread<'r>> =
                threads.iter_mut().filter(|(of, _)| *of == gate).map(|(_, thread)| thread).collect();
            let place = mine.iter().position(|thread| names(event, gate, thread, mine.len()));
            if let Some(thread) = place.and_then(|place| mine.get_mut(place)) {
                thread.followed.push(event);
            }
        }
    }
    threads.into_iter().map(|(_, thread)| thread).collect()
}

/// Tells whether an event names a thread; where it names none, it belongs to the only one there is.
fn names(event: &HappenedEvent, gate: &str, thread: &Thread<'_>, of: usize) -> bool {
    match detail(event, gate) {
        Some(named) => thread.reference.is_some_and(|reference| reference.trim().eq_ignore_ascii_case(named.trim())),
        None => of == 1 && event.on >= thread.begun.on,
    }
}

/// Returns the gate that an event passes, where it has a reference and others name what passed the gate.
fn begins<'k>(kinds: &'k [EventKind], event: &str) -> Option<&'k str> {
    let kind = kinds.iter().find(|kind| kind.id.as_str() == event)?;
    kind.fields.iter().find(|field| field.id.as_str() == REFERENCE)?;
    let gate = kind.gate.as_ref()?.as_str();
    let named = |kind: &EventKind| kind.fields.iter().any(|field| field.id.as_str() == gate);
    kinds.iter().any(named).then_some(gate)
}

/// Returns the gates that an event has a field for.
fn belongs_to<'k>(kinds: &'k [EventKind], event: &str) -> Vec<&'k str> {
    let Some(kind) = kinds.iter().find(|kind| kind.id.as_str() == event) else { return Vec::new() };
    let gates = kinds.iter().filter_map(|kind| kind.gate.as_ref()).map(|gate| gate.as_str());
    let mut gates: Vec<&str> =
        gates.filter(|gate| kind.fields.iter().any(|field| field.id.as_str() == *gate)).collect();
    gates.sort_unstable();
    gates.dedup();
    gates
}

fn detail<'r>(event: &'r HappenedEvent, name: &str) -> Option<&'r str> {
    event.details.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn kinds() -> Vec<EventKind> {
        let files: psr_rules::pack::PackFiles = psr_casefile::built_in::files().into_iter().collect();
        psr_rules::pack::load(&files).unwrap().events
    }

    fn happened(event: &str, day: u32, details: &[(&str, &str)]) -> HappenedEvent {
        HappenedEvent {
            event: event.to_owned(),
            title: event.to_owned(),
            provision: String::new(),
            on: NaiveDate::from_ymd_opt(2026, 3, day).unwrap(),
            details: details.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect(),
            shown: Vec::new(),
            entry: u64::from(day),
        }
    }

    fn followed(threads: &[Thread<'_>]) -> Vec<(Option<String>, Vec<u64>)> {
        let entries = |thread: &Thread<'_>| thread.followed.iter().map(|event| event.entry).collect();
        threads.iter().map(|thread| (thread.reference.map(str::to_owned), entries(thread))).collect()
    }

    #[test]
    fn an_answer_belongs_to_the_request_that_it_names() {
        let happened = [
            happened("information-requested", 1, &[("by", "A"), ("reference", "R1")]),
            happened("information-requested", 2, &[("by", "B"), ("reference", "R2")]),
            happened("information-provided", 5, &[("request", "r2 ")]),
            happened("information-refused", 6, &[("request", "R9")]),
            happened("information-provided", 7, &[]),
        ];
        let found = threads(&kinds(), &happened);
        assert_eq!(followed(&found), [(Some("R1".to_owned()), vec![]), (Some("R2".to_owned()), vec![5])]);
        let today = NaiveDate::from_ymd_opt(2026, 3, 11).unwrap();
        assert_eq!(found.iter().map(|thread| thread.days_open(today)).collect::<Vec<_>>(), [10, 3]);
        assert_eq!((found[1].from, found[1].last()), (Some("B"), NaiveDate::from_ymd_opt(2026, 3, 5)));
    }

    #[test]
    fn what_names_nothing_belongs_to_the_only_thing_that_came_in() {
        let happened = [
            happened("representation-received", 1, &[("from", "A")]),
            happened("information-requested", 2, &[]),
            happened("clarification-invited", 3, &[("provider", "A")]),
            happened("information-provided", 4, &[]),
            happened("intention-to-award-published", 5, &[]),
        ];
        assert_eq!(followed(&threads(&kinds(), &happened)), [(None, vec![3]), (None, vec![4])]);
    }
}
