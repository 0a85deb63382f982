//! What an attacker does who has the register's folder, and in some attacks also a key.
#![allow(dead_code, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::Path;

use psr_recorder::{Checkpoint, Digest, EventHeader, SigningKey, merkle::TreeEdge};
use rusqlite::{Connection, params};

use crate::support::ORIGIN;

/// Opens the database as an attacker does: without its triggers.
pub fn opened(dir: &Path) -> Connection {
    let connection = Connection::open(dir.join("register.sqlite")).unwrap();
    let mut statement = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").unwrap();
    let triggers: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    drop(statement);
    connection.pragma_update(None, "foreign_keys", false).unwrap();
    for trigger in triggers {
        connection.execute_batch(&format!("DROP TRIGGER {trigger}")).unwrap();
    }
    connection
}

pub fn lines(connection: &Connection) -> Vec<Vec<u8>> {
    let mut statement = connection.prepare("SELECT line FROM event ORDER BY idx").unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// Rewrites everything that is derived from the lines, and signs it, as someone with a key can.
pub fn recompute(connection: &Connection, dir: &Path, key: Option<&SigningKey>) {
    let mut leaves = BTreeMap::new();
    for (idx, line) in lines(connection).iter().enumerate() {
        // A line that does not parse stays as it is.
        let Ok(mut header) = EventHeader::parse(line) else { continue };
        header.prev = leaves.get(&header.rec).copied().unwrap_or(Digest::ZERO);
        let line = header.to_line().unwrap();
        leaves.insert(header.rec, EventHeader::leaf(&line));
        connection.execute("UPDATE event SET line = ?1 WHERE idx = ?2", params![line, idx]).unwrap();
    }
    derive(connection, dir, key);
}

/// Rewrites the columns, heads and tree that stand beside the lines, and signs them; the lines stay as they are.
pub fn derive(connection: &Connection, dir: &Path, key: Option<&SigningKey>) {
    let mut edge = TreeEdge::default();
    for (idx, line) in lines(connection).iter().enumerate() {
        let leaf = EventHeader::leaf(line);
        edge.push(leaf);
        connection.execute("UPDATE event SET leaf = ?1 WHERE idx = ?2", params![leaf.as_bytes(), idx]).unwrap();
    }
    let newest = "SELECT rec, seq, leaf FROM event WHERE (rec, idx) IN (SELECT rec, max(idx) FROM event GROUP BY rec)";
    connection.execute_batch(&format!("DELETE FROM head; INSERT INTO head(rec, seq, leaf) {newest}")).unwrap();
    let bytes: Vec<u8> = edge.subtrees().iter().flat_map(|digest| *digest.as_bytes()).collect();
    connection.execute("UPDATE tree SET size = ?1, edge = ?2", params![edge.size(), bytes]).unwrap();
    let Some(key) = key else { return };
    let note = |size, root| Checkpoint { origin: ORIGIN.to_owned(), size, root }.sign(key);
    let (head, empty) = (note(edge.size(), edge.root()), note(0, TreeEdge::default().root()));
    connection.execute("UPDATE tree SET note = ?1", [&head]).unwrap();
    connection.execute("DELETE FROM checkpoint WHERE size > 0", []).unwrap();
    connection.execute("UPDATE checkpoint SET note = ?1", [&empty]).unwrap();
    std::fs::write(dir.join("last-seen"), head).unwrap();
}

/// Changes what an event's header says, with its line in proper form.
pub fn edit(connection: &Connection, idx: u64) {
    let line: Vec<u8> = connection.query_row("SELECT line FROM event WHERE idx = ?1", [idx], |row| row.get(0)).unwrap();
    let mut header = EventHeader::parse(&line).unwrap();
    header.act = "a2".to_owned();
    let line = header.to_line().unwrap();
    connection.execute("UPDATE event SET line = ?1 WHERE idx = ?2", params![line, idx]).unwrap();
}

/// Removes an event and its disclosures, and closes the gap it leaves.
pub fn delete(connection: &Connection, idx: u64) {
    connection.execute("DELETE FROM disclosure WHERE idx = ?1", [idx]).unwrap();
    connection.execute("DELETE FROM event WHERE idx = ?1", [idx]).unwrap();
    for table in ["event", "disclosure"] {
        connection.execute(&format!("UPDATE {table} SET idx = -idx WHERE idx > ?1"), [idx]).unwrap();
        connection.execute(&format!("UPDATE {table} SET idx = -idx - 1 WHERE idx < 0"), []).unwrap();
    }
}

/// Exchanges two events in the register's order.
pub fn swap(connection: &Connection, left: i64, right: i64) {
    for table in ["event", "disclosure"] {
        for (from, to) in [(left, -1), (right, left), (-1, right)] {
            connection.execute(&format!("UPDATE {table} SET idx = ?2 WHERE idx = ?1"), [from, to]).unwrap();
        }
    }
}
