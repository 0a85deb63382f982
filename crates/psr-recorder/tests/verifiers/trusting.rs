//! Keys that follow one another and witnesses a policy asks for, in bundles and by the verifiers alike.

use psr_recorder::bundle::Request;
use psr_recorder::{NewKey, Options, Register, SigningKey, note, verify_files};
use serde_json::{Value as Json, json};

use crate::support::sample::{Files, bundled, with_manifest};
use crate::support::verifiers::{NODE, PYTHON, Told, Verdict, encoded, rust};
use crate::support::{ORIGIN, answer, create, key, noon, other_key, record, seeded};

fn fresh(number: u8) -> SigningKey {
    SigningKey::from_seed(&[20 + number; 32])
}

/// A register whose key was changed three times, with answers between.
fn rotated() -> (tempfile::TempDir, Register) {
    let dir = tempfile::tempdir().unwrap();
    let mut register = create(dir.path());
    register.append(&answer(record(1), None, 0), &mut seeded(0)).unwrap();
    for number in 1..=3_u8 {
        let key = fresh(number);
        let new = NewKey { key: &key, origin: ORIGIN, by: "Alex Example", at: noon() };
        register.change_key(&new, &mut seeded(100 + u64::from(number))).unwrap();
        let (base, operation) = (u64::from(number) - 1, u64::from(number));
        register.append(&answer(record(1), Some(base), operation), &mut seeded(operation)).unwrap();
    }
    (dir, register)
}

fn agreed(cases: &[(Files, Told)]) -> Vec<Verdict> {
    let found: Vec<Verdict> = cases.iter().map(|(files, told)| rust(files, told)).collect();
    for other in [PYTHON, NODE] {
        for (place, (verdict, rust)) in other.verify(cases).unwrap_or_default().iter().zip(&found).enumerate() {
            assert_eq!(verdict, rust, "{}, case {place}", other.interpreter);
        }
    }
    found
}

#[test]
fn a_bundle_after_three_changes_of_key_is_believed_from_any_of_the_keys() {
    let (_dir, register) = rotated();
    let bundles =
        [bundled(&register, &Request::record(record(1))), bundled(&register, &Request::register(vec![record(1)]))];
    let pinned = |signing: &SigningKey| Told { key: Some(signing.verifier(ORIGIN).to_string()), ..Told::default() };
    let told = [Told::default(), pinned(&key()), pinned(&fresh(2)), pinned(&fresh(3))];
    let cases = bundles.iter().flat_map(|files| told.iter().map(|told| (files.clone(), told.clone())));
    for verdict in agreed(&cases.collect::<Vec<_>>()) {
        assert!(verdict.is_sound(), "{verdict:?}");
    }
    let strangers = bundles.iter().map(|files| (files.clone(), pinned(&other_key())));
    assert!(agreed(&strangers.collect::<Vec<_>>()).iter().all(|verdict| !verdict.is_sound()));
}

#[test]
fn a_key_statement_that_is_missing_or_changed_is_noticed() {
    let (_dir, register) = rotated();
    let whole = bundled(&register, &Request::record(record(1)));
    let mut cases = Vec::new();
    for name in ["keys/0001", "keys/0002", "keys/0003"] {
        let mut without = whole.clone();
        without.remove(name);
        let mut changed = whole.clone();
        let note = changed.get_mut(name).unwrap();
        let line = note.windows(2).position(|window| window == b"\n\n").unwrap();
        note[line - 3] ^= 1;
        cases.extend([without, changed].map(|files| (with_manifest(files), Told::default())));
    }
    assert!(agreed(&cases).iter().all(|verdict| !verdict.is_sound()));
}

/// Asks Python under a policy, and compares with Rust.
fn under_policy(files: &Files, policy: &str) -> Verdict {
    let options =
        Options { policy: Some(psr_recorder::trust::Policy::parse(policy.as_bytes()).unwrap()), ..Options::default() };
    let rust = Verdict::from(verify_files(files, &options));
    let question = json!({ "files": encoded(files), "options": { "policy": policy } }).to_string();
    for answer in PYTHON.ask(vec![question]).unwrap_or_default() {
        assert_eq!(Verdict::from(&answer), rust, "{policy}: {answer}");
    }
    rust
}

#[test]
fn a_policy_pins_the_key_and_asks_for_witnesses() {
    let dir = tempfile::tempdir().unwrap();
    let mut register = create(dir.path());
    register.append(&answer(record(1), None, 0), &mut seeded(0)).unwrap();
    let files = bundled(&register, &Request::record(record(1)));
    let (log, witness) = (key().verifier(ORIGIN), fresh(9).cosigner("north.example.org"));
    let asks = |quorum: &str| format!("log {log}\nwitness north {witness}\nquorum {quorum}\n");
    assert!(under_policy(&files, &asks("none")).is_sound());
    assert!(!under_policy(&files, &asks("north")).is_sound());
    let head = note::open(&register.signed_head().unwrap()).unwrap();
    let line = head.cosign("north.example.org", &fresh(9), 1_775_000_000);
    let mut lone = head.clone();
    lone.signatures = vec![line];
    let cosigned = lone.to_string().rsplit("\n\n").next().unwrap().to_owned();
    let mut seen = files.clone();
    seen.insert("anchors/1-1.cosignature".to_owned(), cosigned.into_bytes());
    assert!(under_policy(&with_manifest(seen), &asks("north")).is_sound());
    let stranger = format!("log {}\nquorum none\n", other_key().verifier(ORIGIN));
    assert!(!under_policy(&files, &stranger).is_sound());
    let ended = format!("log {log}\nquorum none\nrevoked {log} 0\n");
    assert!(!under_policy(&files, &ended).is_sound());
}

#[test]
fn a_malformed_policy_is_refused_by_both() {
    for policy in [
        "",
        "quorum x\n",
        "log x\nquorum none\n",
        "quorum none\nquorum none\n",
        "group g 2 a\nquorum none\n",
        "\u{1}\nquorum none\n",
    ] {
        assert!(psr_recorder::trust::Policy::parse(policy.as_bytes()).is_err(), "{policy:?}");
        let question = json!({ "files": { "events.jsonl": "" }, "options": { "policy": policy } }).to_string();
        for answer in PYTHON.ask(vec![question]).unwrap_or_default() {
            assert!(answer.get("error").is_some_and(Json::is_string), "{policy:?}: {answer}");
        }
    }
}
