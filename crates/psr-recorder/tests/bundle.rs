//! A bundle of one record verifies by itself, and nothing in it can be changed unnoticed.
#![allow(clippy::unwrap_used)]

mod support;

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::sync::OnceLock;

use proptest::prelude::*;
use psr_recorder::{Options, Register, Report, bundle, verify_bundle};
use support::{filled, key, other_key, record};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

type Files = BTreeMap<String, Vec<u8>>;

/// Writes the bundle of a record and returns what is in it.
fn bundled(dir: &Path, number: u64) -> Files {
    filled(dir, 2, 4);
    let register = Register::open_read(dir).unwrap();
    let mut out = Cursor::new(Vec::new());
    let attached = [("reasons.md".to_owned(), b"# Reasons\n".to_vec())];
    bundle::write(&register, record(number), &attached, &mut out, Path::new("bundle.zip")).unwrap();
    let mut archive = ZipArchive::new(out).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

fn verified(dir: &Path, files: &Files, options: &Options) -> Report {
    let path = dir.join("bundle.zip");
    let mut zip = ZipWriter::new(std::fs::File::create(&path).unwrap());
    for (name, bytes) in files {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
    verify_bundle(&path, options).unwrap()
}

fn kinds(report: &Report) -> Vec<&str> {
    report.faults.iter().map(|fault| fault.kind.name()).collect()
}

#[test]
fn a_bundle_verifies_by_itself_and_says_what_it_does_not_show() {
    let dir = tempfile::tempdir().unwrap();
    let files = bundled(dir.path(), 1);
    for name in [
        "README.txt",
        "FORMAT.md",
        "events.jsonl",
        "disclosures.txt",
        "checkpoint",
        "key",
        "proof",
        "attached/reasons.md",
    ] {
        assert!(files.contains_key(name), "{name}");
    }
    let report = verified(dir.path(), &files, &Options::default());
    assert_eq!(kinds(&report), Vec::<&str>::new());
    assert_eq!(report.entries, 4);
    let open: Vec<&str> = report.not_proved.iter().map(|open| open.kind.name()).collect();
    assert!(open.contains(&"completeness") && open.contains(&"pinned-key"), "{open:?}");
    let pinned = Options { pinned_key: Some(key().verifier(support::ORIGIN)), ..Options::default() };
    assert!(verified(dir.path(), &files, &pinned).is_sound());
}

#[test]
fn two_bundles_of_one_state_are_equal_to_the_byte() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), 1, 2);
    let write = || {
        let mut out = Cursor::new(Vec::new());
        let register = Register::open_read(dir.path()).unwrap();
        bundle::write(&register, record(0), &[], &mut out, Path::new("bundle.zip")).unwrap();
        out.into_inner()
    };
    assert_eq!(write(), write());
}

#[test]
fn what_is_left_out_is_missed() {
    let dir = tempfile::tempdir().unwrap();
    let files = bundled(dir.path(), 0);
    let without_last_line = |name: &str| {
        let mut files = files.clone();
        let bytes = files.get_mut(name).unwrap();
        let end = bytes[..bytes.len() - 1].iter().rposition(|byte| *byte == b'\n').unwrap();
        bytes.truncate(end + 1);
        files
    };
    let report = verified(dir.path(), &without_last_line("events.jsonl"), &Options::default());
    assert!(kinds(&report).contains(&"tree"), "the proof is of the newest event: {:?}", kinds(&report));
    let report = verified(dir.path(), &without_last_line("disclosures.txt"), &Options::default());
    assert_eq!(kinds(&report), ["missing"]);
    for (start, kind) in [("evidence/", "evidence"), ("pack/", "pack")] {
        let mut files = bundled(&dir.path().join(kind), if kind == "pack" { 0 } else { 1 });
        let name = files.keys().find(|name| name.starts_with(start)).unwrap().clone();
        files.remove(&name);
        assert!(kinds(&verified(dir.path(), &files, &Options::default())).contains(&kind), "{kind}");
    }
}

#[test]
fn another_key_is_noticed_by_whoever_has_the_right_one() {
    let dir = tempfile::tempdir().unwrap();
    let files = bundled(dir.path(), 0);
    let pinned = Options { pinned_key: Some(other_key().verifier(support::ORIGIN)), ..Options::default() };
    assert!(kinds(&verified(dir.path(), &files, &pinned)).contains(&"key"));
}

