//! Key statements and the succession they make, seen by a verifier who has the first key, a later one, or a policy.
#![allow(clippy::unwrap_used)]

mod support;

use proptest::prelude::*;
use psr_recorder::trust::{KeyChange, KeyRevocation, Keys, Policy, Statement};
use psr_recorder::{Checkpoint, Digest, SigningKey, VerifierKey, note};
use support::ORIGIN;

fn key(number: u8) -> SigningKey {
    SigningKey::from_seed(&[number; 32])
}

fn verifier(number: u8) -> VerifierKey {
    key(number).verifier(ORIGIN)
}

fn change(size: u64, old: u8, new: u8) -> Statement {
    Statement::Change(KeyChange { size, old: verifier(old), new: verifier(new) })
}

fn revocation(size: u64, revoked: u8, trusted_up_to: u64, new: u8) -> Statement {
    Statement::Revocation(KeyRevocation { size, revoked: verifier(revoked), trusted_up_to, new: verifier(new) })
}

fn head(size: u64, signers: &[u8]) -> String {
    let text = Checkpoint { origin: ORIGIN.to_owned(), size, root: Digest::of(&[&size.to_be_bytes()]) }.to_text();
    let keys: Vec<SigningKey> = signers.iter().map(|number| key(*number)).collect();
    note::sign_by(&text, &keys.iter().map(|key| (ORIGIN, key)).collect::<Vec<_>>())
}

/// The reason why a head is not believed, if it is not.
fn refused(keys: &Keys, size: u64, signers: &[u8]) -> Option<String> {
    keys.check_head(&note::open(&head(size, signers)).unwrap()).err()
}

/// Three changes, at sizes 5, 9 and 20.
fn rotated() -> Vec<String> {
    vec![
        change(5, 1, 2).sign(&key(2), Some(&key(1))),
        change(9, 2, 3).sign(&key(3), Some(&key(2))),
        change(20, 3, 4).sign(&key(4), Some(&key(3))),
    ]
}

#[test]
fn a_statement_is_the_text_the_format_shows() {
    let (old, new) = (verifier(1), verifier(2));
    let text = change(5, 1, 2).to_text();
    assert_eq!(text, format!("psr key change v1\n{ORIGIN}\n5\n{old}\n{new}\n"));
    assert_eq!(Statement::parse(&text).unwrap(), change(5, 1, 2));
    let text = revocation(9, 1, 7, 2).to_text();
    assert_eq!(text, format!("psr key revocation v1\n{ORIGIN}\n9\n{old}\n7\n{new}\n"));
    assert_eq!(Statement::parse(&text).unwrap(), revocation(9, 1, 7, 2));
}

#[test]
fn a_statement_that_is_not_quite_one_is_refused() {
    let text = change(5, 1, 2).to_text();
    let cosigner = key(2).cosigner(ORIGIN).to_string();
    let cases = [
        ("`key statement` is not", text.replace("v1", "v2")),
        ("`key statement` is not", format!("{text}more\n")),
        ("`key statement` is not", text.trim_end().to_owned()),
        ("`size` is not", text.replace("\n5\n", "\n05\n")),
        ("`size` is not", text.replace("\n5\n", "\n-5\n")),
        ("`size` is not", text.replace("\n5\n", "\n9007199254740992\n")),
        ("`origin` is not", text.replacen(ORIGIN, "another.example.org", 1)),
        ("`new verifier key` is not", change(5, 1, 1).to_text()),
        ("a key of type 0x01", text.replace(&verifier(2).to_string(), &cosigner)),
        ("`verifier key` is not", text.replace("+A", "+B")),
        ("`trusted up to` is not", revocation(5, 1, 6, 2).to_text()),
    ];
    for (reason, text) in cases {
        let found = Statement::parse(&text).unwrap_err().to_string();
        assert!(found.contains(reason), "{text}: {found}, expected {reason}");
    }
}

