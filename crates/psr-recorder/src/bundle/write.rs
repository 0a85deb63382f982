//! Writing a bundle.

use std::io::{Seek, Write};
use std::path::Path;

use super::container::Writer;
use super::parts::{Parts, Source, gather};
use super::{Kind, MANIFEST, Selection};
use crate::digest::Digest;
use crate::error::{Result, io};
use crate::names::RecordId;
use crate::register::Register;

/// What is to be written.
#[derive(Debug, Clone)]
pub struct Request<'r> {
    /// What kind of bundle.
    pub kind: Kind,
    /// The records whose disclosures it holds: one, or for a whole register any number.
    pub records: Vec<RecordId>,
    /// What is left out of them on purpose.
    pub selection: Selection,
    /// The templates that the attached documents were made with, by path; nothing vouches for them.
    pub templates: &'r [(String, Vec<u8>)],
    /// Documents and the like, by name; nothing vouches for them.
    pub attached: &'r [(String, Vec<u8>)],
}

impl Request<'_> {
    /// Asks for everything that one record holds.
    pub fn record(rec: RecordId) -> Request<'static> {
        let (kind, records, selection) = (Kind::Record, vec![rec], Selection::default());
        Request { kind, records, selection, templates: &[], attached: &[] }
    }

    /// Asks for every header of the register, and for what these records disclose.
    pub fn register(mut records: Vec<RecordId>) -> Request<'static> {
        records.sort_unstable();
        records.dedup();
        let (kind, selection) = (Kind::Register, Selection::default());
        Request { kind, records, selection, templates: &[], attached: &[] }
    }

    /// Asks for one record without the fields that the selection names.
    pub fn disclosure(rec: RecordId, selection: Selection) -> Request<'static> {
        Request { kind: Kind::Disclosure, selection, ..Request::record(rec) }
    }
}

/// Writes a bundle of one state of the register; `path` is named in errors.
///
/// # Errors
/// When the register has no such record or cannot be read, when something is to be withheld that is not there, or when the
/// bundle cannot be written.
pub fn write(register: &Register, request: &Request<'_>, out: impl Write + Seek, path: &Path) -> Result<()> {
    // All from one state of the register: the signed head and the proofs must be of one tree.
    let _snapshot = register.snapshot()?;
    let mut parts = gather(register, request)?;
    parts.insert(MANIFEST.to_owned(), Source::Bytes(Vec::new()));
    let digests = parts.keys().filter(|name| *name != MANIFEST).map(|name| (name.clone(), Digest::ZERO)).collect();
    let placeholder = manifest(&digests);
    parts.insert(MANIFEST.to_owned(), Source::Bytes(placeholder.into_bytes()));
    let mut writer = Writer::new(out);
    let digests = write_parts(register, &mut writer, &parts, path)?;
    let finished = writer.replace(MANIFEST, manifest(&digests).as_bytes()).and_then(|()| writer.finish());
    finished.map(drop).map_err(io("write the bundle", path))
}

type Digests = Vec<(String, Digest)>;

fn write_parts<W: Write + Seek>(
    register: &Register,
    writer: &mut Writer<W>,
    parts: &Parts,
    path: &Path,
) -> Result<Digests> {
    let mut digests = Digests::new();
    for (name, source) in parts {
        writer.begin(name).map_err(io("write the bundle", path))?;
        match source {
            Source::Bytes(bytes) => writer.write_all(bytes).map_err(io("write the bundle", path))?,
            Source::Evidence(digest) => register.copy_evidence(*digest, writer)?,
            Source::AllLines => copy_lines(register, writer, path)?,
        }
        let digest = writer.end().map_err(io("write the bundle", path))?;
        if name != MANIFEST {
            digests.push((name.clone(), digest));
        }
    }
    Ok(digests)
}

fn copy_lines(register: &Register, out: &mut dyn Write, path: &Path) -> Result<()> {
    let mut written = Ok(());
    register.each_line(&mut |line| {
        if written.is_ok() {
            written = out.write_all(line).and_then(|()| out.write_all(b"\n"));
        }
    })?;
    written.map_err(io("write the bundle", path))
}

/// Writes the checksums as `sha256sum` does.
fn manifest(digests: &Digests) -> String {
    digests.iter().map(|(name, digest)| format!("{}  {name}\n", digest.hex())).collect()
}
