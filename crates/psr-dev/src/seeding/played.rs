//! The worked cases of the built-in fixtures, each played once as a person would.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use psr_casefile::acting::Acting;
use psr_casefile::casebook::Casebook;
use psr_casefile::worked::{Folder, WorkedCase};
use psr_rules::pack::PackFiles;

use super::copies::Played;
use super::{Sowing, reference};

/// Where the worked cases are.
const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/cases");

/// Plays as many worked cases as are wanted, at most each of them once; returns what came of each.
pub(super) fn play(casebook: &mut Casebook, sowing: &mut Sowing<'_>) -> Result<Vec<Played>, String> {
    let pack: PackFiles = psr_casefile::built_in::files().into_iter().collect();
    let worked = worked_cases()?.into_iter().take(sowing.cases).enumerate();
    worked.map(|(number, (case, folder))| play_one(number, case, &folder, &pack, casebook, sowing)).collect()
}

fn play_one(
    number: usize,
    case: WorkedCase,
    folder: &Folder,
    pack: &PackFiles,
    casebook: &mut Casebook,
    sowing: &mut Sowing<'_>,
) -> Result<Played, String> {
    let case = WorkedCase { reference: reference(number), ..case };
    let (actor, now) = (case.actor.clone(), sowing.instant(number));
    let mut acting = Acting { actor, now, program: "seed".to_owned(), randomness: sowing.draw };
    let said = |error: &dyn std::fmt::Display| format!("{}: {error}", case.reference);
    let played = case.play(folder, pack, casebook, &mut acting).map_err(|error| said(&error))?;
    let entries = casebook.register().events(played.id).map_err(|error| said(&error))?;
    Ok(Played { reference: case.reference, id: played.id, entries })
}

/// Reads the worked cases that stand alone.
fn worked_cases() -> Result<Vec<(WorkedCase, Folder)>, String> {
    let said = |error: std::io::Error| format!("{CASES}: {error}");
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(CASES).map_err(said)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    folders.sort();
    let read = |path: &PathBuf| {
        let folder = folder(path, path).map_err(said)?;
        Ok((WorkedCase::read(&folder).map_err(|error| error.to_string())?, folder))
    };
    folders.iter().map(read).collect()
}

fn folder(root: &Path, path: &Path) -> std::io::Result<Folder> {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for entry in std::fs::read_dir(path)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(folder(root, &path)?);
        } else if let Ok(name) = path.strip_prefix(root) {
            files.insert(name.to_string_lossy().replace('\\', "/"), std::fs::read(&path)?);
        }
    }
    Ok(files)
}
