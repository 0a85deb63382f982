//! Appending to a register and reading it back.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::path::Path;

use psr_recorder::{Digest, Error, FieldState, Options, Register, Value, pack_digest, verify};
use rusqlite::Connection;
use support::{answer, create, filled, key, op, record, seeded};

#[test]
fn what_is_appended_reads_back() {
    let dir = tempfile::tempdir().unwrap();
    let receipts = filled(dir.path(), 2, 3);
    let register = Register::open_read(dir.path()).unwrap();
    assert_eq!(register.records().unwrap(), [record(0), record(1)]);
    assert_eq!(register.size().unwrap(), 6);
    let events = register.events(record(1)).unwrap();
    assert_eq!(events.iter().map(|entry| entry.header.seq).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(events[2].leaf, receipts[5].leaf);
    assert_eq!(events[2].header.prev, events[1].leaf);
    assert_eq!(events[2].field("reason"), Some(&Value::from("Reason 5: the café is “open”.")));
    assert_eq!(register.head(record(1)).unwrap(), Some((2, receipts[5].leaf)));
}

#[test]
fn the_same_operation_returns_the_first_result() {
    let dir = tempfile::tempdir().unwrap();
    let mut register = create(dir.path());
    let append = answer(record(0), None, 0);
    let first = register.append(&append, &mut seeded(5)).unwrap();
    register.append(&answer(record(0), Some(0), 1), &mut seeded(6)).unwrap();
    assert_eq!(register.append(&append, &mut seeded(7)).unwrap(), first);
    assert_eq!(register.size().unwrap(), 2);
    let elsewhere = register.append(&answer(record(1), None, 0), &mut seeded(8));
    assert!(matches!(elsewhere, Err(Error::OperationReused { op: reused, .. }) if reused == op(0)));
}

#[test]
fn a_stale_writer_is_told_the_present_head() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), 1, 3);
    let mut register = Register::open_write(dir.path(), &key()).unwrap();
    let Err(Error::Conflict(conflict)) = register.append(&answer(record(0), Some(0), 9), &mut seeded(4)) else {
        panic!("a stale base was accepted")
    };
    assert_eq!((conflict.base, conflict.head), (Some(0), Some(2)));
    assert_eq!(conflict.newer.iter().map(|entry| entry.header.seq).collect::<Vec<_>>(), [1, 2]);
    let second_first = register.append(&answer(record(0), None, 10), &mut seeded(4));
    assert!(matches!(second_first, Err(Error::Conflict(conflict)) if conflict.newer.len() == 3));
}

#[test]
fn several_events_are_recorded_all_or_none() {
    let dir = tempfile::tempdir().unwrap();
    let mut register = create(dir.path());
    let (first, second) = (answer(record(0), None, 0), answer(record(0), Some(0), 1));
    let receipts = register.append_all(&[first, second], &mut seeded(4)).unwrap();
    assert_eq!((receipts[0].seq, receipts[1].seq), (0, 1));
    let (fine, stale) = (answer(record(1), None, 2), answer(record(0), Some(0), 3));
    assert!(matches!(register.append_all(&[fine, stale], &mut seeded(5)), Err(Error::Conflict(_))));
    assert_eq!(register.size().unwrap(), 2);
    assert_eq!(register.events(record(1)).unwrap(), []);
    register.append(&answer(record(0), Some(1), 4), &mut seeded(6)).unwrap();
    drop(register);
    assert_eq!(Register::open_write(dir.path(), &key()).unwrap().size().unwrap(), 3);
}

