//! Attacks on a whole register, each on a fresh one: which faults are reported, and where.
//!
//! An attacker here has the register's folder and can do anything to it; in some attacks also a key. What each level of trust makes of every
//! attack is the table that `matrix.rs` reads.
#![allow(clippy::unwrap_used)]

mod attack;
mod support;

use std::path::Path;

use attack::{delete, edit, opened, recompute, swap};
use psr_recorder::{Append, Digest, Options, Report, verify};
use rusqlite::{Connection, params};
use support::{ORIGIN, filled, key, other_key, record};

const RECORDS: u64 = 3;
const EACH: u64 = 4;

/// The kinds of fault found, each once, in the order of their names.
fn kinds(report: &Report) -> Vec<&'static str> {
    let mut kinds: Vec<_> = report.faults.iter().map(|fault| fault.kind.name()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

fn pinned() -> Options {
    Options { pinned_key: Some(key().verifier(ORIGIN)), ..Options::default() }
}

fn checked(dir: &Path, options: &Options) -> Report {
    verify(dir, options, &mut |_, _| {}).unwrap()
}

/// Applies an attack to a fresh register and returns what the verifier then says, and where.
fn attacked(attack: impl FnOnce(&Connection)) -> (Vec<&'static str>, Vec<u64>) {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), RECORDS, EACH);
    assert_eq!(checked(dir.path(), &pinned()).faults, []);
    attack(&opened(dir.path()));
    let report = checked(dir.path(), &pinned());
    let positions = report.faults.iter().filter_map(|fault| fault.position).collect();
    (kinds(&report), positions)
}

#[test]
fn a_sound_register_is_sound_and_says_what_is_not_proved() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), RECORDS, EACH);
    let report = checked(dir.path(), &Options::default());
    assert!(report.is_sound());
    assert_eq!((report.entries, report.warnings.len()), (12, 0));
    assert_eq!((report.fields.shown, report.fields.erased, report.fields.missing), (12 * 3 + 6, 0, 0));
    let not_proved: Vec<_> = report.not_proved.iter().map(|open| open.kind.name()).collect();
    assert_eq!(not_proved, ["pinned-key", "outside-checkpoint", "authorship", "time"]);
}

#[test]
fn an_edited_header_is_caught() {
    let (kinds, positions) = attacked(|connection| edit(connection, 4));
    assert_eq!(kinds, ["chain", "checkpoint", "last-seen", "leaf", "tree"]);
    assert_eq!(positions, [4, 7]);
}

#[test]
fn an_edit_of_the_newest_event_is_caught() {
    let (kinds, positions) = attacked(|connection| edit(connection, 11));
    assert_eq!(kinds, ["checkpoint", "head", "last-seen", "leaf", "tree"]);
    assert_eq!(positions, [11, 11]);
}

#[test]
fn a_deleted_event_is_caught() {
    let (kinds, positions) = attacked(|connection| delete(connection, 4));
    assert_eq!(kinds, ["chain", "checkpoint", "last-seen", "sequence", "tree"]);
    assert_eq!(positions, [6, 6]);
}

#[test]
fn a_gap_in_the_register_is_caught() {
    let (kinds, positions) = attacked(|connection| drop(connection.execute("DELETE FROM event WHERE idx = 4", [])));
    assert_eq!(kinds, ["chain", "checkpoint", "last-seen", "orphan", "position", "sequence", "tree"]);
    assert_eq!(positions, [4, 4, 4, 4, 4, 7, 7]);
}

#[test]
fn an_inserted_event_is_caught() {
    let (kinds, positions) = attacked(|connection| {
        let copy =
            "INSERT INTO event SELECT 12, rec, seq + 1, 'AAAAAAAAAAAAAAAAAAAAAA', leaf, line FROM event WHERE idx = 11";
        connection.execute(copy, []).unwrap();
    });
    let expected = [
        "base",
        "chain",
        "checkpoint",
        "column",
        "digest-twice",
        "head",
        "last-seen",
        "missing",
        "operation",
        "sequence",
        "tree",
    ];
    assert!(kinds.iter().all(|kind| expected.contains(kind)), "{kinds:?}");
    assert!(kinds.contains(&"operation") && kinds.contains(&"tree") && kinds.contains(&"sequence"), "{kinds:?}");
    assert!(positions.contains(&12));
}

#[test]
fn reordering_inside_a_record_is_caught() {
    let (kinds, positions) = attacked(|connection| swap(connection, 3, 6));
    assert!(kinds.contains(&"chain") && kinds.contains(&"sequence"), "{kinds:?}");
    assert!(positions.contains(&3) && positions.contains(&6));
}

