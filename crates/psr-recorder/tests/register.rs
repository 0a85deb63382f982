//! Appending to a register and reading it back.
#![allow(clippy::unwrap_used)]

mod support;

use psr_recorder::{Error, FieldState, Register, Value};
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
