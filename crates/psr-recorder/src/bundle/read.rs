//! Reading what a bundle says, without judging it: verification is another matter.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use super::{ABOUT, About, Content, DISCLOSURES, EVENTS, Found, read_container};
use crate::digest::Digest;
use crate::disclosure::Disclosure;
use crate::error::{Error, Result, io};
use crate::header::EventHeader;
use crate::register::{Entry, Field, FieldState, mark_erased};

/// What a bundle says.
#[derive(Debug, Clone, Default)]
pub struct Contents {
    /// What it says of itself, as far as that can be read.
    pub about: Option<About>,
    /// The events, oldest first, as far as they can be read; the position is that in the bundle.
    pub entries: Vec<Entry>,
    /// The files of the packs, by the digest they are kept under.
    pub packs: BTreeMap<Digest, Vec<(String, Vec<u8>)>>,
}

/// Reads what a bundle says; nothing when it is no bundle in proper form.
///
/// # Errors
/// When the file cannot be opened or is no bundle.
pub fn read(path: &Path) -> Result<Contents> {
    let file = File::open(path).map_err(io("open the bundle", path))?;
    let found = read_container(&mut BufReader::new(file), |name| !name.starts_with("evidence/"));
    match found.map_err(io("read the bundle", path))? {
        Found::Files(files, _) => Ok(contents(&files)),
        Found::OtherForm(_) => Ok(Contents::default()),
        Found::NoContainer => Err(Error::NotABundle { path: path.to_owned(), reason: "it is no ZIP file".to_owned() }),
    }
}

type Files = BTreeMap<String, Content>;

/// Returns what the files say.
pub(super) fn contents(files: &Files) -> Contents {
    let bytes = |name: &str| files.get(name).and_then(|content| content.bytes.as_deref()).unwrap_or_default();
    let read = |body: &[u8]| Some((Disclosure::digest(body), Disclosure::parse(body).ok()?));
    let bodies = bytes(DISCLOSURES).split(|byte| *byte == b'\n');
    let disclosures: HashMap<Digest, Disclosure> = bodies.filter_map(read).collect();
    let lines = bytes(EVENTS).split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let mut entries: Vec<Entry> = (0..).zip(lines).filter_map(|(at, line)| entry(at, line, &disclosures)).collect();
    mark_erased(&mut entries);
    Contents { about: About::parse(bytes(ABOUT)).ok(), entries, packs: packs(files) }
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

fn packs(files: &Files) -> BTreeMap<Digest, Vec<(String, Vec<u8>)>> {
    let mut packs: BTreeMap<Digest, Vec<(String, Vec<u8>)>> = BTreeMap::new();
    for (name, content) in files {
        let parts = name.strip_prefix("pack/").and_then(|rest| rest.split_once('/'));
        let digest = parts.and_then(|(hex, path)| Some((Digest::from_hex(hex)?, path)));
        if let (Some((digest, path)), Some(bytes)) = (digest, &content.bytes) {
            packs.entry(digest).or_default().push((path.to_owned(), bytes.clone()));
        }
    }
    packs
}
