//! The worked cases, played under a fixed clock and drawn bytes that are the same in every run, and the documents that come out of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use psr_casefile::acting::Acting;
use psr_casefile::casebook::{Case, Casebook};
use psr_casefile::notice::{Draft, Due, Wanted, addressees, belongs, draft};
use psr_casefile::period::{Period, PeriodReport};
use psr_casefile::worked::WorkedCase;
use psr_recorder::{Entry, Register, SigningKey};
use psr_rules::pack::model::Notice;

const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/cases");

/// The name of the register in which the cases are played.
pub const REGISTER: &str = "example.org/cases";

/// Every worked case, played to its end.
pub static PLAYED: LazyLock<Played> = LazyLock::new(play_all);

/// The worked cases, and what is drawn from the register that holds them.
pub struct Played {
    /// Every case by the name of its folder.
    pub cases: BTreeMap<String, Case>,
    /// The entries of each, as a disclosure needs them.
    pub entries: BTreeMap<String, Vec<Entry>>,
    /// What is told of all of them over a year, by every report of the pack.
    pub reports: Vec<PeriodReport>,
}

fn play_all() -> Played {
    let folder = tempfile::tempdir().unwrap();
    let now = "2026-11-21T10:00:00Z".parse().unwrap();
    let mut seed = 1_u64;
    let mut draw = |bytes: &mut [u8]| fill(&mut seed, bytes);
    let key = SigningKey::from_seed(&[7; 32]);
    let register = Register::create(&folder.path().join("register"), REGISTER, &key, now, &mut draw);
    let mut casebook = Casebook::new(register.unwrap());
    let pack = psr_casefile::built_in::files().into_iter().collect();
    let play = |name: String| {
        let files = folder_of(&Path::new(CASES).join(&name));
        let worked = WorkedCase::read(&files).unwrap();
        let mut acting = Acting { actor: String::new(), now, program: "psr test".to_owned(), randomness: &mut draw };
        let case = worked.play(&files, &pack, &mut casebook, &mut acting);
        let case = case.unwrap_or_else(|error| panic!("{name}: {error}"));
        (name, case)
    };
    let cases: BTreeMap<String, Case> = names().into_iter().map(play).collect();
    let entries = cases.iter().map(|(name, case)| (name.clone(), casebook.to_disclose(case).unwrap())).collect();
    let reports = reports(&casebook, &cases);
    Played { cases, entries, reports }
}

/// Draws up every report of the pack on the year in which most of the cases were decided.
fn reports(casebook: &Casebook, cases: &BTreeMap<String, Case>) -> Vec<PeriodReport> {
    let year = Period::new("2025-04-01".parse().unwrap(), "2026-03-31".parse().unwrap()).unwrap();
    let today = "2026-11-21".parse().unwrap();
    let pack = cases.values().next().unwrap().rulebook.pack();
    let reports = &pack.reports.as_ref().unwrap().reports;
    let drawn = |report| casebook.period_report((pack, report), year, today, &mut |_, _| {}).unwrap();
    reports.iter().map(drawn).collect()
}

/// Compares a document with its snapshot, which holds nothing but its text.
pub fn shows(name: &str, text: &str) {
    let text = super::Desk::new().steady(text);
    insta::with_settings!(
        { omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "../snapshots/cases" },
        { insta::assert_snapshot!(name, text) }
    );
}

fn names() -> Vec<String> {
    let folders = std::fs::read_dir(CASES).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = folders.collect();
    names.sort();
    names
}

fn fill(seed: &mut u64, bytes: &mut [u8]) {
    for byte in bytes {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        *byte = (*seed >> 33) as u8;
    }
}

fn folder_of(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let (mut files, mut rest): (_, Vec<PathBuf>) = (BTreeMap::new(), vec![path.to_owned()]);
    while let Some(at) = rest.pop() {
        for entry in std::fs::read_dir(at).unwrap() {
            let found = entry.unwrap().path();
            if found.is_dir() {
                rest.push(found);
            } else {
                let inside = found.strip_prefix(path).unwrap().to_str().unwrap().replace('\\', "/");
                files.insert(inside, std::fs::read(&found).unwrap());
            }
        }
    }
    files
}

/// A notice or letter as a case supplies it, named after its kind and its reader.
pub struct Drawn {
    /// Its name, as a file would have it.
    pub name: String,
    /// What it says, or why it cannot.
    pub draft: Draft,
}

/// Draws up every notice and letter that belongs in a case, a letter once for each reader.
pub fn drawn_up(case: &Case) -> Vec<Drawn> {
    let notices = case.rulebook.pack().notices.iter().filter(|notice| is_of(case, notice));
    notices.flat_map(|notice| readers(case, notice).into_iter().map(|to| one(case, notice, to))).collect()
}

fn is_of(case: &Case, notice: &Notice) -> bool {
    case.state.lots().iter().any(|lot| belongs(case, notice, *lot).unwrap() == Due::Yes)
}

fn readers(case: &Case, notice: &Notice) -> Vec<Option<String>> {
    let named = addressees(case, notice).unwrap();
    if named.is_empty() { vec![None] } else { named.into_iter().map(Some).collect() }
}

fn one(case: &Case, notice: &Notice, to: Option<String>) -> Drawn {
    let reader = to.iter().map(|to| format!("-to-{}", to.to_lowercase().replace(' ', "-"))).collect::<String>();
    let name = format!("{}{reader}", notice.id);
    Drawn { name, draft: draft(case, notice, &Wanted { publication: None, to }).unwrap() }
}
