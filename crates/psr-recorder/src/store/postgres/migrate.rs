//! Making and changing the tables: numbered steps, each applied once, all in one transaction.

use std::path::Path;

use postgres::{Client, Transaction};

use super::cause;
use crate::error::Result;

/// The steps, in order. A step that was released is never changed.
const STEPS: [&str; 1] = [include_str!("migrations/0001_register.sql")];
/// The newest step.
pub(super) const NEWEST: i32 = STEPS.len() as i32;
/// Marks the lock that whoever changes tables holds: `PSR1` in ASCII, as in a register's file.
const LOCK: i64 = 0x5053_5231;

/// What the application's role may do, and nothing else.
const RIGHTS: [(&str, &str); 5] = [
    ("SELECT", "meta, migration"),
    ("SELECT, INSERT", "event, checkpoint, anchor, pack"),
    ("SELECT, INSERT, DELETE", "disclosure, evidence, evidence_piece"),
    ("SELECT, INSERT, UPDATE", "head"),
    ("SELECT, UPDATE", "tree"),
];

/// Makes the schema where there is none, applies the steps it lacks, and returns their numbers.
pub(super) fn upgrade(client: &mut Client, path: &Path, schema: &str) -> Result<Vec<i32>> {
    let wrong = |error: postgres::Error| cause::server(path, &error);
    let mut transaction = client.transaction().map_err(wrong)?;
    let applied = prepare(&mut transaction, schema).map_err(wrong)?;
    transaction.commit().map_err(wrong)?;
    Ok(applied)
}

fn prepare(transaction: &mut Transaction<'_>, schema: &str) -> std::result::Result<Vec<i32>, postgres::Error> {
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK])?;
    // `IF NOT EXISTS` would ask for the right to create a schema also where there is one.
    if transaction.query_opt("SELECT 1 FROM pg_namespace WHERE nspname = $1", &[&schema])?.is_none() {
        transaction.batch_execute(&format!("CREATE SCHEMA \"{schema}\""))?;
    }
    transaction.batch_execute(
        "CREATE TABLE IF NOT EXISTS migration(number integer PRIMARY KEY, applied timestamptz NOT NULL DEFAULT now())",
    )?;
    let found: i32 = transaction.query_one("SELECT coalesce(max(number), 0) FROM migration", &[])?.get(0);
    let due: Vec<(i32, &str)> = (1..).zip(STEPS).filter(|(number, _)| *number > found).collect();
    for (number, step) in &due {
        transaction.batch_execute(step)?;
        transaction.execute("INSERT INTO migration(number) VALUES ($1)", &[number])?;
    }
    Ok(due.into_iter().map(|(number, _)| number).collect())
}

/// Gives a role of the server what recording needs, and takes every other right on the register from it.
pub(super) fn allow(client: &mut Client, path: &Path, schema: &str, role: &str) -> Result<()> {
    let wrong = |error: postgres::Error| cause::server(path, &error);
    let role = format!("\"{}\"", role.replace('"', "\"\""));
    let mut statements = format!(
        "REVOKE ALL ON ALL TABLES IN SCHEMA \"{schema}\" FROM {role}; GRANT USAGE ON SCHEMA \"{schema}\" TO {role};"
    );
    for (rights, tables) in RIGHTS {
        statements.push_str(&format!("GRANT {rights} ON {tables} TO {role};"));
    }
    let mut transaction = client.transaction().map_err(wrong)?;
    transaction.batch_execute(&statements).map_err(wrong)?;
    transaction.commit().map_err(wrong)
}
