//! Evidence: files that were relied on, kept under the digest of their content.
//!
//! A file's own name is data in the event that adds it.

use std::io::{Read, Write};

use super::Register;
use crate::digest::Digest;
use crate::error::Result;
use crate::store::StoredEvidence;

impl Register {
    /// Keeps a file, durably, and returns its digest for the event that names it. Keeping the same content twice keeps it once.
    pub fn put_evidence(&self, content: &mut dyn Read) -> Result<StoredEvidence> {
        self.writing_key()?;
        self.store.put_evidence(content)
    }

    /// Returns an evidence file's content, hashed again.
    pub fn evidence(&self, digest: Digest) -> Result<Vec<u8>> {
        let mut content = Vec::new();
        self.copy_evidence(digest, &mut content)?;
        Ok(content)
    }

    /// Copies an evidence file's content out piece by piece, hashed again; for a caller who streams a large one.
    ///
    /// # Errors
    /// Also after the last piece, when what was copied is not what was stored.
    pub fn copy_evidence(&self, digest: Digest, out: &mut dyn Write) -> Result<()> {
        self.store.copy_evidence(digest, out)
    }
}
