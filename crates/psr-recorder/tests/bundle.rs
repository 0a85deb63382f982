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

fn container(bytes: &[u8]) -> String {
    let report = verified(bytes).unwrap();
    assert_eq!((kinds(&report), report.entries), (vec!["bundle"], 0));
    report.faults[0].message.clone()
}

#[test]
fn a_container_in_another_form_is_a_fault_and_nothing_in_it_is_believed() {
    let dir = tempfile::tempdir().unwrap();
    let bytes = zipped(&built(dir.path()), &Request::record(record(0)));
    let cut = &bytes[..bytes.len() - 5];
    assert!(container(cut).contains("at byte"), "{}", container(cut));
    let longer = [&bytes[..], b"more"].concat();
    assert!(container(&longer).contains("at byte"));
    let mut packed = bytes.clone();
    packed[8] = 8;
    assert!(container(&packed).contains("the entry at byte 0 has another header"));
    assert!(verified(b"").unwrap_err().to_string().contains("is not a bundle"));
    assert!(verified(b"not a bundle").unwrap_err().to_string().contains("is not a bundle"));
    assert!(container(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0").contains("at byte"));
}

#[test]
fn names_that_lead_elsewhere_or_stand_twice_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let bytes = zipped(&built(dir.path()), &Request::record(record(0)));
    let renamed = |from: &str, to: &str| {
        let mut bytes = bytes.clone();
        for at in 0..bytes.len() - from.len() {
            if bytes[at..].starts_with(from.as_bytes()) {
                bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
            }
        }
        container(&bytes)
    };
    for to in ["../ADME.txt", "/EADME.txt", "a//DME.txt", "a\\ADME.txt", "C:EADME.txt", "R\0ADME.txt"] {
        assert!(renamed("README.txt", &to[..10]).contains("no proper name"), "{to}");
    }
    assert!(renamed("README.txt", "FORMAT.md2").contains("out of order"));
}

#[test]
fn a_file_that_is_not_a_part_of_the_format_is_a_fault() {
    let dir = tempfile::tempdir().unwrap();
    let files = sample::samples(&built(dir.path())).remove("record").unwrap();
    for name in ["attached/a/b", "evidence/x/y", "gates/07.tlog-proof", "notes.txt", "checkpoint", "keys/1", "../x"] {
        let mut files = files.clone();
        files.insert(name.to_owned(), b"x".to_vec());
        let report = verify_files(&sample::with_manifest(files), &Options::default()).unwrap();
        assert!(kinds(&report).contains(&"bundle"), "{name}: {:?}", report.faults);
    }
}

#[test]
fn what_is_left_out_is_missed() {
    let dir = tempfile::tempdir().unwrap();
    let files = sample::samples(&built(dir.path())).remove("record").unwrap();
    let cases =
        [("disclosures.txt", "missing"), ("key", "key"), ("head.tlog-proof", "checkpoint"), ("bundle.json", "bundle")];
    for (name, kind) in cases {
        let mut files = files.clone();
        files.remove(name);
        let report = verify_files(&sample::with_manifest(files), &Options::default()).unwrap();
        assert!(kinds(&report).contains(&kind), "{name}: {:?}", report.faults);
    }
    let mut without = files;
    without.remove("events.jsonl");
    assert!(verify_files(&without, &Options::default()).unwrap_err().to_string().contains("no events.jsonl"));
}

#[test]
fn only_what_is_here_can_be_withheld() {
    let dir = tempfile::tempdir().unwrap();
    let register = built(dir.path());
    for path in ["erased/0", "no such field"] {
        let mut selection = sample::withholding(&register, record(0), &[path]);
        if selection.withheld.is_empty() {
            selection.withheld.insert(psr_recorder::Digest::ZERO, psr_recorder::bundle::Withheld::default());
        }
        let request = Request::disclosure(record(0), selection);
        let mut out = std::io::Cursor::new(Vec::new());
        let refused =
            psr_recorder::bundle::write(&register, &request, &mut out, Path::new("x")).unwrap_err().to_string();
        assert!(refused.contains("cannot be withheld"), "{refused}");
    }
}

#[test]
fn a_hostile_name_is_data_and_never_a_path() {
    use psr_recorder::bundle::safe_name;
    let long = format!("{}.pdf", "x".repeat(300));
    let cases = [
        ("../../etc/passwd", "passwd"),
        ("C:\\x", "x"),
        ("\\\\server\\share\\y.doc", "y.doc"),
        ("CON", "_CON"),
        ("lpt1.txt", "_lpt1.txt"),
        ("con.tar.gz", "_con.tar.gz"),
        (".bashrc", "bashrc"),
        ("..", "file"),
        ("", "file"),
        ("a\0b", "a_b"),
        ("\u{202e}fdp.exe", "_fdp.exe"),
        ("name.", "name"),
        ("Übersicht 1.pdf", "_bersicht_1.pdf"),
    ];
    for (name, safe) in cases {
        assert_eq!(safe_name(name), safe, "{name:?}");
    }
    let safe = safe_name(&long);
    assert!(safe.len() <= 100 && safe.ends_with("xx.pdf"), "{safe}");
    let dir = tempfile::tempdir().unwrap();
    let files = sample::samples(&built(dir.path())).remove("record").unwrap();
    let evidence: Vec<&String> = files.keys().filter(|name| name.starts_with("evidence/")).collect();
    assert!(evidence.len() == 1 && evidence[0].ends_with("/Minutes__1_April.txt"), "{evidence:?}");
}

mod importing {
    use super::*;
    use psr_recorder::bundle::{Imported, import};
    use psr_recorder::{OperationId, Register, SigningKey, Value, verify};
    use support::{answer, noon, seeded};

    fn receiving(dir: &Path) -> Register {
        let signing = SigningKey::from_seed(&[77; 32]);
        let mut register = Register::create(dir, "other.example.org", &signing, noon(), &mut seeded(50)).unwrap();
        register.append(&answer(record(9), None, 500), &mut seeded(51)).unwrap();
        register
    }

    fn imported(register: &mut Register, bytes: &[u8], operation: u8) -> psr_recorder::Result<Imported> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("bundle.zip");
        std::fs::write(&path, bytes).unwrap();
        let act = (OperationId([operation; 16]), noon());
        import(register, &path, &Options::default(), act, &mut seeded(60 + u64::from(operation)))
    }

    fn sound(dir: &Path) {
        let report = verify(dir, &Options::default(), &mut |_, _| {}).unwrap();
        assert_eq!(report.faults, []);
    }

    #[test]
    fn an_imported_record_keeps_every_byte_and_can_be_continued() {
        let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let source = built(from.path());
        let mut register = receiving(to.path());
        let came = imported(&mut register, &zipped(&source, &Request::record(record(0))), 1).unwrap();
        assert_eq!((came.rec, came.adopted.added), (record(0), 6));
        let (before, after) = (source.events(record(0)).unwrap(), register.events(record(0)).unwrap());
        assert!(
            before.iter().zip(&after).all(|(before, after)| before.line == after.line && before.fields == after.fields)
        );
        let digest = psr_recorder::Digest::of(&[b"Minutes of 1 April 2026\n"]);
        assert_eq!(register.evidence(digest).unwrap(), b"Minutes of 1 April 2026\n");
        let own = register.events(register.own_record().unwrap()).unwrap();
        let said = own.last().unwrap();
        assert_eq!(said.field("import/origin"), Some(&Value::from(support::ORIGIN)));
        assert_eq!(said.field("import/entries"), Some(&Value::from(6)));
        assert_eq!(said.field("import/checkpoint"), Some(&Value::from(source.signed_head().unwrap())));
        register.append(&answer(record(0), Some(5), 600), &mut seeded(70)).unwrap();
        sound(to.path());
        let onward = verified(&zipped(&register, &Request::record(record(0)))).unwrap();
        assert_eq!((kinds(&onward), onward.entries), (vec![], 7));
    }

    #[test]
    fn a_continuation_adds_only_what_is_newer_and_another_history_nothing() {
        let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut source = built(from.path());
        let mut register = receiving(to.path());
        let early = zipped(&source, &Request::record(record(2)));
        assert_eq!(imported(&mut register, &early, 1).unwrap().adopted.added, 2);
        assert_eq!(imported(&mut register, &early, 2).unwrap().adopted.added, 0);
        source.append(&answer(record(2), Some(1), 700), &mut seeded(80)).unwrap();
        let late = zipped(&source, &Request::record(record(2)));
        assert_eq!(imported(&mut register, &late, 3).unwrap().adopted.added, 1);
        assert_eq!(imported(&mut register, &early, 4).unwrap().adopted.added, 0, "an older bundle adds nothing");
        source.append(&answer(record(2), Some(2), 701), &mut seeded(81)).unwrap();
        register.append(&answer(record(2), Some(2), 702), &mut seeded(82)).unwrap();
        let forked = imported(&mut register, &zipped(&source, &Request::record(record(2))), 5).unwrap_err().to_string();
        assert!(forked.contains("its event 3 is another one"), "{forked}");
        sound(to.path());
    }

    #[test]
    fn what_is_unsound_withheld_or_of_a_whole_register_is_not_taken_in() {
        let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let source = built(from.path());
        let mut register = receiving(to.path());
        let size = register.size().unwrap();
        let selection = sample::withholding(&source, record(0), &["reason"]);
        let mut broken = zipped(&source, &Request::record(record(0)));
        let at = broken.windows(8).position(|window| window == b"Minutes ").unwrap();
        broken[at] ^= 1;
        for (bytes, reason) in [
            (zipped(&source, &Request::disclosure(record(0), selection)), "withholds 1 field"),
            (zipped(&source, &Request::register(vec![record(0)])), "not the bundle of one record"),
            (broken, "not sound"),
        ] {
            let refused = imported(&mut register, &bytes, 1).unwrap_err().to_string();
            assert!(refused.contains(reason), "{refused}");
        }
        assert_eq!(register.size().unwrap(), size);
    }
}

#[test]
fn the_proof_in_the_document_is_that_of_the_sample() {
    let document = include_str!("../../../docs/record-format.md");
    let shown = document.split("```text tlog-proof\n").nth(1).unwrap().split("```").next().unwrap();
    assert_eq!(shown, std::fs::read_to_string(Path::new(SAMPLES).join("record/gates/5.tlog-proof")).unwrap());
    let schemas: Vec<&str> = psr_recorder::bundle::SCHEMAS.iter().map(|(name, _)| *name).collect();
    assert!(schemas.is_sorted() && schemas.len() == 5, "{schemas:?}");
}
