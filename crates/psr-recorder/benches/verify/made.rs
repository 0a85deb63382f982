//! A register made in memory: sound lines and disclosures, and a source that reads them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use psr_recorder::merkle::TreeEdge;
use psr_recorder::verify::source::{
    RawAnchor, RawCheckpoint, RawDisclosure, RawEvent, RawHead, RawPackFile, RawRow, RawTree, Reading, Source,
    StoreFinding,
};
use psr_recorder::{Append, Checkpoint, Digest, Disclosure, EventHeader, OperationId, Value};

use crate::support::{self, ORIGIN};

/// How many records the events are spread over.
pub const RECORDS: u64 = 50;

pub struct Made {
    fields: u64,
    bytes: Vec<u8>,
    events: Vec<Event>,
    tree: RawTree,
    heads: BTreeMap<String, (u64, Digest)>,
}

#[derive(Clone)]
struct Event {
    rec: String,
    seq: u64,
    op: String,
    leaf: Digest,
    line: (usize, usize),
    disclosures: Vec<(Digest, usize, usize)>,
}

impl Made {
    /// Makes so many events of so many fields.
    pub fn new(count: u64, fields: u64) -> Made {
        let (mut randomness, mut edge, mut heads) = (support::seeded(9), TreeEdge::default(), BTreeMap::new());
        let (mut bytes, mut events) = (Vec::new(), Vec::new());
        let records: Vec<_> = (0..RECORDS).map(support::record).collect();
        for number in 0..count {
            let (rec, seq) = (records[(number % RECORDS) as usize], number / RECORDS);
            let drawn: Vec<_> = (0..fields).map(|field| disclosure(number, field, &mut randomness)).collect();
            let mut sd: Vec<Digest> = drawn.iter().map(|(digest, _)| *digest).collect();
            sd.sort_by_key(Digest::base64url);
            let op = OperationId::draw(&mut randomness);
            let prev = heads.get(&rec.to_string()).map_or(Digest::ZERO, |(_, leaf)| *leaf);
            let (act, typ, base) = ("a1".to_owned(), "psr.answer/1".to_owned(), seq.checked_sub(1));
            let header = EventHeader { act, at: support::noon(), base, op, prev, rec, sd, seq, typ };
            let line = header.to_line().unwrap();
            let leaf = EventHeader::leaf(&line);
            edge.push(leaf);
            heads.insert(rec.to_string(), (seq, leaf));
            let mut keep = |piece: &[u8]| {
                bytes.extend_from_slice(piece);
                (bytes.len() - piece.len(), bytes.len())
            };
            let line = keep(&line);
            let disclosures = drawn.iter().map(|(digest, body)| (keep(body.as_bytes()), digest));
            let disclosures = disclosures.map(|((from, to), digest)| (*digest, from, to)).collect();
            events.push(Event { rec: rec.to_string(), seq, op: op.to_string(), leaf, line, disclosures });
        }
        let note = Checkpoint { origin: ORIGIN.to_owned(), size: count, root: edge.root() }.sign(&support::key());
        let edge_bytes = edge.subtrees().iter().flat_map(|digest| *digest.as_bytes()).collect();
        let tree = RawTree { size: i64::try_from(count).ok(), edge: edge_bytes, note: note.into_bytes() };
        Made { fields, bytes, events, tree, heads }
    }

    pub fn count(&self) -> usize {
        self.events.len()
    }

    /// Returns every byte that is hashed, one after the other.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns every line and body by itself.
    pub fn pieces(&self) -> impl Iterator<Item = &[u8]> {
        self.events.iter().flat_map(|event| {
            let bodies = event.disclosures.iter().map(|(_, from, to)| &self.bytes[*from..*to]);
            std::iter::once(&self.bytes[event.line.0..event.line.1]).chain(bodies)
        })
    }

