//! Reading a bundle. Nothing is unpacked to the disk, and what is read is bounded.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
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

/// Reads every file of a bundle into memory; one that cannot be read, stands there twice or would unpack elsewhere is told
/// to `fault`.
///
/// # Errors
/// When the file cannot be opened or is no bundle.
pub(crate) fn files(path: &Path, fault: &mut dyn FnMut(String)) -> Result<BTreeMap<String, Vec<u8>>> {
    let file = File::open(path).map_err(io("open the bundle", path))?;
    let no_bundle = |reason: String| Error::NotABundle { path: path.to_owned(), reason };
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|error| no_bundle(error.to_string()))?;
    let (mut files, mut left) = (BTreeMap::new(), MAX_BUNDLE);
    check_names(&listed(path, archive.central_directory_start()).map_err(io("read the bundle", path))?, fault);
    for index in 0..archive.len() {
        match one(&mut archive, index, left) {
            Ok((name, bytes)) => {
                left -= bytes.len() as u64;
                files.insert(name, bytes);
            }
            Err(reason) => fault(format!("the bundle cannot be read in full: {reason}")),
        }
    }
    match archive.index_for_name(EVENTS) {
        Some(_) => Ok(files),
        None => Err(no_bundle(format!("it has no {EVENTS}"))),
    }
}

/// Tells of names that stand twice, since two programs may then read two different files, and of names that lead elsewhere.
fn check_names(names: &[String], fault: &mut dyn FnMut(String)) {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            fault(format!("{name} is in the bundle twice"));
        } else if leads_elsewhere(name) {
            fault(format!("{name:?} is no name for a file of a bundle: unpacked, it could lead outside the folder"));
        }
    }
}

fn leads_elsewhere(name: &str) -> bool {
    let inside = name.strip_suffix('/').unwrap_or(name);
    name.contains(['\\', ':'])
        || name.contains(char::is_control)
        || inside.split('/').any(|part| matches!(part, "" | "." | ".."))
}

/// Returns the names in the archive's directory as they stand there: of two equal ones the archive itself keeps the last.
fn listed(path: &Path, directory: u64) -> std::io::Result<Vec<String>> {
    let mut file = BufReader::new(File::open(path)?);
    file.seek(SeekFrom::Start(directory))?;
    let mut names = Vec::new();
    // APPNOTE 4.3.12: 46 bytes, of which the lengths of the name, the extra field and the comment, then these three.
    let mut fixed = [0; 46];
    while file.read_exact(&mut fixed).is_ok() && fixed.starts_with(b"PK\x01\x02") {
        let length = |at: usize| u16::from_le_bytes([fixed[at], fixed[at + 1]]);
        let mut name = vec![0; length(28).into()];
        file.read_exact(&mut name)?;
        file.seek_relative(i64::from(length(30)) + i64::from(length(32)))?;
        names.push(String::from_utf8_lossy(&name).into_owned());
    }
    Ok(names)
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
