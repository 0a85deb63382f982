//! Opening a register that is not as it should be: each case has its own error, and what can be read stays readable.
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use psr_recorder::{Error, Place, Register, store};

use crate::support::home::Home;
use crate::support::{ORIGIN, answer, key, noon, other_key, record, seeded};

crate::on_both_stores! {
    a_missing_register_is_said_to_be_missing,
    a_register_is_never_created_over_another,
    of_two_who_create_a_register_one_succeeds,
    a_newer_format_is_left_alone,
    a_locked_register_says_so_and_records_nothing,
    without_the_key_a_register_is_only_read,
    a_damaged_register_is_read_and_not_written,
    a_register_put_back_to_an_older_state_is_read_and_not_written,
    a_clock_that_steps_back_is_on_record,
}

fn a_missing_register_is_said_to_be_missing(home: &Home) {
    let error = Register::open_read(home.place()).unwrap_err();
    assert!(matches!(error, Error::Missing { .. } | Error::MissingOnServer { .. }), "{error}");
    assert!(error.to_string().contains("psr init"), "{error}");
}

fn a_register_is_never_created_over_another(home: &Home) {
    home.filled(1, 1);
    let again = Register::create(home.place(), ORIGIN, &key(), noon(), &mut seeded(1));
    assert!(matches!(again, Err(Error::Exists { .. })));
    let copied = store::copy(&home.place(), &home.place(), &mut |_, _| {});
    assert!(matches!(copied, Err(Error::Exists { .. })));
    assert_eq!(home.open_read().size().unwrap(), 1);
}

fn of_two_who_create_a_register_one_succeeds(home: &Home) {
    let created = |seed| Register::create(home.place(), ORIGIN, &key(), noon(), &mut seeded(seed)).is_ok();
    let count = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|seed| scope.spawn(move || created(seed))).collect();
        threads.into_iter().map(|thread| usize::from(thread.join().unwrap())).sum::<usize>()
    });
    assert_eq!(count, 1);
    home.assert_sound();
}

fn a_newer_format_is_left_alone(home: &Home) {
    home.create();
    home.tamper("UPDATE meta SET value = '2' WHERE key = 'format'");
    let refused = |opened: psr_recorder::Result<Register>| {
        assert!(matches!(opened.unwrap_err(), Error::NewerFormat { found: 2, known: 1, .. }));
    };
    refused(Register::open_read(home.place()));
    refused(Register::open_write(home.place(), &key()));
}

fn a_locked_register_says_so_and_records_nothing(home: &Home) {
    let mut register = home.create();
    register.wait_at_most(Duration::from_millis(50)).unwrap();
    let mut other = home.open_write();
    let mut append = answer(record(0), None, 0);
    let held = holding(home, || register.append(&append, &mut seeded(1)).unwrap_err());
    assert!(matches!(held, Error::Locked { .. }), "{held}");
    assert_eq!(register.size().unwrap(), 0);
    other.append(&append, &mut seeded(1)).unwrap();
    append.op = crate::support::op(1);
    append.base = Some(0);
    register.append(&append, &mut seeded(2)).unwrap();
}

/// Runs something while another program holds the register's lock.
fn holding<T>(home: &Home, act: impl FnOnce() -> T) -> T {
    match home {
        Home::Folder(dir) => {
            let other = rusqlite::Connection::open(dir.path().join("register.sqlite")).unwrap();
            other.execute_batch("BEGIN IMMEDIATE").unwrap();
            act()
        }
        Home::Server { .. } => {
            let mut other = home.client();
            other.batch_execute("BEGIN; SELECT 1 FROM tree FOR UPDATE").unwrap();
            act()
        }
    }
}

fn without_the_key_a_register_is_only_read(home: &Home) {
    home.filled(1, 1);
    let mut reading = home.open_read();
    let refused = reading.append(&answer(record(0), Some(0), 9), &mut seeded(1));
    assert!(matches!(refused, Err(Error::OpenedForReading { .. })));
    assert!(matches!(reading.put_evidence(&mut &b"x"[..]), Err(Error::OpenedForReading { .. })));
    let wrong = Register::open_write(home.place(), &other_key()).unwrap_err();
    assert!(matches!(wrong, Error::WrongKey { .. }));
}

/// Takes what protects the rows out of the way.
fn unprotected(home: &Home, statement: &str) {
    match home {
        Home::Folder(_) => {
            home.tamper(&format!("DROP TRIGGER event_refuses_update; DROP TRIGGER event_refuses_delete; {statement}"))
        }
        Home::Server { .. } => {
            let statement = statement.replace("x'", "'\\x").replace("zeroblob(32)", "decode(repeat('00', 32), 'hex')");
            home.tamper(&format!(
                "ALTER TABLE event DISABLE TRIGGER event_refuses_change;
                 ALTER TABLE disclosure DROP CONSTRAINT disclosure_idx_fkey; {statement}"
            ));
        }
    }
}

