//! The embedded store as a source: a folder with a SQLite database, evidence files and `last-seen`.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use rusqlite::fallible_streaming_iterator::FallibleStreamingIterator;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Params, Row, Statement};

use super::database::{self, Pages, Sums};
use super::files;
use super::source::{
    RawAnchor, RawCheckpoint, RawDisclosure, RawEvent, RawHead, RawPackFile, RawRow, RawTree, Reading, Source,
    StoreFinding, Stored, Unreadable,
};
use crate::digest::Digest;
use crate::error::Result;
use crate::register::open_database;

const EVENTS: &str = "SELECT idx, rec, seq, op, leaf, line FROM event ORDER BY idx";
const DISCLOSURES: &str = "SELECT idx, digest, body, rowid FROM disclosure ORDER BY idx";
/// The same in the order in which they lie there, which is that of the events unless somebody else wrote them.
const DISCLOSURES_AS_THEY_LIE: &str = "SELECT idx, digest, body, rowid FROM disclosure NOT INDEXED ORDER BY rowid";
const ROWS_BY_EVENT: &str = "SELECT rowid FROM disclosure INDEXED BY disclosure_by_event ORDER BY idx, rowid";
/// How much of the database is kept in memory while it is read, in KiB: two cursors and the upper pages of the indexes.
const CACHE: i64 = -32_768;

/// A register in a folder, opened read-only.
#[derive(Debug)]
pub struct SqliteSource {
    dir: PathBuf,
    connection: Connection,
    orphans: Vec<Option<i64>>,
    pages: Option<Pages>,
    sums: Sums,
}

impl SqliteSource {
    /// Opens the register in a folder; also a copied one, and where nothing can be written.
    pub fn open(dir: &Path) -> Result<SqliteSource> {
        let connection = open_database(dir)?;
        // A cache of another size only takes longer.
        let _ = connection.pragma_update(None, "cache_size", CACHE);
        let (orphans, sums) = (Vec::new(), Sums::default());
        Ok(SqliteSource { dir: dir.to_owned(), connection, orphans, pages: None, sums })
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
        // The pages are whole or not whatever a writer does meanwhile, so their check may look at a later state.
        self.pages = open_database(&self.dir).ok().and_then(Pages::begin);
        database::check_tables(&self.connection, found)
    }

    fn finish(&mut self, found: &mut dyn FnMut(StoreFinding)) {
        match self.pages.take() {
            Some(pages) => pages.finish(found),
            None => database::check_pages(&self.connection, found),
        }
        self.sums.compare(&self.connection, found);
    }

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
        self.sums = Sums::default();
        merge(&self.connection, hand, &mut self.orphans, &mut self.sums)
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
fn merge(
    connection: &Connection,
    hand: &mut dyn FnMut(RawRow<'_>),
    orphans: &mut Vec<Option<i64>>,
    sums: &mut Sums,
) -> Reading {
    let query = if lie_in_order(connection) { DISCLOSURES_AS_THEY_LIE } else { DISCLOSURES };
    let mut disclosures = connection.prepare_cached(query);
    let mut beside = Beside::new(disclosures.as_deref_mut().map_err(|error| Unreadable(error.to_string())));
    let read = each(connection, EVENTS, [], &mut |row| {
        let (idx, seq) = (int(row, 0)?, int(row, 2)?);
        let (rec, op, leaf, line) = (bytes(row, 1)?, bytes(row, 3)?, bytes(row, 4)?, bytes(row, 5)?);
        sums.add(0, idx.unwrap_or(0), &op, 0);
        sums.add(1, idx.unwrap_or(0), &rec, seq.unwrap_or(0));
        hand(RawRow::Event(RawEvent { idx, rec, seq, op, leaf, line }));
        beside.hand_on(idx, hand, orphans, sums);
        Ok(())
    });
    beside.finish(orphans, sums);
    read.map_err(unreadable).and(beside.end)
}

/// Tells whether the disclosures lie in the order of their events, so that they can be read as they lie.
fn lie_in_order(connection: &Connection) -> bool {
    let (mut before, mut ascend) = (None, true);
    let read = each(connection, ROWS_BY_EVENT, [], &mut |row| {
        let rowid = int(row, 0)?;
        ascend &= rowid > before;
        before = rowid;
        Ok(())
    });
    read.is_ok() && ascend
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
    fn hand_on(
        &mut self,
        idx: Option<i64>,
        hand: &mut dyn FnMut(RawRow<'_>),
        orphans: &mut Vec<Option<i64>>,
        sums: &mut Sums,
    ) {
        let Some(idx) = idx else { return };
        while let Some(next) = self.next.filter(|next| next.is_none_or(|next| next <= idx)) {
            self.sum(sums);
            match next == Some(idx) {
                true => self.show(hand),
                false => orphans.push(next),
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

    /// Adds the row now read to the sums.
    fn sum(&mut self, sums: &mut Sums) {
        let Some(row) = self.rows.as_ref().and_then(|rows| rows.get()) else { return };
        if let (Ok(Some(rowid)), Ok(digest)) = (int(row, 3), bytes(row, 1)) {
            sums.add(2, rowid, &digest, 0);
            sums.add(3, rowid, &[], self.next.flatten().unwrap_or(0));
        }
    }

    fn finish(&mut self, orphans: &mut Vec<Option<i64>>, sums: &mut Sums) {
        while let Some(next) = self.next {
            self.sum(sums);
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
