//! Bare inserts into the tables of a register.

use rusqlite::Connection;

use crate::support::create;
use crate::{Row, on_disk};

/// Makes the tables of a register, and opens them without one.
pub fn bare_sqlite() -> (tempfile::TempDir, Connection) {
    let dir = on_disk();
    drop(create(dir.path()));
    let connection = Connection::open(dir.path().join("register.sqlite")).unwrap();
    for (name, value) in [("synchronous", "FULL"), ("foreign_keys", "ON"), ("secure_delete", "ON")] {
        connection.pragma_update(None, name, value).unwrap();
    }
    (dir, connection)
}

/// Inserts one event's rows.
pub fn insert(connection: &Connection, position: u64, row: &Row) {
    let run = |statement: &str, values: &[&dyn rusqlite::ToSql]| {
        connection.prepare_cached(statement).unwrap().execute(values).unwrap();
    };
    let leaf = row.leaf.as_bytes();
    run(
        "INSERT INTO event(idx, rec, seq, op, leaf, line) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        &[&position, &row.rec, &position, &row.op, leaf, &row.line],
    );
    for (digest, body) in &row.disclosures {
        run("INSERT INTO disclosure(digest, idx, body) VALUES (?1, ?2, ?3)", &[digest.as_bytes(), &position, body]);
    }
    let head = "INSERT INTO head(rec, seq, leaf) VALUES (?1, ?2, ?3) ON CONFLICT(rec) DO UPDATE SET seq = excluded.seq, leaf = excluded.leaf";
    run(head, &[&row.rec, &position, leaf]);
    run("UPDATE tree SET size = ?1, edge = ?2, note = ?3", &[&position, &vec![7_u8; 320], &"n".repeat(220)]);
}
