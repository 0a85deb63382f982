//! Failures that need a hand inside the register: a full disk, a read-only database, a failed commit.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::slice::from_ref;

use super::prepared::Prepared;
use super::{Append, DATABASE, Register};
use crate::merkle::{inclusion_parts, root};
use crate::store::SqliteStore;
use crate::{Error, OperationId, Options, RecordId, SigningKey, Value, verify};

fn randomness(bytes: &mut [u8]) {
    use std::sync::atomic::{AtomicU64, Ordering};
    static COUNT: AtomicU64 = AtomicU64::new(1);
    bytes.chunks_mut(8).for_each(|chunk| {
        let count = COUNT.fetch_add(1, Ordering::Relaxed).to_le_bytes();
        chunk.copy_from_slice(&count[..chunk.len()]);
    });
}

fn created(dir: &Path) -> Register {
    let now = "2026-04-01T12:00:00Z".parse().unwrap();
    Register::create(dir, "example.org", &SigningKey::from_seed(&[1; 32]), now, &mut randomness).unwrap()
}

fn append(text: String) -> Append {
    let at = "2026-04-01T12:00:00Z".parse().unwrap();
    Append {
        rec: RecordId::draw(at, &mut randomness),
        base: None,
        op: OperationId::draw(&mut randomness),
        at,
        act: "a1".to_owned(),
        typ: "psr.note/1".to_owned(),
        fields: vec![("note".to_owned(), Value::from(text))],
        checkpoint: false,
    }
}

fn connection(register: &Register) -> &rusqlite::Connection {
    let store: &dyn std::any::Any = &*register.store;
    &store.downcast_ref::<SqliteStore>().unwrap().connection
}

fn is_sound(dir: &Path) -> bool {
    verify(dir, &Options::default(), &mut |_, _| {}).unwrap().is_sound()
}

#[test]
fn a_full_disk_loses_nothing_that_was_acknowledged() {
    let dir = tempfile::tempdir().unwrap();
    let mut register = created(dir.path());
    let first = register.append(&append("fits".to_owned()), &mut randomness).unwrap();
    let pages: i64 = connection(&register).pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    connection(&register).pragma_update(None, "max_page_count", pages + 2).unwrap();
    let refused = register.append(&append("x".repeat(100_000)), &mut randomness).unwrap_err();
    assert!(matches!(refused, Error::DiskFull { .. }), "{refused}");
    assert!(refused.to_string().contains("free some space"));
    assert_eq!(register.leaves().unwrap(), [first.leaf]);
    connection(&register).pragma_update(None, "max_page_count", 1_000_000).unwrap();
    register.append(&append("fits again".to_owned()), &mut randomness).unwrap();
    drop(register);
    assert!(is_sound(dir.path()));
}

#[test]
fn a_read_only_database_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let mut register = created(dir.path());
    connection(&register).pragma_update(None, "query_only", true).unwrap();
    let refused = register.append(&append("x".to_owned()), &mut randomness).unwrap_err();
    assert!(matches!(refused, Error::ReadOnly { .. }), "{refused}");
    assert_eq!(register.size().unwrap(), 0);
}

#[test]
fn a_folder_that_cannot_be_written_is_read_from_the_file_alone() {
    let dir = tempfile::tempdir().unwrap();
    created(dir.path()).append(&append("x".to_owned()), &mut randomness).unwrap();
    let odd = dir.path().join("a folder #1 ?é%");
    std::fs::create_dir(&odd).unwrap();
    std::fs::copy(dir.path().join(DATABASE), odd.join(DATABASE)).unwrap();
    let connection = crate::store::sqlite::schema::open_immutable(&odd.join(DATABASE)).unwrap();
    let events: i64 = connection.query_row("SELECT count(*) FROM event", [], |row| row.get(0)).unwrap();
    assert_eq!(events, 1);
    assert_eq!(std::fs::read_dir(&odd).unwrap().count(), 1, "nothing was written beside it");
}

#[test]
fn nothing_is_written_after_a_failed_commit() {
    let dir = tempfile::tempdir().unwrap();
    let mut register = created(dir.path());
    // A row that is checked only at the commit, and fails there.
    let late = "PRAGMA defer_foreign_keys=ON; INSERT INTO disclosure(digest, idx, body) VALUES (x'01', 99, 'x')";
    let failed = register.in_batch(|batch| {
        connection(batch.register).execute_batch(late).unwrap();
        Ok(())
    });
    assert!(matches!(failed, Err(Error::Database { .. })));
    let refused = register.append(&append("y".to_owned()), &mut randomness).unwrap_err();
    assert!(matches!(refused, Error::Stopped { .. }), "{refused}");
    assert_eq!(register.size().unwrap(), 0);
    drop(register);
    let mut register = Register::open_write(dir.path(), &SigningKey::from_seed(&[1; 32])).unwrap();
    register.append(&append("z".to_owned()), &mut randomness).unwrap();
}

