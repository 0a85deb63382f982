//! Any changed byte is reported, with the position of its event.
#![allow(clippy::unwrap_used)]

mod support;

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use psr_recorder::{Digest, FieldState, Options, Register, Report, Value, verify};
use rusqlite::Connection;
use support::{answer, create, filled, op, record, seeded};

struct Fixture {
    dir: tempfile::TempDir,
    connection: Connection,
}

/// A register whose rows can be changed, with its triggers gone.
fn fixture() -> Fixture {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), 2, 3);
    let connection = Connection::open(dir.path().join("register.sqlite")).unwrap();
    connection
        .execute_batch("PRAGMA synchronous=OFF; DROP TRIGGER event_refuses_update; DROP TRIGGER pack_refuses_update;")
        .unwrap();
    Fixture { dir, connection }
}

fn report(dir: &Path) -> Report {
    verify(dir, &Options::default(), &mut |_, _| {}).unwrap()
}

fn is_reported(report: &Report, position: u64, kinds: &[&str]) -> bool {
    report.faults.iter().any(|fault| fault.position == Some(position) && kinds.contains(&fault.kind.name()))
}

fn evidence_path(dir: &Path) -> PathBuf {
    let hex = Digest::of(&[b"minutes of the meeting"]).hex();
    dir.join("evidence").join(&hex[..2]).join(hex)
}

impl Fixture {
    /// Changes one byte of a stored value, verifies, and puts the byte back.
    fn with_changed(
        &self,
        table: &str,
        column: &str,
        row: usize,
        place: prop::sample::Index,
        change: u8,
    ) -> (u64, Report) {
        let query =
            format!("SELECT rowid, idx, CAST({column} AS BLOB) FROM {table} ORDER BY idx, rowid LIMIT 1 OFFSET {row}");
        let (rowid, idx, before): (i64, u64, Vec<u8>) =
            self.connection.query_row(&query, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
        let mut after = before.clone();
        after[place.index(before.len())] ^= change;
        let kind = if table == "event" { "BLOB" } else { "TEXT" };
        let update = format!("UPDATE {table} SET {column} = CAST(?1 AS {kind}) WHERE rowid = ?2");
        self.connection.execute(&update, (&after, rowid)).unwrap();
        let report = report(self.dir.path());
        self.connection.execute(&update, (&before, rowid)).unwrap();
        (idx, report)
    }
}

#[test]
fn any_changed_byte_is_reported_with_its_position() {
    let fixture = fixture();
    let place = any::<prop::sample::Index>();
    let case = (0..3_u8, 0..6_usize, place, 1..=255_u8);
    let evidence = std::fs::read(evidence_path(fixture.dir.path())).unwrap();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(400));
    let result = runner.run(&case, |(what, row, place, change)| {
        match what {
            0 => {
                let (position, report) = fixture.with_changed("event", "line", row, place, change);
                prop_assert!(is_reported(&report, position, &["leaf"]), "{position}: {:?}", report.faults);
            }
            1 => {
                let (position, report) = fixture.with_changed("disclosure", "body", row * 3, place, change);
                prop_assert!(is_reported(&report, position, &["disclosure"]), "{position}: {:?}", report.faults);
            }
            _ => {
                let mut altered = evidence.clone();
                altered[place.index(evidence.len())] ^= change;
                std::fs::write(evidence_path(fixture.dir.path()), altered).unwrap();
                let report = report(fixture.dir.path());
                std::fs::write(evidence_path(fixture.dir.path()), &evidence).unwrap();
                prop_assert!(is_reported(&report, 2, &["evidence"]) && is_reported(&report, 3, &["evidence"]));
            }
        }
        Ok(())
    });
    result.unwrap();
    assert!(report(fixture.dir.path()).is_sound(), "every byte was put back");
}

#[test]
fn a_changed_byte_anywhere_in_the_database_never_stops_the_verifier() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), 2, 3);
    let path = dir.path().join("register.sqlite");
    let whole = std::fs::read(&path).unwrap();
    let case = (any::<prop::sample::Index>(), 1..=255_u8);
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(300));
    let result = runner.run(&case, |(place, change)| {
        let mut altered = whole.clone();
        altered[place.index(whole.len())] ^= change;
        std::fs::write(&path, altered).unwrap();
        // A byte in unused space says nothing and may pass; whatever is read is either sound or has faults.
        if let Ok(report) = verify(dir.path(), &Options::default(), &mut |_, _| {}) {
            prop_assert!(!report.is_sound() || report.entries == 6);
        }
        Ok(())
    });
    result.unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn what_is_appended_reads_back(texts in prop::collection::vec((any::<String>(), 0..3_u64), 1..12)) {
        let dir = tempfile::tempdir().unwrap();
        let mut register = create(dir.path());
        let mut randomness = seeded(11);
        let mut heads = std::collections::BTreeMap::new();
        for (number, (text, rec)) in texts.iter().enumerate() {
            let mut append = answer(record(*rec), heads.get(rec).copied(), number as u64);
            append.fields = vec![("text".to_owned(), Value::from(text.as_str()))];
            heads.insert(rec, register.append(&append, &mut randomness).unwrap().seq);
        }
        drop(register);
        let register = Register::open_read(dir.path()).unwrap();
        for rec in heads.keys() {
            let said = texts.iter().enumerate().filter(|(_, (_, other))| other == *rec);
            let events = register.events(record(**rec)).unwrap();
            prop_assert_eq!(events.len(), said.clone().count());
            for (entry, (number, (text, _))) in events.iter().zip(said) {
                prop_assert_eq!(entry.header.op, op(number as u64));
                prop_assert_eq!(entry.field("text"), Some(&Value::from(text.as_str()).composed()));
                let shown = entry.fields.iter().all(|field| matches!(field.state, FieldState::Shown { .. }));
                prop_assert!(shown);
            }
        }
        prop_assert!(report(dir.path()).is_sound());
    }
}
