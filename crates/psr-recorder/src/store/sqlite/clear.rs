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

use super::{SqliteStore, files};
use crate::digest::Digest;
use crate::error::Result;
use crate::store::{PATIENCE, Store, unnamed};

/// The file's name inside the register's folder.
const FILE: &str = "to-clear";
/// The line that says that the database was built anew and only its log is left.
const REBUILT: &str = "rebuilt";
/// How long opening a register waits for readers before it leaves the clearing to the next time.
const SHORTLY: Duration = Duration::from_millis(100);

impl SqliteStore {
    /// Goes on with a clearing that an earlier writer could not finish.
    pub(super) fn go_on_clearing(&self) -> Option<String> {
        if !self.clearing_path().exists() {
            return None;
        }
        let _ = self.wait_at_most(SHORTLY);
        let uncleared = self.clear_files();
        let _ = self.wait_at_most(PATIENCE);
        uncleared
    }

    /// Notes that there is something to clear, with the evidence that was behind it.
    pub(super) fn note_to_clear(&self, evidence: &[Digest]) -> Result<()> {
        let mut noted = self.evidence_to_clear();
        noted.extend(evidence);
        let lines: String = noted.iter().map(|digest| format!("{}\n", digest.hex())).collect();
        files::replace(&self.clearing_path(), lines.as_bytes(), true)?;
        files::sync_folder(&self.dir)
    }

    /// Clears the store, as far as that can be done now. The erasure is on record by then, so what fails here is told, and tried again by the next writer.
    pub(super) fn clear_files(&self) -> Option<String> {
        let emptied = self.cleared().and_then(|()| self.log_is_emptied());
        let why = match emptied {
            Ok(true) => {
                let _ = std::fs::remove_file(self.clearing_path());
                return None;
            }
            Ok(false) => "another program reads the register and holds its log open".to_owned(),
            Err(error) => error.to_string(),
        };
        Some(format!("{why}; the next command that writes clears them"))
    }

    /// Removes evidence that nothing names any more and builds the database anew, unless that was done.
    fn cleared(&self) -> Result<()> {
        let path = self.clearing_path();
        if std::fs::read_to_string(&path).is_ok_and(|noted| noted.starts_with(REBUILT)) {
            return Ok(());
        }
        self.remove_unnamed(&self.evidence_to_clear())?;
        self.run("VACUUM")?;
        files::replace(&path, format!("{REBUILT}\n").as_bytes(), true)
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
        self.run("BEGIN IMMEDIATE")?;
        let removed = unnamed(self, evidence.to_vec()).and_then(|unnamed| self.remove_files(&unnamed));
        self.roll_back();
        removed
    }
}
