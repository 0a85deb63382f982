//! The part of a bundle that a page carries: what was signed and what leads to the signature, and evidence as far as there is room.

use std::collections::BTreeMap;
use std::io::Write;

use super::Request;
use super::parts::{Source, gather};
use crate::digest::Digest;
use crate::error::Result;
use crate::register::Register;

/// The part of a bundle that a page carries.
#[derive(Debug, Clone, Default)]
pub struct Carried {
    /// The files, by the names they have in a bundle.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Evidence for which there was no room, with how many bytes it has.
    pub evidence_left_out: BTreeMap<Digest, u64>,
    /// Packs, which are left out, with how many bytes their files have.
    pub packs_left_out: BTreeMap<Digest, u64>,
}

/// Gathers what a page carries of a bundle of one record; its evidence takes at most so many bytes altogether, the smallest files first.
///
/// # Errors
/// When the register has no such record or cannot be read, or when something is to be withheld that is not there.
pub fn carried(register: &Register, request: &Request<'_>, room: u64) -> Result<Carried> {
    // All from one state of the register: the signed head and the proofs must be of one tree.
    let _snapshot = register.snapshot()?;
    let (mut carried, mut evidence) = (Carried::default(), Vec::new());
    for (name, source) in gather(register, request)? {
        match source {
            Source::Bytes(bytes) => carried.take(name, bytes),
            Source::Evidence(digest) => evidence.push((length(register, digest)?, name, digest)),
            // A page is of one record.
            Source::AllLines => {}
        }
    }
    evidence.sort_unstable();
    carried.take_evidence(register, evidence, room)?;
    Ok(carried)
}

impl Carried {
    /// Takes a file that the page checks; documents, schemas and packs are left to the bundle.
    fn take(&mut self, name: String, bytes: Vec<u8>) {
        let folder = name.split_once('/').map(|(folder, _)| folder);
        match folder {
            Some("anchors" | "gates" | "keys") => drop(self.files.insert(name, bytes)),
            Some("pack") => {
                let digest = name.split('/').nth(1).and_then(Digest::from_hex);
                digest.into_iter().for_each(|digest| {
                    *self.packs_left_out.entry(digest).or_default() += bytes.len() as u64;
                });
            }
            None if is_document(&name) => {}
            None => drop(self.files.insert(name, bytes)),
            Some(_) => {}
        }
    }

    /// Takes evidence from the smallest on, and notes what there is no room for.
    fn take_evidence(&mut self, register: &Register, evidence: Vec<(u64, String, Digest)>, room: u64) -> Result<()> {
        let mut left = room;
        for (bytes, name, digest) in evidence {
            match left.checked_sub(bytes) {
                Some(rest) => {
                    left = rest;
                    self.files.insert(name, register.evidence(digest)?);
                }
                None => drop(self.evidence_left_out.insert(digest, bytes)),
            }
        }
        Ok(())
    }
}

fn is_document(name: &str) -> bool {
    matches!(name, "README.txt" | "FORMAT.md" | "verify.py")
}

fn length(register: &Register, digest: Digest) -> Result<u64> {
    let mut length = Length(0);
    register.copy_evidence(digest, &mut length)?;
    Ok(length.0)
}

/// Counts what is written to it.
struct Length(u64);

impl Write for Length {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
