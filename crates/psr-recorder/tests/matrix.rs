//! The attack matrix on registers: every attack of `fixtures/attacks/matrix.tsv`, at four levels of trust.
#![allow(clippy::unwrap_used, clippy::panic)]

mod attack;
mod support;

use std::path::Path;

use attack::{delete, derive, edit, opened, recompute, swap};
use psr_recorder::{Digest, Disclosure, EventHeader, OperationId, Options, Register, Report, Value, verify};
use rusqlite::{Connection, params};
use support::{ORIGIN, answer, filled, key, other_key, record, seeded};
use unicode_normalization::UnicodeNormalization;

const RECORDS: u64 = 3;
const EACH: u64 = 4;
/// The newest event.
const LAST: u64 = RECORDS * EACH - 1;

const LEVELS: [&str; 4] = ["chain-only", "bundled-key", "pinned-key", "prior"];

#[test]
fn every_attack_is_judged_as_the_matrix_says_at_every_level_of_trust() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/attacks/matrix.tsv");
    let text = std::fs::read_to_string(path).unwrap();
    let mut rows = text.lines().filter(|line| !line.starts_with('#'));
    let columns: Vec<_> = rows.next().unwrap().split('\t').collect();
    assert_eq!(columns[1..5], LEVELS);
    let mut wrong = Vec::new();
    for row in rows {
        let row: Vec<_> = row.split('\t').collect();
        let dir = tempfile::tempdir().unwrap();
        let prior = attacked(row[0], dir.path());
        for (level, expected) in LEVELS.iter().zip(&row[1..5]) {
            let options = Options { redacted: row[0] == "redact-field", ..options(level, &prior) };
            let report = verify(dir.path(), &options, &mut |_, _| {}).unwrap();
            if verdict(&report) != *expected {
                wrong.push(format!("{} at {level}: {} and not {expected}: {report:?}", row[0], verdict(&report)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn options(level: &str, prior: &str) -> Options {
    let pinned_key = matches!(level, "pinned-key" | "prior").then(|| key().verifier(ORIGIN));
    let prior = (level == "prior").then(|| prior.to_owned());
    Options { chain_only: level == "chain-only", pinned_key, prior, ..Options::default() }
}

fn verdict(report: &Report) -> &'static str {
    match report {
        report if !report.is_sound() => "caught",
        report if !report.warnings.is_empty() => "warns",
        report if report.fields.withheld > 0 => "withheld",
        _ => "passes",
    }
}

/// Makes a register, attacks it, and returns the checkpoint that was kept outside before.
fn attacked(attack: &str, dir: &Path) -> String {
    let newer_only = attack == "rewrite-newer-with-stolen-key";
    let early = newer_only || attack == "older-copy";
    filled(dir, RECORDS, if early { EACH - 1 } else { EACH });
    let mut prior = last_seen(dir);
    match attack {
        "older-copy" => {
            let newer = tempfile::tempdir().unwrap();
            filled(newer.path(), RECORDS, EACH);
            prior = last_seen(newer.path());
        }
        "append-backdated" => append(dir, "a1", "2020-01-01T00:00:00Z"),
        "append-under-another-name" => append(dir, "a2", "2026-04-02T12:00:00Z"),
        "swap-evidence" => {
            let digest = Digest::of(&[b"minutes of the meeting"]).hex();
            let path = dir.join("evidence").join(&digest[..2]).join(&digest);
            std::fs::write(path, "minutes of another meeting").unwrap();
        }
        _ => {
            if newer_only {
                append(dir, "a1", "2026-04-02T12:00:00Z");
            }
            in_database(attack, dir);
        }
    }
    prior
}

fn last_seen(dir: &Path) -> String {
    std::fs::read_to_string(dir.join("last-seen")).unwrap()
}

/// Appends to the first record through the recorder.
fn append(dir: &Path, act: &str, at: &str) {
    let mut register = Register::open_write(dir, &key()).unwrap();
    let rec = record(0);
    let (seq, _) = register.head(rec).unwrap().unwrap();
    let mut append = answer(rec, Some(seq), 900);
    (append.act, append.at) = (act.to_owned(), at.parse().unwrap());
    register.append(&append, &mut seeded(90)).unwrap();
}

/// Attacks the database, and leaves its triggers as they were.
fn in_database(attack: &str, dir: &Path) {
    let path = dir.join("register.sqlite");
    let triggers: String = {
        let connection = Connection::open(&path).unwrap();
        let query = "SELECT group_concat(sql, ';') FROM sqlite_schema WHERE type = 'trigger'";
        connection.query_row(query, [], |row| row.get(0)).unwrap()
    };
    let connection = opened(dir);
    tamper(attack, &connection, dir);
    // A trigger's text holds semicolons, so each is recreated by its own statement.
    connection.execute_batch(&format!("{triggers};")).unwrap();
}

fn tamper(attack: &str, connection: &Connection, dir: &Path) {
    match attack {
        "edit-header" => {
            edit(connection, 4);
            derive(connection, dir, None);
        }
        "delete-inside" => {
            delete(connection, 4);
            derive(connection, dir, None);
        }
        "insert-inside" => {
            insert(connection);
            derive(connection, dir, None);
        }
        "reorder-inside" => {
            swap(connection, 3, 6);
            derive(connection, dir, None);
        }
        "edit-newest" => {
            edit(connection, LAST);
            recompute(connection, dir, None);
        }
        "reorder-across" => {
            swap(connection, 3, 4);
            recompute(connection, dir, None);
        }
        "truncate-tail" => {
            delete(connection, LAST);
            recompute(connection, dir, None);
        }
        "drop-record" => {
            [10, 7, 4, 1].into_iter().for_each(|idx| delete(connection, idx));
            recompute(connection, dir, None);
        }
        "rewrite-without-key" => {
            edit(connection, 4);
            recompute(connection, dir, None);
        }
        "rewrite-with-other-key" => {
            edit(connection, 4);
            recompute(connection, dir, Some(&other_key()));
            let key = other_key().verifier(ORIGIN).to_string();
            connection.execute("UPDATE meta SET value = ?1 WHERE key = 'key'", [key]).unwrap();
        }
        "rewrite-with-stolen-key" => {
            edit(connection, 4);
            recompute(connection, dir, Some(&key()));
        }
        "rewrite-newer-with-stolen-key" => {
            edit(connection, RECORDS * (EACH - 1));
            recompute(connection, dir, Some(&key()));
        }
        "redact-field" => {
            let first = "DELETE FROM disclosure WHERE digest IN (SELECT min(digest) FROM disclosure GROUP BY idx)";
            assert_eq!(connection.execute(first, []), Ok(12));
        }
        "edit-disclosure" | "add-disclosure" | "compose-otherwise" => disclose(attack, connection),
        form => {
            let (form, signed) = form.strip_suffix("-signed").map_or((form, false), |form| (form, true));
            write_otherwise(form, connection);
            derive(connection, dir, signed.then(key).as_ref());
        }
    }
}

/// Puts an event between two of the first record, under the number of the later one.
fn insert(connection: &Connection) {
    let line = line(connection, 6);
    let header = EventHeader::parse(&line).unwrap();
    let inserted = EventHeader { op: OperationId([9; 16]), sd: Vec::new(), ..header };
    let (line, op) = (inserted.to_line().unwrap(), inserted.op.to_string());
    let insert = "INSERT INTO event(idx, rec, seq, op, leaf, line) VALUES (12, ?1, 99, ?2, x'', ?3)";
    connection.execute(insert, params![inserted.rec.to_string(), op, line]).unwrap();
}

fn disclose(attack: &str, connection: &Connection) {
    let query = "SELECT body FROM disclosure WHERE idx = 5";
    let mut statement = connection.prepare(query).unwrap();
    let bodies: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let accented = |disclosure: &Disclosure| disclosure.value.as_text().is_some_and(|text| text.contains('é'));
    let found = bodies.iter().find(|body| accented(&Disclosure::parse(body.as_bytes()).unwrap())).unwrap();
    let mut disclosure = Disclosure::parse(found.as_bytes()).unwrap();
    let text = disclosure.value.as_text().unwrap().to_owned();
    disclosure.value = match attack {
        "compose-otherwise" => Value::Text(text.nfd().collect()),
        _ => Value::from("Another reason."),
    };
    let body = disclosure.to_body().unwrap();
    assert_ne!(body, *found);
    let digest = Disclosure::digest(body.as_bytes());
    let statement = match attack {
        "add-disclosure" => "INSERT INTO disclosure(digest, idx, body) VALUES (?1, 5, ?2)",
        _ => "UPDATE disclosure SET digest = ?1, body = ?2 WHERE body = ?3",
    };
    let added = attack == "add-disclosure";
    let changed = match added {
        true => connection.execute(statement, params![digest.as_bytes(), body]),
        false => connection.execute(statement, params![digest.as_bytes(), body, found]),
    };
    assert_eq!(changed, Ok(1));
}

/// Writes the newest line in another form than the one it has.
fn write_otherwise(form: &str, connection: &Connection) {
    let line = String::from_utf8(line(connection, LAST)).unwrap();
    let written = match form {
        "duplicate-key" => line.replace("\"v\":1}", "\"v\":1,\"v\":1}"),
        "white-space" => line.replace("\"v\":1}", "\"v\": 1}"),
        "decimal" => line.replace("\"v\":1}", "\"v\":1.0}"),
        "true-for-one" => line.replace("\"v\":1}", "\"v\":true}"),
        "brackets" => "[".repeat(60_000),
        "torn-last-line" => line[..line.len() - 10].to_owned(),
        unknown => panic!("no such attack: {unknown}"),
    };
    assert_ne!(line, written);
    connection.execute("UPDATE event SET line = ?1 WHERE idx = ?2", params![written.into_bytes(), LAST]).unwrap();
}

fn line(connection: &Connection, idx: u64) -> Vec<u8> {
    connection.query_row("SELECT line FROM event WHERE idx = ?1", [idx], |row| row.get(0)).unwrap()
}
