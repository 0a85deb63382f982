//! The database itself: its pages are whole, and its tables are tables.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::report::{FaultKind, Findings};
use super::rows::{bytes, each, text};
use crate::register::{TABLES, triggers};

/// Checks the database's pages and tables, and tells whether its rows can be read.
pub(super) fn check(connection: &Connection, findings: &mut Findings) -> bool {
    each(connection, "PRAGMA integrity_check", [], findings, |row, findings| {
        let found = text(&bytes(row, 0)?);
        if found != "ok" {
            findings.fault(None, FaultKind::Database, format!("the database says of itself: {found}"));
        }
        Ok(())
    });
    check_tables(connection, findings)
}

/// A view or a virtual table would compute what should be stored, perhaps without end, so it is not read.
fn check_tables(connection: &Connection, findings: &mut Findings) -> bool {
    let mut found = BTreeMap::new();
    each(connection, "SELECT name, type, sql FROM sqlite_schema", [], findings, |row, _| {
        found.insert(text(&bytes(row, 0)?), (text(&bytes(row, 1)?), text(&bytes(row, 2)?)));
        Ok(())
    });
    for (name, _, _) in triggers().filter(|(name, ..)| !found.contains_key(name)) {
        findings.warn(None, format!("the trigger {name}, which refuses changes to what is final, is gone"));
    }
    let mut readable = true;
    for (name, expected) in TABLES {
        match found.get(name) {
            Some((_, sql)) if sql == expected => continue,
            Some((kind, sql)) => {
                readable &=
                    kind == "table" && sql.get(..12).is_some_and(|begin| begin.eq_ignore_ascii_case("CREATE TABLE"));
                findings.fault(None, FaultKind::Database, format!("the table {name} is not the one the format has"));
            }
            None => findings.fault(None, FaultKind::Database, format!("the table {name} is gone")),
        }
    }
    readable
}