#[test]
fn what_is_erased_is_gone_and_said_to_be() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), 1, 3);
    let mut register = Register::open_write(dir.path(), &key()).unwrap();
    let events = register.events(record(0)).unwrap();
    let reason =
        |field: &&psr_recorder::Field| matches!(&field.state, FieldState::Shown { path, .. } if path == "reason");
    let digest = events[2].fields.iter().find(reason).unwrap().digest;
    let mut append = answer(record(0), Some(2), 50);
    append.fields = vec![("ground".to_owned(), Value::from("UK GDPR article 17"))];
    register.erase(&append, &[digest], &mut seeded(9)).unwrap();
    let events = register.events(record(0)).unwrap();
    let erased = events[2].fields.iter().find(|field| field.digest == digest).unwrap();
    assert_eq!(erased.state, FieldState::Erased);
    assert_eq!(events[2].field("reason"), None);
}

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
fn only_fields_of_the_record_are_erased_and_only_once() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), 2, 1);
    let mut register = Register::open_write(dir.path(), &key()).unwrap();
    let digest =
        |register: &Register, seq: usize, number| register.events(record(number)).unwrap()[seq].fields[0].digest;
    let (own, other) = (digest(&register, 0, 0), digest(&register, 0, 1));
    let mut erasure = answer(record(0), Some(0), 50);
    erasure.fields.clear();
    let refused = register.erase(&erasure, &[own, other], &mut seeded(1));
    assert!(matches!(refused, Err(Error::NothingToErase { digest, .. }) if digest == other));
    let receipt = register.erase(&erasure, &[own], &mut seeded(2)).unwrap();
    assert_eq!(register.erase(&erasure, &[own], &mut seeded(3)).unwrap(), receipt);
    let again = answer(record(0), Some(1), 51);
    assert!(matches!(register.erase(&again, &[own], &mut seeded(4)), Err(Error::NothingToErase { .. })));
    let said = digest(&register, 1, 0);
    assert!(matches!(register.erase(&again, &[said], &mut seeded(5)), Err(Error::NothingToErase { .. })));
    assert_eq!(register.size().unwrap(), 3);
}

#[test]
fn an_instant_that_has_no_form_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let mut append = answer(record(0), None, 0);
    append.at = chrono::DateTime::<chrono::Utc>::MAX_UTC;
    let refused = create(dir.path()).append(&append, &mut seeded(1)).unwrap_err().to_string();
    assert!(refused.starts_with("the event's header cannot be recorded: `at` is not"), "{refused}");
}

#[test]
fn evidence_is_kept_once_and_hashed_again_when_read() {
    let dir = tempfile::tempdir().unwrap();
    let register = create(dir.path());
    let stored = register.put_evidence(&mut &b"minutes"[..]).unwrap();
    assert_eq!((stored.digest, stored.length), (Digest::of(&[b"minutes"]), 7));
    assert_eq!(register.put_evidence(&mut &b"minutes"[..]).unwrap(), stored);
    assert_eq!(register.evidence(stored.digest).unwrap(), b"minutes");
    let path = register.evidence_file(stored.digest).unwrap();
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
fn a_pack_is_kept_under_the_digest_its_files_give() {
    let dir = tempfile::tempdir().unwrap();
    let mut register = create(dir.path());
    let files = vec![("b".to_owned(), b"2".to_vec()), ("a".to_owned(), b"1".to_vec())];
    let digest = pack_digest(&files);
    // By hand: leaves are SHA-256 of 00 path 00 bytes, and the root SHA-256 of 01 left right.
    let leaf = |path: &str, bytes: &str| Digest::of(&[b"\0", path.as_bytes(), b"\0", bytes.as_bytes()]);
    assert_eq!(digest, Digest::of(&[b"\x01", leaf("a", "1").as_bytes(), leaf("b", "2").as_bytes()]));
    register.put_pack(digest, &files).unwrap();
    register.put_pack(digest, &files).unwrap();
    let kept: Vec<String> = register.pack_files(digest).unwrap().into_iter().map(|(path, _)| path).collect();
    assert_eq!((kept, register.packs().unwrap()), (vec!["a".to_owned(), "b".to_owned()], vec![digest]));
    assert!(matches!(register.put_pack(Digest::ZERO, &files), Err(Error::PackAltered { .. })));
    assert!(matches!(register.pack_files(Digest::ZERO), Err(Error::PackMissing { .. })));
}

#[test]
fn checkpoints_are_kept_daily_and_when_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let mut register = create(dir.path());
    let mut base = None;
    for (operation, days, gate) in [(0, 0, false), (1, 0, true), (2, 0, false), (3, 1, false), (4, 1, false)] {
        let mut append = answer(record(0), base, operation);
        append.at += chrono::TimeDelta::days(days);
        append.checkpoint = gate;
        base = Some(register.append(&append, &mut seeded(operation)).unwrap().seq);
    }
    let sizes = |register: &Register| register.checkpoints().unwrap().iter().map(|kept| kept.size).collect::<Vec<_>>();
    assert_eq!(sizes(&register), [0, 2, 4]);
    register.keep_checkpoint(support::noon()).unwrap();
    assert_eq!(sizes(&register), [0, 2, 4, 5]);
    let head = psr_recorder::note::open(&register.signed_head().unwrap()).unwrap();
    assert!(head.is_signed_by(register.verifier()));
    assert_eq!(psr_recorder::Checkpoint::parse(&head.text).unwrap().root, register.root().unwrap());
}