fn a_damaged_register_is_read_and_not_written(home: &Home) {
    let cases = [
        ("UPDATE event SET line = x'7b7d' WHERE idx = 3", "the line of event 3 is not what was recorded"),
        ("UPDATE event SET leaf = zeroblob(32) WHERE idx = 0", "do not give the tree"),
        ("DELETE FROM event WHERE idx = 3", "its 3 events do not give the tree of 4"),
        ("UPDATE head SET seq = 7", "the head it keeps of record"),
        ("UPDATE tree SET size = 3", "does not fit its size"),
        ("UPDATE tree SET note = replace(note, '4', '3')", "its newest checkpoint"),
    ];
    for (statement, reason) in cases {
        let home = home.another();
        home.filled(2, 2);
        unprotected(&home, statement);
        let mut register = home.open_write();
        let error = register.append(&answer(record(9), None, 99), &mut seeded(1)).unwrap_err();
        assert!(matches!(error, Error::Damaged { .. }) && error.to_string().contains(reason), "{statement}: {error}");
        assert_eq!(register.doubt().unwrap().to_string(), error.to_string());
        assert_eq!(register.records().unwrap().len(), 2, "what is there can be listed");
    }
}

fn a_register_put_back_to_an_older_state_is_read_and_not_written(home: &Home) {
    home.filled(1, 2);
    let older = home.another();
    store::copy(&home.place(), &older.place(), &mut |_, _| {}).unwrap();
    home.open_write().append(&answer(record(0), Some(1), 7), &mut seeded(8)).unwrap();
    std::fs::copy(home.last_seen(), older.last_seen()).unwrap();
    let mut register = older.open_write();
    assert!(matches!(register.doubt(), Some(Error::RolledBack { .. })), "{:?}", register.doubt());
    let refused = register.append(&answer(record(0), Some(1), 8), &mut seeded(9)).unwrap_err().to_string();
    assert!(refused.contains("3 events were last seen, and 2 are here"), "{refused}");
    assert_eq!(register.events(record(0)).unwrap().len(), 2, "what is there can be read");
}

fn a_clock_that_steps_back_is_on_record(home: &Home) {
    let mut register = home.create();
    let notice = psr_recorder::ClockNotice::default();
    register.record_clock_steps(notice.clone());
    let mut base = None;
    // Half a second is no step; an hour is.
    for (operation, milliseconds) in [(0, 0), (1, -500), (2, -3_600_000), (3, 0)] {
        let mut append = answer(record(0), base, operation);
        append.at = noon() + chrono::TimeDelta::milliseconds(milliseconds);
        base = Some(register.append(&append, &mut seeded(operation)).unwrap().seq);
    }
    let own = register.about("register").unwrap().parse().unwrap();
    let events = register.events(own).unwrap();
    let step = events.iter().find(|entry| entry.header.typ == "psr.clock/1").unwrap();
    assert_eq!(step.field("clock/from").unwrap().as_text(), Some("2026-04-01T11:59:59.500Z"));
    assert_eq!(step.field("clock/to").unwrap().as_text(), Some("2026-04-01T11:00:00.000Z"));
    assert_eq!(events.iter().filter(|entry| entry.header.typ == "psr.clock/1").count(), 1);
    let told = notice.take().unwrap();
    assert_eq!(told.from - told.to, chrono::TimeDelta::milliseconds(3_599_500));
    assert_eq!(notice.take(), None);
    drop(register);
    home.assert_sound();
}

#[test]
fn a_place_is_a_folder_or_an_address() {
    assert!(Place::parse("some/folder").unwrap().folder().is_some());
    assert!(Place::parse("postgres://host/db").unwrap().folder().is_none());
    for (given, shown) in [
        ("postgres://host/db", "postgres://host/db?schema=psr"),
        ("postgresql://u:secret@host:5433/db?schema=icb_1", "postgres://u@host:5433/db?schema=icb_1"),
        ("postgres://u@h1:1,h2:2/db?password=secret&connect_timeout=3", "postgres://u@h1:1,h2:2/db?schema=psr"),
        ("postgres://u:se%40cret@%2Frun%2Fpg/db", "postgres://u@/run/pg/db?schema=psr"),
    ] {
        let place = Place::parse(given).unwrap();
        assert_eq!(place.to_string(), shown);
        assert!(!format!("{place:?}").contains("cret"), "{place:?}");
    }
}

#[test]
fn no_error_repeats_a_password() {
    for address in [
        "postgres://u:secret@127.0.0.1:1/db?connect_timeout=1",
        "postgres://u:sec@ret@127.0.0.1:1/db?connect_timeout=1",
        "postgres://u:sec/ret@127.0.0.1:x/db",
        "postgres://u:secret@h:99999/db",
        "postgres://u@h/db?passwrd=secret",
        "postgres://u:secret@h/db?schema=no;such",
        "postgres://u:secret@127.0.0.1:1/db?sslmode=require&connect_timeout=1",
    ] {
        let opened = Place::parse(address).and_then(Register::open_read);
        let said = match opened {
            Err(error) => format!("{error} {error:?}"),
            Ok(_) => unreachable!("{address} was opened"),
        };
        assert!(!said.contains("secret") && !said.contains("ret@"), "{address}: {said}");
    }
}
