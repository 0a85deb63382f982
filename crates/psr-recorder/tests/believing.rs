//! Whom a verification of a register believes: keys that follow one another, a policy, proofs from outside.
#![allow(clippy::unwrap_used)]

mod support;

use std::path::Path;

use psr_recorder::trust::Policy;
use psr_recorder::{Checkpoint, NewAnchor, NewKey, Options, Register, Report, SigningKey, VerifierKey, note, verify};
use support::{ORIGIN, answer, create, key, noon, record, seeded};

const WITNESS: &str = "witness.example.org/w1";
/// In January 2027, long after the answers.
const TIME: u64 = 1_800_000_000;

fn fresh(number: u8) -> SigningKey {
    SigningKey::from_seed(&[20 + number; 32])
}

fn witness() -> SigningKey {
    SigningKey::from_seed(&[60; 32])
}

fn report(dir: &Path, options: &Options) -> Report {
    verify(dir, options, &mut |_, _| {}).unwrap()
}

fn kinds(report: &Report) -> Vec<&'static str> {
    report.faults.iter().map(|fault| fault.kind.name()).collect()
}

fn policy(text: &str) -> Options {
    Options { policy: Some(Policy::parse(text.as_bytes()).unwrap()), ..Options::default() }
}

fn pinned(key: VerifierKey) -> Options {
    Options { pinned_key: Some(key), ..Options::default() }
}

/// A register of three answers, with a kept checkpoint at each size.
fn answered(dir: &Path) -> Register {
    let mut register = create(dir);
    for seq in 0..3 {
        let mut append = answer(record(1), u64::checked_sub(seq, 1), seq);
        append.checkpoint = true;
        register.append(&append, &mut seeded(seq)).unwrap();
    }
    register
}

fn change(register: &mut Register, number: u8) {
    let key = fresh(number);
    let new = NewKey { key: &key, origin: ORIGIN, by: "Alex Example", at: noon() };
    register.change_key(&new, &mut seeded(100 + u64::from(number))).unwrap();
}

#[test]
fn a_register_whose_key_changed_three_times_is_sound_from_every_one_of_its_keys() {
    let dir = tempfile::tempdir().unwrap();
    let mut register = answered(dir.path());
    (1..=3).for_each(|number| change(&mut register, number));
    assert_eq!(report(dir.path(), &Options::default()).faults, []);
    for pin in [key(), fresh(1), fresh(2), fresh(3)] {
        let report = report(dir.path(), &pinned(pin.verifier(ORIGIN)));
        assert_eq!(report.faults, []);
        assert!(report.not_proved.iter().all(|open| open.kind.name() != "pinned-key"), "{:?}", report.not_proved);
    }
    assert_eq!(kinds(&report(dir.path(), &pinned(fresh(4).verifier(ORIGIN)))), ["key"]);
    // Whoever rewrites the newest head with the old key is found out by the succession.
    let forged =
        Checkpoint { origin: ORIGIN.to_owned(), size: register.size().unwrap(), root: register.root().unwrap() };
    let database = rusqlite::Connection::open(dir.path().join("register.sqlite")).unwrap();
    database.execute("UPDATE tree SET note = ?1", [forged.sign(&key())]).unwrap();
    assert_eq!(kinds(&report(dir.path(), &Options::default())), ["checkpoint"]);
}

#[test]
fn what_a_revoked_key_signed_later_than_it_is_trusted_fails_and_what_was_kept_long_ago_is_a_warning() {
    let dir = tempfile::tempdir().unwrap();
    let register = answered(dir.path());
    let prior = register.signed_head().unwrap();
    drop(register);
    let mut register = Register::open_to_replace_key(dir.path(), &fresh(1)).unwrap();
    let new = NewKey { key: &fresh(1), origin: ORIGIN, by: "Alex Example", at: noon() };
    register.revoke_key(&key().verifier(ORIGIN), 2, &new, &mut seeded(7)).unwrap();
    let of_new = pinned(fresh(1).verifier(ORIGIN));
    let sound = report(dir.path(), &of_new);
    assert_eq!(sound.faults, []);
    assert_eq!(sound.warnings.len(), 1, "the checkpoint kept at size 3: {:?}", sound.warnings);
    assert!(sound.warnings[0].message.contains("trusted up to size 2 only"), "{:?}", sound.warnings);
    let held_against = report(dir.path(), &Options { prior: Some(prior), ..of_new });
    assert_eq!(kinds(&held_against), ["key"], "{:?}", held_against.faults);
    // From the old key alone nothing vouches for the new one, as the old one did not sign for it.
    assert_eq!(kinds(&report(dir.path(), &pinned(key().verifier(ORIGIN)))), ["key"]);
}

