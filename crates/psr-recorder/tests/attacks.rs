//! Attacks on a whole register, each on a fresh one: what is caught, and with what help.
//!
//! The rows are those of the table in `docs/record-format.md`. An attacker here has the register's folder and can do
//! anything to it; in some rows also a key.
#![allow(clippy::unwrap_used)]

mod support;

use std::path::Path;

use psr_recorder::{Checkpoint, Digest, EventHeader, Options, Report, SigningKey, merkle::TreeEdge, verify};
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

/// Opens the database as an attacker does: without its triggers.
fn opened(dir: &Path) -> Connection {
    let connection = Connection::open(dir.join("register.sqlite")).unwrap();
    let mut statement = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").unwrap();
    let triggers: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    drop(statement);
    connection.pragma_update(None, "foreign_keys", false).unwrap();
    for trigger in triggers {
        connection.execute_batch(&format!("DROP TRIGGER {trigger}")).unwrap();
    }
    connection
}

fn lines(connection: &Connection) -> Vec<Vec<u8>> {
    let mut statement = connection.prepare("SELECT line FROM event ORDER BY idx").unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
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

/// Rewrites everything that is derived from the lines, and signs it, as someone with a key can.
fn recompute(connection: &Connection, dir: &Path, key: Option<&SigningKey>) {
    let mut heads = std::collections::BTreeMap::new();
    let mut edge = TreeEdge::default();
    let lines = lines(connection);
    connection.execute_batch("DELETE FROM head").unwrap();
    for (idx, line) in lines.iter().enumerate() {
        let mut header = EventHeader::parse(line).unwrap();
        header.prev = heads.get(&header.rec).copied().unwrap_or(Digest::ZERO);
        let line = header.to_line().unwrap();
        let leaf = EventHeader::leaf(&line);
        heads.insert(header.rec, leaf);
        edge.push(leaf);
        let update = "UPDATE event SET line = ?1, leaf = ?2 WHERE idx = ?3";
        connection.execute(update, params![line, leaf.as_bytes(), idx]).unwrap();
        let head = "INSERT OR REPLACE INTO head(rec, seq, leaf) VALUES (?1, ?2, ?3)";
        connection.execute(head, params![header.rec.to_string(), header.seq, leaf.as_bytes()]).unwrap();
    }
    let bytes: Vec<u8> = edge.subtrees().iter().flat_map(|digest| *digest.as_bytes()).collect();
    connection.execute("UPDATE tree SET size = ?1, edge = ?2", params![edge.size(), bytes]).unwrap();
    if let Some(key) = key {
        let note = |size, root| Checkpoint { origin: ORIGIN.to_owned(), size, root }.sign(key);
        let (head, empty) = (note(edge.size(), edge.root()), note(0, TreeEdge::default().root()));
        connection.execute("UPDATE tree SET note = ?1", [&head]).unwrap();
        connection.execute("DELETE FROM checkpoint WHERE size > 0", []).unwrap();
        connection.execute("UPDATE checkpoint SET note = ?1", [&empty]).unwrap();
        std::fs::write(dir.join("last-seen"), head).unwrap();
    }
}

/// Changes what an event's header says, with its line in proper form.
fn edit(connection: &Connection, idx: u64) {
    let line: Vec<u8> = connection.query_row("SELECT line FROM event WHERE idx = ?1", [idx], |row| row.get(0)).unwrap();
    let mut header = EventHeader::parse(&line).unwrap();
    header.act = "a2".to_owned();
    let line = header.to_line().unwrap();
    connection.execute("UPDATE event SET line = ?1 WHERE idx = ?2", params![line, idx]).unwrap();
}

/// Removes an event and its disclosures, and closes the gap it leaves.
fn delete(connection: &Connection, idx: u64) {
    connection.execute("DELETE FROM disclosure WHERE idx = ?1", [idx]).unwrap();
    connection.execute("DELETE FROM event WHERE idx = ?1", [idx]).unwrap();
    for table in ["event", "disclosure"] {
        connection.execute(&format!("UPDATE {table} SET idx = -idx WHERE idx > ?1"), [idx]).unwrap();
        connection.execute(&format!("UPDATE {table} SET idx = -idx - 1 WHERE idx < 0"), []).unwrap();
    }
}

/// Exchanges two events in the register's order.
fn swap(connection: &Connection, left: i64, right: i64) {
    for table in ["event", "disclosure"] {
        for (from, to) in [(left, -1), (right, left), (-1, right)] {
            connection.execute(&format!("UPDATE {table} SET idx = ?2 WHERE idx = ?1"), [from, to]).unwrap();
        }
    }
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
    assert_eq!(kinds(&checked(dir.path(), &pinned())), ["checkpoint", "key", "last-seen"]);
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
