//! What can be said of one event without the others: its hashes, its form, its columns, its disclosures.
//!
//! This is most of the work, and it is done by several threads. What depends on the order is done after it, in order.

use std::ops::Range;

use chrono::{DateTime, Utc};

use super::hash;
use super::named::{Kind, Named};
use super::report::FaultKind;
use super::source::{RawDisclosure, RawEvent, text};
use crate::canonical::{self, Value};
use crate::conventions::digest_of;
use crate::digest::Digest;
use crate::disclosure::{self, Disclosure};
use crate::header::{self, EventHeader};
use crate::names::{OperationId, RecordId};

/// One event as far as it can be judged alone.
#[derive(Debug)]
pub(super) struct Checked {
    pub(super) position: Option<u64>,
    pub(super) leaf: Digest,
    pub(super) place: Place,
    /// How many of its fields are here.
    pub(super) shown: u64,
    /// How many digests its line holds; they are handed on apart.
    pub(super) digests: usize,
    /// What few events have.
    pub(super) more: Option<Box<More>>,
}

/// Where an event says it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// As its line says.
    Line(Link),
    /// As the columns say beside a line that cannot be read.
    Columns(RecordId, u64),
    /// Nothing says where.
    Nowhere,
}

/// What of a header the chain rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) rec: RecordId,
    pub(super) seq: u64,
    pub(super) base: Option<u64>,
    pub(super) prev: Digest,
    pub(super) at: DateTime<Utc>,
    pub(super) op: OperationId,
}

/// What few events have.
#[derive(Debug, Default)]
pub(super) struct More {
    /// What is wrong with the line and the columns.
    pub(super) line: Vec<(FaultKind, String)>,
    /// What is wrong with the disclosures.
    pub(super) fields: Vec<(FaultKind, String)>,
    /// What shown fields name by digest.
    pub(super) named: Vec<(Named, Digest)>,
    /// What an event of the register's own record says.
    pub(super) said: Vec<Said>,
    /// The digests without a disclosure.
    pub(super) absent: Vec<Digest>,
}

/// What an event of the register's own record says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// A statement about keys: the whole signed note.
    Key(String),
    /// That a proof from outside is kept, by the digest of its bytes.
    Anchor(Digest),
}

/// Checks events, one after the other, with memory that is used again.
#[derive(Debug, Default)]
pub(super) struct Checker {
    sd: Vec<Digest>,
    /// What the bodies hash to.
    found: Vec<Digest>,
    present: Vec<bool>,
    memory: Vec<u8>,
    paths: Vec<Range<usize>>,
    more: More,
}

impl Checker {
    /// Checks one event and hands on the digests its line holds.
    pub(super) fn event(
        &mut self,
        raw: &RawEvent<'_>,
        stored: &[RawDisclosure<'_>],
        digests: &mut Vec<Digest>,
    ) -> Checked {
        let leaf = self.hash(raw, stored);
        if *raw.leaf != *leaf.as_bytes() {
            let message = format!("the line hashes to {leaf}, which is not the hash recorded with it");
            self.more.line.push((FaultKind::Leaf, message));
        }
        let (place, kind) = self.line(raw);
        let mut shown = 0;
        if matches!(place, Place::Line(_)) {
            shown = self.fields(kind, stored);
            digests.extend_from_slice(&self.sd);
        } else {
            self.sd.clear();
        }
        Checked { position: raw.position(), leaf, place, shown, digests: self.sd.len(), more: self.more.take() }
    }

    /// Hashes the line and the bodies with nothing between, so that the processor begins with the next while it ends the last.
    fn hash(&mut self, raw: &RawEvent<'_>, stored: &[RawDisclosure<'_>]) -> Digest {
        self.found.clear();
        self.found.extend(stored.iter().map(|raw| hash::body(&raw.body)));
        hash::leaf(&raw.line)
    }

    /// Reads the line, in one pass if it is sound, and compares the columns beside it; tells which fields of it name something.
    fn line(&mut self, raw: &RawEvent<'_>) -> (Place, Kind) {
        if let Some(header) = header::scan(&raw.line, &mut self.sd) {
            self.columns(raw, header.rec_text, header.seq, header.op_text);
            let header::Scanned { rec, seq, base, prev, at, op, typ, .. } = header;
            return (Place::Line(Link { rec, seq, base, prev, at, op }), Kind::of(typ));
        }
        match EventHeader::parse(&raw.line) {
            Ok(header) => {
                let EventHeader { rec, seq, base, prev, at, op, typ, sd, .. } = header;
                self.columns(raw, rec.to_string().as_bytes(), seq, op.to_string().as_bytes());
                self.sd = sd;
                (Place::Line(Link { rec, seq, base, prev, at, op }), Kind::of(&typ))
            }
            Err(error) => {
                self.more.line.push((FaultKind::Line, format!("the line is not an event: {error}")));
                (columns_place(raw), Kind::Other)
            }
        }
    }

