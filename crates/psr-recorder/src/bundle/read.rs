//! Reading a bundle. Nothing is unpacked to the disk, and what is read is bounded.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use zip::ZipArchive;
use zip::result::ZipError;

use super::{DISCLOSURES, EVENTS};
use crate::digest::Digest;
use crate::disclosure::Disclosure;
use crate::error::{Error, Result, io};
use crate::header::EventHeader;
use crate::limits::MAX_EVIDENCE;
use crate::register::{Entry, Field, FieldState, mark_erased};

/// How many bytes a bundle may unpack to: more than that is not read.
const MAX_BUNDLE: u64 = 2 * MAX_EVIDENCE;

/// What a bundle says, read without judging it: verification is another matter.
#[derive(Debug, Clone, Default)]
pub struct Contents {
    /// The record's events, oldest first, as far as they can be read; the position is that in the record.
    pub entries: Vec<Entry>,
    /// The files of the packs, by the digest they are kept under.
    pub packs: BTreeMap<Digest, Vec<(String, Vec<u8>)>>,
}

/// Reads what a bundle says.
///
/// # Errors
/// When the file cannot be opened or is no bundle.
pub fn read(path: &Path) -> Result<Contents> {
    let files = files(path, &mut |_| {})?;
    let text = |name: &str| files.get(name).map_or(&[][..], Vec::as_slice).split(|byte| *byte == b'\n');
    let read = |body: &[u8]| Some((Disclosure::digest(body), Disclosure::parse(body).ok()?));
    let disclosures: HashMap<Digest, Disclosure> = text(DISCLOSURES).filter_map(read).collect();
    let lines = text(EVENTS).filter(|line| !line.is_empty());
    let mut entries: Vec<Entry> = (0..).zip(lines).filter_map(|(at, line)| entry(at, line, &disclosures)).collect();
    mark_erased(&mut entries);
    Ok(Contents { entries, packs: packs(&files) })
}

fn entry(position: u64, line: &[u8], disclosures: &HashMap<Digest, Disclosure>) -> Option<Entry> {
    let header = EventHeader::parse(line).ok()?;
    let state = |digest: &Digest| match disclosures.get(digest) {
        Some(Disclosure { path, value, .. }) => FieldState::Shown { path: path.clone(), value: value.clone() },
        None => FieldState::Missing,
    };
    let fields = header.sd.iter().map(|digest| Field { digest: *digest, state: state(digest) }).collect();
    Some(Entry { leaf: EventHeader::leaf(line), line: line.to_vec(), header, position, fields })
}

fn packs(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<Digest, Vec<(String, Vec<u8>)>> {
    let mut packs: BTreeMap<Digest, Vec<(String, Vec<u8>)>> = BTreeMap::new();
    for (name, bytes) in files {
        let parts = name.strip_prefix("pack/").and_then(|rest| rest.split_once('/'));
        if let Some((digest, path)) = parts.and_then(|(hex, path)| Some((Digest::from_hex(hex)?, path))) {
            packs.entry(digest).or_default().push((path.to_owned(), bytes.clone()));
        }
    }
    packs
}

/// Reads every file of a bundle into memory; one that cannot be read, or stands there twice, is told to `fault`.
///
/// # Errors
/// When the file cannot be opened or is no bundle.
pub(crate) fn files(path: &Path, fault: &mut dyn FnMut(String)) -> Result<BTreeMap<String, Vec<u8>>> {
    let file = File::open(path).map_err(io("open the bundle", path))?;
    let no_bundle = |reason: String| Error::NotABundle { path: path.to_owned(), reason };
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|error| no_bundle(error.to_string()))?;
    let (mut files, mut left) = (BTreeMap::new(), MAX_BUNDLE);
    for index in 0..archive.len() {
        match one(&mut archive, index, left) {
            Ok((name, bytes)) => {
                left -= bytes.len() as u64;
                if files.insert(name.clone(), bytes).is_some() {
                    fault(format!("{name} is in the bundle twice"));
                }
            }
            Err(reason) => fault(format!("the bundle cannot be read in full: {reason}")),
        }
    }
    if files.contains_key(EVENTS) { Ok(files) } else { Err(no_bundle(format!("it has no {EVENTS}"))) }
}

type NamedFile = (String, Vec<u8>);

/// Reads one file of at most so many bytes.
fn one(archive: &mut ZipArchive<BufReader<File>>, index: usize, left: u64) -> std::result::Result<NamedFile, String> {
    let said = |error: ZipError| error.to_string();
    let entry = archive.by_index(index).map_err(said)?;
    let name = entry.name().map_err(said)?.into_owned();
    let limit = left.min(MAX_EVIDENCE);
    let mut bytes = Vec::new();
    entry.take(limit + 1).read_to_end(&mut bytes).map_err(|error| format!("{name}: {error}"))?;
    if bytes.len() as u64 > limit { Err(format!("{name} is too large")) } else { Ok((name, bytes)) }
}
