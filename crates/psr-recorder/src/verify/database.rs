//! The embedded database itself: its pages are whole, and its tables are tables.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::source::{StoreFinding, text};
use super::sqlite::{bytes, each};
use crate::register::{TABLES, triggers};

/// Checks the database's pages and tables, and tells whether its rows can be read.
pub(super) fn check(connection: &Connection, found: &mut dyn FnMut(StoreFinding)) -> bool {
    check_pages(connection, found);
    check_tables(connection, found)
}

fn check_pages(connection: &Connection, found: &mut dyn FnMut(StoreFinding)) {
    let read = each(connection, "PRAGMA integrity_check", [], &mut |row| {
        let says = text(&bytes(row, 0)?);
        if says != "ok" {
            found(StoreFinding::Fault(format!("the database says of itself: {says}")));
        }
        Ok(())
    });
    say_unreadable(read, found);
}

/// A view or a virtual table would compute what should be stored, perhaps without end, so it is not read.
fn check_tables(connection: &Connection, found: &mut dyn FnMut(StoreFinding)) -> bool {
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

fn say_unreadable(read: rusqlite::Result<()>, found: &mut dyn FnMut(StoreFinding)) {
    if let Err(error) = read {
        found(StoreFinding::Fault(format!("the database cannot be read in full: {error}")));
    }
}
