//! Reads a folder of the repository as the files of a pack.

use std::path::{Path, PathBuf};

use psr_rules::pack::PackFiles;

/// Returns a path from the repository's root.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// Reads a folder as the files of a pack.
pub fn pack(folder: &Path) -> PackFiles {
    let mut files = PackFiles::default();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let inside = path.strip_prefix(folder).unwrap().to_str().unwrap();
                files.insert(inside, std::fs::read(&path).unwrap());
            }
        }
    }
    files
}