#[test]
fn reordering_across_records_is_caught() {
    let (kinds, _) = attacked(|connection| swap(connection, 3, 4));
    assert_eq!(kinds, ["checkpoint", "last-seen", "tree"]);
}

#[test]
fn a_truncated_tail_is_caught_without_the_key() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), RECORDS, EACH);
    let connection = opened(dir.path());
    delete(&connection, 11);
    recompute(&connection, dir.path(), None);
    drop(connection);
    assert_eq!(kinds(&checked(dir.path(), &Options::default())), ["checkpoint", "last-seen"]);
}

#[test]
fn a_dropped_record_is_caught_without_the_key() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), RECORDS, EACH);
    let connection = opened(dir.path());
    for idx in [10, 7, 4, 1] {
        delete(&connection, idx);
    }
    recompute(&connection, dir.path(), None);
    drop(connection);
    assert_eq!(kinds(&checked(dir.path(), &Options::default())), ["checkpoint", "last-seen"]);
}

#[test]
fn a_rewrite_with_recomputed_hashes_is_caught_without_the_key() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), RECORDS, EACH);
    let connection = opened(dir.path());
    edit(&connection, 4);
    recompute(&connection, dir.path(), None);
    drop(connection);
    assert_eq!(kinds(&checked(dir.path(), &Options::default())), ["checkpoint", "last-seen"]);
}

#[test]
fn a_rewrite_under_another_key_is_caught_only_with_the_pinned_key() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), RECORDS, EACH);
    let connection = opened(dir.path());
    edit(&connection, 4);
    recompute(&connection, dir.path(), Some(&other_key()));
    let key = other_key().verifier(ORIGIN).to_string();
    connection.execute("UPDATE meta SET value = ?1 WHERE key = 'key'", [key]).unwrap();
    drop(connection);
    let trusting = checked(dir.path(), &Options::default());
    assert!(trusting.is_sound(), "{:?}", trusting.faults);
    assert!(trusting.not_proved.iter().any(|open| open.kind.name() == "pinned-key"));
    assert_eq!(kinds(&checked(dir.path(), &pinned())), ["key"]);
}

#[test]
fn a_rewrite_with_the_stolen_key_is_caught_only_with_a_prior_checkpoint() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), RECORDS, EACH);
    let prior = std::fs::read_to_string(dir.path().join("last-seen")).unwrap();
    let connection = opened(dir.path());
    edit(&connection, 4);
    recompute(&connection, dir.path(), Some(&key()));
    drop(connection);
    let report = checked(dir.path(), &pinned());
    assert!(report.is_sound(), "{:?}", report.faults);
    assert!(report.not_proved.iter().any(|open| open.kind.name() == "outside-checkpoint"));
    assert_eq!(kinds(&checked(dir.path(), &Options { prior: Some(prior), ..pinned() })), ["prior"]);
}

#[test]
fn an_older_copy_is_caught_only_with_a_prior_checkpoint() {
    let (older, newer) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    filled(older.path(), RECORDS, EACH - 1);
    filled(newer.path(), RECORDS, EACH);
    let prior =
        |dir: &Path| Options { prior: Some(std::fs::read_to_string(dir.join("last-seen")).unwrap()), ..pinned() };
    assert!(checked(older.path(), &pinned()).is_sound());
    assert_eq!(kinds(&checked(older.path(), &prior(newer.path()))), ["prior"]);
    assert!(checked(newer.path(), &prior(older.path())).is_sound(), "a continuation is no fault");
}

#[test]
fn an_altered_disclosure_is_caught() {
    let (kinds, positions) = attacked(|connection| {
        let update = "UPDATE disclosure SET body = replace(body, 'c', 'd') WHERE idx = 5";
        assert!(connection.execute(update, []).unwrap() > 0);
    });
    assert_eq!(kinds, ["disclosure"]);
    assert!(positions.iter().all(|position| *position == 5));
}

#[test]
fn a_disclosure_that_was_never_committed_is_caught() {
    let (kinds, positions) = attacked(|connection| {
        let body =
            psr_recorder::Disclosure { salt: vec![1; 16], path: "x".to_owned(), value: true.into() }.to_body().unwrap();
        let digest = psr_recorder::Disclosure::digest(body.as_bytes());
        let insert = "INSERT INTO disclosure(digest, idx, body) VALUES (?1, 5, ?2)";
        connection.execute(insert, params![digest.as_bytes(), body]).unwrap();
    });
    assert_eq!((kinds, positions), (vec!["orphan"], vec![5]));
}

