//! Taking the record in a bundle into a register.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use chrono::{DateTime, Utc};

use super::read::{Contents, contents};
use super::{Content, DISCLOSURES, EVENTS, HEAD_PROOF, Kind};
use crate::digest::Digest;
use crate::disclosure::Disclosure;
use crate::error::{Error, Result, io};
use crate::header::EventHeader;
use crate::names::{OperationId, Randomness, RecordId};
use crate::register::{Adopted, AdoptedEvent, Adoption, Register};
use crate::verify::{Options, Report, bundle_files};

/// What came of an import.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The record.
    pub rec: RecordId,
    /// The register it came from.
    pub origin: String,
    /// What became of it here.
    pub adopted: Adopted,
    /// What was found when it was verified.
    pub report: Report,
}

/// Verifies a bundle of one record, and takes the record into a register with its evidence and its packs.
///
/// # Errors
/// When the bundle is not sound, is of another kind, or withholds anything: a register keeps whole records; and as
/// [`Register::adopt`].
pub fn import(
    register: &mut Register,
    path: &Path,
    options: &Options,
    (op, at): (OperationId, DateTime<Utc>),
    randomness: &mut Randomness<'_>,
) -> Result<Imported> {
    let (report, files) = bundle_files(path, options)?;
    let said = contents(&files);
    let refused = |reason| Error::CannotImport { path: path.to_owned(), reason };
    let (rec, origin) = importable(&report, &said).map_err(refused)?;
    keep_evidence(register, &files, path)?;
    for (digest, pack) in &said.packs {
        register.put_pack(*digest, pack)?;
    }
    let bytes = |name: &str| files.get(name).and_then(|content| content.bytes.as_deref()).unwrap_or_default();
    let proof = String::from_utf8_lossy(bytes(HEAD_PROOF)).into_owned();
    let checkpoint = proof.split_once("\n\n").map(|(_, head)| head.to_owned()).unwrap_or_default();
    let events = events(bytes(EVENTS), bytes(DISCLOSURES), &said);
    let adoption = Adoption { rec, events, origin: origin.clone(), checkpoint, op, at };
    let adopted = register.adopt(&adoption, randomness)?;
    Ok(Imported { rec, origin, adopted, report })
}

/// Returns the record and the register it comes from, or why it is not taken in.
fn importable(report: &Report, said: &Contents) -> std::result::Result<(RecordId, String), String> {
    if let Some(fault) = report.faults.first() {
        let more = report.faults.len() - 1;
        return Err(format!("it is not sound: {} (and {more} more)", fault.message));
    }
    let about = said.about.as_ref().filter(|about| about.kind != Kind::Register);
    let found = about.and_then(|about| Some((*about.records.first()?, about.origin.clone())));
    match report.fields.withheld {
        0 => found.ok_or_else(|| "it is not the bundle of one record".to_owned()),
        _ if found.is_none() => Err("it is not the bundle of one record".to_owned()),
        withheld => Err(format!("it withholds {withheld} field(s), and a register keeps whole records")),
    }
}

fn keep_evidence(register: &Register, files: &BTreeMap<String, Content>, path: &Path) -> Result<()> {
    let mut file = File::open(path).map_err(io("open the bundle", path))?;
    for (_, content) in files.iter().filter(|(name, _)| name.starts_with("evidence/")) {
        file.seek(SeekFrom::Start(content.offset)).map_err(io("read the bundle", path))?;
        register.put_evidence(&mut (&mut file).take(content.length))?;
    }
    Ok(())
}

/// Returns the lines with their disclosures.
fn events(lines: &[u8], bodies: &[u8], said: &Contents) -> Vec<AdoptedEvent> {
    let text = |body: &[u8]| String::from_utf8_lossy(body).into_owned();
    let bodies: HashMap<Digest, String> =
        bodies.split(|byte| *byte == b'\n').map(|body| (Disclosure::digest(body), text(body))).collect();
    let of = |header: &EventHeader| {
        header.sd.iter().filter_map(|digest| Some((*digest, bodies.get(digest)?.clone()))).collect()
    };
    let lines = lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let events = lines.zip(&said.entries);
    events.map(|(line, entry)| AdoptedEvent { line: line.to_vec(), disclosures: of(&entry.header) }).collect()
}
