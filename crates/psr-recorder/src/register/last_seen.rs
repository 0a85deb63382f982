//! What was last seen: the newest signed head, kept outside the database.
//!
//! In a folder that is the file `last-seen`; of a register on a server, a file on the machine that wrote. Whoever puts back an
//! older database by accident is noticed here. It is no defence against someone who changes both.

use std::path::PathBuf;

use super::Register;
use crate::checkpoint::Checkpoint;
use crate::error::{Error, Result, io};
use crate::store::{Place, files};

/// The file's name inside a register's folder.
pub(crate) const FILE: &str = "last-seen";

impl Register {
    /// Writes a signed head to the file: at checkpoints, now and then, and when the handle is dropped. It is made durable at checkpoints only: after a power cut an older head is still
    /// true of the register, and the database, not this file, is what nothing acknowledged may be missing from.
    pub(super) fn remember(&self, note: &str, durably: bool) -> Result<()> {
        let Some(path) = self.last_seen_path() else { return Ok(()) };
        files::replace(&path, note.as_bytes(), durably)
    }

    /// Returns what was last seen; nothing when the file is not there.
    pub(super) fn last_seen(&self) -> Result<Option<Checkpoint>> {
        let Some(path) = self.last_seen_path() else { return Ok(None) };
        let bytes = match std::fs::read(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            bytes => bytes.map_err(io("read what was last seen", &path))?,
        };
        // An empty file, or zero bytes in one, is what a power cut leaves of a file that was being replaced.
        if bytes.is_empty() || bytes.contains(&0) {
            return Ok(None);
        }
        let text = String::from_utf8(bytes).ok();
        let checkpoint = text.and_then(|text| self.check_signed(&text));
        let reason = "it is not a checkpoint of this register".to_owned();
        checkpoint.map(Some).ok_or(Error::Damaged { path, reason })
    }

    fn last_seen_path(&self) -> Option<PathBuf> {
        match &self.place {
            Place::Folder(folder) => Some(folder.join(FILE)),
            Place::Server(server) => server.last_seen.clone(),
        }
    }
}
