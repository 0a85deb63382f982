//! Reading: lines and disclosures come back as entries, and each is hashed again on the way.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{OptionalExtension, Row, Transaction};

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

/// A checkpoint that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptCheckpoint {
    /// How many events the register had.
    pub size: u64,
    /// When it was kept, as text.
    pub at: String,
    /// The signed note.
    pub note: String,
}

/// A proof from outside that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The size it speaks of.
    pub size: u64,
    /// What kind of proof it is.
    pub kind: String,
    /// The proof.
    pub body: Vec<u8>,
}

impl Register {
    /// Returns the ids of all records, oldest first.
    pub fn records(&self) -> Result<Vec<RecordId>> {
        let texts: Vec<String> = self.rows("SELECT rec FROM event WHERE seq = 0 ORDER BY idx", [], |row| row.get(0))?;
        texts.iter().map(|text| text.parse().map_err(|error: Malformed| self.damaged(error.to_string()))).collect()
    }

    /// Returns a record's newest `seq` and leaf hash; nothing when there is no such record.
    pub fn head(&self, rec: RecordId) -> Result<Option<(u64, Digest)>> {
        let query = "SELECT seq, leaf FROM head WHERE rec = ?1";
        let mut statement = self.connection.prepare_cached(query).map_err(self.database_error())?;
        let row = statement.query_row([rec.to_string()], |row| Ok((row.get(0)?, Digest::from_bytes(row.get(1)?))));
        row.optional().map_err(self.database_error())
    }

    /// Returns a record's events, oldest first; none when there is no such record.
    pub fn events(&self, rec: RecordId) -> Result<Vec<Entry>> {
        self.events_from(rec, 0)
    }

    /// Returns a record's events from this `seq` on, oldest first.
    pub fn events_from(&self, rec: RecordId, seq: u64) -> Result<Vec<Entry>> {
        let query = "SELECT idx, leaf, line FROM event WHERE rec = ?1 AND seq >= ?2 ORDER BY seq";
        let mut entries = self.entries(query, (rec.to_string(), seq))?;
        mark_erased(&mut entries);
        Ok(entries)
    }

    /// Returns the first event of every record, oldest first, for lists; whether a field that is gone was erased is not looked up.
    pub fn openings(&self) -> Result<Vec<Entry>> {
        self.entries("SELECT idx, leaf, line FROM event WHERE seq = 0 ORDER BY idx", [])
    }

    /// Returns the newest event of every record, by record, for lists; whether a field that is gone was erased is not looked up.
    pub fn newest(&self) -> Result<BTreeMap<RecordId, Entry>> {
        let query = "SELECT idx, leaf, line FROM event JOIN (SELECT rec, seq FROM head) USING (rec, seq)";
        let entries = self.entries(query, [])?;
        Ok(entries.into_iter().map(|entry| (entry.header.rec, entry)).collect())
    }

    fn entries(&self, query: &str, values: impl rusqlite::Params) -> Result<Vec<Entry>> {
        // All from one state of the register, so that an erasure meanwhile is seen with its event or not at all.
        let snapshot = self.snapshot()?;
        let lines: Vec<(u64, [u8; 32], Vec<u8>)> =
            self.rows(query, values, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let mut entries = Vec::with_capacity(lines.len());
        for (position, leaf, line) in lines {
            entries.push(self.entry(position, Digest::from_bytes(leaf), line)?);
        }
        drop(snapshot);
        Ok(entries)
    }

    /// Holds the register as it is now for several readings; nothing when such a holding is already under way.
    pub(crate) fn snapshot(&self) -> Result<Option<Transaction<'_>>> {
        let snapshot = self.connection.is_autocommit().then(|| self.connection.unchecked_transaction()).transpose();
        snapshot.map_err(self.database_error())
    }

    /// Returns every kept checkpoint, oldest first.
    pub fn checkpoints(&self) -> Result<Vec<KeptCheckpoint>> {
        let kept = |row: &Row<'_>| Ok(KeptCheckpoint { size: row.get(0)?, at: row.get(1)?, note: row.get(2)? });
        self.rows("SELECT size, at, note FROM checkpoint ORDER BY size", [], kept)
    }

    /// Returns every proof from outside that was kept, oldest first.
    pub fn anchors(&self) -> Result<Vec<Anchor>> {
        let anchor = |row: &Row<'_>| Ok(Anchor { size: row.get(0)?, kind: row.get(1)?, body: row.get(2)? });
        self.rows("SELECT size, kind, body FROM anchor ORDER BY id", [], anchor)
    }

    /// Returns the newest signed head, a checkpoint over every event.
    pub fn signed_head(&self) -> Result<String> {
        let note = self.connection.query_row("SELECT note FROM tree WHERE id = 1", [], |row| row.get(0));
        note.map_err(self.database_error())
    }

    /// Returns how many events the register has.
    pub fn size(&self) -> Result<u64> {
        tree_edge(self).map(|edge| edge.size())
    }

    /// Returns the root of the tree over all events.
    pub fn root(&self) -> Result<Digest> {
        tree_edge(self).map(|edge| edge.root())
    }

    /// Returns the leaf hashes of all events, in the register's order.
    pub fn leaves(&self) -> Result<Vec<Digest>> {
        self.rows("SELECT leaf FROM event ORDER BY idx", [], |row| row.get(0).map(Digest::from_bytes))
    }

    fn entry(&self, position: u64, leaf: Digest, line: Vec<u8>) -> Result<Entry> {
        if EventHeader::leaf(&line) != leaf {
            return Err(self.damaged(format!("the line of event {position} is not what was recorded")));
        }
        let unreadable = |error| self.damaged(format!("the line of event {position}: {error}"));
        let header = EventHeader::parse(&line).map_err(unreadable)?;
        let mut bodies = self.bodies(position)?;
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
        let bodies: Vec<String> =
            self.rows("SELECT body FROM disclosure WHERE idx = ?1", [position], |row| row.get(0))?;
        Ok(bodies.into_iter().map(|body| (Disclosure::digest(body.as_bytes()), body)).collect())
    }

    fn field(&self, position: u64, digest: Digest, body: Option<String>) -> Result<Field> {
        let Some(body) = body else { return Ok(Field { digest, state: FieldState::Missing }) };
        let unreadable = |error| self.damaged(format!("a disclosure of event {position}: {error}"));
        let Disclosure { path, value, .. } = Disclosure::parse(body.as_bytes()).map_err(unreadable)?;
        Ok(Field { digest, state: FieldState::Shown { path, value } })
    }

    pub(super) fn rows<T>(
        &self,
        query: &str,
        values: impl rusqlite::Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.connection.prepare_cached(query).map_err(self.database_error())?;
        let rows = statement.query_map(values, read).map_err(self.database_error())?;
        rows.collect::<rusqlite::Result<_>>().map_err(self.database_error())
    }
}

/// Returns the tree's edge as it is stored.
pub(super) fn tree_edge(register: &Register) -> Result<TreeEdge> {
    let row = register.connection.query_row("SELECT size, edge FROM tree WHERE id = 1", [], |row| {
        Ok((row.get::<_, u64>(0)?, row.get::<_, Vec<u8>>(1)?))
    });
    let (size, bytes) = row.map_err(register.database_error())?;
    let subtrees = bytes.chunks(32).map(Digest::from_slice).collect::<Option<Vec<_>>>();
    let edge = subtrees.and_then(|subtrees| TreeEdge::from_parts(size, subtrees));
    edge.ok_or_else(|| register.damaged("the stored edge of its tree does not fit its size"))
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
