//! The file `last-seen`: the newest signed head, kept outside the database.
//!
//! Whoever puts back an older database by accident is stopped here. It is no defence against someone who changes both.

use std::path::PathBuf;

use super::{Register, files};
use crate::checkpoint::Checkpoint;
use crate::error::{Error, Result, io};

/// The file's name inside the register's folder.
pub(crate) const FILE: &str = "last-seen";

impl Register {
    /// Writes the newest signed head to `last-seen`.
    pub(super) fn remember(&self) -> Result<()> {
        let note = self.signed_head()?;
        files::replace(&self.last_seen_path(), note.as_bytes())
    }

    /// Returns what was last seen; nothing when the file is not there.
    pub(super) fn last_seen(&self) -> Result<Option<Checkpoint>> {
        let path = self.last_seen_path();
        let bytes = match std::fs::read(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            bytes => bytes.map_err(io("read what was last seen", &path))?,
        };
        let text = String::from_utf8(bytes).ok();
        let checkpoint = text.and_then(|text| self.check_signed(&text));
        let reason = "it is not a checkpoint of this register".to_owned();
        checkpoint.map(Some).ok_or(Error::Damaged { path, reason })
    }

    fn last_seen_path(&self) -> PathBuf {
        self.dir.join(FILE)
    }
}