    fn columns(&mut self, raw: &RawEvent<'_>, rec: &[u8], seq: u64, op: &[u8]) {
        let checks = [
            ("rec", *raw.rec == *rec),
            ("seq", raw.seq.and_then(|seq| u64::try_from(seq).ok()) == Some(seq)),
            ("op", *raw.op == *op),
        ];
        for (column, _) in checks.iter().filter(|(_, agrees)| !agrees) {
            let message = format!("the column `{column}` says otherwise than the line");
            self.more.line.push((FaultKind::Column, message));
        }
    }

    /// Checks the disclosures stored for the event, and returns how many are shown.
    fn fields(&mut self, kind: Kind, stored: &[RawDisclosure<'_>]) -> u64 {
        self.present.clear();
        self.present.resize(self.sd.len(), false);
        self.memory.clear();
        self.paths.clear();
        let mut shown = 0;
        for (at, raw) in stored.iter().enumerate() {
            shown += u64::from(self.is_filled(raw, self.found[at]) && self.field(kind, &raw.body));
        }
        let absent = self.sd.iter().zip(&self.present).filter(|(_, present)| !**present);
        self.more.absent.extend(absent.map(|(digest, _)| *digest));
        shown
    }

    /// Checks that a body is stored under its digest, and that the event commits to it.
    fn is_filled(&mut self, raw: &RawDisclosure<'_>, found: Digest) -> bool {
        let place = |digest: &Digest| self.sd.iter().position(|committed| committed == digest);
        if *raw.digest != *found.as_bytes() {
            let message = format!("a disclosure is not what was recorded: it hashes to {}", found.base64url());
            // The digest it is stored under is accounted for: altered, not missing.
            let place = Digest::from_slice(&raw.digest).and_then(|stored| place(&stored));
            self.more.fields.push((FaultKind::Disclosure, message));
            return self.fill(place);
        }
        let place = place(&found);
        if place.is_none() {
            let message =
                format!("a disclosure {} is stored with the event, which does not commit to it", found.base64url());
            self.more.fields.push((FaultKind::Orphan, message));
        }
        self.fill(place)
    }

    fn fill(&mut self, place: Option<usize>) -> bool {
        let Some(present) = place.and_then(|place| self.present.get_mut(place)) else { return false };
        if std::mem::replace(present, true) {
            self.more.fields.push((FaultKind::Disclosure, "a disclosure is stored twice".to_owned()));
            return false;
        }
        true
    }

    /// Reads a body, in one pass if it is sound, and tells whether it could be read.
    fn field(&mut self, kind: Kind, body: &[u8]) -> bool {
        let start = self.memory.len();
        if let Some(disclosure::Scanned { path, value }) = disclosure::scan(body, &mut self.memory) {
            let names = std::str::from_utf8(&self.memory[path.clone()]).ok().and_then(|path| kind.names(path));
            let value = names.and_then(|_| canonical::parse(&self.memory[value]).ok());
            self.path(path, names, value.as_ref());
            return true;
        }
        self.memory.truncate(start);
        match Disclosure::parse(body) {
            Ok(Disclosure { path, value, .. }) => {
                self.memory.extend_from_slice(path.as_bytes());
                self.path(start..self.memory.len(), kind.names(&path), Some(&value));
                true
            }
            Err(error) => {
                self.more.fields.push((FaultKind::Disclosure, format!("a disclosure has not the format: {error}")));
                false
            }
        }
    }

    /// Takes note of a shown field's path, and of what the field names.
    fn path(&mut self, path: Range<usize>, kind: Option<Named>, value: Option<&Value>) {
        let memory = &self.memory;
        let name = || text(&memory[path.clone()]);
        if self.paths.iter().any(|earlier| memory[earlier.clone()] == memory[path.clone()]) {
            let message = format!("two disclosures say what `{}` is", name());
            self.more.fields.push((FaultKind::PathTwice, message));
        }
        match (kind, value.and_then(digest_of)) {
            (Some(Named::Key), _) => {
                let note = value.and_then(Value::as_text).unwrap_or_default();
                self.more.said.push(Said::Key(note.to_owned()));
            }
            (Some(Named::Anchor), Some(digest)) => self.more.said.push(Said::Anchor(digest)),
            (Some(kind), Some(digest)) => self.more.named.push((kind, digest)),
            (Some(_), None) => self.more.fields.push((FaultKind::Disclosure, format!("`{}` holds no digest", name()))),
            (None, _) => {}
        }
        self.paths.push(path);
    }
}

impl More {
    /// Returns what was gathered, if anything was, and begins anew.
    fn take(&mut self) -> Option<Box<More>> {
        let lists = [self.line.len(), self.fields.len(), self.named.len(), self.said.len(), self.absent.len()];
        let nothing = lists == [0; 5];
        (!nothing).then(|| Box::new(std::mem::take(self)))
    }
}

fn columns_place(raw: &RawEvent<'_>) -> Place {
    let rec = text(&raw.rec).parse().ok();
    let seq = raw.seq.and_then(|seq| u64::try_from(seq).ok());
    rec.zip(seq).map_or(Place::Nowhere, |(rec, seq)| Place::Columns(rec, seq))
}
