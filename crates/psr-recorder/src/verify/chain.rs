//! Each record's chain: numbers without a gap, each event naming the hash of the one before.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};

use super::report::{FaultKind, Findings};
use super::source::{RawEvent, text};
use crate::digest::Digest;
use crate::header::EventHeader;
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
    operations: HashMap<OperationId, Option<u64>>,
    next_position: u64,
}

impl Chains {
    /// Checks one event and returns its record and header, as far as they can be read.
    pub(super) fn event(
        &mut self,
        raw: &RawEvent<'_>,
        leaf: Digest,
        findings: &mut Findings,
    ) -> (Option<RecordId>, Option<EventHeader>) {
        let position = raw.position();
        self.check_position(position, findings);
        if *raw.leaf != *leaf.as_bytes() {
            let message = format!("the line hashes to {leaf}, which is not the hash recorded with it");
            findings.fault(position, FaultKind::Leaf, message);
        }
        match EventHeader::parse(&raw.line) {
            Ok(header) => {
                check_columns(raw, &header, findings);
                self.check_operation(position, &header, findings);
                self.check_link(position, leaf, &header, findings);
                (Some(header.rec), Some(header))
            }
            Err(error) => {
                findings.fault(position, FaultKind::Line, format!("the line is not an event: {error}"));
                (self.follow_columns(raw, leaf), None)
            }
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

    fn check_operation(&mut self, position: Option<u64>, header: &EventHeader, findings: &mut Findings) {
        if let Some(earlier) = self.operations.insert(header.op, position) {
            let message = format!("its operation {} is that of event {}", header.op, number(earlier));
            findings.fault(position, FaultKind::Operation, message);
        }
    }

    fn check_link(&mut self, position: Option<u64>, leaf: Digest, header: &EventHeader, findings: &mut Findings) {
        let before = self.newest.get(&header.rec).copied();
        let (seq, prev) = before.map_or((0, Digest::ZERO), |before| (before.seq.saturating_add(1), before.leaf));
        if header.seq != seq {
            let message = format!("it is number {} of its record, and number {seq} was due", header.seq);
            findings.fault(position, FaultKind::Sequence, message);
        }
        if header.prev != prev {
            let message =
                format!("it names {} as the event before it, and that hashes to {}", header.prev.hex(), prev.hex());
            findings.fault(position, FaultKind::Chain, message);
        }
        if header.base != header.seq.checked_sub(1) {
            let message = "its author had not seen the event before it".to_owned();
            findings.fault(position, FaultKind::Base, message);
        }
        if before.and_then(|before| before.at).is_some_and(|at| header.at < at) {
            findings.warn(position, "the recorder's clock went backwards before this event");
        }
        self.newest.insert(header.rec, Newest { seq: header.seq, leaf, position, at: Some(header.at) });
    }

    /// Where a line cannot be read, the columns beside it keep the place in the chain, so that one fault stays one.
    fn follow_columns(&mut self, raw: &RawEvent<'_>, leaf: Digest) -> Option<RecordId> {
        let rec = text(&raw.rec).parse().ok()?;
        let seq = raw.seq.and_then(|seq| u64::try_from(seq).ok())?;
        self.newest.insert(rec, Newest { seq, leaf, position: raw.position(), at: None });
        Some(rec)
    }
}

fn check_columns(raw: &RawEvent<'_>, header: &EventHeader, findings: &mut Findings) {
    let seq = i64::try_from(header.seq).ok();
    let checks = [
        ("rec", *raw.rec == *header.rec.to_string().as_bytes()),
        ("seq", raw.seq == seq),
        ("op", *raw.op == *header.op.to_string().as_bytes()),
    ];
    for (column, _) in checks.iter().filter(|(_, agrees)| !agrees) {
        let message = format!("the column `{column}` says otherwise than the line");
        findings.fault(raw.position(), FaultKind::Column, message);
    }
}

fn number(position: Option<u64>) -> String {
    position.map_or("?".to_owned(), |position| position.to_string())
}
