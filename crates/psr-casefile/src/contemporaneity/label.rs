//! The label of one entry: on which side of each gate it lies, and what that comes to.

use chrono::NaiveDate;

use super::gates::APPROVAL;
use super::{Bounds, EntryLabel, Gate, Order, Replaced, Seen, words};
use crate::event::CaseEvent;
use crate::state::CaseEntry;
use crate::time::london_day;

/// Labels an entry.
pub(super) fn of(entry: &CaseEntry, gates: &[Gate], replaces: Option<Replaced>, bounds: Option<Bounds>) -> EntryLabel {
    let recorded = london_day(entry.at);
    let (follows, precedes) = sides(entry.seq, day(entry), gates);
    let deciding = deciding(&follows);
    let concerns = concerns(entry);
    let mut label = EntryLabel {
        entry: entry.seq,
        recorded,
        verdict: deciding.map_or_else(|| "before-decision".to_owned(), |seen| format!("after-{}", seen.gate.kind)),
        verdict_gate: deciding.map(|seen| seen.gate.entry),
        follows,
        precedes,
        concerns,
        days_later: concerns.map(|day| (recorded - day).num_days()),
        replaces,
        bounds,
        says: String::new(),
    };
    label.says = words::of(&label);
    label
}

/// Returns the gates that an entry follows, of each kind the last, and those it precedes, of each kind the first.
fn sides(seq: u64, day: Option<NaiveDate>, gates: &[Gate]) -> (Vec<Seen>, Vec<Seen>) {
    let (mut follows, mut precedes): (Vec<Seen>, Vec<Seen>) = (Vec::new(), Vec::new());
    for gate in gates.iter().filter(|gate| gate.entry != seq) {
        let (after, order) = side(seq, day, gate);
        let seen = Seen { gate: gate.clone(), order };
        let alike = |other: &Seen| other.gate.kind == seen.gate.kind && other.order == order;
        if after {
            follows.retain(|other| !alike(other));
            follows.push(seen);
        } else if !precedes.iter().any(alike) {
            precedes.push(seen);
        }
    }
    (follows, precedes)
}

/// Tells whether an entry follows a gate, and how that is known: by the record, unless the gate was recorded later and is dated before the entry.
fn side(seq: u64, day: Option<NaiveDate>, gate: &Gate) -> (bool, Order) {
    match day.zip(gate.on) {
        _ if gate.entry < seq => (true, Order::Recorded),
        Some((day, on)) if on < day => (true, Order::Dated),
        Some((day, on)) if on == day => (false, Order::SameDay),
        _ => (false, Order::Recorded),
    }
}

/// Returns the day by which an entry is held against the dates of events; none for an event, which has a date of its own, so that only the record orders it.
fn day(entry: &CaseEntry) -> Option<NaiveDate> {
    let is_event = matches!(entry.event, Some(CaseEvent::Happened(_)));
    (!is_event).then(|| london_day(entry.at))
}

/// Returns the gate that weighs most: the last on record that is no approval, else the last approval. An approval that is given again after something
/// happened does not bring what follows it to the time before.
fn deciding(follows: &[Seen]) -> Option<&Seen> {
    follows.iter().max_by_key(|seen| (seen.gate.kind != APPROVAL, seen.gate.entry))
}

fn concerns(entry: &CaseEntry) -> Option<NaiveDate> {
    match entry.event.as_ref()? {
        CaseEvent::Answered(answered) => answered.concerns,
        CaseEvent::Happened(happened) => Some(happened.on),
        _ => None,
    }
}
