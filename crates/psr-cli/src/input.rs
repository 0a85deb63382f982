//! Values that come in as text: dates, files, packs.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use psr_casefile::casebook::EvidenceGiven;
use psr_rules::pack::{FILES_LIMIT, PackFiles};

use crate::cli::PackChoice;
use crate::failure::{Problem, Stop, io};

/// Parses a civil date, written `YYYY-MM-DD`.
pub fn date(text: &str) -> Result<NaiveDate, String> {
    let digits = |(place, byte): (usize, u8)| if matches!(place, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    let formed = text.len() == 10 && text.bytes().enumerate().all(digits);
    let date = formed.then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()).flatten();
    date.ok_or_else(|| "that is no date: write year, month and day, such as 2026-04-01".to_owned())
}

/// Reads a whole file as text.
pub fn text(path: &Path) -> Result<String, Stop> {
    let bytes = std::fs::read(path).map_err(io("read the file", path))?;
    String::from_utf8(bytes)
        .map_err(|_| Problem::new("the file is not UTF-8 text", "save it as UTF-8").at(path.display()).into())
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
    let file = File::open(path).map_err(|error| refused(format!("cannot read the evidence: {error}")))?;
    let about = file.metadata().map_err(|error| refused(format!("cannot read the evidence: {error}")))?;
    if !about.is_file() {
        return Err(refused("evidence is a file, and this is none".to_owned()));
    }
    Ok(EvidenceGiven { name, content: Box::new(file) })
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
    let (mut files, mut folders) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(inside) = folders.pop() {
        for entry in std::fs::read_dir(&inside).map_err(io("read the folder of the pack", &inside))? {
            let path = entry.map_err(io("read the folder of the pack", &inside))?.path();
            if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = std::fs::read(&path).map_err(io("read a file of the pack", &path))?;
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

fn path_inside(folder: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(folder).unwrap_or(path);
    inside.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn dates_are_read_strictly() {
        assert_eq!(date("2026-02-28").map(|date| date.to_string()), Ok("2026-02-28".to_owned()));
        for text in ["", "2026-02-30", "2026-2-3", "26-02-03", "2026/02/03", "+026-02-03", "tomorrow"] {
            assert!(date(text).is_err(), "{text:?}");
        }
    }
}
