//! Values that come in as text: dates, files, packs.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use psr_casefile::casebook::EvidenceGiven;
use psr_rules::facts::INPUT_LIMIT;
use psr_rules::money::Pence;
use psr_rules::pack::{FILES_LIMIT, PACK_LIMIT, PackFiles};

use crate::cli::PackChoice;
use crate::failure::{Problem, Stop, io};
use crate::world::World;

/// Parses a civil date, written `YYYY-MM-DD`.
pub fn date(text: &str) -> Result<NaiveDate, String> {
    let digits = |(place, byte): (usize, u8)| if matches!(place, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    let formed = text.len() == 10 && text.bytes().enumerate().all(digits);
    let date = formed.then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()).flatten();
    date.ok_or_else(|| "that is no date: write year, month and day, such as 2026-04-01".to_owned())
}

/// Parses a sum in pounds, written in plain digits, with a minus sign where it is below zero.
pub fn sum(text: &str) -> Result<Pence, String> {
    Pence::parse(text).map_err(|error| error.to_string())
}

/// Parses yes or no.
pub fn yes_no(text: &str) -> Result<bool, String> {
    match text {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err("write yes or no".to_owned()),
    }
}

/// Reads at most so many bytes of a file and one more, by which whoever reads them sees that it is too large.
pub fn bounded(path: &Path, limit: usize) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a whole file as text; it may have 1 MiB.
pub fn text(path: &Path) -> Result<String, Stop> {
    let bytes = bounded(path, INPUT_LIMIT).map_err(io("read the file", path))?;
    if bytes.len() > INPUT_LIMIT {
        return Err(Problem::new("the file is larger than 1 MiB", "is this the right file?").at(path.display()).into());
    }
    String::from_utf8(bytes)
        .map_err(|_| Problem::new("the file is not UTF-8 text", "save it as UTF-8").at(path.display()).into())
}

/// Reads what a command is given in a file or, for `-`, on standard input, and no more of it than can be meant; returns what messages call it, too.
pub fn given(path: &Path, world: &mut World<'_>) -> Result<(String, Vec<u8>), Stop> {
    let limit = INPUT_LIMIT as u64 + 1;
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        let read = world.stdin.reader.by_ref().take(limit).read_to_end(&mut bytes);
        read.map_err(io("read the facts", Path::new("standard input")))?;
        return Ok(("standard input".to_owned(), bytes));
    }
    let bytes = bounded(path, INPUT_LIMIT).map_err(io("read the facts", path))?;
    Ok((path.display().to_string(), bytes))
}

/// Opens files given as evidence; every one that cannot be opened is named.
pub fn evidence(paths: &[PathBuf]) -> Result<Vec<EvidenceGiven>, Stop> {
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    for path in paths {
        match open_evidence(path) {
            Ok(file) => files.push(file),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(files) } else { Err(problems.into()) }
}

/// Opens one file given as evidence.
pub fn open_evidence(path: &Path) -> Result<EvidenceGiven, Problem> {
    let refused =
        |what: String| Problem::new(what, "check the name of the file; nothing was recorded").at(path.display());
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.ok_or_else(|| refused("this names no file that could be evidence".to_owned()))?;
    // Looked at before it is opened: a pipe that nobody writes to would never open.
    let about = std::fs::metadata(path).map_err(|error| refused(format!("cannot read the evidence: {error}")))?;
    if !about.is_file() {
        return Err(refused("evidence is a file, and this is none".to_owned()));
    }
    let file = File::open(path).map_err(|error| refused(format!("cannot read the evidence: {error}")))?;
    Ok(EvidenceGiven { name, content: Box::new(file) })
}

/// Reads a file of items for a list answer; whoever reads it on sees where it is too large.
pub fn items(path: &Path) -> Result<Vec<u8>, Problem> {
    let refused =
        |what: String| Problem::new(what, "check the name of the file; nothing was recorded").at(path.display());
    // Looked at before it is opened: a pipe that nobody writes to would never open.
    match std::fs::metadata(path) {
        Ok(about) if !about.is_file() => Err(refused("items are read from a file, and this is none".to_owned())),
        Ok(_) => bounded(path, INPUT_LIMIT).map_err(|error| refused(format!("cannot read the items: {error}"))),
        Err(error) => Err(refused(format!("cannot read the items: {error}"))),
    }
}

/// Returns the files of the pack that was chosen: those in a folder, or the built-in ones.
pub fn pack(choice: &PackChoice) -> Result<PackFiles, Stop> {
    match &choice.rules {
        None => Ok(psr_casefile::built_in::files().into_iter().collect()),
        Some(folder) => folder_files(folder),
    }
}

/// Reads every file of a folder; what begins with a dot is left out.
fn folder_files(folder: &Path) -> Result<PackFiles, Stop> {
    let (mut files, mut folders, mut size) = (BTreeMap::new(), vec![folder.to_owned()], 0_usize);
    while let Some(inside) = folders.pop() {
        for entry in std::fs::read_dir(&inside).map_err(io("read the folder of the pack", &inside))? {
            let path = entry.map_err(io("read the folder of the pack", &inside))?.path();
            if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                // Once the limit is passed, the loader says so; there is no need to hold more than that.
                let bytes = pack_file(&path, PACK_LIMIT.saturating_sub(size))?;
                size += bytes.len();
                files.insert(path_inside(folder, &path), bytes);
            }
            if files.len() + folders.len() > FILES_LIMIT {
                let hint = "name the folder that holds `pack.yaml`";
                return Err(Problem::new(format!("more than {FILES_LIMIT} files are no pack"), hint)
                    .at(folder.display())
                    .into());
            }
        }
    }
    Ok(files.into_iter().collect())
}

fn pack_file(path: &Path, limit: usize) -> Result<Vec<u8>, Stop> {
    let refused = io("read a file of the pack", path);
    match std::fs::metadata(path) {
        Ok(about) if !about.is_file() => Err(refused(std::io::Error::other("it is a pipe or a device"))),
        Ok(_) => bounded(path, limit).map_err(refused),
        Err(error) => Err(refused(error)),
    }
}

fn path_inside(folder: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(folder).unwrap_or(path);
    inside.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{INPUT_LIMIT, PACK_LIMIT, bounded, date, folder_files, open_evidence, text};

    #[test]
    fn dates_are_read_strictly() {
        assert_eq!(date("2026-02-28").map(|date| date.to_string()), Ok("2026-02-28".to_owned()));
        for text in ["", "2026-02-30", "2026-2-3", "26-02-03", "2026/02/03", "+026-02-03", "tomorrow"] {
            assert!(date(text).is_err(), "{text:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_never_ends_is_not_read() {
        let device = std::path::Path::new("/dev/zero");
        assert_eq!(bounded(device, 10).unwrap().len(), 11);
        assert!(text(device).is_err());
        assert!(open_evidence(device).is_err());
        let dir = tempfile::tempdir().unwrap();
        for name in ["a.yaml", "b.yaml"] {
            std::fs::File::create(dir.path().join(name)).unwrap().set_len(1 << 40).unwrap();
        }
        let held: usize = folder_files(dir.path()).unwrap().iter().map(|(_, bytes)| bytes.len()).sum();
        assert!(held > PACK_LIMIT && held < PACK_LIMIT + INPUT_LIMIT, "{held}");
        std::os::unix::fs::symlink(device, dir.path().join("c.yaml")).unwrap();
        assert!(folder_files(dir.path()).is_err());
    }
}