    pub fn source(&self) -> MadeSource<'_> {
        MadeSource(self)
    }

    /// Writes the same number of the same kind of events to a register in a folder.
    pub fn register(&self, dir: &Path) {
        let mut register = support::create(dir);
        let mut randomness = support::seeded(10);
        let mut number = 0;
        while number < self.count() as u64 {
            let end = (number + 10_000).min(self.count() as u64);
            let appends: Vec<Append> = (number..end).map(|number| self.append(number)).collect();
            register.append_all(&appends, &mut randomness).unwrap();
            number = end;
        }
    }

    fn append(&self, number: u64) -> Append {
        let base = (number / RECORDS).checked_sub(1);
        let fields = (0..self.fields).map(|field| (format!("field/{field}"), value(number, field))).collect();
        Append { fields, at: support::noon(), ..support::answer(support::record(number % RECORDS), base, number) }
    }
}

fn value(number: u64, field: u64) -> Value {
    Value::from(format!("Reason {number} of field {field}: the café is “open”, as was said."))
}

fn disclosure(number: u64, field: u64, randomness: &mut dyn FnMut(&mut [u8])) -> (Digest, String) {
    let body = Disclosure::draw(format!("field/{field}"), value(number, field), randomness).to_body().unwrap();
    (Disclosure::digest(body.as_bytes()), body)
}

/// Reads what was made.
pub struct MadeSource<'m>(&'m Made);

impl Source for MadeSource<'_> {
    fn last_seen(&mut self) -> std::io::Result<Option<Vec<u8>>> {
        Ok(Some(self.0.tree.note.clone()))
    }

    fn begin(&mut self) -> Reading {
        Ok(())
    }

    fn check(&mut self, _found: &mut dyn FnMut(StoreFinding)) -> bool {
        true
    }

    fn finish(&mut self, _found: &mut dyn FnMut(StoreFinding)) {}

    fn about(&mut self, name: &str) -> Reading<Option<Vec<u8>>> {
        let key = support::key().verifier(ORIGIN).to_string();
        Ok(Some(if name == "key" { key } else { ORIGIN.to_owned() }.into_bytes()))
    }

    fn count(&mut self) -> Reading<u64> {
        Ok(self.0.count() as u64)
    }

    fn events(&mut self, hand: &mut dyn FnMut(RawRow<'_>)) -> Reading {
        let bytes = |from: usize, to: usize| Cow::Borrowed(&self.0.bytes[from..to]);
        for (idx, event) in (0..).zip(&self.0.events) {
            hand(RawRow::Event(RawEvent {
                idx: Some(idx),
                rec: event.rec.as_bytes().into(),
                seq: i64::try_from(event.seq).ok(),
                op: event.op.as_bytes().into(),
                leaf: event.leaf.as_bytes().as_slice().into(),
                line: bytes(event.line.0, event.line.1),
            }));
            for (digest, from, to) in &event.disclosures {
                hand(RawRow::Disclosure(RawDisclosure {
                    digest: digest.as_bytes().as_slice().into(),
                    body: bytes(*from, *to),
                }));
            }
        }
        Ok(())
    }

    fn orphans(&mut self, _hand: &mut dyn FnMut(Option<i64>)) -> Reading {
        Ok(())
    }

    fn checkpoints(&mut self, _hand: &mut dyn FnMut(RawCheckpoint)) -> Reading {
        Ok(())
    }

    fn trees(&mut self, hand: &mut dyn FnMut(RawTree)) -> Reading {
        hand(self.0.tree.clone());
        Ok(())
    }

    fn heads(&mut self, hand: &mut dyn FnMut(RawHead<'_>)) -> Reading {
        for (rec, (seq, leaf)) in &self.0.heads {
            let (rec, leaf) = (rec.as_bytes().into(), leaf.as_bytes().as_slice().into());
            hand(RawHead { rec, seq: i64::try_from(*seq).ok(), leaf });
        }
        Ok(())
    }

    fn packs(&mut self, _hand: &mut dyn FnMut(RawPackFile<'_>)) -> Reading {
        Ok(())
    }

    fn anchors(&mut self, _hand: &mut dyn FnMut(RawAnchor)) -> Reading {
        Ok(())
    }

    fn evidence(&mut self, digest: &Digest) -> Reading<Digest> {
        Ok(*digest)
    }

    fn strays(&mut self, _is_named: &dyn Fn(&str) -> bool, _hand: &mut dyn FnMut(String)) {}
}
