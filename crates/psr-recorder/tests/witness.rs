//! The witness protocol, against a witness in memory: what is sent, and what each answer means.
#![allow(clippy::unwrap_used)]

mod support;

use psr_recorder::anchor::witness::{Reply, ask, request};
use psr_recorder::merkle::{leaf_hash, root};
use psr_recorder::note::{self, NoteSignature, SignedNote};
use psr_recorder::{Checkpoint, Digest};
use support::witness::{NAME, Witness};
use support::{ORIGIN, key, other_key};

fn leaves(count: u64) -> Vec<Digest> {
    (0..count).map(|number| leaf_hash(&number.to_be_bytes())).collect()
}

fn head(leaves: &[Digest]) -> SignedNote {
    let checkpoint = Checkpoint { origin: ORIGIN.to_owned(), size: leaves.len() as u64, root: root(leaves) };
    note::open(&checkpoint.sign(&key())).unwrap()
}

/// Asks a witness, and returns its lines with every status on the way.
fn asked(witness: &mut Witness, leaves: &[Digest], known: u64) -> (Result<Vec<NoteSignature>, String>, Vec<u16>) {
    let mut statuses = Vec::new();
    let verifier = witness.verifier();
    let mut send = |body: &str| {
        let (status, body) = witness.add_checkpoint(body);
        statuses.push(status);
        Ok(Reply { status, body })
    };
    let lines = ask(&head(leaves), leaves, known, Some(&verifier), &mut send);
    (lines, statuses)
}

#[test]
fn a_request_has_the_form_of_the_specification() {
    let leaves = leaves(7);
    let note = head(&leaves).to_string();
    let body = request(4, &leaves, &note).unwrap();
    let proof = psr_recorder::merkle::consistency_proof(&leaves, 4).unwrap();
    assert_eq!(body, format!("old 4\n{}\n\n{note}", proof[0].base64()));
    assert_eq!(request(0, &leaves, &note).unwrap(), format!("old 0\n\n{note}"));
    assert_eq!(request(8, &leaves, &note), None);
}

#[test]
fn a_witness_is_asked_again_from_where_it_stands() {
    let mut witness = Witness::watching(&[key().verifier(ORIGIN)]);
    let (lines, statuses) = asked(&mut witness, &leaves(5), 0);
    assert_eq!((lines.unwrap()[0].name.as_str(), statuses), (NAME, vec![200]));
    let (lines, statuses) = asked(&mut witness, &leaves(9), 5);
    assert_eq!((lines.is_ok(), statuses), (true, vec![200]));
    let (lines, statuses) = asked(&mut witness, &leaves(12), 0);
    assert_eq!((lines.is_ok(), statuses), (true, vec![409, 200]));
    let (lines, statuses) = asked(&mut witness, &leaves(12), 12);
    assert_eq!((lines.is_ok(), statuses), (true, vec![200]), "the same checkpoint again");
}

#[test]
fn forks_and_rollbacks_are_refused_by_the_witness_and_told_so() {
    let mut witness = Witness::watching(&[key().verifier(ORIGIN)]);
    assert!(asked(&mut witness, &leaves(5), 0).0.is_ok());
    let mut fork = leaves(9);
    fork[2] = leaf_hash(b"another");
    let (refused, statuses) = asked(&mut witness, &fork, 5);
    assert!(refused.unwrap_err().contains("it was forked or rewritten (HTTP 422)"));
    assert_eq!(statuses, [422]);
    let (refused, statuses) = asked(&mut witness, &fork[..5], 5);
    assert!(refused.unwrap_err().contains("one of the two is a fork"));
    assert_eq!(statuses, [409]);
    let (refused, statuses) = asked(&mut witness, &leaves(3), 0);
    assert!(refused.unwrap_err().contains("the register was put back, or forked"));
    assert_eq!(statuses, [409]);
}

#[test]
fn each_refusal_says_what_it_means() {
    let mut witness = Witness::watching(&[other_key().verifier(ORIGIN)]);
    assert!(asked(&mut witness, &leaves(5), 0).0.unwrap_err().contains("does not know the key that signed"));
    let mut witness = Witness::watching(&[]);
    assert!(asked(&mut witness, &leaves(5), 0).0.unwrap_err().contains("does not know this register"));
    let answers = |status: u16, body: &str| {
        let reply = Reply { status, body: body.to_owned() };
        let verifier = Witness::watching(&[]).verifier();
        ask(&head(&leaves(5)), &leaves(5), 0, Some(&verifier), &mut |_| Ok(reply.clone())).unwrap_err()
    };
    assert!(answers(400, "").contains("did not understand"));
    assert!(answers(409, "many\n").contains("does not say which"));
    assert!(answers(409, "3\n").contains("ask again"));
    assert!(answers(500, "oops").contains("the witness refused (HTTP 500)"));
    assert!(answers(200, "hello\n").contains("did not answer with signature lines"));
    let elsewhere = head(&leaves(4)).cosign(NAME, &Witness::watching(&[]).key, 1).to_string();
    assert!(answers(200, &elsewhere).contains("not with a cosignature of"));
    let unreachable = ask(&head(&leaves(5)), &leaves(5), 0, None, &mut |_| Err("no route".to_owned()));
    assert_eq!(unreachable.unwrap_err(), "no route");
}

#[test]
fn lines_of_other_keys_are_left_out_where_the_key_is_known_and_kept_where_it_is_not() {
    let leaves = leaves(5);
    let note = head(&leaves);
    let witness = Witness::watching(&[]);
    let body = format!("{}{}", note.cosign("other.example.org", &other_key(), 1), note.cosign(NAME, &witness.key, 2));
    let verifier = witness.verifier();
    let answered = |key| ask(&note, &leaves, 0, key, &mut |_| Ok(Reply { status: 200, body: body.clone() })).unwrap();
    assert_eq!(answered(Some(&verifier)).len(), 1);
    assert_eq!(answered(None).len(), 2);
}
