//! Evidence in the database, in pieces, so that every machine that works on the register sees it.

use std::io::{Read, Write};
use std::path::PathBuf;

use sha2::{Digest as _, Sha256};

use super::PostgresStore;
use super::rows::signed;
use crate::digest::Digest;
use crate::error::{Error, Result, io};
use crate::limits::MAX_EVIDENCE;
use crate::store::{Store, StoredEvidence};

/// How many bytes one piece has, but for the last.
const PIECE: usize = 1 << 20;

impl PostgresStore {
    /// Keeps content in a transaction of its own, unless the same content is kept already.
    pub(super) fn put_content(&self, content: &mut dyn Read) -> Result<StoredEvidence> {
        self.run("BEGIN")?;
        self.open.set(true);
        let stored = self.write_pieces(content);
        let (stored, is_new) = match stored {
            Ok(stored) => stored,
            Err(error) => {
                self.roll_back();
                return Err(error);
            }
        };
        if !is_new {
            self.roll_back();
            return self.copy_content(stored.digest, &mut std::io::sink()).map(|()| stored);
        }
        match self.commit() {
            // Whether it is durable is for the server to say, when it answers again.
            Err(lost @ Error::Unreachable { .. }) => {
                self.roll_back();
                self.find_content(stored.digest).map_err(|_| lost)?;
            }
            result => result?,
        }
        Ok(stored)
    }

    fn write_pieces(&self, content: &mut dyn Read) -> Result<(StoredEvidence, bool)> {
        // The name of the content until its digest is known: no other transaction has this number at this instant.
        let query =
            "SELECT decode(md5(txid_current()::text || clock_timestamp()::text || pg_backend_pid()::text), 'hex')";
        let name: Vec<u8> = self.get(&self.one(query)?, 0)?;
        let (mut hasher, mut length) = (Sha256::new(), 0);
        for number in 0_i32.. {
            let piece = read_piece(content).map_err(io("read the content for", &self.name))?;
            if piece.is_empty() {
                break;
            }
            length += piece.len() as u64;
            if length > MAX_EVIDENCE {
                return Err(Error::EvidenceTooLarge { limit: MAX_EVIDENCE });
            }
            hasher.update(&piece);
            let insert = "INSERT INTO evidence_piece(content, number, bytes) VALUES ($1, $2, $3)";
            self.execute(insert, &[&name, &number, &piece])?;
        }
        let digest = Digest::from_bytes(hasher.finalize().into());
        let insert =
            "INSERT INTO evidence(digest, length, content) VALUES ($1, $2, $3) ON CONFLICT (digest) DO NOTHING";
        let added = self.execute(insert, &[&digest.as_bytes().as_slice(), &signed(length), &name])?;
        Ok((StoredEvidence { digest, length }, added == 1))
    }

    fn one(&self, query: &'static str) -> Result<postgres::Row> {
        self.query(query, &[])?.pop().ok_or_else(|| self.damaged("the server gave no answer"))
    }

    /// Returns the name of content that is kept; nothing when it is not.
    pub(super) fn content_name(&self, digest: Digest) -> Result<Option<Vec<u8>>> {
        let query = "SELECT content FROM evidence WHERE digest = $1";
        self.optional(query, &[&digest.as_bytes().as_slice()], |row| self.get(row, 0))
    }

    pub(super) fn find_content(&self, digest: Digest) -> Result<Vec<u8>> {
        self.content_name(digest)?.ok_or_else(|| Error::EvidenceMissing { digest, path: self.name.clone() })
    }

    pub(super) fn copy_content(&self, digest: Digest, out: &mut dyn Write) -> Result<()> {
        let name = self.find_content(digest)?;
        let mut hasher = Sha256::new();
        let query = "SELECT bytes FROM evidence_piece WHERE content = $1 ORDER BY number";
        self.each(query, &[&name], &mut |row| {
            let piece: &[u8] = self.get(row, 0)?;
            hasher.update(piece);
            out.write_all(piece).map_err(io("copy evidence of", &self.name))
        })?;
        match Digest::from_bytes(hasher.finalize().into()) {
            found if found == digest => Ok(()),
            found => Err(Error::EvidenceAltered { path: evidence_name(&self.name, digest), found }),
        }
    }

    pub(super) fn remove_content(&self, digest: Digest) -> Result<()> {
        let digest = digest.as_bytes().as_slice();
        let pieces = "DELETE FROM evidence_piece USING evidence
            WHERE evidence_piece.content = evidence.content AND evidence.digest = $1";
        self.execute(pieces, &[&digest])?;
        self.execute("DELETE FROM evidence WHERE digest = $1", &[&digest]).map(drop)
    }
}

fn evidence_name(register: &std::path::Path, digest: Digest) -> PathBuf {
    PathBuf::from(format!("{digest} of {}", register.display()))
}

/// Reads a whole piece, or what is left.
fn read_piece(content: &mut dyn Read) -> std::io::Result<Vec<u8>> {
    let mut piece = Vec::new();
    content.take(PIECE as u64).read_to_end(&mut piece)?;
    Ok(piece)
}
