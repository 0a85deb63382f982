//! The embedded store as a source: a folder with a SQLite database, evidence files and `last-seen`.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use rusqlite::fallible_streaming_iterator::FallibleStreamingIterator;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Params, Row, Statement};

use super::source::{
    RawAnchor, RawCheckpoint, RawDisclosure, RawEvent, RawHead, RawPackFile, RawRow, RawTree, Reading, Source,
    StoreFinding, Stored, Unreadable,
};
use super::{database, files};
use crate::digest::Digest;
use crate::error::Result;
use crate::register::open_database;

const EVENTS: &str = "SELECT idx, rec, seq, op, leaf, line FROM event ORDER BY idx";
const DISCLOSURES: &str = "SELECT idx, digest, body FROM disclosure ORDER BY idx";
/// How much of the database is kept in memory while it is read, in KiB: two cursors and the upper pages of the indexes.
const CACHE: i64 = -32_768;

/// A register in a folder, opened read-only.
#[derive(Debug)]
pub struct SqliteSource {
    dir: PathBuf,
    connection: Connection,
    orphans: Vec<Option<i64>>,
}

impl SqliteSource {
    /// Opens the register in a folder; also a copied one, and where nothing can be written.
    pub fn open(dir: &Path) -> Result<SqliteSource> {
        let connection = open_database(dir)?;
        // A cache of another size only takes longer.
        let _ = connection.pragma_update(None, "cache_size", CACHE);
        Ok(SqliteSource { dir: dir.to_owned(), connection, orphans: Vec::new() })
    }

    fn each(&self, query: &str, values: impl Params, mut act: impl FnMut(&Row<'_>) -> rusqlite::Result<()>) -> Reading {
        each(&self.connection, query, values, &mut act).map_err(unreadable)
    }
}

impl Source for SqliteSource {
    fn last_seen(&mut self) -> std::io::Result<Option<Vec<u8>>> {
        files::read_if_there(&self.dir.join("last-seen"))
    }

    fn begin(&mut self) -> Reading {
        self.connection.execute_batch("BEGIN").map_err(unreadable)
    }

    fn check(&mut self, found: &mut dyn FnMut(StoreFinding)) -> bool {
        database::check(&self.connection, found)
    }

    fn finish(&mut self, _found: &mut dyn FnMut(StoreFinding)) {}

    fn about(&mut self, name: &str) -> Reading<Option<Vec<u8>>> {
        let mut value = None;
        self.each("SELECT value FROM meta WHERE key = ?1", [name], |row| {
            value = Some(owned(row, 0)?);
            Ok(())
        })?;
        Ok(value)
    }

    fn count(&mut self) -> Reading<u64> {
        let mut count = 0;
        self.each("SELECT count(*) FROM event", [], |row| {
            count = int(row, 0)?.and_then(|count| u64::try_from(count).ok()).unwrap_or(0);
            Ok(())
        })?;
        Ok(count)
    }

