//! A desk in a file of this machine, beside the embedded register.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, OptionalExtension, params};

use super::{Desk, DeskError};

const SCHEMA: &str = "
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS kept (
        kind TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, until INTEGER,
        PRIMARY KEY (kind, key)
    ) WITHOUT ROWID;
";

/// A desk in a file.
#[derive(Debug)]
pub struct SqliteDesk(Mutex<Connection>);

impl SqliteDesk {
    /// Opens the desk in a file, which is created where it is not there.
    ///
    /// # Errors
    /// When the file cannot be used.
    pub fn open(file: &Path) -> Result<Self, DeskError> {
        Self::over(Connection::open(file))
    }

    /// Makes a desk that is forgotten when it is let go.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn in_memory() -> Result<Self, DeskError> {
        Self::over(Connection::open_in_memory())
    }

    fn over(connection: rusqlite::Result<Connection>) -> Result<Self, DeskError> {
        let connection = connection.map_err(failed)?;
        connection.busy_timeout(std::time::Duration::from_secs(10)).map_err(failed)?;
        connection.execute_batch(SCHEMA).map_err(failed)?;
        Ok(Self(Mutex::new(connection)))
    }

    fn with<T>(&self, act: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, DeskError> {
        let connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        act(&connection).map_err(failed)
    }
}

impl Desk for SqliteDesk {
    fn get(&self, kind: &str, key: &str, now: i64) -> Result<Option<String>, DeskError> {
        let sql = "SELECT body FROM kept WHERE kind = ?1 AND key = ?2 AND (until IS NULL OR until > ?3)";
        self.with(|connection| {
            connection.prepare_cached(sql)?.query_row(params![kind, key, now], |row| row.get(0)).optional()
        })
    }

    fn put(&self, kind: &str, key: &str, body: &str, until: Option<i64>) -> Result<(), DeskError> {
        let sql = "INSERT OR REPLACE INTO kept (kind, key, body, until) VALUES (?1, ?2, ?3, ?4)";
        self.with(|connection| connection.prepare_cached(sql)?.execute(params![kind, key, body, until]).map(drop))
    }

    fn remove(&self, kind: &str, key: &str) -> Result<(), DeskError> {
        let sql = "DELETE FROM kept WHERE kind = ?1 AND key = ?2";
        self.with(|connection| connection.prepare_cached(sql)?.execute(params![kind, key]).map(drop))
    }

    fn take(&self, kind: &str, key: &str, now: i64) -> Result<Option<String>, DeskError> {
        let sql = "DELETE FROM kept WHERE kind = ?1 AND key = ?2 RETURNING body, until IS NULL OR until > ?3";
        let taken: Option<(String, bool)> = self.with(|connection| {
            let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
            connection.prepare_cached(sql)?.query_row(params![kind, key, now], row).optional()
        })?;
        Ok(taken.and_then(|(body, in_time)| in_time.then_some(body)))
    }

    fn under(&self, kind: &str, start: &str) -> Result<Vec<(String, String)>, DeskError> {
        let sql = "SELECT key, body FROM kept WHERE kind = ?1 AND substr(key, 1, length(?2)) = ?2 ORDER BY key";
        self.with(|connection| {
            let mut found = connection.prepare_cached(sql)?;
            let rows = found.query_map([kind, start], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        })
    }

    fn sweep(&self, now: i64) -> Result<(), DeskError> {
        self.with(|connection| connection.execute("DELETE FROM kept WHERE until <= ?1", [now]).map(drop))
    }
}

fn failed(error: rusqlite::Error) -> DeskError {
    DeskError(error.to_string())
}