#[test]
fn after_three_changes_the_first_key_vouches_for_the_last() {
    let keys = Keys::from_statements(verifier(1), &rotated());
    assert_eq!(keys.faults(None), Vec::<String>::new());
    assert_eq!(keys.unproved(None), Vec::<String>::new());
    for (size, number) in [(0, 1), (5, 1), (6, 2), (9, 2), (10, 3), (20, 3), (21, 4), (1000, 4)] {
        assert_eq!(*keys.in_charge(size), verifier(number), "at size {size}");
        assert_eq!(refused(&keys, size, &[number]), None, "at size {size}");
        for other in (1..=4).filter(|other| *other != number) {
            assert!(
                refused(&keys, size, &[other]).unwrap().contains("is not signed with the key"),
                "{other} at {size}"
            );
        }
    }
    assert_eq!(refused(&keys, 6, &[1, 2]), None, "the first head after a change carries both lines");
    for number in 1..=4 {
        assert_eq!(keys.faults(Some(&verifier(number))), Vec::<String>::new(), "pinned {number}");
    }
}

#[test]
fn a_key_that_was_never_the_registers_cannot_be_pinned() {
    let keys = Keys::from_statements(verifier(1), &rotated());
    let faults = keys.faults(Some(&verifier(9)));
    assert!(faults[0].contains("is none of the register's"), "{faults:?}");
}

#[test]
fn statements_that_do_not_hold_are_left_out_and_each_is_a_fault() {
    let stranger = change(5, 1, 2).sign(&key(2), Some(&key(9)));
    let cases: [(&str, Vec<String>); 9] = [
        ("cannot be read: `key statement`", vec!["nothing like it".to_owned()]),
        ("is not signed by the key it names", vec![note::sign(&change(5, 1, 2).to_text(), ORIGIN, &key(1))]),
        ("did not sign for it", vec![change(5, 1, 2).sign(&key(2), None)]),
        ("did not sign for it", vec![stranger]),
        ("the key in charge then is", vec![change(5, 3, 2).sign(&key(2), Some(&key(3)))]),
        ("the one before it is for 5", vec![rotated()[0].clone(), change(5, 2, 3).sign(&key(3), Some(&key(2)))]),
        ("was a key of this register before", vec![rotated()[0].clone(), change(9, 2, 1).sign(&key(1), Some(&key(2)))]),
        ("the key in charge then is", vec![revocation(5, 3, 2, 2).sign(&key(2), None)]),
        ("the key in charge then is", vec![revocation(5, 3, 2, 1).sign(&key(1), None)]),
    ];
    for (reason, notes) in cases {
        let faults = Keys::from_statements(verifier(1), &notes).faults(None);
        assert!(faults.len() == 1 && faults[0].contains(reason), "{faults:?}, expected {reason}");
    }
}

/// Whoever has a key of their own can write a statement, and cannot sign it with the key before.
#[test]
fn a_forged_change_is_noticed_from_the_first_key() {
    let forged = Keys::from_statements(verifier(1), &[change(5, 1, 9).sign(&key(9), None)]);
    assert_eq!(refused(&forged, 8, &[9]), None, "the head alone looks right");
    assert!(forged.faults(None)[0].contains("did not sign for it"));
    assert!(forged.faults(Some(&verifier(1)))[0].contains("did not sign for it"));
    // Who was given the new key as the register's believes it, and is told what that leaves open.
    assert_eq!(forged.faults(Some(&verifier(9))), Vec::<String>::new());
    assert!(forged.unproved(Some(&verifier(9)))[0].contains("is vouched for by the later key"));
    // A line under the old key's name that it did not make is no signature, whatever stands beside it.
    let lines = change(5, 1, 2).sign(&key(2), Some(&key(1)));
    let other = change(6, 1, 2).sign(&key(2), Some(&key(1)));
    let moved = lines.replace(lines.lines().nth(6).unwrap(), other.lines().nth(6).unwrap());
    assert!(moved != lines);
    assert!(Keys::from_statements(verifier(1), &[moved]).faults(None)[0].contains("carries a signature that is not"));
}

