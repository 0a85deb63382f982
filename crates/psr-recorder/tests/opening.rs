//! Opening a register that is not as it should be: each case has its own error, which says what to do next.
#![allow(clippy::unwrap_used)]

mod support;

use std::path::Path;
use std::time::Duration;

use psr_recorder::{Error, Register};
use rusqlite::Connection;
use support::{ORIGIN, answer, create, filled, key, noon, other_key, record, seeded};

fn database(dir: &Path) -> Connection {
    Connection::open(dir.join("register.sqlite")).unwrap()
}

/// Returns why a register refuses to be written: when it is opened, or, where it opens to be read, when something is appended.
fn refused(dir: &Path) -> Error {
    match Register::open_write(dir, &key()) {
        Err(error) => error,
        Ok(mut register) => {
            let refused = register.append(&answer(record(99), None, 999), &mut seeded(99)).unwrap_err();
            assert_eq!(register.doubt().unwrap().to_string(), refused.to_string());
            refused
        }
    }
}

/// Runs statements on a filled register, without its triggers, and returns why it then refuses to be written.
fn refused_after(statements: &str) -> Error {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), 2, 2);
    let triggers = "DROP TRIGGER event_refuses_update; DROP TRIGGER event_refuses_delete;";
    database(dir.path()).execute_batch(&format!("PRAGMA foreign_keys=OFF; {triggers} {statements}")).unwrap();
    refused(dir.path())
}

#[test]
fn a_missing_register_is_said_to_be_missing() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(refused(dir.path()), Error::Missing { path } if path == dir.path()));
    let nowhere = dir.path().join("nowhere");
    let error = Register::open_read(&nowhere).unwrap_err().to_string();
    assert!(error.contains("nowhere") && error.contains("psr init"), "{error}");
    assert!(!nowhere.exists());
}

#[test]
fn a_register_is_never_created_over_another() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), 1, 1);
    let again = Register::create(dir.path(), ORIGIN, &key(), noon(), &mut seeded(1));
    assert!(matches!(again, Err(Error::Exists { .. })));
    assert_eq!(Register::open_read(dir.path()).unwrap().size().unwrap(), 1);
}

#[test]
fn of_two_who_create_a_register_one_succeeds() {
    let dir = tempfile::tempdir().unwrap();
    let created = |seed| Register::create(dir.path(), ORIGIN, &key(), noon(), &mut seeded(seed)).is_ok();
    let count = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|seed| scope.spawn(move || created(seed))).collect();
        threads.into_iter().map(|thread| usize::from(thread.join().unwrap())).sum::<usize>()
    });
    assert_eq!(count, 1);
    let mut names: Vec<_> = std::fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["last-seen", "register.sqlite"], "nothing half-made is left");
}

#[test]
fn a_name_that_would_break_a_checkpoint_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["", "two words", "a+b", "a\nb", "a\u{202e}b", &"x".repeat(129)] {
        let refused = Register::create(dir.path(), name, &key(), noon(), &mut seeded(1)).unwrap_err();
        assert!(
            refused.to_string().starts_with("the register's name cannot be recorded: `origin` is not"),
            "{refused}"
        );
    }
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn another_file_is_not_taken_for_a_register() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("register.sqlite");
    std::fs::write(&path, "a letter, not a database, and long enough to be looked at ".repeat(20)).unwrap();
    assert!(matches!(refused(dir.path()), Error::NotARegister { .. }));
    std::fs::remove_file(&path).unwrap();
    database(dir.path()).execute_batch("CREATE TABLE t(a)").unwrap();
    assert!(matches!(refused(dir.path()), Error::NotARegister { .. }));
    std::fs::write(&path, "").unwrap();
    assert!(matches!(refused(dir.path()), Error::NotARegister { reason, .. } if reason == "it is empty"));
}

#[test]
fn a_newer_format_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    create(dir.path());
    database(dir.path()).execute_batch("UPDATE meta SET value = '2' WHERE key = 'format'").unwrap();
    assert!(matches!(refused(dir.path()), Error::NewerFormat { found: 2, known: 1, .. }));
    assert!(matches!(Register::open_read(dir.path()), Err(Error::NewerFormat { .. })));
}

#[test]
fn a_locked_register_says_so_and_records_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut register = create(dir.path());
    register.wait_at_most(Duration::from_millis(50)).unwrap();
    let other = database(dir.path());
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let locked = register.append(&answer(record(0), None, 0), &mut seeded(1)).unwrap_err();
    assert!(matches!(locked, Error::Locked { .. }), "{locked}");
    assert_eq!(register.size().unwrap(), 0, "reading goes on meanwhile");
    other.execute_batch("ROLLBACK").unwrap();
    register.append(&answer(record(0), None, 0), &mut seeded(1)).unwrap();
}

