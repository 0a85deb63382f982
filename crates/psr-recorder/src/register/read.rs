//! Reading: lines and disclosures come back as entries, and each is hashed again on the way.

use std::collections::{BTreeMap, BTreeSet};

use super::Register;
use crate::canonical::Value;
use crate::conventions::{ERASURE, digest_of, is_erased};
use crate::digest::Digest;
use crate::disclosure::Disclosure;
use crate::error::Result;
use crate::header::EventHeader;
use crate::malformed::Malformed;
use crate::merkle::TreeEdge;
use crate::names::RecordId;
use crate::store::{Anchor, KeptCheckpoint, Store, StoredEvent, StoredTree, Which};

/// One recorded event, with what it discloses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The header.
    pub header: EventHeader,
    /// The line as it is stored.
    pub line: Vec<u8>,
    /// The line's leaf hash.
    pub leaf: Digest,
    /// The event's place in the register.
    pub position: u64,
    /// What the event discloses, in the order of its header's digests.
    pub fields: Vec<Field>,
}

/// One digest of a header, and what is known behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The digest in the header.
    pub digest: Digest,
    /// What is known behind it.
    pub state: FieldState,
}

/// What is known behind a digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldState {
    /// The field is here.
    Shown {
        /// Which field.
        path: String,
        /// What it says.
        value: Value,
    },
    /// The field was erased, and an erasure event says so.
    Erased,
    /// The field is not here, and nothing says why.
    Missing,
}

impl Entry {
    /// Returns the value of a field that is shown.
    pub fn field(&self, path: &str) -> Option<&Value> {
        self.shown().find_map(|(shown, value)| (shown == path).then_some(value))
    }

    /// Returns the path and value of each field that is shown.
    pub fn shown(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.fields.iter().filter_map(|field| match &field.state {
            FieldState::Shown { path, value } => Some((path.as_str(), value)),
            FieldState::Erased | FieldState::Missing => None,
        })
    }
}

/// Holds the register as it is for several readings, until it is dropped.
#[derive(Debug)]
pub(crate) struct Snapshot<'r>(Option<&'r dyn Store>);

impl Drop for Snapshot<'_> {
    fn drop(&mut self) {
        if let Some(store) = self.0 {
            store.roll_back();
        }
    }
}

impl Register {
    /// Returns the ids of all records, oldest first.
    pub fn records(&self) -> Result<Vec<RecordId>> {
        self.parsed(&self.store.records()?)
    }

    /// Returns the ids of the records that were written to since the register had so many events.
    pub fn records_since(&self, size: u64) -> Result<Vec<RecordId>> {
        self.parsed(&self.store.records_from(size)?)
    }

    fn parsed(&self, texts: &[String]) -> Result<Vec<RecordId>> {
        texts.iter().map(|text| text.parse().map_err(|error: Malformed| self.damaged(error.to_string()))).collect()
    }

    /// Returns a record's newest `seq` and leaf hash; nothing when there is no such record.
    pub fn head(&self, rec: RecordId) -> Result<Option<(u64, Digest)>> {
        self.store.head(&rec.to_string())
    }

    /// Returns a record's events, oldest first; none when there is no such record.
    pub fn events(&self, rec: RecordId) -> Result<Vec<Entry>> {
        self.events_from(rec, 0)
    }

    /// Returns a record's events from this `seq` on, oldest first.
    pub fn events_from(&self, rec: RecordId, seq: u64) -> Result<Vec<Entry>> {
        let mut entries = self.entries(Which::Of(&rec.to_string(), seq))?;
        mark_erased(&mut entries);
        Ok(entries)
    }

    /// Returns the first event of every record, oldest first, for lists; whether a field that is gone was erased is not looked up.
    pub fn openings(&self) -> Result<Vec<Entry>> {
        self.entries(Which::Openings)
    }

    /// Returns the newest event of every record, by record, for lists; whether a field that is gone was erased is not looked up.
    pub fn newest(&self) -> Result<BTreeMap<RecordId, Entry>> {
        let entries = self.entries(Which::Newest)?;
        Ok(entries.into_iter().map(|entry| (entry.header.rec, entry)).collect())
    }

    fn entries(&self, which: Which<'_>) -> Result<Vec<Entry>> {
        // All from one state of the register, so that an erasure meanwhile is seen with its event or not at all.
        let snapshot = self.snapshot()?;
        let events = self.store.events(which)?;
        drop(snapshot);
        events.into_iter().map(|event| self.entry(event)).collect()
    }