#[test]
fn heads_signed_by_a_revoked_key_fail_after_the_size_it_is_trusted_up_to() {
    let notes = [rotated()[0].clone(), revocation(9, 2, 7, 3).sign(&key(3), Some(&key(2)))];
    let keys = Keys::from_statements(verifier(1), &notes);
    assert_eq!(keys.faults(None), Vec::<String>::new());
    assert_eq!(refused(&keys, 7, &[2]), None);
    assert!(refused(&keys, 8, &[2]).unwrap().contains("which is trusted up to size 7 only"));
    assert!(refused(&keys, 10, &[2]).unwrap().contains("is not signed with the key"));
    assert_eq!(refused(&keys, 10, &[3]), None);
    let kept = keys.check_kept(&note::open(&head(8, &[2])).unwrap()).unwrap();
    assert!(kept.doubt.unwrap().contains("trusted up to size 7 only"));
    // A revoked key's word for its successor proves little: whoever stole it can give it too.
    assert!(keys.unproved(None)[0].contains("pin the newer key"));
    assert_eq!(keys.unproved(Some(&verifier(3))), Vec::<String>::new());
}

#[test]
fn a_revocation_without_the_lost_key_holds_for_who_has_the_new_one() {
    let keys = Keys::from_statements(verifier(1), &[revocation(9, 1, 7, 2).sign(&key(2), None)]);
    assert!(keys.faults(None)[0].contains("did not sign for it"));
    assert_eq!(keys.faults(Some(&verifier(2))), Vec::<String>::new());
    assert_eq!(keys.trusted_up_to(&verifier(1)), Some(7));
}

#[test]
fn an_earlier_key_is_revoked_by_the_key_in_charge() {
    let notes = [rotated()[0].clone(), revocation(9, 1, 3, 2).sign(&key(2), None)];
    let keys = Keys::from_statements(verifier(1), &notes);
    assert_eq!(keys.faults(None), Vec::<String>::new());
    assert_eq!(keys.links().len(), 2, "no key is added");
    assert_eq!(refused(&keys, 3, &[1]), None);
    assert!(refused(&keys, 4, &[1]).unwrap().contains("trusted up to size 3 only"));
    assert!(keys.unproved(None)[0].contains("pin the newer key"), "the change at 5 was signed by it after 3");
}

#[test]
fn the_policys_word_against_a_key_ends_what_it_vouches_for() {
    let mut keys = Keys::from_statements(verifier(1), &rotated());
    keys.distrust(&verifier(2), 8);
    assert!(refused(&keys, 9, &[2]).unwrap().contains("trusted up to size 8 only"));
    assert!(keys.faults(None)[0].contains("no longer trusted at that size by the policy"));
    assert_eq!(keys.faults(Some(&verifier(3))), Vec::<String>::new());
}

#[test]
fn a_key_with_another_name_gives_the_register_that_name() {
    let renamed = key(2).verifier("register.example.org/psr/2");
    let change = Statement::Change(KeyChange { size: 5, old: verifier(1), new: renamed.clone() });
    let keys = Keys::from_statements(verifier(1), &[change.sign(&key(2), Some(&key(1)))]);
    assert_eq!(keys.faults(None), Vec::<String>::new());
    let checkpoint = Checkpoint { origin: renamed.name().to_owned(), size: 8, root: Digest::ZERO };
    assert_eq!(keys.check_head(&note::open(&checkpoint.sign(&key(2))).unwrap()), Ok(checkpoint));
    assert!(refused(&keys, 8, &[2]).unwrap().contains("is not signed with the key"), "under the old name");
}

#[test]
fn every_line_of_a_known_key_must_be_its_signature() {
    let keys = Keys::from_statements(verifier(1), &rotated());
    let (signed, other) = (head(6, &[1, 2]), head(7, &[1, 2]));
    let lines = |note: &str| note.lines().skip(4).map(str::to_owned).collect::<Vec<_>>();
    let check = |note: String| keys.check_head(&note::open(&note).unwrap());
    assert!(check(format!("{signed}{}\n", lines(&head(6, &[9]))[0])).is_ok(), "an unknown key is ignored");
    assert!(check(format!("{signed}{}\n", lines(&other)[1])).unwrap_err().contains("is not signed with the key"));
    let swapped = signed.replace(&lines(&signed)[0], &lines(&other)[0]);
    assert!(check(swapped).unwrap_err().contains("carries a signature that is not the one of"));
}

