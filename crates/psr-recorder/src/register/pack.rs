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
        let wrong = self.database_error();
        self.in_batch(|batch| {
            let insert = "INSERT INTO pack(digest, path, bytes) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
            let mut statement = batch.transaction.prepare_cached(insert).map_err(&wrong)?;
            for (path, bytes) in files {
                statement.execute((digest.as_bytes(), path, bytes)).map_err(&wrong)?;
            }
            Ok(())
        })
    }

    /// Returns a pack's files, sorted by path, hashed again.
    pub fn pack_files(&self, digest: Digest) -> Result<Vec<(String, Vec<u8>)>> {
        let query = "SELECT path, bytes FROM pack WHERE digest = ?1 ORDER BY path";
        let files = self.rows(query, [digest.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))?;
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
        self.rows("SELECT DISTINCT digest FROM pack ORDER BY digest", [], |row| row.get(0).map(Digest::from_bytes))
    }

    pub(super) fn has_pack(&self, digest: Digest) -> Result<bool> {
        let query = "SELECT 1 FROM pack WHERE digest = ?1 LIMIT 1";
        let found: Vec<i64> = self.rows(query, [digest.as_bytes()], |row| row.get(0))?;
        Ok(!found.is_empty())
    }
}