    fn events(&mut self, hand: &mut dyn FnMut(RawRow<'_>)) -> Reading {
        self.orphans.clear();
        merge(&self.connection, hand, &mut self.orphans)
    }

    fn orphans(&mut self, hand: &mut dyn FnMut(Option<i64>)) -> Reading {
        self.orphans.drain(..).for_each(hand);
        Ok(())
    }

    fn checkpoints(&mut self, hand: &mut dyn FnMut(RawCheckpoint)) -> Reading {
        self.each("SELECT size, note FROM checkpoint ORDER BY size", [], |row| {
            hand(RawCheckpoint { size: int(row, 0)?, note: owned(row, 1)? });
            Ok(())
        })
    }

    fn trees(&mut self, hand: &mut dyn FnMut(RawTree)) -> Reading {
        self.each("SELECT size, edge, note FROM tree", [], |row| {
            hand(RawTree { size: int(row, 0)?, edge: owned(row, 1)?, note: owned(row, 2)? });
            Ok(())
        })
    }

    fn heads(&mut self, hand: &mut dyn FnMut(RawHead<'_>)) -> Reading {
        self.each("SELECT rec, seq, leaf FROM head", [], |row| {
            hand(RawHead { rec: bytes(row, 0)?, seq: int(row, 1)?, leaf: bytes(row, 2)? });
            Ok(())
        })
    }

    fn packs(&mut self, hand: &mut dyn FnMut(RawPackFile<'_>)) -> Reading {
        self.each("SELECT digest, path, bytes FROM pack", [], |row| {
            hand(RawPackFile { digest: bytes(row, 0)?, path: bytes(row, 1)?, bytes: bytes(row, 2)? });
            Ok(())
        })
    }

    fn anchors(&mut self, hand: &mut dyn FnMut(RawAnchor)) -> Reading {
        self.each("SELECT size, kind, body FROM anchor ORDER BY id", [], |row| {
            hand(RawAnchor { size: int(row, 0)?, kind: owned(row, 1)?, body: owned(row, 2)? });
            Ok(())
        })
    }

    fn evidence(&mut self, digest: &Digest) -> Reading<Digest> {
        files::hash_evidence(&self.dir, digest)
    }

    fn strays(&mut self, is_named: &dyn Fn(&str) -> bool, hand: &mut dyn FnMut(String)) {
        files::strays(&self.dir, is_named, hand);
    }
}

/// Reads both tables side by side, each in the order of the event's number, and hands them on as one.
fn merge(connection: &Connection, hand: &mut dyn FnMut(RawRow<'_>), orphans: &mut Vec<Option<i64>>) -> Reading {
    let mut disclosures = connection.prepare_cached(DISCLOSURES);
    let mut beside = Beside::new(disclosures.as_deref_mut().map_err(|error| Unreadable(error.to_string())));
    let read = each(connection, EVENTS, [], &mut |row| {
        let idx = int(row, 0)?;
        hand(RawRow::Event(RawEvent {
            idx,
            rec: bytes(row, 1)?,
            seq: int(row, 2)?,
            op: bytes(row, 3)?,
            leaf: bytes(row, 4)?,
            line: bytes(row, 5)?,
        }));
        beside.hand_on(idx, hand, orphans);
        Ok(())
    });
    beside.finish(orphans);
    read.map_err(unreadable).and(beside.end)
}

/// The disclosures, read beside the events.
struct Beside<'s> {
    rows: Option<rusqlite::Rows<'s>>,
    /// The number of the event that the row now read belongs to; nothing when it is to be read yet.
    next: Option<Option<i64>>,
    end: Reading,
}

impl<'s> Beside<'s> {
    fn new(statement: Reading<&'s mut Statement<'_>>) -> Self {
        let mut beside = Beside { rows: None, next: None, end: Ok(()) };
        match statement.and_then(|statement| statement.query([]).map_err(unreadable)) {
            Ok(rows) => beside.rows = Some(rows),
            Err(error) => beside.end = Err(error),
        }
        beside.step();
        beside
    }

    /// Hands on the disclosures of an event, and keeps aside those before it that belong to none.
    fn hand_on(&mut self, idx: Option<i64>, hand: &mut dyn FnMut(RawRow<'_>), orphans: &mut Vec<Option<i64>>) {
        let Some(idx) = idx else { return };
        while let Some(next) = self.next.filter(|next| next.is_none_or(|next| next <= idx)) {
            if next == Some(idx) {
                self.show(hand)
            } else {
                orphans.push(next)
            }
            self.step();
        }
    }

    fn show(&mut self, hand: &mut dyn FnMut(RawRow<'_>)) {
        let Some(row) = self.rows.as_ref().and_then(|rows| rows.get()) else { return };
        match bytes(row, 1).and_then(|digest| Ok(RawDisclosure { digest, body: bytes(row, 2)? })) {
            Ok(disclosure) => hand(RawRow::Disclosure(disclosure)),
            Err(error) => self.end = Err(unreadable(error)),
        }
    }

    fn step(&mut self) {
        let Some(rows) = &mut self.rows else { return };
        let next = rows.advance().and_then(|()| rows.get().map(|row| int(row, 0)).transpose());
        match next {
            Ok(next) => self.next = next,
            Err(error) => {
                self.end = Err(unreadable(error));
                self.next = None;
            }
        }
    }

    fn finish(&mut self, orphans: &mut Vec<Option<i64>>) {
        while let Some(next) = self.next {
            orphans.push(next);
            self.step();
        }
    }
}

/// Reads the rows of a query, each handed on as it is read.
pub(super) fn each(
    connection: &Connection,
    query: &str,
    values: impl Params,
    act: &mut dyn FnMut(&Row<'_>) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(query)?;
    let mut rows = statement.query(values)?;
    while let Some(row) = rows.next()? {
        act(row)?;
    }
    Ok(())
}

/// Returns an integer, if that is what is stored.
fn int(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<i64>> {
    Ok(match row.get_ref(column)? {
        ValueRef::Integer(int) => Some(int),
        _ => None,
    })
}

/// Returns the bytes of whatever is stored.
pub(super) fn bytes<'r>(row: &'r Row<'_>, column: usize) -> rusqlite::Result<Stored<'r>> {
    Ok(match row.get_ref(column)? {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Cow::Borrowed(bytes),
        ValueRef::Integer(int) => Cow::Owned(int.to_string().into_bytes()),
        ValueRef::Real(real) => Cow::Owned(real.to_string().into_bytes()),
        ValueRef::Null => Cow::Borrowed(&[]),
    })
}

fn owned(row: &Row<'_>, column: usize) -> rusqlite::Result<Vec<u8>> {
    bytes(row, column).map(Cow::into_owned)
}

fn unreadable(error: rusqlite::Error) -> Unreadable {
    Unreadable(error.to_string())
}