#[test]
fn what_is_no_bundle_is_said_to_be_none() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("notes.txt");
    std::fs::write(&path, "not a bundle").unwrap();
    let error = verify_bundle(&path, &Options::default()).unwrap_err().to_string();
    assert!(error.contains("is not a bundle"), "{error}");
}

/// Writes a bundle's files and then one more, under a name that may stand there already.
fn with_one_more(path: &Path, files: &Files, name: &str, bytes: &[u8]) {
    let stand_in = name.replace("events.jsonl", "events-jsonl");
    let mut out = Cursor::new(Vec::new());
    let mut zip = ZipWriter::new(&mut out);
    for (name, bytes) in
        [(stand_in.as_str(), bytes)].into_iter().chain(files.iter().map(|(name, bytes)| (name.as_str(), &bytes[..])))
    {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
    let mut out = out.into_inner();
    // The writer refuses a name it has, so the name is put in afterwards.
    for at in 0..out.len() - stand_in.len() {
        if out[at..].starts_with(stand_in.as_bytes()) {
            out[at..at + name.len()].copy_from_slice(name.as_bytes());
        }
    }
    std::fs::write(path, out).unwrap();
}

#[test]
fn names_that_stand_twice_or_lead_elsewhere_are_faults() {
    let dir = tempfile::tempdir().unwrap();
    let files = bundled(dir.path(), 0);
    let path = dir.path().join("bundle.zip");
    let cases = [
        ("attached/note.txt", None),
        ("events.jsonl", Some("events.jsonl is in the bundle twice")),
        ("../outside.txt", Some("\"../outside.txt\" is no name")),
        ("/outside.txt", Some("\"/outside.txt\" is no name")),
        ("..\\outside.txt", Some("is no name")),
        ("C:outside.txt", Some("is no name")),
    ];
    for (name, fault) in cases {
        with_one_more(&path, &files, name, b"{}\n");
        let report = verify_bundle(&path, &Options::default()).unwrap();
        let found: Vec<&str> = report.faults.iter().map(|fault| fault.message.as_str()).collect();
        match fault {
            Some(fault) => assert!(found.len() == 1 && found[0].contains(fault), "{name}: {found:?}"),
            None => assert!(found.is_empty(), "{name}: {found:?}"),
        }
    }
}

#[test]
fn a_bundle_whose_lines_cannot_be_read_is_at_fault() {
    let dir = tempfile::tempdir().unwrap();
    let files = bundled(dir.path(), 0);
    let path = dir.path().join("bundle.zip");
    with_one_more(&path, &files, "attached/note.txt", b"");
    let mut bytes = std::fs::read(&path).unwrap();
    let directory = bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    let name = directory + bytes[directory..].windows(12).position(|window| window == b"events.jsonl").unwrap();
    // The method of compression, 36 bytes before the name: one that nobody has.
    bytes[name - 36] = 0xfe;
    std::fs::write(&path, bytes).unwrap();
    let report = verify_bundle(&path, &Options::default()).unwrap();
    assert!(report.faults.iter().any(|fault| fault.message.contains("cannot be read in full")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_changed_byte_is_reported(file: prop::sample::Index, place: prop::sample::Index, change in 1_u8..) {
        static FILES: OnceLock<Files> = OnceLock::new();
        let dir = tempfile::tempdir().unwrap();
        let mut files = FILES.get_or_init(|| bundled(dir.path(), 1)).clone();
        // Nothing vouches for the explanations and the attachments; the key's own line is vouched for by a pinned key.
        let vouched: Vec<String> = files.keys().filter(|name| {
            !matches!(name.as_str(), "README.txt" | "FORMAT.md" | "key") && !name.starts_with("attached/")
        }).cloned().collect();
        let name = file.get(&vouched);
        let bytes = files.get_mut(name).unwrap();
        // A missing or doubled last line end says the same.
        let at = place.index(bytes.len() - usize::from(bytes.last() == Some(&b'\n')));
        bytes[at] ^= change;
        let report = verified(dir.path(), &files, &Options::default());
        prop_assert!(!report.is_sound(), "{} at {}", name, at);
    }
}
