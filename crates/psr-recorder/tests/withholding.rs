//! What is withheld is said to be, and what is said to be withheld is: three verifiers agree on where the two part.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use psr_recorder::bundle::{Selection, WITHHELD, Withheld};
use psr_recorder::{Digest, Disclosure};
use support::sample::{Files, built, samples, with_manifest};
use support::verifiers::{NODE, PYTHON, Told, Verdict, rust};

/// Returns the disclosure bundle of the samples with another list of what is withheld.
fn with(change: impl FnOnce(&Files, &mut Selection)) -> Files {
    let dir = tempfile::tempdir().unwrap();
    let mut files = samples(&built(dir.path())).remove("disclosure").unwrap();
    let mut selection = Selection::parse(&files[WITHHELD]).unwrap();
    change(&files, &mut selection);
    files.insert(WITHHELD.to_owned(), selection.to_bytes().unwrap());
    with_manifest(files)
}

/// Asks all three, and returns the kinds of faults that they agree on.
fn faults(files: Files) -> Vec<String> {
    let told = Told::default();
    let here = rust(&files, &told);
    for other in [PYTHON, NODE] {
        if let Some(verdicts) = other.verify(&[(files.clone(), told.clone())]) {
            assert_eq!(verdicts.first(), Some(&here), "{}", other.interpreter);
        }
    }
    let Verdict::Looked { faults, .. } = here else { panic!("it could not be looked at") };
    faults.into_iter().map(|(_, kind)| kind).collect()
}

fn shown(files: &Files) -> Digest {
    let body = files["disclosures.txt"].split(|byte| *byte == b'\n').next().unwrap();
    Disclosure::digest(body)
}

#[test]
fn a_listed_digest_that_is_shown_is_a_fault() {
    let listed = with(|files, selection| drop(selection.withheld.insert(shown(files), Withheld::default())));
    assert_eq!(faults(listed), ["withheld"]);
}

#[test]
fn a_listed_digest_that_no_event_holds_is_a_fault() {
    let listed = with(|_, selection| drop(selection.withheld.insert(Digest::of(&[b"nothing"]), Withheld::default())));
    assert_eq!(faults(listed), ["withheld"]);
}

#[test]
fn a_field_that_is_left_out_without_a_word_is_missing() {
    let unlisted = with(|_, selection| drop(selection.withheld.pop_first()));
    assert_eq!(faults(unlisted), ["missing"]);
    assert_eq!(faults(with(|_, _| {})), Vec::<String>::new());
}
