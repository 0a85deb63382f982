//! Evidence in files: `evidence/ab/ab…`, named by the digest of the content, so that no name can lead anywhere else.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::{SqliteStore, files};
use crate::digest::Digest;
use crate::error::{Error, Result, io};
use crate::limits::MAX_EVIDENCE;
use crate::store::StoredEvidence;

/// The folder inside the register's folder.
pub(crate) const FOLDER: &str = "evidence";

/// Returns where a file of this digest is kept: `evidence/ab/ab…`.
pub(crate) fn evidence_path(dir: &Path, digest: Digest) -> PathBuf {
    let hex = digest.hex();
    dir.join(FOLDER).join(&hex[..2]).join(hex)
}

impl SqliteStore {
    pub(super) fn put_file(&self, content: &mut dyn Read) -> Result<StoredEvidence> {
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

    pub(super) fn copy_file(&self, digest: Digest, out: &mut dyn Write) -> Result<()> {
        let path = self.file(digest)?;
        let mut file = File::open(&path).map_err(io("read an evidence file", &path))?;
        match hashed(&mut file, out).map_err(io("read an evidence file", &path))? {
            found if found == digest => Ok(()),
            found => Err(Error::EvidenceAltered { path, found }),
        }
    }

    /// Returns the path of an evidence file that is there.
    pub(crate) fn file(&self, digest: Digest) -> Result<PathBuf> {
        let path = evidence_path(&self.dir, digest);
        if path.is_file() { Ok(path) } else { Err(Error::EvidenceMissing { digest, path }) }
    }

    /// Returns the digests of the files that are kept, by their names.
    pub(super) fn files_kept(&self) -> Result<Vec<Digest>> {
        let folder = self.dir.join(FOLDER);
        let entries = |folder: &Path| -> Result<Vec<PathBuf>> {
            let listed = std::fs::read_dir(folder).and_then(Iterator::collect::<std::io::Result<Vec<_>>>);
            match listed {
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
                listed => {
                    Ok(listed.map_err(io("list evidence", folder))?.iter().map(std::fs::DirEntry::path).collect())
                }
            }
        };
        let mut kept = Vec::new();
        for inner in entries(&folder)?.into_iter().filter(|path| path.is_dir()) {
            let names = entries(&inner)?.into_iter().filter_map(|path| Digest::from_hex(path.file_name()?.to_str()?));
            kept.extend(names);
        }
        kept.sort_unstable();
        Ok(kept)
    }

    /// Removes evidence files; one that is not there is as it should be.
    pub(super) fn remove_files(&self, evidence: &[Digest]) -> Result<()> {
        for digest in evidence {
            let path = evidence_path(&self.dir, *digest);
            match std::fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(io("erase an evidence file", &path)(error));
                }
                _ => {}
            }
        }
        Ok(())
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
fn copy(content: &mut dyn Read, path: &Path, limit: u64) -> Result<StoredEvidence> {
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
    hashed(&mut File::open(path)?, &mut std::io::sink())
}

fn hashed(content: &mut dyn Read, out: &mut dyn Write) -> std::io::Result<Digest> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match content.read(&mut buffer)? {
            0 => return Ok(Digest::from_bytes(hasher.finalize().into())),
            count => {
                hasher.update(&buffer[..count]);
                out.write_all(&buffer[..count])?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn evidence_is_taken_up_to_its_limit() {
        let dir = tempfile::tempdir().unwrap();
        let copied = |name: &str, content: &[u8]| copy(&mut &*content, &dir.path().join(name), 10);
        assert_eq!(copied("at the limit", b"0123456789").unwrap().length, 10);
        let refused = copied("above it", b"0123456789a").unwrap_err().to_string();
        assert_eq!(
            refused,
            "an evidence file may have 10 bytes; this one has more; split it, or record where it is kept"
        );
    }
}
