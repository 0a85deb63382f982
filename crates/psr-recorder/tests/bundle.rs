//! Bundles verify by themselves, and nothing in them can be changed unnoticed.
#![allow(clippy::unwrap_used)]

mod support;

use std::path::{Path, PathBuf};

use psr_recorder::bundle::Request;
use psr_recorder::{Options, Report, verify_bundle, verify_files};
use support::record;
use support::sample::{self, Files, built, zipped};

const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/bundles");

fn kinds(report: &Report) -> Vec<&str> {
    report.faults.iter().map(|fault| fault.kind.name()).collect()
}

fn open(report: &Report) -> Vec<&str> {
    report.not_proved.iter().map(|open| open.kind.name()).collect()
}

fn verified(bytes: &[u8]) -> psr_recorder::Result<Report> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("bundle.zip");
    std::fs::write(&path, bytes).unwrap();
    verify_bundle(&path, &Options::default())
}

/// Reads every file below a folder, by its path.
fn folder(path: &Path) -> Files {
    let mut files = Files::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(inner) = folders.pop() {
        for entry in std::fs::read_dir(path.join(&inner)).unwrap() {
            let name = inner.join(entry.unwrap().file_name());
            if path.join(&name).is_dir() {
                folders.push(name);
            } else {
                let bytes = std::fs::read(path.join(&name)).unwrap();
                files.insert(name.to_string_lossy().replace('\\', "/"), bytes);
            }
        }
    }
    files
}

/// `PSR_WRITE_VECTORS=1 cargo test -p psr-recorder --test bundle` writes the samples anew.
#[test]
fn the_samples_are_what_is_written() {
    let dir = tempfile::tempdir().unwrap();
    for (name, files) in sample::samples(&built(dir.path())) {
        let path = Path::new(SAMPLES).join(name);
        if std::env::var_os("PSR_WRITE_VECTORS").is_some() {
            let _ = std::fs::remove_dir_all(&path);
            for (inner, bytes) in &files {
                let inner = path.join(inner);
                std::fs::create_dir_all(inner.parent().unwrap()).unwrap();
                std::fs::write(inner, bytes).unwrap();
            }
        }
        assert_eq!(folder(&path), files, "{name}");
    }
}

#[test]
fn every_sample_is_sound_and_says_what_it_does_not_show() {
    let always = ["pinned-key", "outside-checkpoint", "authorship", "time"];
    let cases = [
        ("record", 6, (11, 0, 1), &["attached", "completeness"][..]),
        ("closed", 2, (3, 0, 0), &[]),
        ("disclosure", 6, (9, 2, 1), &["withheld", "completeness"]),
        ("register", 10, (16, 0, 1), &[]),
        ("audit", 10, (3, 14, 0), &["withheld"]),
    ];
    for (name, entries, (shown, withheld, erased), more) in cases {
        let report = verify_files(&folder(&Path::new(SAMPLES).join(name)), &Options::default()).unwrap();
        assert_eq!(kinds(&report), Vec::<&str>::new(), "{name}: {:?}", report.faults);
        let fields = report.fields;
        assert_eq!(
            (report.entries, (fields.shown, fields.withheld, fields.erased), fields.missing),
            (entries, (shown, withheld, erased), 0),
            "{name}"
        );
        let mut expected: Vec<&str> = always.iter().chain(more).copied().collect();
        expected.sort_unstable();
        let mut found = open(&report);
        found.sort_unstable();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn two_bundles_of_one_state_are_equal_to_the_byte_and_verify() {
    let dir = tempfile::tempdir().unwrap();
    let register = built(dir.path());
    for request in [Request::record(record(0)), Request::register(vec![record(2)])] {
        let bytes = zipped(&register, &request);
        assert_eq!(bytes, zipped(&register, &request));
        assert_eq!(kinds(&verified(&bytes).unwrap()), Vec::<&str>::new());
    }
}