#[test]
fn without_the_key_a_register_is_only_read() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), 1, 1);
    let mut reading = Register::open_read(dir.path()).unwrap();
    let refused = reading.append(&answer(record(0), Some(0), 9), &mut seeded(1));
    assert!(matches!(refused, Err(Error::OpenedForReading { .. })));
    assert!(matches!(reading.put_evidence(&mut &b"x"[..]), Err(Error::OpenedForReading { .. })));
    let wrong = Register::open_write(dir.path(), &other_key()).unwrap_err();
    assert!(matches!(wrong, Error::WrongKey { .. }));
}

#[test]
fn a_damaged_register_is_not_written() {
    let cases = [
        ("UPDATE event SET line = x'7b7d' WHERE idx = 3", "the line of event 3 is not what was recorded"),
        ("UPDATE event SET leaf = zeroblob(32) WHERE idx = 0", "do not give the tree"),
        ("DELETE FROM event WHERE idx = 3", "its 3 events do not give the tree of 4"),
        ("UPDATE head SET seq = 7", "the head it keeps of record"),
        ("DELETE FROM head", "the head it keeps of record"),
        ("UPDATE tree SET size = 3", "does not fit its size"),
        ("UPDATE tree SET edge = zeroblob(32)", "do not give the tree"),
        ("UPDATE tree SET note = replace(note, '4', '3')", "is not a signature over its events"),
        ("DELETE FROM meta WHERE key = 'key'", "does not say its key"),
        ("DELETE FROM tree", "Query returned no rows"),
        ("DROP TABLE head", "no such table: head"),
        ("DROP TABLE meta", "no such table: meta"),
        ("UPDATE meta SET value = 'x' WHERE key = 'format'", "its format `x` is not a number"),
    ];
    for (statement, reason) in cases {
        let error = refused_after(statement);
        assert!(matches!(error, Error::Damaged { .. }) && error.to_string().contains(reason), "{statement}: {error}");
    }
}

#[test]
fn what_was_altered_is_not_read_as_if_it_were_left_out() {
    let cases = [
        ("UPDATE disclosure SET body = replace(body, 'c', 'd') WHERE idx = 1", "a disclosure of event 1 is not what"),
        ("DROP TRIGGER pack_refuses_update; UPDATE pack SET bytes = x'00'", "is not what was recorded: its files give"),
    ];
    for (statement, reason) in cases {
        let dir = tempfile::tempdir().unwrap();
        filled(dir.path(), 1, 2);
        database(dir.path()).execute_batch(statement).unwrap();
        let register = Register::open_read(dir.path()).unwrap();
        let pack = register.packs().unwrap()[0];
        let read = register.events(record(0)).and_then(|_| register.pack_files(pack));
        let error = read.unwrap_err();
        assert!(matches!(error, Error::Damaged { .. }) && error.to_string().contains(reason), "{statement}: {error}");
    }
}

#[test]
fn a_register_put_back_to_an_older_state_is_not_written() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), 1, 2);
    let path = dir.path().join("register.sqlite");
    let older = std::fs::read(&path).unwrap();
    let mut register = Register::open_write(dir.path(), &key()).unwrap();
    register.append(&answer(record(0), Some(1), 7), &mut seeded(8)).unwrap();
    drop(register);
    std::fs::write(&path, older).unwrap();
    let error = refused(dir.path());
    assert!(matches!(error, Error::RolledBack { .. }), "{error}");
    assert!(error.to_string().contains("3 events were last seen, and 2 are here"), "{error}");
    let mut reading = Register::open_write(dir.path(), &key()).unwrap();
    assert_eq!(reading.events(record(0)).unwrap().len(), 2, "what is here can be read");
    assert!(reading.put_evidence(&mut &b"x"[..]).is_err() && reading.keep_checkpoint(noon()).is_err());
    drop(reading);
    for rubbish in [&b"x"[..], b"\xff\x01"] {
        std::fs::write(dir.path().join("last-seen"), rubbish).unwrap();
        assert!(matches!(refused(dir.path()), Error::Damaged { path, .. } if path.ends_with("last-seen")));
    }
    // What a power cut leaves of the file says nothing.
    for torn in [&b""[..], b"register\n\0\0"] {
        std::fs::write(dir.path().join("last-seen"), torn).unwrap();
        assert!(Register::open_write(dir.path(), &key()).unwrap().doubt().is_none());
    }
}

#[test]
fn a_torn_database_never_stops_the_program() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), 2, 3);
    let path = dir.path().join("register.sqlite");
    let whole = std::fs::read(&path).unwrap();
    // The last page may be unused, so it is cut off whole.
    for length in (0..whole.len() - 4096).step_by(whole.len() / 40) {
        std::fs::write(&path, &whole[..length]).unwrap();
        let verified = psr_recorder::verify(dir.path(), &psr_recorder::Options::default(), &mut |_, _| {});
        assert!(!verified.is_ok_and(|report| report.is_sound()), "cut at {length}");
        let opened = Register::open_write(dir.path(), &key());
        assert!(opened.is_err() || opened.is_ok_and(|register| register.doubt().is_some()), "cut at {length}");
    }
}
