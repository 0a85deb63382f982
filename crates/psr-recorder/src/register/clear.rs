//! Clearing the store of what was erased: no file of the register keeps a byte of it.
//!
//! A row that is deleted is overwritten, but the database may have moved it from page to page before and left copies behind, and its write-ahead log
//! still holds the pages as they were. So the database is built anew from what is left, and the log is emptied into it. Evidence is removed; to
//! overwrite it first would prove nothing, since today's disks and file systems write elsewhere.
//!
//! What is to be cleared stands in a file beside the database, written before the erasure is committed. Where somebody reads the register meanwhile, or
//! the power fails, the next writer finds it and goes on.

use std::path::PathBuf;
use std::time::Duration;

use rusqlite::{Transaction, TransactionBehavior};

use super::erase::named_evidence;
use super::schema::PATIENCE;
use super::{Register, evidence_path, files};
use crate::digest::Digest;
use crate::disclosure::Disclosure;
use crate::error::{Result, io};

/// The file's name inside the register's folder.
const FILE: &str = "to-clear";
/// The line that says that the database was built anew and only its log is left.
const REBUILT: &str = "rebuilt";
/// How long opening a register waits for readers before it leaves the clearing to the next time.
const SHORTLY: Duration = Duration::from_millis(100);

impl Register {
    /// Returns why a part of what was erased may still be in the register's files; nothing where all of it is gone.
    pub fn uncleared(&self) -> Option<&str> {
        self.uncleared.as_deref()
    }

    /// Goes on with a clearing that an earlier writer could not finish.
    pub(super) fn clear_what_is_left(&mut self) {
        if self.clearing_path().exists() {
            let _ = self.wait_at_most(SHORTLY);
            self.clear();
            let _ = self.wait_at_most(PATIENCE);
        }
    }

    /// Notes that there is something to clear, with the evidence that was behind it.
    pub(super) fn note_to_clear(&self, evidence: &[Digest]) -> Result<()> {
        let mut noted = self.evidence_to_clear();
        noted.extend(evidence);
        let lines: String = noted.iter().map(|digest| format!("{}\n", digest.hex())).collect();
        files::replace(&self.clearing_path(), lines.as_bytes())?;
        files::sync_folder(&self.dir)
    }

    /// Clears the store, as far as that can be done now. The erasure is on record by then, so what fails here is told, and tried again by the next writer.
    pub(super) fn clear(&mut self) {
        self.uncleared = self.cleared().err().map(|error| error.to_string());
        if self.uncleared.is_none() {
            let held = "another program reads the register and holds its log open".to_owned();
            self.uncleared =
                self.log_is_emptied().map_or_else(|error| Some(error.to_string()), |done| (!done).then_some(held));
        }
        if self.uncleared.is_none() {
            let _ = std::fs::remove_file(self.clearing_path());
        }
    }

    /// Removes evidence that nothing names any more and builds the database anew, unless that was done.
    fn cleared(&self) -> Result<()> {
        let path = self.clearing_path();
        if std::fs::read_to_string(&path).is_ok_and(|noted| noted.starts_with(REBUILT)) {
            return Ok(());
        }
        self.remove_unnamed(&self.evidence_to_clear())?;
        self.connection.execute_batch("VACUUM").map_err(self.database_error())?;
        files::replace(&path, format!("{REBUILT}\n").as_bytes())
    }

    /// Empties the write-ahead log into the database; tells whether nobody was in the way.
    fn log_is_emptied(&self) -> Result<bool> {
        let busy: Vec<i64> = self.rows("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        Ok(busy == [0])
    }

    fn clearing_path(&self) -> PathBuf {
        self.dir.join(FILE)
    }

    fn evidence_to_clear(&self) -> Vec<Digest> {
        let noted = std::fs::read_to_string(self.clearing_path()).unwrap_or_default();
        noted.lines().filter_map(Digest::from_hex).collect()
    }

    /// Removes the files among these that no disclosure names.
    fn remove_unnamed(&self, evidence: &[Digest]) -> Result<()> {
        if evidence.is_empty() {
            return Ok(());
        }
        // Nobody may name one of them between the looking and the removing.
        let alone = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate);
        let alone = alone.map_err(self.database_error())?;
        // What names a file is salted, so every disclosure must be read.
        let bodies: Vec<String> = self.rows("SELECT body FROM disclosure", [], |row| row.get(0))?;
        let named: Vec<Digest> =
            bodies.iter().filter_map(|body| named_evidence(&Disclosure::parse(body.as_bytes()).ok()?)).collect();
        for digest in evidence.iter().filter(|digest| !named.contains(digest)) {
            let path = evidence_path(&self.dir, *digest);
            match std::fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(io("erase an evidence file", &path)(error));
                }
                _ => {}
            }
        }
        drop(alone);
        Ok(())
    }
}