    /// Holds the register as it is now for several readings; does nothing when such a holding is already under way.
    pub(crate) fn snapshot(&self) -> Result<Snapshot<'_>> {
        if self.store.is_open() {
            return Ok(Snapshot(None));
        }
        self.store.begin_reading()?;
        Ok(Snapshot(Some(&*self.store)))
    }

    /// Returns every kept checkpoint, oldest first.
    pub fn checkpoints(&self) -> Result<Vec<KeptCheckpoint>> {
        self.store.checkpoints()
    }

    /// Returns every proof from outside that was kept, oldest first.
    pub fn anchors(&self) -> Result<Vec<Anchor>> {
        self.store.anchors()
    }

    /// Returns the newest signed head, a checkpoint over every event.
    pub fn signed_head(&self) -> Result<String> {
        self.store.tree().map(|tree| tree.note)
    }

    /// Returns how many events the register has.
    pub fn size(&self) -> Result<u64> {
        self.tree_edge().map(|edge| edge.size())
    }

    /// Returns the root of the tree over all events.
    pub fn root(&self) -> Result<Digest> {
        self.tree_edge().map(|edge| edge.root())
    }

    /// Hands on every line, in the register's order.
    pub(crate) fn each_line(&self, act: &mut dyn FnMut(&[u8])) -> Result<()> {
        self.store.each_line(act)
    }

    fn entry(&self, StoredEvent { position, leaf, line, bodies }: StoredEvent) -> Result<Entry> {
        if EventHeader::leaf(&line) != leaf {
            return Err(self.damaged(format!("the line of event {position} is not what was recorded")));
        }
        let unreadable = |error| self.damaged(format!("the line of event {position}: {error}"));
        let header = EventHeader::parse(&line).map_err(unreadable)?;
        let mut bodies = by_digest(bodies);
        let fields = header
            .sd
            .iter()
            .map(|digest| self.field(position, *digest, bodies.remove(digest)))
            .collect::<Result<_>>()?;
        // What no digest stands for was put there or altered; to leave it out in silence would show a record with a gap.
        if !bodies.is_empty() {
            return Err(self.damaged(format!("a disclosure of event {position} is not what was recorded")));
        }
        Ok(Entry { header, line, leaf, position, fields })
    }

    /// Returns the bodies an event's disclosures have now, by the digest of what is there.
    pub(crate) fn bodies(&self, position: u64) -> Result<BTreeMap<Digest, String>> {
        self.store.bodies(position).map(by_digest)
    }

    fn field(&self, position: u64, digest: Digest, body: Option<String>) -> Result<Field> {
        let Some(body) = body else { return Ok(Field { digest, state: FieldState::Missing }) };
        let unreadable = |error| self.damaged(format!("a disclosure of event {position}: {error}"));
        let Disclosure { path, value, .. } = Disclosure::parse(body.as_bytes()).map_err(unreadable)?;
        Ok(Field { digest, state: FieldState::Shown { path, value } })
    }

    /// Returns the tree's edge as it is stored.
    pub(super) fn tree_edge(&self) -> Result<TreeEdge> {
        self.edge_of(&self.store.tree()?)
    }

    /// Reads a stored edge.
    pub(super) fn edge_of(&self, tree: &StoredTree) -> Result<TreeEdge> {
        let subtrees = tree.edge.chunks(32).map(Digest::from_slice).collect::<Option<Vec<_>>>();
        let edge = subtrees.and_then(|subtrees| TreeEdge::from_parts(tree.size, subtrees));
        edge.ok_or_else(|| self.damaged("the stored edge of its tree does not fit its size"))
    }
}

fn by_digest(bodies: Vec<String>) -> BTreeMap<Digest, String> {
    bodies.into_iter().map(|body| (Disclosure::digest(body.as_bytes()), body)).collect()
}

/// Marks the missing fields that an erasure among the entries names.
pub(crate) fn mark_erased(entries: &mut [Entry]) {
    let erasures = entries.iter().filter(|entry| entry.header.typ == ERASURE);
    let named = erasures.flat_map(Entry::shown).filter(|(path, _)| is_erased(path));
    let erased: BTreeSet<Digest> = named.filter_map(|(_, value)| digest_of(value)).collect();
    for field in entries.iter_mut().flat_map(|entry| &mut entry.fields) {
        if field.state == FieldState::Missing && erased.contains(&field.digest) {
            field.state = FieldState::Erased;
        }
    }
}
