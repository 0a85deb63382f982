//! Packs: the register keeps the bytes of every pack its records use, so that a replay never depends on the program.

use super::Register;
use crate::digest::Digest;
use crate::error::{Error, Result};
use crate::merkle::{leaf_hash, root};

/// Returns a pack's digest: the RFC 6962 root over its files sorted by path, each leaf the path, a zero byte and the bytes.
pub fn pack_digest(files: &[(String, Vec<u8>)]) -> Digest {
    let mut files: Vec<_> = files.iter().collect();
    files.sort_by(|left, right| left.0.as_bytes().cmp(right.0.as_bytes()));
    let leaf = |(path, bytes): &&(String, Vec<u8>)| leaf_hash(&[path.as_bytes(), &[0], bytes].concat());
    root(&files.iter().map(leaf).collect::<Vec<_>>())
}

impl Register {
    /// Keeps a pack's files under its digest. Keeping the same pack twice keeps it once.
    pub fn put_pack(&mut self, digest: Digest, files: &[(String, Vec<u8>)]) -> Result<()> {
        let found = pack_digest(files);
        if found != digest {
            return Err(Error::PackAltered { expected: digest, found });
        }
        self.in_batch(|batch| {
            files.iter().try_for_each(|(path, bytes)| batch.store().add_pack_file(digest, path, bytes))
        })
    }

    /// Returns a pack's files, sorted by path, hashed again.
    pub fn pack_files(&self, digest: Digest) -> Result<Vec<(String, Vec<u8>)>> {
        let files = self.store.pack_files(digest)?;
        if files.is_empty() {
            return Err(Error::PackMissing { digest });
        }
        match pack_digest(&files) {
            found if found == digest => Ok(files),
            found => Err(self.damaged(format!("the pack {digest} is not what was recorded: its files give {found}"))),
        }
    }

    /// Returns the digests of the packs that are kept.
    pub fn packs(&self) -> Result<Vec<Digest>> {
        self.store.packs()
    }
}