#[test]
fn nothing_is_written_once_the_database_took_the_transaction_back() {
    let dir = tempfile::tempdir().unwrap();
    let mut register = created(dir.path());
    let draw = |text: &str| Prepared::draw(&append(text.to_owned()), &mut randomness).unwrap();
    let (first, second, third) = (draw("a"), draw("b"), draw("c"));
    let taken_back = register.in_batch(|batch| {
        batch.append_all(from_ref(&first)).unwrap();
        connection(batch.register).execute_batch("ROLLBACK").unwrap();
        assert!(batch.append_all(from_ref(&second)).unwrap_err().to_string().contains("took the transaction back"));
        Ok(())
    });
    assert!(taken_back.unwrap_err().to_string().contains("took the transaction back"));
    assert_eq!(register.size().unwrap(), 0);
    drop(register);
    let mut register = Register::open_write(dir.path(), &SigningKey::from_seed(&[1; 32])).unwrap();
    register.in_batch(|batch| batch.append_all(from_ref(&third))).unwrap();
    drop(register);
    assert!(is_sound(dir.path()));
}

#[test]
fn what_was_undone_is_not_taken_for_recorded() {
    let dir = tempfile::tempdir().unwrap();
    let mut register = created(dir.path());
    let first = append("a".to_owned());
    let next = |base: u64, op: u8| Append { base: Some(base), op: OperationId([op; 16]), ..first.clone() };
    let draw = |append: Append| Prepared::draw(&append, &mut randomness).unwrap();
    let (behind, second) = (draw(next(5, 1)), draw(next(0, 2)));
    let first = draw(first.clone());
    let about = [&first.append, &behind.append, &second.append];
    let receipts = register.in_batch_about(&about, |batch| {
        let both = [first.append.clone(), behind.append.clone()]
            .map(|append| Prepared::draw(&append, &mut randomness).unwrap());
        assert!(matches!(batch.append_all(&both), Err(Error::Conflict(_))));
        let first = batch.append(&first)?;
        Ok([first, batch.append(&second)?, batch.append(&second)?])
    });
    assert_eq!(receipts.unwrap().map(|receipt| (receipt.seq, receipt.position)), [(0, 0), (1, 1), (1, 1)]);
    drop(register);
    assert!(is_sound(dir.path()));
}

#[test]
fn final_rows_refuse_to_be_changed() {
    let dir = tempfile::tempdir().unwrap();
    let mut register = created(dir.path());
    register.append(&append("x".to_owned()), &mut randomness).unwrap();
    register.put_anchor(1, "rfc3161", b"token").unwrap();
    register.put_pack(crate::pack_digest(&[("a".to_owned(), vec![1])]), &[("a".to_owned(), vec![1])]).unwrap();
    for statement in [
        "UPDATE event SET line = x'00'",
        "DELETE FROM event",
        "UPDATE checkpoint SET note = ''",
        "DELETE FROM checkpoint",
        "UPDATE anchor SET kind = ''",
        "DELETE FROM anchor",
        "UPDATE pack SET bytes = x''",
        "DELETE FROM pack",
    ] {
        let refused = connection(&register).execute(statement, []).unwrap_err().to_string();
        assert!(refused.contains("are final"), "{statement}: {refused}");
    }
}

#[test]
fn the_connection_is_as_careful_as_it_says() {
    let dir = tempfile::tempdir().unwrap();
    let register = created(dir.path());
    let pragma = |name: &str| connection(&register).pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(["synchronous", "foreign_keys", "secure_delete", "trusted_schema"].map(pragma), [2, 1, 1, 0]);
    assert_eq!(pragma("busy_timeout"), 10_000);
    let mode: String = connection(&register).pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
}

#[test]
fn the_root_over_any_part_of_the_tree_is_the_same_by_tiles_as_from_all_leaves() {
    let dir = tempfile::tempdir().unwrap();
    let mut register = created(dir.path());
    let appends: Vec<Append> = (0..1_300).map(|number| append(format!("note {number}"))).collect();
    register.append_all(&appends, &mut randomness).unwrap();
    let leaves = register.leaves().unwrap();

    let (mut kept, mut parts) = (super::Tiles::default(), 0);
    for size in [1, 255, 256, 257, 512, 700, 1_024, 1_299, leaves.len()] {
        for position in (0..size).step_by(83).chain([size - 1]) {
            for part in inclusion_parts(position as u64, size as u64) {
                let expected = root(&leaves[part.start as usize..part.end as usize]);
                assert_eq!(kept.root(&register, part.clone()).unwrap(), expected, "{part:?}");
                assert_eq!(super::Tiles::default().root(&register, part.clone()).unwrap(), expected, "{part:?}");
                parts += 1;
            }
        }
    }
    assert!(parts > 500, "{parts}");
}
