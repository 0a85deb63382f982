//! Appending to a register and reading it back.
#![allow(clippy::unwrap_used, clippy::panic)]

use psr_recorder::{Digest, Error, FieldState, Register, Value, pack_digest};

use crate::support::home::Home;
use crate::support::{self, answer, op, record, seeded};

crate::on_both_stores! {
    what_is_appended_reads_back,
    the_same_operation_returns_the_first_result,
    a_stale_writer_is_told_the_present_head,
    several_events_are_recorded_all_or_none,
    what_is_erased_is_gone_and_said_to_be,
    only_fields_of_the_record_are_erased_and_only_once,
    an_instant_that_has_no_form_is_refused,
    a_pack_is_kept_under_the_digest_its_files_give,
    checkpoints_are_kept_daily_and_when_asked_for,
    evidence_is_kept_once_and_read_back,
}

fn what_is_appended_reads_back(home: &Home) {
    let receipts = home.filled(2, 3);
    let register = home.open_read();
    assert_eq!(register.records().unwrap(), [record(0), record(1)]);
    assert_eq!(register.size().unwrap(), 6);
    let events = register.events(record(1)).unwrap();
    assert_eq!(events.iter().map(|entry| entry.header.seq).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(events[2].leaf, receipts[5].leaf);
    assert_eq!(events[2].header.prev, events[1].leaf);
    assert_eq!(events[2].field("reason"), Some(&Value::from("Reason 5: the café is “open”.")));
    assert_eq!(register.head(record(1)).unwrap(), Some((2, receipts[5].leaf)));
}

fn the_same_operation_returns_the_first_result(home: &Home) {
    let mut register = home.create();
    let append = answer(record(0), None, 0);
    let first = register.append(&append, &mut seeded(5)).unwrap();
    register.append(&answer(record(0), Some(0), 1), &mut seeded(6)).unwrap();
    assert_eq!(register.append(&append, &mut seeded(7)).unwrap(), first);
    assert_eq!(register.size().unwrap(), 2);
    let elsewhere = register.append(&answer(record(1), None, 0), &mut seeded(8));
    assert!(matches!(elsewhere, Err(Error::OperationReused { op: reused, .. }) if reused == op(0)));
}

fn a_stale_writer_is_told_the_present_head(home: &Home) {
    home.filled(1, 3);
    let mut register = home.open_write();
    let Err(Error::Conflict(conflict)) = register.append(&answer(record(0), Some(0), 9), &mut seeded(4)) else {
        panic!("a stale base was accepted")
    };
    assert_eq!((conflict.base, conflict.head), (Some(0), Some(2)));
    assert_eq!(conflict.newer.iter().map(|entry| entry.header.seq).collect::<Vec<_>>(), [1, 2]);
    let second_first = register.append(&answer(record(0), None, 10), &mut seeded(4));
    assert!(matches!(second_first, Err(Error::Conflict(conflict)) if conflict.newer.len() == 3));
}

fn several_events_are_recorded_all_or_none(home: &Home) {
    let mut register = home.create();
    let (first, second) = (answer(record(0), None, 0), answer(record(0), Some(0), 1));
    let receipts = register.append_all(&[first, second], &mut seeded(4)).unwrap();
    assert_eq!((receipts[0].seq, receipts[1].seq), (0, 1));
    let (fine, stale) = (answer(record(1), None, 2), answer(record(0), Some(0), 3));
    assert!(matches!(register.append_all(&[fine, stale], &mut seeded(5)), Err(Error::Conflict(_))));
    assert_eq!(register.size().unwrap(), 2);
    assert_eq!(register.events(record(1)).unwrap(), []);
    register.append(&answer(record(0), Some(1), 4), &mut seeded(6)).unwrap();
    drop(register);
    assert_eq!(home.open_write().size().unwrap(), 3);
}

fn what_is_erased_is_gone_and_said_to_be(home: &Home) {
    home.filled(1, 3);
    let mut register = home.open_write();
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

fn only_fields_of_the_record_are_erased_and_only_once(home: &Home) {
    home.filled(2, 1);
    let mut register = home.open_write();
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

fn an_instant_that_has_no_form_is_refused(home: &Home) {
    let mut append = answer(record(0), None, 0);
    append.at = chrono::DateTime::<chrono::Utc>::MAX_UTC;
    let refused = home.create().append(&append, &mut seeded(1)).unwrap_err().to_string();
    assert!(refused.starts_with("the event's header cannot be recorded: `at` is not"), "{refused}");
}

fn a_pack_is_kept_under_the_digest_its_files_give(home: &Home) {
    let mut register = home.create();
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

fn checkpoints_are_kept_daily_and_when_asked_for(home: &Home) {
    let mut register = home.create();
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

fn evidence_is_kept_once_and_read_back(home: &Home) {
    let register = home.create();
    // Three pieces on a server, of which the last is not whole.
    let large: Vec<u8> = (0_u32..650_000).flat_map(u32::to_be_bytes).collect();
    for content in [&b""[..], b"minutes", &large] {
        let stored = register.put_evidence(&mut &*content).unwrap();
        assert_eq!((stored.digest, stored.length), (Digest::of(&[content]), content.len() as u64));
        assert_eq!(register.put_evidence(&mut &*content).unwrap(), stored);
        assert_eq!(register.evidence(stored.digest).unwrap(), content);
    }
    assert!(matches!(register.evidence(Digest::ZERO), Err(Error::EvidenceMissing { .. })));
    let mut append = answer(record(0), None, 0);
    append.fields.push(("evidence/0/sha256".to_owned(), Value::from(Digest::ZERO.to_string())));
    let mut register = register;
    assert!(matches!(register.append(&append, &mut seeded(1)), Err(Error::EvidenceMissing { .. })));
}
