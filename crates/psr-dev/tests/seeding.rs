//! A register is filled with worked cases, each under a reference of its own.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use psr_casefile::casebook::Casebook;
use psr_casefile::signoff::{self, Stands};
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
fn a_case_that_is_recorded_again_reads_as_the_one_that_was_played_as_far_as_it_goes() {
    let folder = tempfile::tempdir().unwrap();
    let (place, _) = sown(folder.path(), CASES);
    let casebook = Casebook::open_read(&place).unwrap();
    let case = |number: usize| casebook.case(&format!("SEED-{number:06}")).unwrap();

    let again: Vec<_> = (0..CASES).map(case).collect();
    let same = |one: usize, other: usize| again[one].state.opened.what.title == again[other].state.opened.what.title;
    let first = |other: usize| (0..other).find(|one| same(*one, other)).map(|one| (one, other));
    let pairs: Vec<(usize, usize)> = (1..CASES).filter_map(first).collect();
    assert!(!pairs.is_empty());
    let standing = |number: usize| -> Vec<(u64, u64, Stands)> {
        let approvals = signoff::standing(&again[number]).approvals.into_iter();
        approvals.map(|approval| (approval.entry, approval.basis, approval.stands)).collect()
    };
    for (one, other) in pairs {
        let (played, copy) = (&again[one].entries, &again[other].entries);
        assert_eq!(copy.len(), (played.len() * (other % 5 + 1)).div_ceil(5));
        assert!(copy.iter().zip(played).all(|(copy, played)| (copy.seq, &copy.typ) == (played.seq, &played.typ)));
        let far = u64::try_from(copy.len()).unwrap();
        let until: Vec<_> = standing(one).into_iter().filter(|(entry, ..)| *entry < far).collect();
        let stands = |approvals: &[(u64, u64, Stands)]| {
            approvals.iter().map(|(entry, basis, _)| (*entry, *basis)).collect::<Vec<_>>()
        };
        assert_eq!(stands(&until), stands(&standing(other)));
    }
    let mut approved = (0..CASES).flat_map(standing).filter(|(.., stands)| *stands == Stands::Yes);
    assert!(approved.next().is_some());
}

#[test]
fn too_few_words_are_no_seeds() {
    assert!(Seeds::read(&["register".to_owned(), "key".to_owned()]).is_err());
    assert!(Seeds::read(&["register".to_owned(), "key".to_owned(), "many".to_owned()]).is_err());
}
