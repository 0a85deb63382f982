//! Any one bit that is changed in any file of a bundle is reported, and so is one of the container itself.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use psr_recorder::bundle::Request;
use psr_recorder::{Options, verify_bundle};
use serde_json::{Value as Json, json};

use crate::support::record;
use crate::support::sample::{Files, bundled, small, with_manifest, withholding, zipped};
use crate::support::verifiers::{NODE_FLIPS, Other, PYTHON, Told, encoded, rust};

fn missed_by_rust(files: &Files) -> Vec<String> {
    let mut missed = Vec::new();
    let mut changed = files.clone();
    for (name, bytes) in files {
        for (at, byte) in bytes.iter().enumerate() {
            changed.get_mut(name).unwrap()[at] ^= 1 << (at % 8);
            if rust(&changed, &Told::default()).is_sound() {
                missed.push(format!("{name}:{at}"));
            }
            changed.get_mut(name).unwrap()[at] = *byte;
        }
    }
    missed
}

fn missed_by(other: Other, question: &Json) -> Vec<Json> {
    let answers = other.ask(vec![question.to_string()]).unwrap_or_default();
    answers.iter().flat_map(|answer| answer["unreported"].as_array().unwrap().clone()).collect()
}

fn check(what: &str, files: &Files) {
    assert!(rust(files, &Told::default()).is_sound(), "{what}");
    let question = json!({ "files": encoded(files), "flip": true, "options": {} });
    assert_eq!(missed_by_rust(files), Vec::<String>::new(), "Rust, {what}");
    assert_eq!(missed_by(PYTHON, &question), Vec::<Json>::new(), "Python, {what}");
    assert_eq!(missed_by(NODE_FLIPS, &question), Vec::<Json>::new(), "JavaScript, {what}");
}

#[test]
fn one_bit_changed_in_any_file_of_a_disclosure_is_reported_by_every_verifier() {
    let dir = tempfile::tempdir().unwrap();
    let register = small(dir.path());
    let selection = withholding(&register, record(0), &["reason"]);
    check("disclosure", &bundled(&register, &Request::disclosure(record(0), selection)));
}

#[test]
fn one_bit_changed_in_any_file_of_a_register_is_reported_by_every_verifier() {
    let dir = tempfile::tempdir().unwrap();
    check("register", &bundled(&small(dir.path()), &Request::register(vec![record(0)])));
}

#[test]
fn what_explains_a_bundle_is_under_its_checksums() {
    let dir = tempfile::tempdir().unwrap();
    let register = small(dir.path());
    let bytes = zipped(&register, &Request::record(record(0)));
    let mut files = crate::support::sample::unzipped(&bytes);
    assert_eq!(with_manifest(files.clone()), files);
    for name in ["README.txt", "FORMAT.md", "verify.py", "schemas/event.json"] {
        files.get_mut(name).unwrap()[7] ^= 1;
        assert!(!rust(&files, &Told::default()).is_sound(), "{name}");
        files.get_mut(name).unwrap()[7] ^= 1;
    }
}

/// Looks at a container as a file; what is no ZIP file any more is not sound either.
fn is_sound(bytes: &[u8], path: &Path) -> bool {
    std::fs::write(path, bytes).unwrap();
    verify_bundle(path, &Options::default()).is_ok_and(|report| report.is_sound())
}

#[test]
fn one_bit_changed_anywhere_in_the_container_is_reported() {
    let dir = tempfile::tempdir().unwrap();
    let whole = zipped(&small(dir.path()), &Request::record(record(0)));
    let bytes =
        crate::support::sample::zip_of(&bundled(&small(&dir.path().join("again")), &Request::record(record(0))));
    let path = dir.path().join("bundle.zip");
    assert!(is_sound(&whole, &path) && is_sound(&bytes, &path));
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        assert!(!is_sound(&changed, &path), "at byte {at}");
    }
    let question = json!({ "zip": STANDARD.encode(&bytes), "flip": true });
    assert_eq!(missed_by(PYTHON, &question), Vec::<Json>::new());
}
