//! What events name beside the lines: evidence files and the packs' bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::report::{FaultKind, Findings};
use super::source::{Reading, Source, Unreadable};
use crate::digest::Digest;
use crate::limits::MAX_EVIDENCE;

type Named = BTreeMap<Digest, Vec<Option<u64>>>;

/// Hashes every evidence file that an event names, and warns of those that no shown event names.
pub(super) fn check_evidence(source: &mut dyn Source, named: &Named, findings: &mut Findings) {
    for (digest, positions) in named {
        let wrong = match source.evidence(digest) {
            Ok(found) if found == *digest => continue,
            Ok(found) => format!("the evidence {digest} is not what was recorded: its file hashes to {found}"),
            Err(error) => format!("the evidence {digest} cannot be read: {error}"),
        };
        positions.iter().for_each(|position| findings.fault(*position, FaultKind::Evidence, wrong.clone()));
    }
    let known: BTreeSet<String> = named.keys().map(Digest::hex).collect();
    source.strays(&|name| known.contains(name), &mut |name| {
        findings.warn(None, format!("no shown event names the file {name}"));
    });
}

/// Hashes every pack that is kept, and looks for each that an event names.
pub(super) fn check_packs(source: &mut dyn Source, named: &Named, findings: &mut Findings) {
    let mut kept: BTreeMap<Vec<u8>, BTreeMap<Vec<u8>, Digest>> = BTreeMap::new();
    let read = source.packs(&mut |file| {
        // The digest of a pack: the tree over its files sorted by path, each leaf the path, a zero byte and the bytes.
        let leaf = Digest::of(&[&[0], &file.path, &[0], &file.bytes]);
        kept.entry(file.digest.into_owned()).or_default().insert(file.path.into_owned(), leaf);
    });
    findings.read(read);
    for (digest, files) in &kept {
        let found = root(&files.values().copied().collect::<Vec<_>>());
        if digest != found.as_bytes() {
            let digest = Digest::from_slice(digest);
            let position =
                digest.and_then(|digest| named.get(&digest)).and_then(|positions| positions.first().copied());
            let name = digest.map_or("without a digest".to_owned(), |digest| digest.to_string());
            let message = format!("the pack {name} is not what was recorded: its files give {found}");
            findings.fault(position.flatten(), FaultKind::Pack, message);
        }
    }
    for (digest, positions) in named.iter().filter(|(digest, _)| !kept.contains_key(digest.as_bytes().as_slice())) {
        let message = format!("the pack {digest} is not in the register");
        positions.iter().for_each(|position| findings.fault(*position, FaultKind::Pack, message.clone()));
    }
}

/// The root of RFC 6962, 2.1, as it is defined there.
pub(super) fn root(leaves: &[Digest]) -> Digest {
    match leaves {
        [] => Digest::of(&[]),
        [leaf] => *leaf,
        leaves => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            Digest::of(&[&[1], root(left).as_bytes(), root(right).as_bytes()])
        }
    }
}

/// Returns a file's content; nothing when there is no such file.
pub(crate) fn read_if_there(path: &Path) -> std::io::Result<Option<Vec<u8>>> {
    match std::fs::read(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        read => read.map(Some),
    }
}

/// Hashes the evidence file that is kept in a register's folder under a digest.
pub(crate) fn hash_evidence(dir: &Path, digest: &Digest) -> Reading<Digest> {
    let hex = digest.hex();
    let path = dir.join("evidence").join(&hex[..2]).join(&hex);
    hash(&path).map_err(|error| Unreadable(format!("{}: {error}", path.display())))
}

fn hash(path: &Path) -> std::io::Result<Digest> {
    use sha2::{Digest as _, Sha256};
    use std::io::Read;

    // A pipe or a device would never end.
    let about = std::fs::metadata(path)?;
    if !about.is_file() {
        return Err(std::io::Error::other("it is not a file"));
    }
    if about.len() > MAX_EVIDENCE {
        return Err(std::io::Error::other(format!(
            "it has {} bytes, and evidence at most {MAX_EVIDENCE}",
            about.len()
        )));
    }
    let mut file = std::fs::File::open(path)?;
    let mut hasher = Sha256::new();
    let mut piece = vec![0; 1 << 16];
    loop {
        let count = file.read(&mut piece)?;
        if count == 0 {
            return Ok(Digest::from_bytes(hasher.finalize().into()));
        }
        hasher.update(&piece[..count]);
    }
}

/// Hands on the files in a register's evidence folder that no event names.
pub(crate) fn strays(dir: &Path, is_named: &dyn Fn(&str) -> bool, hand: &mut dyn FnMut(String)) {
    let folder = entries(&dir.join("evidence")).into_iter();
    for path in folder.flat_map(|path| if path.is_dir() { entries(&path) } else { vec![path] }) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if !is_named(&name) {
            hand(path.display().to_string());
        }
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}
