//! The embedded database itself: its pages are whole, its tables are tables, and its indexes hold what the tables hold.
//!
//! SQLite's own `integrity_check` looks every row up in every index, at random places. Here the pages are checked by `quick_check`, beside
//! the reading, and the large tables' indexes are each read once in order and compared with the rows by a keyed sum.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::thread::JoinHandle;

use rusqlite::Connection;

use super::source::{StoreFinding, text};
use super::sqlite::{bytes, each};
use crate::register::{TABLES, triggers};

/// The indexes of the large tables: their name, their table, and their columns, of which there are at most two.
pub(super) const INDEXES: [(&str, &str, &str); 4] = [
    ("sqlite_autoindex_event_1", "event", "op, NULL"),
    ("sqlite_autoindex_event_2", "event", "rec, seq"),
    ("sqlite_autoindex_disclosure_1", "disclosure", "digest, NULL"),
    ("disclosure_by_event", "disclosure", "NULL, idx"),
];

/// A view or a virtual table would compute what should be stored, perhaps without end, so whether rows can be read is told first.
pub(super) fn check_tables(connection: &Connection, found: &mut dyn FnMut(StoreFinding)) -> bool {
    let mut here = BTreeMap::new();
    let read = each(connection, "SELECT name, type, sql FROM sqlite_schema", [], &mut |row| {
        here.insert(text(&bytes(row, 0)?), (text(&bytes(row, 1)?), text(&bytes(row, 2)?)));
        Ok(())
    });
    say_unreadable(read, found);
    for (name, _, _) in triggers().filter(|(name, ..)| !here.contains_key(name)) {
        let message = format!("the trigger {name}, which refuses changes to what is final, is gone");
        found(StoreFinding::Warning(message));
    }
    let mut readable = true;
    for (name, expected) in TABLES {
        match here.get(name) {
            Some((_, sql)) if sql == expected => continue,
            Some((kind, sql)) => {
                readable &=
                    kind == "table" && sql.get(..12).is_some_and(|begin| begin.eq_ignore_ascii_case("CREATE TABLE"));
                found(StoreFinding::Fault(format!("the table {name} is not the one the format has")));
            }
            None => found(StoreFinding::Fault(format!("the table {name} is gone"))),
        }
    }
    readable
}

/// The check of the pages, under way on a thread of its own where there can be one.
#[derive(Debug)]
pub(super) struct Pages(JoinHandle<Vec<StoreFinding>>);

impl Pages {
    /// Begins, through a connection of its own; nothing when there can be no such thread.
    pub(super) fn begin(connection: Connection) -> Option<Pages> {
        let check = move || {
            let mut findings = Vec::new();
            check_pages(&connection, &mut |finding| findings.push(finding));
            findings
        };
        std::thread::Builder::new().spawn(check).ok().map(Pages)
    }

    /// Waits for it to end and hands on what it found.
    pub(super) fn finish(self, found: &mut dyn FnMut(StoreFinding)) {
        match self.0.join() {
            Ok(findings) => findings.into_iter().for_each(found),
            Err(_) => found(StoreFinding::Fault("the check of the database's pages stopped short".to_owned())),
        }
    }
}

/// Checks every page, and of the tables whose indexes are not compared here the indexes too.
pub(super) fn check_pages(connection: &Connection, found: &mut dyn FnMut(StoreFinding)) {
    ask(connection, "PRAGMA quick_check", found);
    for (table, _) in TABLES {
        let compared = INDEXES.iter().filter(|(_, of, _)| *of == table).count();
        // An index that the format does not have could mislead a reader as well.
        let query = format!("SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND tbl_name = '{table}'");
        let kept = connection.query_row(&query, [], |row| row.get::<_, usize>(0)).unwrap_or(usize::MAX);
        if kept != compared {
            ask(connection, &format!("PRAGMA integrity_check({table})"), found);
        }
    }
}

fn ask(connection: &Connection, query: &str, found: &mut dyn FnMut(StoreFinding)) {
    let read = each(connection, query, [], &mut |row| {
        let says = text(&bytes(row, 0)?);
        if says != "ok" {
            found(StoreFinding::Fault(format!("the database says of itself: {says}")));
        }
        Ok(())
    });
    say_unreadable(read, found);
}

fn say_unreadable(read: rusqlite::Result<()>, found: &mut dyn FnMut(StoreFinding)) {
    if let Err(error) = read {
        found(StoreFinding::Fault(format!("the database cannot be read in full: {error}")));
    }
}

/// Sums over the rows of the large tables, one for each index: equal for the index if it holds the same.
///
/// The key of the sum is drawn anew each time, so nobody can make rows whose sum is the same.
#[derive(Debug, Default)]
pub(super) struct Sums {
    key: RandomState,
    sums: [u64; INDEXES.len()],
}

impl Sums {
    /// Adds one row's columns in one index.
    pub(super) fn add(&mut self, index: usize, rowid: i64, first: &[u8], second: i64) {
        self.sums[index] = self.sums[index].wrapping_add(self.key.hash_one((rowid, first, second)));
    }

    /// Reads every index in its order and says which of them does not hold what its table holds.
    pub(super) fn compare(&self, connection: &Connection, found: &mut dyn FnMut(StoreFinding)) {
        for (index, (name, table, columns)) in INDEXES.iter().enumerate() {
            let mut sums = Sums { key: self.key.clone(), ..Sums::default() };
            let query = format!("SELECT rowid, {columns} FROM {table} INDEXED BY {name} ORDER BY {columns}");
            let read = each(connection, &query, [], &mut |row| {
                let second = row.get::<_, Option<i64>>(2)?.unwrap_or(0);
                sums.add(index, row.get(0)?, &bytes(row, 1)?, second);
                Ok(())
            });
            match read {
                Ok(()) if sums.sums[index] != self.sums[index] => {
                    let message = format!("the index {name} does not hold what the table {table} holds");
                    found(StoreFinding::Fault(message));
                }
                // An index that is not there misleads nobody, and a table that is gone was told of.
                Err(rusqlite::Error::SqliteFailure(_, Some(message))) if message.starts_with("no such ") => {}
                read => say_unreadable(read, found),
            }
        }
    }
}
