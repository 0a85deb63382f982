//! Writing a bundle.

use std::io::{Seek, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{CHECKPOINT, DISCLOSURES, EVENTS, KEY, PROOF};
use crate::digest::Digest;
use crate::error::{Error, Result, io};
use crate::merkle::inclusion_proof;
use crate::names::RecordId;
use crate::register::{Entry, Register};

const README: &str =
    "This file holds one record of a register: every event, everything it discloses, the evidence and the rules.
events.jsonl has one event a line. Each names the hash of the one before it: SHA-256 of a zero byte and the line.
disclosures.txt has one disclosure a line. Its SHA-256, in base64url, stands under \"sd\" in its event.
checkpoint is the signed head of the register; proof leads from the newest event to the root that it signs.
FORMAT.md describes every byte. `psr verify` checks all of it, offline and without any key of the register's keeper.
A key that you had from elsewhere, and a checkpoint that was kept elsewhere, prove more than those in here can.
What stands under attached/ is there for convenience; nothing vouches for it.
";

/// Writes a record of a register as a bundle; `attached` are further files, by name.
///
/// # Errors
/// When the register has no such record or cannot be read, or the bundle cannot be written.
pub fn write(
    register: &Register,
    rec: RecordId,
    attached: &[(String, Vec<u8>)],
    out: impl Write + Seek,
    path: &Path,
) -> Result<()> {
    // All from one state of the register: the signed head and the proof must be of one tree.
    let _snapshot = register.snapshot()?;
    let entries = register.events(rec)?;
    let mut bundle = Bundle { zip: ZipWriter::new(out), path };
    bundle.add("README.txt", README.as_bytes())?;
    bundle.add("FORMAT.md", include_bytes!("../../../../docs/record-format.md"))?;
    bundle.add(EVENTS, &lines(&entries))?;
    bundle.add(DISCLOSURES, disclosures(register, &entries)?.as_bytes())?;
    bundle.add(CHECKPOINT, register.signed_head()?.as_bytes())?;
    bundle.add(KEY, format!("{}\n", register.verifier()).as_bytes())?;
    bundle.add(PROOF, proof(register, &entries)?.as_bytes())?;
    for digest in named(&entries, crate::conventions::is_evidence) {
        bundle.add(&format!("evidence/{}", digest.hex()), &register.evidence(digest)?)?;
    }
    for digest in named(&entries, crate::conventions::is_pack) {
        for (name, bytes) in register.pack_files(digest)? {
            bundle.add(&format!("pack/{}/{name}", digest.hex()), &bytes)?;
        }
    }
    for (name, bytes) in attached {
        bundle.add(&format!("attached/{name}"), bytes)?;
    }
    bundle.finish()
}

struct Bundle<'p, W: Write + Seek> {
    zip: ZipWriter<W>,
    path: &'p Path,
}

impl<W: Write + Seek> Bundle<'_, W> {
    fn add(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        self.zip.start_file(name, options).map_err(|error| self.failed(error.into()))?;
        self.zip.write_all(bytes).map_err(|error| self.failed(error))
    }

    fn finish(self) -> Result<()> {
        let path = self.path;
        let mut out = self.zip.finish().map_err(|error| io("write the bundle", path)(error.into()))?;
        out.flush().map_err(io("write the bundle", path))
    }

    fn failed(&self, error: std::io::Error) -> Error {
        io("write the bundle", self.path)(error)
    }
}

fn lines(entries: &[Entry]) -> Vec<u8> {
    let mut lines = Vec::new();
    for entry in entries {
        lines.extend_from_slice(&entry.line);
        lines.push(b'\n');
    }
    lines
}

/// Writes the disclosures that are here, in the order of the events and of the digests in each.
fn disclosures(register: &Register, entries: &[Entry]) -> Result<String> {
    let mut text = String::new();
    for entry in entries {
        let bodies = register.bodies(entry.position)?;
        for body in entry.fields.iter().filter_map(|field| bodies.get(&field.digest)) {
            text.push_str(body);
            text.push('\n');
        }
    }
    Ok(text)
}

/// Writes where the newest event stands in the tree, and the hashes that lead to its root, each on a line.
fn proof(register: &Register, entries: &[Entry]) -> Result<String> {
    let Some(newest) = entries.last() else { return Ok(String::new()) };
    let leaves = register.leaves()?;
    let index = usize::try_from(newest.position).unwrap_or(usize::MAX);
    let hashes = inclusion_proof(&leaves, index).unwrap_or_default();
    let mut text = format!("{index}\n");
    hashes.iter().for_each(|hash| text.push_str(&format!("{}\n", hash.base64())));
    Ok(text)
}

/// Returns what the shown fields of the events name by digest, each once.
fn named(entries: &[Entry], wanted: fn(&str) -> bool) -> Vec<Digest> {
    let fields = entries.iter().flat_map(Entry::shown).filter(|(path, _)| wanted(path));
    let mut digests: Vec<Digest> = fields.filter_map(|(_, value)| crate::conventions::digest_of(value)).collect();
    digests.sort_unstable();
    digests.dedup();
    digests
}