#[test]
fn a_removed_disclosure_is_caught_unless_the_copy_is_a_redacted_one() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), RECORDS, EACH);
    opened(dir.path()).execute("DELETE FROM disclosure WHERE idx IN (6, 7)", []).unwrap();
    let report = checked(dir.path(), &pinned());
    assert_eq!((kinds(&report), report.fields.missing), (vec!["missing"], 6));
    let redacted = checked(dir.path(), &Options { redacted: true, ..pinned() });
    assert!(redacted.is_sound());
    assert_eq!((redacted.fields.withheld, redacted.fields.missing), (6, 0));
    assert!(redacted.not_proved.iter().any(|open| open.kind.name() == "withheld"));
}

#[test]
fn content_that_no_longer_parses_is_a_fault_and_no_error() {
    for rubbish in
        ["x'00'", "x''", "zeroblob(70000)", "CAST('{\"act\":1}' AS BLOB)", "CAST(printf('%.60000c', '[') AS BLOB)"]
    {
        let update = format!("UPDATE event SET line = {rubbish} WHERE idx = 4");
        let (kinds, positions) = attacked(|connection| assert_eq!(connection.execute(&update, []), Ok(1)));
        assert!(kinds.contains(&"line") && positions.contains(&4), "{rubbish}: {kinds:?}");
    }
    let update = "UPDATE disclosure SET body = CAST(x'ff00' AS TEXT) WHERE rowid = (SELECT max(rowid) FROM disclosure)";
    let (kinds, positions) = attacked(|connection| assert_eq!(connection.execute(update, []), Ok(1)));
    assert_eq!((kinds, positions), (vec!["disclosure"], vec![11, 11]));
}

#[test]
fn swapped_evidence_and_packs_are_caught() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), RECORDS, EACH);
    let digest = Digest::of(&[b"minutes of the meeting"]).hex();
    let path = dir.path().join("evidence").join(&digest[..2]).join(&digest);
    std::fs::write(&path, "minutes of another meeting").unwrap();
    let report = checked(dir.path(), &pinned());
    assert_eq!(
        report.faults.iter().map(|fault| (fault.kind.name(), fault.position.unwrap())).collect::<Vec<_>>(),
        [("evidence", 3), ("evidence", 4), ("evidence", 5)]
    );
    std::fs::remove_file(&path).unwrap();
    assert_eq!(kinds(&checked(dir.path(), &pinned())), ["evidence"]);
    let (kinds, _) =
        attacked(|connection| drop(connection.execute("UPDATE pack SET bytes = x'00' WHERE path = 'pack.yaml'", [])));
    assert_eq!(kinds, ["pack"]);
    let (kinds, positions) = attacked(|connection| drop(connection.execute("DELETE FROM pack", [])));
    assert_eq!((kinds, positions), (vec!["pack"], vec![0, 1, 2]));
}

#[cfg(unix)]
#[test]
fn evidence_that_never_ends_is_not_read() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), RECORDS, EACH);
    let digest = Digest::of(&[b"minutes of the meeting"]).hex();
    let path = dir.path().join("evidence").join(&digest[..2]).join(&digest);
    std::fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink("/dev/zero", &path).unwrap();
    assert_eq!(kinds(&checked(dir.path(), &pinned())), ["evidence"]);
    std::fs::remove_file(&path).unwrap();
    std::fs::File::create(&path).unwrap().set_len(1 << 40).unwrap();
    assert_eq!(kinds(&checked(dir.path(), &pinned())), ["evidence"]);
}

#[test]
fn a_table_that_is_no_table_is_not_read() {
    let endless = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n) SELECT i AS idx, '' AS rec, i AS seq, \
                   i AS op, x'' AS leaf, x'' AS line FROM n";
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), RECORDS, EACH);
    opened(dir.path()).execute_batch(&format!("DROP TABLE event; CREATE VIEW event AS {endless}")).unwrap();
    let report = checked(dir.path(), &pinned());
    assert_eq!((kinds(&report), report.entries), (vec!["database"], 0));
    let (kinds, _) = attacked(|connection| connection.execute_batch("DROP TABLE disclosure").unwrap());
    assert_eq!(kinds, ["database", "missing"]);
}

#[test]
fn triggers_that_are_gone_are_a_warning() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), 1, 2);
    opened(dir.path());
    let report = checked(dir.path(), &pinned());
    assert!(report.is_sound());
    assert_eq!(report.warnings.len(), 8);
    assert!(report.warnings[0].message.contains("event_refuses_update"), "{:?}", report.warnings);
}

#[test]
fn a_report_on_one_record_leaves_out_the_others() {
    let dir = tempfile::tempdir().unwrap();
    let receipts = filled(dir.path(), RECORDS, EACH);
    opened(dir.path()).execute("DELETE FROM disclosure WHERE idx = 5", []).unwrap();
    let of = |number| checked(dir.path(), &Options { record: Some(record(number)), ..pinned() });
    assert!(of(0).is_sound());
    assert_eq!((of(0).entries, of(0).head), (EACH, receipts[9].leaf));
    assert_eq!(kinds(&of(2)), ["missing"]);
}

