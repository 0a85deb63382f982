//! A register whose keys follow one another: what is recorded, who may write, and what a verifier with the first key makes of it.
#![allow(clippy::unwrap_used)]

mod support;

use std::path::Path;

use psr_recorder::conventions::{ANCHOR, KEY, KEY_NOTE, REGISTER};
use psr_recorder::trust::Keys;
use psr_recorder::{Digest, Error, NewAnchor, NewKey, Register, SigningKey, Value, note};
use support::{ORIGIN, answer, create, key, noon, record, seeded};

fn fresh(number: u8) -> SigningKey {
    SigningKey::from_seed(&[20 + number; 32])
}

fn change(register: &mut Register, number: u8) {
    let key = fresh(number);
    let new = NewKey { key: &key, origin: ORIGIN, by: "Alex Example", at: noon() };
    register.change_key(&new, &mut seeded(100 + u64::from(number))).unwrap();
}

fn answered(register: &mut Register, base: Option<u64>) {
    let operation = base.map_or(0, |base| base + 1);
    register.append(&answer(record(1), base, operation), &mut seeded(operation)).unwrap();
}

/// A register with three changes of key, and answers between them.
fn rotated(dir: &Path) -> Register {
    let mut register = create(dir);
    answered(&mut register, None);
    for number in 1..=3 {
        change(&mut register, number);
        answered(&mut register, Some(u64::from(number) - 1));
    }
    register
}

/// The statements on record, as a verifier reads them.
fn statements(register: &Register) -> Vec<(u64, String)> {
    let entries = register.events(register.own_record().unwrap()).unwrap();
    let keys = entries.iter().filter(|entry| entry.header.typ == KEY);
    keys.map(|entry| (entry.position, entry.field(KEY_NOTE).unwrap().as_text().unwrap().to_owned())).collect()
}

#[test]
fn after_three_changes_every_checkpoint_is_believed_from_the_first_key_alone() {
    let dir = tempfile::tempdir().unwrap();
    let register = rotated(dir.path());
    let statements = statements(&register);
    let notes: Vec<&String> = statements.iter().map(|(_, note)| note).collect();
    let keys = Keys::from_statements(key().verifier(ORIGIN), &notes);
    assert_eq!((keys.faults(None), keys.unproved(None)), (Vec::new(), Vec::new()));
    assert_eq!(keys, register.keys());
    let sizes: Vec<u64> = keys.links().iter().filter_map(|link| link.after).collect();
    assert_eq!(sizes, statements.iter().map(|(position, _)| *position).collect::<Vec<_>>());
    let kept = register.checkpoints().unwrap();
    assert!(kept.len() >= 4, "a change is a gate");
    for checkpoint in &kept {
        let note = note::open(&checkpoint.note).unwrap();
        assert_eq!(keys.check_head(&note).unwrap().size, checkpoint.size);
        let first_after_a_change = sizes.contains(&(checkpoint.size.wrapping_sub(1)));
        assert_eq!(note.signatures.len(), if first_after_a_change { 2 } else { 1 }, "at {}", checkpoint.size);
    }
    let head = keys.check_head(&note::open(&register.signed_head().unwrap()).unwrap()).unwrap();
    assert_eq!((head.size, head.root), (register.size().unwrap(), register.root().unwrap()));
    assert_eq!(*register.verifier(), key().verifier(ORIGIN), "the first key is never rewritten");
}

#[test]
fn the_registers_own_record_opens_once_and_says_what_it_is_of() {
    let dir = tempfile::tempdir().unwrap();
    let register = rotated(dir.path());
    let entries = register.events(register.own_record().unwrap()).unwrap();
    let types: Vec<&str> = entries.iter().map(|entry| entry.header.typ.as_str()).collect();
    assert_eq!(types, [REGISTER, KEY, KEY, KEY]);
    assert_eq!(entries[0].field("register/origin"), Some(&Value::from(ORIGIN)));
    assert_eq!(entries[1].field("key/by"), Some(&Value::from("Alex Example")));
}

#[test]
fn only_the_key_in_charge_opens_the_register_for_writing() {
    let dir = tempfile::tempdir().unwrap();
    drop(rotated(dir.path()));
    for old in [key(), fresh(1), fresh(2)] {
        assert!(matches!(Register::open_write(dir.path(), &old), Err(Error::WrongKey { .. })));
    }
    let mut register = Register::open_write(dir.path(), &fresh(3)).unwrap();
    answered(&mut register, Some(3));
    assert_eq!(Register::open_read(dir.path()).unwrap().keys().newest(), &fresh(3).verifier(ORIGIN));
}

#[test]
fn a_writer_with_the_old_key_is_stopped_at_the_next_write_and_nothing_is_recorded() {
    let dir = tempfile::tempdir().unwrap();
    let mut register = create(dir.path());
    let mut behind = Register::open_write(dir.path(), &key()).unwrap();
    change(&mut register, 1);
    let size = register.size().unwrap();
    let refused = behind.append(&answer(record(1), None, 0), &mut seeded(9));
    assert!(matches!(refused, Err(Error::WrongKey { .. })), "{refused:?}");
    let other = fresh(9);
    let new = NewKey { key: &other, origin: ORIGIN, by: "Alex Example", at: noon() };
    assert!(matches!(behind.change_key(&new, &mut seeded(9)), Err(Error::WrongKey { .. })));
    assert_eq!(register.size().unwrap(), size);
    answered(&mut register, None);
}

