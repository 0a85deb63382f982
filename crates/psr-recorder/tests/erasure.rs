//! Erasure: after it, no file of the register holds any part of what was erased.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use psr_recorder::{Digest, Options, Register, Value, verify};
use rusqlite::Connection;
use support::{answer, create, key, record, seeded};

/// How many neighbouring bytes of an erased body count as a part of it. A body begins with its salt, so no part of one stands elsewhere by chance.
const PART: usize = 24;

fn files(dir: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Returns the names of the files of a folder that hold any part of a body.
fn holding(dir: &Path, bodies: &[String]) -> BTreeSet<String> {
    let parts: BTreeSet<&[u8]> = bodies.iter().flat_map(|body| body.as_bytes().chunks_exact(PART)).collect();
    let start = |part: &[u8]| part[..3].iter().fold(0, |start, byte| start << 8 | usize::from(*byte));
    let mut starts = vec![false; 1 << 24];
    parts.iter().for_each(|part| starts[start(part)] = true);
    let is_part = |window: &[u8]| starts[start(window)] && parts.contains(window);
    let holds = |path: &PathBuf| std::fs::read(path).unwrap().windows(PART).any(is_part);
    files(dir)
        .iter()
        .filter(|path| holds(path))
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect()
}

fn bodies(dir: &Path) -> Vec<(Digest, String)> {
    let connection = Connection::open(dir.join("register.sqlite")).unwrap();
    let mut statement = connection.prepare("SELECT digest, body FROM disclosure ORDER BY idx, digest").unwrap();
    let rows = statement.query_map([], |row| Ok((Digest::from_bytes(row.get(0)?), row.get(1)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

/// Text of some length in which no part stands twice.
fn text(seed: u64, length: usize) -> Value {
    let mut bytes = vec![0; length];
    seeded(seed)(&mut bytes);
    Value::from(bytes.iter().map(|byte| char::from(b'a' + byte % 26)).collect::<String>())
}

/// A register of one record, in which each event has one field of this length.
fn with(dir: &Path, lengths: &[usize]) -> Register {
    let mut register = create(dir);
    for (number, length) in (0_u64..).zip(lengths) {
        let mut append = answer(record(0), number.checked_sub(1), number);
        append.fields = vec![("reason".to_owned(), text(number, *length))];
        register.append(&append, &mut seeded(7_000 + number)).unwrap();
    }
    register
}

/// Erases fields with one event after the newest.
fn erase(register: &mut Register, digests: &[Digest]) {
    let base = register.head(record(0)).unwrap().map(|(seq, _)| seq);
    let mut append = answer(record(0), base, 500 + base.unwrap());
    append.fields = vec![("ground".to_owned(), Value::from("UK GDPR article 17"))];
    register.erase(&append, digests, &mut seeded(9_000 + base.unwrap())).unwrap();
}

#[test]
fn texts_of_every_size_leave_no_part_behind_in_whatever_order_they_go() {
    for seed in 0..4 {
        let dir = tempfile::tempdir().unwrap();
        let mut drawn = [0; 120];
        seeded(seed)(&mut drawn);
        // From a few bytes to many overflow pages, most of them such that several share a page.
        let lengths: Vec<usize> = drawn
            .iter()
            .map(|byte| if byte % 16 == 0 { usize::from(*byte) * 300 } else { usize::from(*byte) * 5 })
            .collect();
        let mut register = with(dir.path(), &lengths);
        let mut left = bodies(dir.path());
        let mut gone = Vec::new();
        for (round, byte) in drawn[..5].iter().enumerate() {
            let from = usize::from(*byte) % (left.len() - 10);
            let scattered = |(at, _): &(usize, &(Digest, String))| (at + round) % (3 + usize::from(byte % 5)) == 0;
            let taken: Vec<_> = match seed % 2 {
                0 => left.drain(from..from + 10).collect(),
                _ => left.iter().enumerate().filter(scattered).map(|(_, pair)| pair.clone()).collect(),
            };
            left.retain(|kept| !taken.contains(kept));
            erase(&mut register, &taken.iter().map(|(digest, _)| *digest).collect::<Vec<_>>());
            gone.extend(taken.into_iter().map(|(_, body)| body));
            assert_eq!(holding(dir.path(), &gone), BTreeSet::new(), "seed {seed}, round {round}");
        }
        assert!(!holding(dir.path(), &left.iter().map(|(_, body)| body.clone()).collect::<Vec<_>>()).is_empty());
        let report = verify(dir.path(), &Options::default(), &mut |_, _| {}).unwrap();
        assert_eq!((report.faults, report.fields.missing), (vec![], 0));
    }
}

/// Reads the register as another program does, and goes on reading.
fn reader(dir: &Path) -> Connection {
    let connection = Connection::open(dir.join("register.sqlite")).unwrap();
    connection.execute_batch("BEGIN; SELECT count(*) FROM disclosure").unwrap();
    connection
}

#[test]
fn what_a_reader_holds_open_is_told_and_cleared_by_the_next_writer() {
    let dir = tempfile::tempdir().unwrap();
    let mut register = with(dir.path(), &[300, 20_000, 40]);
    register.wait_at_most(Duration::from_millis(1)).unwrap();
    let erased = bodies(dir.path()).remove(1);
    let reading = reader(dir.path());
    erase(&mut register, &[erased.0]);
    assert!(register.uncleared().unwrap().contains("reads the register"), "{:?}", register.uncleared());
    let gone = [erased.1];
    assert!(!holding(dir.path(), &gone).is_empty());
    drop(register);
    let register = Register::open_write(dir.path(), &key()).unwrap();
    assert!(register.uncleared().is_some(), "the reader is still there");
    drop(register);
    drop(reading);
    let register = Register::open_write(dir.path(), &key()).unwrap();
    assert_eq!(register.uncleared(), None);
    assert_eq!(holding(dir.path(), &gone), BTreeSet::new());
    assert!(files(dir.path()).iter().all(|path| !path.ends_with("to-clear")));
}

#[test]
fn an_erasure_that_was_cut_short_is_finished_by_the_next_writer() {
    let dir = tempfile::tempdir().unwrap();
    let mut register = with(dir.path(), &[300, 40]);
    let evidence = register.put_evidence(&mut &b"a letter about somebody"[..]).unwrap().digest;
    let kept = register.put_evidence(&mut &b"minutes of a meeting"[..]).unwrap().digest;
    let mut append = answer(record(0), Some(1), 2);
    append.fields = vec![("evidence/0/sha256".to_owned(), Value::from(kept.to_string()))];
    register.append(&append, &mut seeded(4)).unwrap();
    drop(register);
    // As it stands when the power fails right after the commit: noted, and nothing cleared.
    std::fs::write(dir.path().join("to-clear"), format!("{}\n{}\n", evidence.hex(), kept.hex())).unwrap();
    let register = Register::open_write(dir.path(), &key()).unwrap();
    assert_eq!(register.uncleared(), None);
    assert!(register.evidence(evidence).is_err());
    assert_eq!(register.evidence(kept).unwrap(), b"minutes of a meeting");
}
