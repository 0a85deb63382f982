//! Each record's chain: numbers without a gap, each event naming the hash of the one before.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::event::{Checked, Link, Place};
use super::ids::Ids;
use super::report::{FaultKind, Findings};
use crate::digest::Digest;
use crate::names::{OperationId, RecordId};

/// What is known of a record's newest event so far.
#[derive(Debug, Clone, Copy)]
pub(super) struct Newest {
    pub(super) seq: u64,
    pub(super) leaf: Digest,
    pub(super) position: Option<u64>,
    at: Option<DateTime<Utc>>,
}

/// Follows every record's chain as events come by in the register's order.
#[derive(Debug, Default)]
pub(super) struct Chains {
    pub(super) newest: BTreeMap<RecordId, Newest>,
    operations: Ids<24>,
    next_position: u64,
}

impl Chains {
    /// Checks the place of one event, and returns its record as far as it can be told.
    pub(super) fn event(&mut self, event: &Checked, findings: &mut Findings) -> Option<RecordId> {
        self.check_position(event.position, findings);
        for (kind, message) in event.more.iter().flat_map(|more| &more.line) {
            findings.fault(event.position, *kind, message.clone());
        }
        match &event.place {
            Place::Line(link) => {
                self.operations.add(&link.op.0, event.position);
                self.check_link(event, link, findings);
                Some(link.rec)
            }
            // The columns beside it keep the place in the chain, so that one fault stays one.
            Place::Columns(rec, seq) => {
                let newest = Newest { seq: *seq, leaf: event.leaf, position: event.position, at: None };
                self.newest.insert(*rec, newest);
                Some(*rec)
            }
            Place::Nowhere => None,
        }
    }

    /// Events are numbered 0, 1, 2… in the register; a step over a number is an event that is gone.
    fn check_position(&mut self, position: Option<u64>, findings: &mut Findings) {
        let expected = self.next_position;
        match position {
            Some(position) if position == expected => {}
            Some(position) if position > expected => {
                let gone = position - expected;
                let message = format!("{gone} event(s) from position {expected} on are not here");
                findings.fault(Some(expected), FaultKind::Position, message);
            }
            position => findings.fault(position, FaultKind::Position, "the event has no place in the register's order"),
        }
        self.next_position = position.unwrap_or(expected).saturating_add(1);
    }

    fn check_link(&mut self, event: &Checked, link: &Link, findings: &mut Findings) {
        let position = event.position;
        let newest = Newest { seq: link.seq, leaf: event.leaf, position, at: Some(link.at) };
        let before = self.newest.insert(link.rec, newest);
        let (seq, prev) = before.map_or((0, Digest::ZERO), |before| (before.seq.saturating_add(1), before.leaf));
        if link.seq != seq {
            let message = format!("it is number {} of its record, and number {seq} was due", link.seq);
            findings.fault(position, FaultKind::Sequence, message);
        }
        if link.prev != prev {
            let message =
                format!("it names {} as the event before it, and that hashes to {}", link.prev.hex(), prev.hex());
            findings.fault(position, FaultKind::Chain, message);
        }
        if link.base != link.seq.checked_sub(1) {
            let message = "its author had not seen the event before it".to_owned();
            findings.fault(position, FaultKind::Base, message);
        }
        if before.and_then(|before| before.at).is_some_and(|at| link.at < at) {
            findings.warn(position, "the recorder's clock went backwards before this event");
        }
    }

    /// Says which operations stand twice, once every event came by.
    pub(super) fn finish(&mut self, threads: usize, findings: &mut Findings) -> std::io::Result<()> {
        for twice in std::mem::take(&mut self.operations).repeated(threads)? {
            let name = twice.id.try_into().map_or_else(|_| String::new(), |id| OperationId(id).to_string());
            let message = format!("its operation {name} is that of event {}", number(twice.earlier));
            findings.fault(twice.later, FaultKind::Operation, message);
        }
        Ok(())
    }
}

/// Returns a position for a message.
pub(super) fn number(position: Option<u64>) -> String {
    position.map_or("?".to_owned(), |position| position.to_string())
}
