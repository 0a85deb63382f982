//! The worked cases that come with the program.

use std::collections::BTreeMap;

use psr_casefile::worked::Folder;

static CASES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/cases.zip"));

/// Returns the folder of each worked case, by its name.
pub fn folders() -> BTreeMap<String, Folder> {
    let mut folders: BTreeMap<String, Folder> = BTreeMap::new();
    for (path, bytes) in psr_inside::files(CASES) {
        if let Some((name, inside)) = path.split_once('/') {
            folders.entry(name.to_owned()).or_default().insert(inside.to_owned(), bytes);
        }
    }
    folders
}
