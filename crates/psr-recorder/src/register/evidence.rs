//! Evidence: files that were relied on, kept under the digest of their content.
//!
//! A file's own name is data in the event that adds it; the stored name is the digest, so no name can lead anywhere else.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::{Register, files};
use crate::digest::Digest;
use crate::error::{Error, Result, io};
use crate::limits::MAX_EVIDENCE;

/// The folder inside the register's folder.
pub(crate) const FOLDER: &str = "evidence";

/// An evidence file that is now kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredEvidence {
    /// The digest of its content.
    pub digest: Digest,
    /// How many bytes it has.
    pub length: u64,
}

/// Returns where a file of this digest is kept: `evidence/ab/ab…`.
pub(crate) fn evidence_path(dir: &Path, digest: Digest) -> PathBuf {
    let hex = digest.hex();
    dir.join(FOLDER).join(&hex[..2]).join(hex)
}

impl Register {
    /// Keeps a file, durably, and returns its digest for the event that names it. Keeping the same content twice keeps it once.
    pub fn put_evidence(&self, content: &mut dyn Read) -> Result<StoredEvidence> {
        self.writing_key()?;
        let folder = self.dir.join(FOLDER);
        std::fs::create_dir_all(&folder).map_err(io("create the evidence folder", &folder))?;
        let temporary = folder.join(files::temporary_name());
        let stored = copy(content, &temporary, MAX_EVIDENCE).and_then(|stored| self.adopt(&temporary, stored));
        // Whether it was adopted under its digest or refused, the temporary name has served.
        let removed = std::fs::remove_file(&temporary);
        let stored = stored?;
        removed.map_err(io("remove a temporary file", &temporary))?;
        Ok(stored)
    }

    /// Returns an evidence file's content, hashed again.
    pub fn evidence(&self, digest: Digest) -> Result<Vec<u8>> {
        let path = self.evidence_file(digest)?;
        let content = std::fs::read(&path).map_err(io("read an evidence file", &path))?;
        match Digest::of(&[&content]) {
            found if found == digest => Ok(content),
            found => Err(Error::EvidenceAltered { path, found }),
        }
    }

    /// Returns the path of an evidence file, for a caller who streams a large one; its content is not checked.
    pub fn evidence_file(&self, digest: Digest) -> Result<PathBuf> {
        let path = evidence_path(&self.dir, digest);
        if path.is_file() { Ok(path) } else { Err(Error::EvidenceMissing { digest, path }) }
    }

    /// Gives a finished temporary file its name, unless the same content is kept already.
    fn adopt(&self, temporary: &Path, stored: StoredEvidence) -> Result<StoredEvidence> {
        let path = evidence_path(&self.dir, stored.digest);
        let folder = path.parent().unwrap_or(&self.dir);
        std::fs::create_dir_all(folder).map_err(io("create the evidence folder", folder))?;
        if !files::name(temporary, &path)? {
            compare(&path, stored.digest)?;
        }
        files::sync_folder(folder)?;
        files::sync_folder(&self.dir.join(FOLDER))?;
        files::sync_folder(&self.dir)?;
        Ok(stored)
    }
}

/// Copies content to a new file, hashing on the way.
pub(super) fn copy(content: &mut dyn Read, path: &Path, limit: u64) -> Result<StoredEvidence> {
    let mut file =
        OpenOptions::new().write(true).create_new(true).open(path).map_err(io("create an evidence file", path))?;
    let mut hasher = Sha256::new();
    let mut length = 0;
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let count = content.read(&mut buffer).map_err(io("read the content for", path))?;
        if count == 0 {
            break;
        }
        length += count as u64;
        if length > limit {
            return Err(Error::EvidenceTooLarge { limit });
        }
        hasher.update(&buffer[..count]);
        file.write_all(&buffer[..count]).map_err(io("write an evidence file", path))?;
    }
    file.sync_all().map_err(io("store an evidence file", path))?;
    Ok(StoredEvidence { digest: Digest::from_bytes(hasher.finalize().into()), length })
}

fn compare(path: &Path, digest: Digest) -> Result<()> {
    match hash_file(path).map_err(io("read an evidence file", path))? {
        found if found == digest => Ok(()),
        found => Err(Error::EvidenceAltered { path: path.to_owned(), found }),
    }
}

/// Returns the digest of a file's content, read piece by piece.
pub(crate) fn hash_file(path: &Path) -> std::io::Result<Digest> {
    let mut hasher = Sha256::new();
    let mut file = File::open(path)?;
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(Digest::from_bytes(hasher.finalize().into())),
            count => hasher.update(&buffer[..count]),
        }
    }
}
