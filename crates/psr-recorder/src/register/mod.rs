//! A register: every record of one authority, in one folder.
//!
//! `register.sqlite` holds the lines and what they disclose, `evidence/` the files that were relied on, and `last-seen`
//! what the register looked like when it was last written. Reading needs no key; writing needs the key that signs.

mod append;
mod batch;
mod check;
mod clear;
mod erase;
mod evidence;
mod export;
mod files;
mod last_seen;
mod pack;
mod place;
mod prepared;
mod queue;
mod read;
mod schema;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, Utc};
use rusqlite::Connection;

use crate::checkpoint::Checkpoint;
use crate::error::{Error, Result, database, io, malformed};
use crate::key::{SigningKey, VerifierKey};
use crate::merkle::TreeEdge;
use crate::names::{Randomness, RecordId, check_origin};
use crate::time;

pub use append::{Append, Receipt};
pub use evidence::StoredEvidence;
pub use pack::pack_digest;
pub use queue::WriterQueue;
pub(crate) use read::mark_erased;
pub use read::{Anchor, Entry, Field, FieldState, KeptCheckpoint};
use schema::database_path;
pub use schema::{DATABASE, FORMAT};

pub(crate) use evidence::{evidence_path, hash_file};
pub(crate) use schema::{TABLES, open_read as open_database, triggers};

/// An open register.
#[derive(Debug)]
pub struct Register {
    dir: PathBuf,
    path: PathBuf,
    connection: Connection,
    origin: String,
    verifier: VerifierKey,
    key: Option<SigningKey>,
    /// Why this handle writes no more, once something failed that must not be tried again.
    stopped: Option<String>,
    /// Why what was erased may not be cleared from every file yet.
    uncleared: Option<String>,
}

impl Register {
    /// Creates an empty register in a folder, which may exist but may not hold one.
    ///
    /// The origin is the register's name, the first line of its checkpoints: best a name under a domain of the authority,
    /// and never used for two registers.
    pub fn create(
        dir: &Path,
        origin: &str,
        key: &SigningKey,
        now: DateTime<Utc>,
        randomness: &mut Randomness<'_>,
    ) -> Result<Register> {
        check_origin(origin).map_err(malformed("the register's name"))?;
        let path = database_path(dir);
        if path.exists() {
            return Err(Error::Exists { path: dir.to_owned() });
        }
        std::fs::create_dir_all(dir).map_err(io("create the register's folder", dir))?;
        place::check(dir)?;
        let empty = TreeEdge::default();
        let checkpoint = Checkpoint { origin: origin.to_owned(), size: 0, root: empty.root() };
        let about = [
            ("format", FORMAT.to_string()),
            ("origin", origin.to_owned()),
            ("key", key.verifier(origin).to_string()),
            ("register", RecordId::draw(now, randomness).to_string()),
            ("created", time::to_text(&now)),
        ];
        // Made under another name, so that there is never a half-made register under the right one.
        let temporary = path.with_extension(files::temporary_name());
        let named = write_first(&temporary, &about, &checkpoint.sign(key), now);
        let named = named.and_then(|()| files::name(&temporary, &path));
        let removed = std::fs::remove_file(&temporary);
        if !named? {
            return Err(Error::Exists { path: dir.to_owned() });
        }
        removed.map_err(io("remove a temporary file", &temporary))?;
        files::sync_folder(dir)?;
        Register::open_write(dir, key)
    }

    /// Opens a register for reading: no key, also from a copied folder, also where nothing can be written.
    pub fn open_read(dir: &Path) -> Result<Register> {
        Register::with_connection(dir, schema::open_read(dir)?, None)
    }

    /// Opens a register for reading and writing, after checking that it agrees with itself and with what was last seen.
    pub fn open_write(dir: &Path, key: &SigningKey) -> Result<Register> {
        place::check(dir)?;
        let mut register = Register::with_connection(dir, schema::open_write(dir)?, Some(key.clone()))?;
        if key.verifier(&register.origin) != register.verifier {
            return Err(Error::WrongKey { path: register.path, expected: register.verifier.to_string() });
        }
        register.check_before_writing()?;
        register.remember()?;
        register.clear_what_is_left();
        Ok(register)
    }

    fn with_connection(dir: &Path, connection: Connection, key: Option<SigningKey>) -> Result<Register> {
        let path = database_path(dir);
        let origin = schema::meta(&connection, &path, "origin")?;
        let verifier = schema::meta(&connection, &path, "key")?;
        let unreadable =
            |error| Error::Damaged { path: path.clone(), reason: format!("it does not say its key: {error}") };
        let verifier = verifier.parse().map_err(unreadable)?;
        Ok(Register { dir: dir.to_owned(), path, connection, origin, verifier, key, stopped: None, uncleared: None })
    }

    /// Returns the register's folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Returns the register's name, the first line of its checkpoints.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Returns the key the register says its checkpoints are signed with. A reader who has it from elsewhere should compare.
    pub fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// Says how long to wait for another writer before giving up; ten seconds unless told.
    pub fn wait_at_most(&self, patience: Duration) -> Result<()> {
        self.connection.busy_timeout(patience).map_err(self.database_error())
    }

    /// Returns a line of what the register says about itself: `format`, `origin`, `key`, `register`, `created`.
    pub fn about(&self, key: &str) -> Result<String> {
        schema::meta(&self.connection, &self.path, key)
    }

    fn database_error(&self) -> impl Fn(rusqlite::Error) -> Error + use<> {
        database(&self.path)
    }

    fn damaged(&self, reason: impl Into<String>) -> Error {
        Error::Damaged { path: self.path.clone(), reason: reason.into() }
    }

    /// Returns the signing key, if this handle may write.
    fn writing_key(&self) -> Result<&SigningKey> {
        if let Some(reason) = &self.stopped {
            return Err(Error::Stopped { path: self.path.clone(), reason: reason.clone() });
        }
        self.key.as_ref().ok_or_else(|| Error::OpenedForReading { path: self.path.clone() })
    }
}

/// Writes the database of an empty register.
fn write_first(path: &Path, about: &[(&str, String)], note: &str, now: DateTime<Utc>) -> Result<()> {
    let connection = schema::create(path)?;
    let write = || {
        let transaction = connection.unchecked_transaction()?;
        schema::create_tables(&transaction)?;
        for (key, value) in about {
            transaction.execute("INSERT INTO meta(key, value) VALUES (?1, ?2)", (key, value))?;
        }
        transaction.execute("INSERT INTO tree(id, size, edge, note) VALUES (1, 0, x'', ?1)", [note])?;
        let kept = "INSERT INTO checkpoint(size, at, note) VALUES (0, ?1, ?2)";
        transaction.execute(kept, (time::to_text(&now), note))?;
        transaction.commit()
    };
    write().map_err(database(path))
}
