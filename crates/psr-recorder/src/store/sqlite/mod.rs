//! The embedded store: an SQLite database in a folder of this machine, evidence in files beside it.

mod clear;
mod evidence;
mod rows;
pub(crate) mod schema;
mod suitable;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, Row};

use super::files;
use crate::error::{Error, Result, database, io};
use crate::store::Store;

pub(crate) use evidence::{evidence_path, hash_file};
pub(crate) use schema::{TABLES, open_read as open_database, triggers};

/// A register's rows in a folder.
#[derive(Debug)]
pub(crate) struct SqliteStore {
    pub(super) dir: PathBuf,
    pub(super) path: PathBuf,
    pub(crate) connection: Connection,
}

impl SqliteStore {
    /// Makes the database in a folder, which may exist but may not hold a register, and has it filled.
    pub(crate) fn fill(dir: &Path, fill: &mut dyn FnMut(&dyn Store) -> Result<()>) -> Result<()> {
        let path = schema::database_path(dir);
        if path.exists() {
            return Err(Error::Exists { path: dir.to_owned() });
        }
        std::fs::create_dir_all(dir).map_err(io("create the register's folder", dir))?;
        suitable::check(dir)?;
        // Made under another name, so that there is never a half-made register under the right one.
        let temporary = path.with_extension(files::temporary_name());
        let named = fill_new(dir, &temporary, fill);
        let named = named.and_then(|()| files::name(&temporary, &path));
        let removed = std::fs::remove_file(&temporary);
        if !named? {
            return Err(Error::Exists { path: dir.to_owned() });
        }
        removed.map_err(io("remove a temporary file", &temporary))?;
        files::sync_folder(dir)
    }

    /// Opens the rows for reading; also in a folder that cannot be written.
    pub(crate) fn open_read(dir: &Path) -> Result<SqliteStore> {
        Ok(SqliteStore::over(dir, schema::open_read(dir)?))
    }

    /// Opens the rows for reading and writing.
    pub(crate) fn open_write(dir: &Path) -> Result<SqliteStore> {
        suitable::check(dir)?;
        Ok(SqliteStore::over(dir, schema::open_write(dir)?))
    }

    fn over(dir: &Path, connection: Connection) -> SqliteStore {
        SqliteStore { dir: dir.to_owned(), path: schema::database_path(dir), connection }
    }

    /// Names the file in a database error.
    fn wrong(&self) -> impl Fn(rusqlite::Error) -> Error + use<> {
        database(&self.path)
    }

    fn run(&self, statements: &str) -> Result<()> {
        self.connection.execute_batch(statements).map_err(self.wrong())
    }

    fn execute(&self, statement: &str, values: impl rusqlite::Params) -> Result<()> {
        let executed = self.connection.prepare_cached(statement).and_then(|mut statement| statement.execute(values));
        executed.map(drop).map_err(self.wrong())
    }

    fn rows<T>(
        &self,
        query: &str,
        values: impl rusqlite::Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.connection.prepare_cached(query).map_err(self.wrong())?;
        let rows = statement.query_map(values, read).map_err(self.wrong())?;
        rows.collect::<rusqlite::Result<_>>().map_err(self.wrong())
    }

    fn row<T>(
        &self,
        query: &str,
        values: impl rusqlite::Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>> {
        let mut statement = self.connection.prepare_cached(query).map_err(self.wrong())?;
        statement.query_row(values, read).optional().map_err(self.wrong())
    }
}

/// Writes a database under another name, and closes it.
fn fill_new(dir: &Path, path: &Path, fill: &mut dyn FnMut(&dyn Store) -> Result<()>) -> Result<()> {
    let connection = schema::create(path)?;
    schema::create_tables(&connection).map_err(database(path))?;
    fill(&SqliteStore { dir: dir.to_owned(), path: path.to_owned(), connection })
}
