//! A desk on the PostgreSQL server of the register, in a schema of its own, so that several faces of one register share sessions.
//!
//! A connection that was lost is made again.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use postgres::types::ToSql;
use postgres::{Client, Row};
use psr_recorder::ServerPlace;

use super::{Desk, DeskError};

/// What the desk is made of. Whoever may not create it is told to have it created by somebody who may.
pub const SCHEMA: &str = "\
CREATE SCHEMA IF NOT EXISTS psr_site;
CREATE TABLE IF NOT EXISTS psr_site.kept (
    kind TEXT COLLATE \"C\" NOT NULL, key TEXT COLLATE \"C\" NOT NULL, body TEXT NOT NULL, until BIGINT,
    PRIMARY KEY (kind, key)
);";

/// What a role needs of it.
const RIGHTS: &str = "\
GRANT USAGE ON SCHEMA psr_site TO ROLE;
GRANT SELECT, INSERT, UPDATE, DELETE ON psr_site.kept TO ROLE;";

/// A desk on a server.
pub struct PostgresDesk {
    place: ServerPlace,
    connection: Mutex<Option<Client>>,
}

impl fmt::Debug for PostgresDesk {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("PostgresDesk").field("place", &self.place).finish_non_exhaustive()
    }
}

impl PostgresDesk {
    /// Opens the desk beside a register, and makes it where it is not there yet and the role may.
    ///
    /// # Errors
    /// When the server cannot be reached, or the desk is not there and may not be made: the message then gives the statements for somebody who may.
    pub fn open(place: &ServerPlace) -> Result<Self, DeskError> {
        let desk = Self { place: place.clone(), connection: Mutex::default() };
        if desk.is_there()? {
            return Ok(desk);
        }
        match desk.with(|client| client.batch_execute(SCHEMA)) {
            Ok(()) => Ok(desk),
            Err(error) => Err(DeskError(format!("{}\n{}", error.0, by_hand()))),
        }
    }

    /// Tells whether the table is there for this role to use.
    fn is_there(&self) -> Result<bool, DeskError> {
        let sql = "SELECT COALESCE(has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE'), false)
            FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid WHERE n.nspname = 'psr_site' AND c.relname = 'kept'";
        let row = self.with(|client| client.query_opt(sql, &[]))?;
        Ok(row.is_some_and(|row| row.get(0)))
    }

    /// Does something that may be done again, since a connection that was lost is made again once.
    fn with<T>(&self, act: impl Fn(&mut Client) -> Result<T, postgres::Error>) -> Result<T, DeskError> {
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let connect = || self.place.client("psr site").map_err(|error| DeskError(error.to_string()));
        let client = match &mut *connection {
            Some(client) => client,
            none => none.insert(connect()?),
        };
        match act(client) {
            Err(_) if client.is_closed() => act(connection.insert(connect()?)),
            result => result,
        }
        .map_err(|error| DeskError(said(&error)))
    }

    fn rows(&self, sql: &str, with: &[&(dyn ToSql + Sync)]) -> Result<Vec<Row>, DeskError> {
        self.with(|client| client.query(sql, with))
    }

    fn execute(&self, sql: &str, with: &[&(dyn ToSql + Sync)]) -> Result<(), DeskError> {
        self.with(|client| client.execute(sql, with)).map(drop)
    }
}

impl Desk for PostgresDesk {
    fn get(&self, kind: &str, key: &str, now: i64) -> Result<Option<String>, DeskError> {
        let sql = "SELECT body FROM psr_site.kept WHERE kind = $1 AND key = $2 AND (until IS NULL OR until > $3)";
        Ok(self.rows(sql, &[&kind, &key, &now])?.first().map(|row| row.get(0)))
    }

    fn put(&self, kind: &str, key: &str, body: &str, until: Option<i64>) -> Result<(), DeskError> {
        let sql = "INSERT INTO psr_site.kept (kind, key, body, until) VALUES ($1, $2, $3, $4)
            ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body, until = excluded.until";
        self.execute(sql, &[&kind, &key, &body, &until])
    }

    fn remove(&self, kind: &str, key: &str) -> Result<(), DeskError> {
        self.execute("DELETE FROM psr_site.kept WHERE kind = $1 AND key = $2", &[&kind, &key])
    }

    fn take(&self, kind: &str, key: &str, now: i64) -> Result<Option<String>, DeskError> {
        let sql = "DELETE FROM psr_site.kept WHERE kind = $1 AND key = $2 RETURNING body, until IS NULL OR until > $3";
        let taken = self.rows(sql, &[&kind, &key, &now])?;
        Ok(taken.first().filter(|row| row.get(1)).map(|row| row.get(0)))
    }

    fn under(&self, kind: &str, start: &str) -> Result<Vec<(String, String)>, DeskError> {
        let sql = "SELECT key, body FROM psr_site.kept WHERE kind = $1 AND left(key, length($2)) = $2 ORDER BY key";
        Ok(self.rows(sql, &[&kind, &start])?.iter().map(|row| (row.get(0), row.get(1))).collect())
    }

    fn sweep(&self, now: i64) -> Result<(), DeskError> {
        self.execute("DELETE FROM psr_site.kept WHERE until <= $1", &[&now])
    }
}

fn by_hand() -> String {
    format!(
        "have somebody who may create schemas there run this, with the name of your role for ROLE:\n{SCHEMA}\n{RIGHTS}"
    )
}

fn said(error: &postgres::Error) -> String {
    match (error.as_db_error(), std::error::Error::source(error)) {
        (Some(said), _) => said.message().to_owned(),
        (None, Some(source)) => format!("{error}: {source}"),
        (None, None) => error.to_string(),
    }
}