#[test]
fn a_fingerprint_tells_keys_apart_at_a_glance() {
    let fingerprint = verifier(1).fingerprint();
    assert_eq!(fingerprint.split(' ').map(str::len).collect::<Vec<_>>(), [4; 8]);
    assert_eq!(Digest::of(&[verifier(1).to_string().as_bytes()]).hex()[..32], fingerprint.replace(' ', ""));
    assert_ne!(fingerprint, key(1).verifier("another.example.org").fingerprint());
}

proptest! {
    #[test]
    fn any_altered_character_of_a_statement_undoes_it(place in any::<prop::sample::Index>(), put in "[ -~]") {
        let signed = rotated().remove(0);
        let mut characters: Vec<char> = signed.chars().collect();
        let place = place.index(characters.len());
        characters[place] = put.chars().next().unwrap();
        let altered: String = characters.into_iter().collect();
        prop_assume!(altered != signed);
        prop_assert!(!Keys::from_statements(verifier(1), &[altered]).faults(None).is_empty());
    }
}

/// The worked example of the format's description, made by another program.
#[test]
fn the_worked_example_is_reached_byte_for_byte() {
    let example: serde_json::Value =
        serde_json::from_str(include_str!("../../../fixtures/trust/example.json")).unwrap();
    let texts = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let origin = texts(&example["origin"]);
    let list = |name: &str| example[name].as_array().unwrap().clone();
    let signing: Vec<SigningKey> =
        list("keys").iter().map(|key| self::key(key["seed"].as_u64().unwrap().try_into().unwrap())).collect();
    let verifiers: Vec<VerifierKey> = signing.iter().map(|key| key.verifier(&origin)).collect();
    for (key, verifier) in list("keys").iter().zip(&verifiers) {
        assert_eq!(
            (texts(&key["verifier"]), texts(&key["fingerprint"])),
            (verifier.to_string(), verifier.fingerprint())
        );
    }
    let (old, new) = (verifiers[0].clone(), verifiers[1].clone());
    let change = Statement::Change(KeyChange { size: 5, old, new }).sign(&signing[1], Some(&signing[0]));
    let (revoked, new) = (verifiers[1].clone(), verifiers[2].clone());
    let revocation = Statement::Revocation(KeyRevocation { size: 9, revoked, trusted_up_to: 7, new });
    let statements = [change, revocation.sign(&signing[2], Some(&signing[1]))];
    assert_eq!(list("statements").iter().map(texts).collect::<Vec<_>>(), statements);
    let keys = Keys::from_statements(verifiers[0].clone(), &statements);
    assert_eq!(keys.faults(None), Vec::<String>::new());
    for case in list("in-charge") {
        let key = usize::try_from(case["key"].as_u64().unwrap()).unwrap();
        assert_eq!(*keys.in_charge(case["size"].as_u64().unwrap()), verifiers[key], "{case}");
    }
    for case in list("heads") {
        let note = note::open(&texts(&case["note"])).unwrap();
        let found = (keys.check_head(&note).is_ok(), keys.check_kept(&note).is_ok());
        assert_eq!(found, (case["head"].as_bool().unwrap(), case["kept"].as_bool().unwrap()), "{case}");
    }
    let witness = &example["witness"];
    let cosigner = key(witness["seed"].as_u64().unwrap().try_into().unwrap());
    let text = note::SignedNote { text: texts(&witness["note"]), signatures: Vec::new() };
    let line = text.cosign("witness.example.org/w1", &cosigner, witness["time"].as_u64().unwrap());
    assert_eq!(line.to_string(), texts(&witness["line"]));
    assert_eq!(cosigner.cosigner("witness.example.org/w1").to_string(), texts(&witness["verifier"]));
    for case in list("policies") {
        let policy = Policy::parse(texts(&case["policy"]).as_bytes()).unwrap();
        let met = policy.check(&note::open(&texts(&case["note"])).unwrap()).is_ok();
        assert_eq!(met, case["met"].as_bool().unwrap(), "{case}");
    }
}
