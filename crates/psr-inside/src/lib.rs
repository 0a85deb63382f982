//! What stands inside of the program: folders that are packed while it is built, and read while it runs.
//!
//! A crate that brings a folder along packs it in its `build.rs` and takes the file that comes of it into itself:
//!
//! ```ignore
//! fn main() -> std::io::Result<()> {
//!     psr_inside::pack("../../rules/psr-england", "england")
//! }
//! ```
//!
//! ```ignore
//! static ENGLAND: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/england.zip"));
//! let files = psr_inside::files(ENGLAND);
//! ```
//!
//! Equal folders give equal bytes: no time and no order of a file system is kept.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::{env, fs};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// Packs a folder, named from the crate that is built, into `NAME.zip` of its `OUT_DIR`, and has cargo do so again when the folder changes.
///
/// # Errors
/// When the folder cannot be read or the file not be written; the message names it.
pub fn pack(folder: &str, name: &str) -> io::Result<()> {
    println!("cargo::rerun-if-changed={folder}");
    let packed = packed(Path::new(folder))?;
    let out =
        env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("OUT_DIR is not set: call this from a build.rs"))?;
    let file = PathBuf::from(out).join(name).with_extension("zip");
    fs::write(&file, packed).map_err(|error| about(&file, &error))
}

/// Returns the files of a packed folder: path, with `/` between its parts, to bytes.
///
/// # Panics
/// When the bytes are not what [`pack`] wrote.
pub fn files(packed: &[u8]) -> BTreeMap<String, Vec<u8>> {
    read(packed).expect("the program holds what its build packed")
}

fn read(packed: &[u8]) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut archive = ZipArchive::new(Cursor::new(packed))?;
    let mut files = BTreeMap::new();
    for place in 0..archive.len() {
        let mut file = archive.by_index(place)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        files.insert(file.name()?.into_owned(), bytes);
    }
    Ok(files)
}

fn packed(folder: &Path) -> io::Result<Vec<u8>> {
    let mut paths = BTreeMap::new();
    collect(folder, "", &mut paths)?;
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o644);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, path) in paths {
        writer.start_file(name, options)?;
        writer.write_all(&fs::read(&path).map_err(|error| about(&path, &error))?)?;
    }
    Ok(writer.finish()?.into_inner())
}

/// Lists the files in a folder and the folders in it. What is hidden is no part of it.
fn collect(folder: &Path, prefix: &str, paths: &mut BTreeMap<String, PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder).map_err(|error| about(folder, &error))? {
        let entry = entry?;
        let name = entry.file_name().into_string().map_err(|name| io::Error::other(format!("{name:?} is no text")))?;
        if name.starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{prefix}{name}/"), paths)?;
        } else {
            paths.insert(format!("{prefix}{name}"), entry.path());
        }
    }
    Ok(())
}

fn about(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_folder_comes_out_as_it_went_in_and_always_as_the_same_bytes() {
        let write = |names: [&str; 3]| {
            let folder = tempfile::tempdir().unwrap();
            fs::create_dir(folder.path().join("inner")).unwrap();
            for name in names {
                fs::write(folder.path().join(name), name.repeat(100)).unwrap();
            }
            fs::write(folder.path().join(".hidden"), "not ours").unwrap();
            packed(folder.path()).unwrap()
        };
        let bytes = write(["b.txt", "inner/c.txt", "a.txt"]);
        let files = files(&bytes);
        assert_eq!(files.keys().collect::<Vec<_>>(), ["a.txt", "b.txt", "inner/c.txt"]);
        assert!(files.iter().all(|(name, text)| *text == name.repeat(100).into_bytes()));
        assert_eq!(bytes, write(["a.txt", "b.txt", "inner/c.txt"]));
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let error = packed(Path::new("no/such/folder")).unwrap_err();
        assert!(error.to_string().starts_with("no/such/folder: "), "{error}");
    }
}
