//! The lines: each in its form, each record a chain, and the tree over all of them.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};

use super::super::report::{FaultKind, Findings};
use super::{Files, bytes};
use crate::bundle::{About, EVENTS, Kind};
use crate::digest::Digest;
use crate::header::EventHeader;
use crate::merkle::{TreeEdge, root};
use crate::names::{OperationId, RecordId};

/// The type of the event that closes a record.
const CLOSED: &str = "psr.closed/1";
/// What may follow it: how long the record is kept, what was erased meanwhile, and what was given to whom.
const KEEPING: [&str; 6] =
    [CLOSED, "psr.hold/1", "psr.retention/1", "psr.erasure/1", "psr.disclosure/1", "psr.document/1"];

/// What the lines say, as far as they can be read.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// The leaf hash of each line.
    pub(super) leaves: Vec<Digest>,
    /// The headers that can be read, with their positions.
    pub(super) headers: Vec<(u64, EventHeader)>,
    /// Whether the record is closed and nothing but its keeping was recorded since.
    pub(super) closed: bool,
}

impl Lines {
    /// Reads the lines and follows the chains.
    pub(super) fn read(files: &Files, about: &About, findings: &mut Findings) -> Lines {
        let mut lines = Lines::default();
        let mut chains = Chains::default();
        for (position, line) in (0..).zip(split(bytes(files, EVENTS), EVENTS, findings)) {
            let leaf = EventHeader::leaf(line);
            lines.leaves.push(leaf);
            match EventHeader::parse(line) {
                Ok(header) => {
                    chains.event(position, leaf, &header, findings);
                    lines.headers.push((position, header));
                }
                Err(error) => {
                    findings.fault(Some(position), FaultKind::Line, format!("the line is not an event: {error}"));
                }
            }
        }
        lines.check_records(about, findings);
        lines.closed = lines.is_closed();
        lines
    }

    /// A bundle of one record holds that one alone; one of a register holds each that it names.
    fn check_records(&self, about: &About, findings: &mut Findings) {
        let one = about.kind != Kind::Register;
        if one && about.records.len() != 1 && about.register.is_some() {
            findings.fault(None, FaultKind::Bundle, "a bundle of this kind is of one record");
        }
        let strange = |header: &EventHeader| one && !about.records.contains(&header.rec);
        if about.register.is_some() && self.headers.iter().any(|(_, header)| strange(header)) {
            findings.fault(None, FaultKind::Bundle, "the bundle holds events of another record");
        }
        let here: HashSet<RecordId> = self.headers.iter().map(|(_, header)| header.rec).collect();
        for rec in about.records.iter().filter(|rec| !here.contains(rec)) {
            findings.fault(None, FaultKind::Bundle, format!("no event of the record {rec} is here"));
        }
    }

    fn is_closed(&self) -> bool {
        let kept = self.headers.iter().rev().take_while(|(_, header)| KEEPING.contains(&header.typ.as_str()));
        kept.into_iter().any(|(_, header)| header.typ == CLOSED)
    }

    pub(super) fn count(&self) -> u64 {
        self.leaves.len() as u64
    }

    /// Returns the root of the tree over the lines that are here.
    pub(super) fn root(&self) -> Digest {
        root(&self.leaves)
    }

    /// Returns the roots of the tree over the first so many lines, for each of the sizes that they reach.
    pub(super) fn roots(&self, sizes: &BTreeSet<u64>) -> HashMap<u64, Digest> {
        let (mut edge, mut roots) = (TreeEdge::default(), HashMap::new());
        for size in 0..=self.leaves.len() {
            if sizes.contains(&(size as u64)) {
                roots.insert(size as u64, edge.root());
            }
            self.leaves.get(size).into_iter().for_each(|leaf| edge.push(*leaf));
        }
        roots
    }
}

/// Splits text into its lines, each of which is ended by a line end.
pub(super) fn split<'b>(bytes: &'b [u8], name: &str, findings: &mut Findings) -> Vec<&'b [u8]> {
    if bytes.is_empty() {
        return Vec::new();
    }
    let whole = bytes.strip_suffix(b"\n").unwrap_or_else(|| {
        findings.fault(None, FaultKind::Bundle, format!("the last line of {name} is torn off"));
        bytes
    });
    whole.split(|byte| *byte == b'\n').collect()
}

#[derive(Debug, Default)]
struct Chains {
    newest: HashMap<RecordId, (u64, Digest, DateTime<Utc>)>,
    operations: HashMap<OperationId, u64>,
}

impl Chains {
    fn event(&mut self, position: u64, leaf: Digest, header: &EventHeader, findings: &mut Findings) {
        let mut fault = |kind, message: String| findings.fault(Some(position), kind, message);
        if let Some(earlier) = self.operations.insert(header.op, position) {
            fault(FaultKind::Operation, format!("its operation {} is that of event {earlier}", header.op));
        }
        let before = self.newest.insert(header.rec, (header.seq, leaf, header.at));
        let (seq, prev) = before.map_or((0, Digest::ZERO), |(seq, leaf, _)| (seq.saturating_add(1), leaf));
        if header.seq != seq {
            fault(FaultKind::Sequence, format!("it is number {} of its record, and number {seq} was due", header.seq));
        }
        if header.prev != prev {
            let (named, due) = (header.prev.hex(), prev.hex());
            fault(FaultKind::Chain, format!("it names {named} as the event before it, and that hashes to {due}"));
        }
        if header.base != header.seq.checked_sub(1) {
            fault(FaultKind::Base, "its author had not seen the event before it".to_owned());
        }
        if before.is_some_and(|(_, _, at)| header.at < at) {
            findings.warn(Some(position), "the recorder's clock went backwards before this event");
        }
    }
}
