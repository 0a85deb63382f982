//! Many cases for runs under load: the worked cases of the built-in fixtures over and over, each under a reference of its own.
//!
//! They are played through the same code as a person's acts, so that a register which was seeded is like one that was used.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, Utc};
use psr_casefile::acting::Acting;
use psr_casefile::casebook::Casebook;
use psr_casefile::worked::{Folder, WorkedCase};
use psr_recorder::{Place, Register, SigningKey};
use psr_rules::pack::PackFiles;

/// Where the worked cases are.
const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/cases");
/// A line is said after so many cases.
const SAID_EVERY: usize = 1_000;

/// What to sow.
#[derive(Debug, Clone)]
pub struct Seeds {
    place: Place,
    key: PathBuf,
    cases: usize,
}

/// What was sown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// How many cases.
    pub cases: usize,
    /// How many events the register has now.
    pub events: u64,
}

impl Seeds {
    /// Reads what to sow from the words of a command: the register, its key, how many cases.
    ///
    /// # Errors
    /// When a word is missing or cannot be read.
    pub fn read(words: &[String]) -> Result<Self, String> {
        let [register, key, cases] = words else { return Err("three words are needed".to_owned()) };
        let place = Place::parse(register).map_err(|error| error.to_string())?;
        let cases = cases.parse().map_err(|_| format!("`{cases}` is no number of cases"))?;
        Ok(Self { place, key: key.into(), cases })
    }
}

/// Sows cases, and says now and then how many there are.
///
/// # Errors
/// When the register cannot be written to, or a worked case cannot be played.
pub fn sow(seeds: &Seeds, now: DateTime<Utc>, say: &mut dyn FnMut(usize)) -> Result<Figures, String> {
    let key = SigningKey::read_file(&seeds.key).map_err(|error| error.to_string())?;
    let register = Register::open_write(seeds.place.clone(), &key).map_err(|error| error.to_string())?;
    let mut casebook = Casebook::new(register);
    let pack: PackFiles = psr_casefile::built_in::files().into_iter().collect();
    let worked = worked_cases()?;
    let mut draw = drawing();
    for number in 0..seeds.cases {
        let (case, folder) = &worked[number % worked.len()];
        let case = WorkedCase { reference: format!("SEED-{number:06}"), ..case.clone() };
        let now = instant(now, seeds.cases - number);
        let mut acting = Acting { actor: case.actor.clone(), now, program: "seed".to_owned(), randomness: &mut draw };
        case.play(folder, &pack, &mut casebook, &mut acting).map_err(|error| format!("{}: {error}", case.reference))?;
        if (number + 1) % SAID_EVERY == 0 {
            say(number + 1);
        }
    }
    let events = casebook.register().size().map_err(|error| error.to_string())?;
    Ok(Figures { cases: seeds.cases, events })
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

/// Cases come a second apart, the last of them now.
fn instant(now: DateTime<Utc>, left: usize) -> DateTime<Utc> {
    now - Duration::seconds(i64::try_from(left).unwrap_or_default())
}

/// Fills bytes that look drawn and are the same at each start.
fn drawing() -> impl FnMut(&mut [u8]) {
    let mut state = 1u64;
    move |bytes| {
        for byte in bytes {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = u8::try_from(state >> 56).unwrap_or_default();
        }
    }
}
