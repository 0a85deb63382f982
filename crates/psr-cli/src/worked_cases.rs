//! The worked cases that come with the program.

use std::collections::BTreeMap;

use psr_casefile::worked::Folder;
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../fixtures/cases"]
struct Cases;

/// Returns the folder of each worked case, by its name.
pub fn folders() -> BTreeMap<String, Folder> {
    let mut folders: BTreeMap<String, Folder> = BTreeMap::new();
    for path in Cases::iter() {
        if let (Some((name, inside)), Some(file)) = (path.split_once('/'), Cases::get(&path)) {
            folders.entry(name.to_owned()).or_default().insert(inside.to_owned(), file.data.into_owned());
        }
    }
    folders
}
