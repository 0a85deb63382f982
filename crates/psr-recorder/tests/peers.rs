//! Other implementations of the same formats read what we write, and refuse what we refuse.
#![allow(clippy::unwrap_used)]

mod support;

use psr_recorder::merkle::{consistency_proof, inclusion_proof, is_consistent, leaf_hash, root};
use psr_recorder::{Checkpoint, Digest, note};
use signed_note::{Note, StandardVerifier, VerifierList};
use support::{ORIGIN, key, other_key};
use tlog_tiles::tlog::{Hash, check_record, check_tree};

fn theirs(digest: &Digest) -> Hash {
    Hash(*digest.as_bytes())
}

#[test]
fn tlog_tiles_accepts_our_proofs_and_refuses_altered_ones_as_we_do() {
    let leaves: Vec<Digest> = (0..130_u64).map(|number| leaf_hash(&number.to_be_bytes())).collect();
    let roots: Vec<Digest> = (0..=130).map(|size| root(&leaves[..size])).collect();
    for new in 1..=130_usize {
        for old in 1..=new {
            let mut proof = consistency_proof(&leaves[..new], old).unwrap();
            let (t, n) = (new as u64, old as u64);
            let agree = |proof: &[Digest], expected: bool, why: &str| {
                let given = proof.iter().map(theirs).collect();
                let checked = check_tree(&given, t, theirs(&roots[new]), n, theirs(&roots[old])).is_ok();
                assert_eq!(
                    (checked, is_consistent((n, roots[old]), (t, roots[new]), proof)),
                    (expected, expected),
                    "{why}: {old} to {new}"
                );
            };
            agree(&proof, true, "as it is");
            if let Some(last) = proof.last_mut() {
                *last = Digest::ZERO;
                agree(&proof, false, "altered");
                agree(&proof[1..], false, "shortened");
            }
        }
        for index in 0..new {
            let proof = inclusion_proof(&leaves[..new], index).unwrap().iter().map(theirs).collect();
            check_record(&proof, new as u64, theirs(&roots[new]), index as u64, theirs(&leaves[index])).unwrap();
        }
    }
}

#[test]
fn signed_note_and_tlog_tiles_read_our_checkpoints() {
    let checkpoint = Checkpoint { origin: ORIGIN.to_owned(), size: 12, root: Digest::of(&[b"root"]) };
    let text = checkpoint.to_text();
    let signed = note::sign_by(&text, &[(ORIGIN, &key()), (ORIGIN, &other_key())]);
    let verifier = |key: &psr_recorder::SigningKey| {
        Box::new(StandardVerifier::new(&key.verifier(ORIGIN).to_string()).unwrap()) as Box<dyn signed_note::Verifier>
    };
    let opened = Note::from_bytes(signed.as_bytes()).unwrap();
    for (keys, known) in [(vec![verifier(&key())], 1), (vec![verifier(&key()), verifier(&other_key())], 2)] {
        let (verified, unknown) = opened.verify(&VerifierList::new(keys)).unwrap();
        assert_eq!((verified.len(), unknown.len()), (known, 2 - known));
    }
    assert_eq!(opened.to_bytes(), signed.as_bytes());
    let altered = Note::from_bytes(signed.replace("\n12\n", "\n13\n").as_bytes()).unwrap();
    assert!(altered.verify(&VerifierList::new(vec![verifier(&key())])).is_err());
    let read = tlog_tiles::Checkpoint::from_bytes(text.as_bytes()).unwrap();
    assert_eq!((read.origin(), read.size(), read.hash().0), (ORIGIN, 12, *checkpoint.root.as_bytes()));
    assert_eq!(read.to_bytes(), text.as_bytes());
}