#[test]
fn a_policy_pins_distrusts_and_asks_for_witnesses() {
    let dir = tempfile::tempdir().unwrap();
    answered(dir.path());
    let (first, other) = (key().verifier(ORIGIN), fresh(9).verifier(ORIGIN));
    let listed = report(dir.path(), &policy(&format!("log {first}\nquorum none\n")));
    assert_eq!(listed.faults, []);
    assert!(listed.not_proved.iter().all(|open| open.kind.name() != "pinned-key"), "{:?}", listed.not_proved);
    let unlisted = report(dir.path(), &policy(&format!("log {other}\nquorum none\n")));
    assert_eq!(kinds(&unlisted), ["key"]);
    let revoked = report(dir.path(), &policy(&format!("log {first}\nquorum none\nrevoked {first} 1\n")));
    assert_eq!(kinds(&revoked), ["key", "key"], "head and `last-seen`: {:?}", revoked.faults);
    let witnessed = format!("log {first}\nwitness w {}\nquorum w\n", witness().cosigner(WITNESS));
    let alone = report(dir.path(), &policy(&witnessed));
    assert_eq!(kinds(&alone), ["quorum"]);
    assert!(alone.faults[0].message.contains("to be cosigned by the witness `w`"), "{:?}", alone.faults);
    cosign(dir.path(), TIME);
    let seen = report(dir.path(), &policy(&witnessed));
    assert_eq!(seen.faults, []);
    let later = seen.not_proved.iter().find(|open| open.message.contains("witnesses saw"));
    assert!(later.unwrap().message.contains("at size 3; 2 event(s) are later"), "{later:?}");
}

/// Has the witness cosign the newest kept checkpoint, and keeps its word.
fn cosign(dir: &Path, time: u64) {
    let mut register = Register::open_write(dir, &key()).unwrap();
    let kept = register.kept_checkpoint(None).unwrap().unwrap();
    let line = note::open(&kept.note).unwrap().cosign(WITNESS, &witness(), time).to_string();
    let (size, kind) = (kept.size, psr_recorder::anchor::COSIGNATURE);
    let anchor = NewAnchor { size, kind, body: line.as_bytes(), by: "Alex Example", at: noon() };
    register.add_anchor(&anchor, &mut seeded(50)).unwrap();
}

#[test]
fn an_event_dated_before_a_proof_that_it_follows_is_a_fault() {
    let dir = tempfile::tempdir().unwrap();
    answered(dir.path());
    cosign(dir.path(), TIME);
    let mut register = Register::open_write(dir.path(), &key()).unwrap();
    register.append(&answer(record(1), Some(2), 9), &mut seeded(9)).unwrap();
    drop(register);
    let options = policy(&format!("witness w {}\nquorum none\n", witness().cosigner(WITNESS)));
    let known = report(dir.path(), &options);
    let faults: Vec<_> = known.faults.iter().map(|fault| (fault.kind.name(), fault.position)).collect();
    assert_eq!(faults, [("time", Some(5))]);
    // The own events are dated by the same clock, before the proof is on record.
    assert!(known.warnings.iter().any(|warning| warning.position == Some(3)), "{:?}", known.warnings);
    // Whose word it is must be known before it counts.
    let unknown = report(dir.path(), &Options::default());
    assert_eq!(unknown.faults, []);
    assert!(unknown.not_proved.iter().any(|open| open.kind.name() == "anchors"), "{:?}", unknown.not_proved);
}

#[test]
fn a_proof_that_is_not_over_its_checkpoint_is_a_fault() {
    let dir = tempfile::tempdir().unwrap();
    answered(dir.path());
    cosign(dir.path(), TIME);
    let options = policy(&format!("witness w {}\nquorum none\n", witness().cosigner(WITNESS)));
    for change in ["UPDATE anchor SET size = 2", "UPDATE anchor SET size = 77", "UPDATE anchor SET body = x'00'"] {
        let database = rusqlite::Connection::open(dir.path().join("register.sqlite")).unwrap();
        database.execute_batch(&format!("DROP TRIGGER IF EXISTS anchor_refuses_update; {change}")).unwrap();
        assert_eq!(kinds(&report(dir.path(), &options)), ["anchor"], "{change}");
    }
}