#[test]
fn a_clock_that_went_backwards_is_a_warning() {
    let dir = tempfile::tempdir().unwrap();
    let mut register = support::create(dir.path());
    for (seq, operation) in [(None, 3000), (Some(0), 10)] {
        register.append(&support::answer(record(0), seq, operation), &mut support::seeded(operation)).unwrap();
    }
    let report = checked(dir.path(), &pinned());
    assert!(report.is_sound());
    assert_eq!(report.warnings.iter().map(|warning| warning.position).collect::<Vec<_>>(), [Some(1)]);
}

#[test]
fn the_report_is_the_same_on_any_number_of_threads() {
    let dir = tempfile::tempdir().unwrap();
    let append = |number: u64| support::answer(record(number % RECORDS), (number / RECORDS).checked_sub(1), number);
    let appends: Vec<_> = (0..1800).map(append).collect();
    support::create(dir.path()).append_all(&appends, &mut support::seeded(3)).unwrap();
    let connection = opened(dir.path());
    for idx in (7..1800).step_by(97) {
        edit(&connection, idx);
    }
    connection.execute("UPDATE disclosure SET body = replace(body, 'c', 'd') WHERE idx % 101 = 3", []).unwrap();
    connection.execute("DELETE FROM disclosure WHERE idx % 89 = 5", []).unwrap();
    connection.execute("UPDATE event SET line = x'7b7d' WHERE idx % 203 = 8", []).unwrap();
    // Whole events again, under other numbers: every operation and digest of theirs stands twice.
    let again =
        "INSERT INTO event SELECT idx + 1800, rec, seq + 1000, op || 'A', leaf, line FROM event WHERE idx % 300 = 1";
    connection.execute(again, []).unwrap();
    drop(connection);
    let reports = [1, 2, 8].map(|threads| checked(dir.path(), &Options { threads, ..pinned() }));
    for kind in ["chain", "digest-twice", "disclosure", "leaf", "line", "missing", "operation"] {
        assert!(kinds(&reports[0]).contains(&kind), "{kind} is not among {:?}", kinds(&reports[0]));
    }
    assert!(reports.iter().all(|report| *report == reports[0]));
}

#[test]
fn unknown_types_are_verified_and_unknown_versions_are_said_to_be_unknown() {
    let dir = tempfile::tempdir().unwrap();
    let mut register = support::create(dir.path());
    let unknown = Append { typ: "other.thing/7".to_owned(), ..support::answer(record(0), None, 1) };
    register.append(&unknown, &mut support::seeded(3)).unwrap();
    drop(register);
    assert!(checked(dir.path(), &pinned()).is_sound());
    let (_, newer) = (dir, tempfile::tempdir().unwrap());
    filled(newer.path(), 1, 2);
    let update =
        "UPDATE event SET line = CAST(replace(CAST(line AS TEXT), '\"v\":1}', '\"v\":2}') AS BLOB) WHERE idx = 1";
    assert_eq!(opened(newer.path()).execute(update, []), Ok(1));
    let report = checked(newer.path(), &pinned());
    let line = report.faults.iter().find(|fault| fault.kind.name() == "line").unwrap();
    assert_eq!(line.position, Some(1));
    assert_eq!(line.message, "the line is not an event: `v` is 2; this program reads version 1 only");
}

#[test]
fn an_index_that_hides_rows_from_readers_is_caught() {
    let hides = |index: &str, columns: &str, table: &str, condition: &str| {
        let sql = format!("CREATE INDEX {index} ON {table}({columns})");
        let (kinds, _) = attacked(|connection| {
            let made = format!("DROP INDEX IF EXISTS {index}; {sql} WHERE {condition}; PRAGMA writable_schema = ON;");
            connection.execute_batch(&made).unwrap();
            connection.execute("UPDATE sqlite_schema SET sql = ?1 WHERE name = ?2", [&sql, index]).unwrap();
        });
        kinds
    };
    assert_eq!(hides("disclosure_by_event", "idx", "disclosure", "idx <> 5"), ["database"]);
    // One that the format does not have could be preferred to those it has.
    assert_eq!(hides("by_record", "rec, seq", "event", "idx <> 5"), ["database"]);
}

#[test]
fn disclosures_that_lie_in_another_order_are_read_all_the_same() {
    let (kinds, positions) = attacked(|connection| {
        let again = "CREATE TEMP TABLE kept AS SELECT digest, idx, body FROM disclosure; DELETE FROM disclosure; \
                     INSERT INTO disclosure SELECT digest, idx, body FROM kept ORDER BY digest";
        connection.execute_batch(again).unwrap();
    });
    assert_eq!((kinds, positions), (vec![], vec![]));
}
