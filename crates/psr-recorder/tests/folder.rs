//! What only the embedded store does: its files.
#![allow(clippy::unwrap_used)]

mod support;

use std::path::Path;

use psr_recorder::{Digest, Error, FieldState, Options, Value, verify};
use rusqlite::Connection;
use support::{answer, create, record, seeded};

/// Whether any file of a folder holds these bytes.
fn anywhere(dir: &Path, bytes: &[u8]) -> bool {
    std::fs::read_dir(dir).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        let found = |content: Vec<u8>| content.windows(bytes.len()).any(|window| window == bytes);
        if path.is_dir() { anywhere(&path, bytes) } else { found(std::fs::read(path).unwrap()) }
    })
}

#[test]
fn erased_bytes_are_in_no_file_of_the_register() {
    let dir = tempfile::tempdir().unwrap();
    let mut register = create(dir.path());
    let evidence = register.put_evidence(&mut &b"a letter about somebody"[..]).unwrap();
    let mut append = answer(record(0), None, 0);
    append.fields.push(("evidence/0/sha256".to_owned(), Value::from(evidence.digest.to_string())));
    append.fields.push(("name".to_owned(), Value::from("Somebody Invented")));
    register.append(&append, &mut seeded(1)).unwrap();
    let entry = register.events(record(0)).unwrap().remove(0);
    let personal = |field: &&psr_recorder::Field| matches!(&field.state, FieldState::Shown { path, .. } if path == "name" || path.starts_with("evidence/"));
    let digests: Vec<Digest> = entry.fields.iter().filter(personal).map(|field| field.digest).collect();
    assert_eq!(digests.len(), 2);
    let body = Connection::open(dir.path().join("register.sqlite"))
        .unwrap()
        .query_row("SELECT body FROM disclosure WHERE digest = ?1", [digests[0].as_bytes()], |row| {
            row.get::<_, String>(0)
        })
        .unwrap();
    assert!(anywhere(dir.path(), body.as_bytes()));
    let mut erasure = answer(record(0), Some(0), 1);
    erasure.fields = vec![("ground".to_owned(), Value::from("UK GDPR article 17"))];
    register.erase(&erasure, &digests, &mut seeded(2)).unwrap();
    assert!(!anywhere(dir.path(), body.as_bytes()));
    assert!(!anywhere(dir.path(), b"a letter about somebody"));
    let report = verify(dir.path(), &Options::default(), &mut |_, _| {}).unwrap();
    assert_eq!((report.faults, report.fields.erased, report.fields.missing), (vec![], 2, 0));
}

#[test]
fn evidence_is_kept_once_and_hashed_again_when_read() {
    let dir = tempfile::tempdir().unwrap();
    let register = create(dir.path());
    let stored = register.put_evidence(&mut &b"minutes"[..]).unwrap();
    assert_eq!((stored.digest, stored.length), (Digest::of(&[b"minutes"]), 7));
    assert_eq!(register.put_evidence(&mut &b"minutes"[..]).unwrap(), stored);
    assert_eq!(register.evidence(stored.digest).unwrap(), b"minutes");
    let hex = stored.digest.hex();
    let path = dir.path().join("evidence").join(&hex[..2]).join(hex);
    assert_eq!(std::fs::read_dir(dir.path().join("evidence")).unwrap().count(), 1, "no temporary file is left");
    std::fs::write(&path, "Minutes").unwrap();
    assert!(matches!(register.evidence(stored.digest), Err(Error::EvidenceAltered { .. })));
    assert!(matches!(register.put_evidence(&mut &b"minutes"[..]), Err(Error::EvidenceAltered { .. })));
    assert!(matches!(register.evidence(Digest::ZERO), Err(Error::EvidenceMissing { .. })));
}

#[test]
fn content_that_cannot_be_read_leaves_nothing_behind() {
    struct Broken;
    impl std::io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("unplugged"))
        }
    }
    let dir = tempfile::tempdir().unwrap();
    let refused = create(dir.path()).put_evidence(&mut Broken).unwrap_err().to_string();
    assert!(refused.contains("unplugged"), "{refused}");
    assert_eq!(std::fs::read_dir(dir.path().join("evidence")).unwrap().count(), 0);
}

#[test]
fn a_register_that_is_being_written_verifies_at_every_moment() {
    let dir = tempfile::tempdir().unwrap();
    let mut register = create(dir.path());
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for count in 0_u64..60 {
                register.append(&answer(record(0), count.checked_sub(1), count), &mut seeded(count)).unwrap();
            }
            done.store(true, std::sync::atomic::Ordering::Release);
        });
        let mut entries = 0;
        while !done.load(std::sync::atomic::Ordering::Acquire) {
            let report = verify(dir.path(), &Options::default(), &mut |_, _| {}).unwrap();
            assert_eq!(report.faults, []);
            assert!(report.entries >= entries);
            entries = report.entries;
        }
    });
    assert_eq!(verify(dir.path(), &Options::default(), &mut |_, _| {}).unwrap().entries, 60);
}