#[test]
fn a_change_that_would_not_hold_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let mut register = rotated(dir.path());
    for number in [1, 3] {
        let key = fresh(number);
        let new = NewKey { key: &key, origin: ORIGIN, by: "Alex Example", at: noon() };
        let refused = register.change_key(&new, &mut seeded(9)).unwrap_err().to_string();
        assert!(refused.starts_with("the key was not changed: "), "{refused}");
    }
    let key = fresh(9);
    let new = NewKey { key: &key, origin: "not a name", by: "Alex Example", at: noon() };
    assert!(register.change_key(&new, &mut seeded(9)).unwrap_err().to_string().contains("the register's name"));
    answered(&mut register, Some(3));
}

#[test]
fn a_register_whose_key_was_lost_goes_on_under_a_new_one() {
    let dir = tempfile::tempdir().unwrap();
    let mut register = create(dir.path());
    answered(&mut register, None);
    drop(register);
    let new_key = fresh(1);
    let mut register = Register::open_to_replace_key(dir.path(), &new_key).unwrap();
    let refused = register.append(&answer(record(1), Some(0), 1), &mut seeded(9));
    assert!(matches!(refused, Err(Error::WrongKey { .. })), "nothing else is recorded first");
    let new = NewKey { key: &new_key, origin: ORIGIN, by: "Alex Example", at: noon() };
    assert!(register.change_key(&new, &mut seeded(8)).is_err(), "a change needs the old key");
    register.revoke_key(&key().verifier(ORIGIN), 1, &new, &mut seeded(9)).unwrap();
    answered(&mut register, Some(0));
    let keys = register.keys();
    assert!(keys.faults(None)[0].contains("did not sign for it"));
    assert_eq!(keys.faults(Some(&new_key.verifier(ORIGIN))), Vec::<String>::new());
    assert_eq!(keys.trusted_up_to(&key().verifier(ORIGIN)), Some(1));
    assert!(Register::open_write(dir.path(), &key()).is_err());
}

#[test]
fn a_stolen_key_is_revoked_and_what_it_signs_later_fails() {
    let dir = tempfile::tempdir().unwrap();
    let mut register = rotated(dir.path());
    let stolen = fresh(3);
    let trusted = register.size().unwrap() - 1;
    let new_key = fresh(4);
    let new = NewKey { key: &new_key, origin: ORIGIN, by: "Alex Example", at: noon() };
    register.revoke_key(&stolen.verifier(ORIGIN), trusted, &new, &mut seeded(9)).unwrap();
    let keys = register.keys();
    assert_eq!(keys.faults(None), Vec::<String>::new(), "the stolen key signed for the new one");
    let forged = psr_recorder::Checkpoint { origin: ORIGIN.to_owned(), size: trusted + 1, root: Digest::ZERO };
    let forged = note::open(&forged.sign(&stolen)).unwrap();
    assert!(keys.check_head(&forged).unwrap_err().contains("trusted up to size"));
    // An earlier key is revoked by the one in charge, and no key is added.
    let same = NewKey { key: &new_key, origin: ORIGIN, by: "Alex Example", at: noon() };
    register.revoke_key(&fresh(1).verifier(ORIGIN), 3, &same, &mut seeded(10)).unwrap();
    assert_eq!(register.keys().links().len(), 5);
    answered(&mut register, Some(3));
    drop(register);
    assert!(Register::open_write(dir.path(), &new_key).unwrap().doubt().is_none());
}

#[test]
fn a_key_under_another_name_renames_the_register() {
    let dir = tempfile::tempdir().unwrap();
    let mut register = create(dir.path());
    let new_key = fresh(1);
    let new = NewKey { key: &new_key, origin: "register.example.org/psr/2", by: "Alex Example", at: noon() };
    register.change_key(&new, &mut seeded(9)).unwrap();
    assert_eq!(register.origin(), "register.example.org/psr/2");
    answered(&mut register, None);
    drop(register);
    let register = Register::open_write(dir.path(), &new_key).unwrap();
    assert!(register.doubt().is_none());
    assert_eq!(register.origin(), "register.example.org/psr/2");
    assert!(register.signed_head().unwrap().starts_with("register.example.org/psr/2\n"));
}

#[test]
fn an_anchor_is_kept_and_said_on_record() {
    let dir = tempfile::tempdir().unwrap();
    let mut register = create(dir.path());
    let anchor = NewAnchor { size: 0, kind: "rfc3161", body: b"token", by: "Alex Example", at: noon() };
    let receipt = register.add_anchor(&anchor, &mut seeded(9)).unwrap();
    let entries = register.events(register.own_record().unwrap()).unwrap();
    let last = entries.last().unwrap();
    assert_eq!((last.header.typ.as_str(), last.leaf), (ANCHOR, receipt.leaf));
    assert_eq!(last.field("anchor/sha256"), Some(&Value::from(Digest::of(&[b"token"]).to_string())));
    assert_eq!(last.field("anchor/size"), Some(&Value::from(0)));
    let kept = register.anchors().unwrap();
    assert_eq!((kept.len(), kept[0].kind.as_str(), kept[0].body.as_slice()), (1, "rfc3161", &b"token"[..]));
    assert_eq!(register.kept_checkpoint(Some(0)).unwrap().unwrap().size, 0);
    assert_eq!(register.kept_checkpoint(Some(77)).unwrap(), None);
}
