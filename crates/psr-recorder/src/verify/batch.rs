//! Rows as they were read, many in one piece of memory, to be handed to another thread.

use std::borrow::Cow;
use std::ops::Range;

use super::source::{RawDisclosure, RawEvent, RawRow};

/// How many events are handed over at once.
const EVENTS: usize = 512;
/// How many bytes are handed over at once, unless one event has more.
const BYTES: usize = 512 << 10;

type Span = Range<usize>;

/// Events with their disclosures.
#[derive(Debug, Default)]
pub(super) struct Batch {
    bytes: Vec<u8>,
    events: Vec<Event>,
    disclosures: Vec<(Span, Span)>,
}

#[derive(Debug)]
struct Event {
    idx: Option<i64>,
    seq: Option<i64>,
    rec: Span,
    op: Span,
    leaf: Span,
    line: Span,
    /// Which disclosures are its.
    disclosures: Span,
}

impl Batch {
    /// Takes a row; a disclosure belongs to the event before it.
    pub(super) fn push(&mut self, row: &RawRow<'_>) {
        match row {
            RawRow::Event(event) => {
                let (rec, op) = (self.keep(&event.rec), self.keep(&event.op));
                let (leaf, line) = (self.keep(&event.leaf), self.keep(&event.line));
                let disclosures = self.disclosures.len()..self.disclosures.len();
                self.events.push(Event { idx: event.idx, seq: event.seq, rec, op, leaf, line, disclosures });
            }
            RawRow::Disclosure(disclosure) => {
                let spans = (self.keep(&disclosure.digest), self.keep(&disclosure.body));
                if let Some(event) = self.events.last_mut() {
                    self.disclosures.push(spans);
                    event.disclosures.end = self.disclosures.len();
                }
            }
        }
    }

    fn keep(&mut self, bytes: &[u8]) -> Span {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        start..self.bytes.len()
    }

    /// Tells whether there is enough to be handed over.
    pub(super) fn is_full(&self) -> bool {
        self.events.len() >= EVENTS || self.bytes.len() >= BYTES
    }

    pub(super) fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// Empties it and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.events.clear();
        self.disclosures.clear();
    }

    /// Hands on each event with its disclosures in the order of their digests.
    pub(super) fn each(&self, mut act: impl FnMut(&RawEvent<'_>, &[RawDisclosure<'_>])) {
        let mut stored = Vec::new();
        let part = |span: &Span| Cow::Borrowed(&self.bytes[span.clone()]);
        for event in &self.events {
            let Event { idx, seq, rec, op, leaf, line, disclosures } = event;
            let raw =
                RawEvent { idx: *idx, rec: part(rec), seq: *seq, op: part(op), leaf: part(leaf), line: part(line) };
            stored.clear();
            let disclosures = self.disclosures[disclosures.clone()].iter();
            stored.extend(disclosures.map(|(digest, body)| RawDisclosure { digest: part(digest), body: part(body) }));
            stored.sort_by(|left, right| left.digest.cmp(&right.digest));
            act(&raw, &stored);
        }
    }
}
