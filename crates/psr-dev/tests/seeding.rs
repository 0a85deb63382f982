//! A register is filled with worked cases, each under a reference of its own.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use psr_casefile::casebook::Casebook;
use psr_casefile::signoff;
use psr_dev::seeding::{Figures, Seeds, sow};
use psr_recorder::{Options, Register, SigningKey, verify};

/// More than there are worked cases, so that some are recorded again.
const CASES: usize = 40;

fn sown(folder: &Path, cases: usize) -> (PathBuf, Figures) {
    let (place, key) = (folder.join("register"), folder.join("key"));
    let signing = SigningKey::from_seed(&[1; 32]);
    signing.create_file(&key).unwrap();
    let now = "2026-11-30T12:00:00Z".parse().unwrap();
    drop(Register::create(&place, "example.org/seeds", &signing, now, &mut |bytes: &mut [u8]| bytes.fill(7)).unwrap());
    let words = [place.display().to_string(), key.display().to_string(), cases.to_string()];
    let figures = sow(&Seeds::read(&words).unwrap(), now, &mut |_| {}).unwrap();
    (place, figures)
}

#[test]
fn cases_are_sown_under_references_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let (place, figures) = sown(folder.path(), CASES);

    let cases = Casebook::open_read(&place).unwrap().cases().unwrap();
    let references: BTreeSet<String> = cases.iter().map(|case| case.reference.clone()).collect();
    assert_eq!(references, (0..CASES).map(|number| format!("SEED-{number:06}")).collect());
    assert!(figures.events > 2_000, "{figures:?}");
    let report = verify(&place, &Options::default(), &mut |_, _| {}).unwrap();
    assert!(report.is_sound(), "{:?}", report.faults);
}

#[test]
fn a_case_that_is_recorded_again_reads_as_the_one_that_was_played() {
    let folder = tempfile::tempdir().unwrap();
    let (place, _) = sown(folder.path(), CASES);
    let casebook = Casebook::open_read(&place).unwrap();
    let case = |number: usize| casebook.case(&format!("SEED-{number:06}")).unwrap();

    let again: Vec<_> = (0..CASES).map(case).collect();
    let same = |one: usize, other: usize| again[one].state.opened.what.title == again[other].state.opened.what.title;
    let pairs: Vec<(usize, usize)> = (1..CASES)
        .flat_map(|other| (0..other).map(move |one| (one, other)))
        .filter(|(one, other)| same(*one, *other))
        .collect();
    assert!(!pairs.is_empty());
    let standing = |number: usize| -> Vec<_> {
        let approvals = signoff::standing(&again[number]).approvals.into_iter();
        approvals.map(|approval| (approval.entry, approval.basis, approval.stands)).collect()
    };
    for (one, other) in pairs {
        assert_eq!(again[one].entries.len(), again[other].entries.len());
        assert_eq!(standing(one), standing(other));
    }
    assert!((0..CASES).any(|number| !standing(number).is_empty()));
}

#[test]
fn too_few_words_are_no_seeds() {
    assert!(Seeds::read(&["register".to_owned(), "key".to_owned()]).is_err());
    assert!(Seeds::read(&["register".to_owned(), "key".to_owned(), "many".to_owned()]).is_err());
}
