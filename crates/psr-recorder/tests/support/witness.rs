//! A witness of the tests' own (C2SP tlog-witness), in memory.
#![allow(dead_code, clippy::unwrap_used, missing_docs)]

use std::collections::BTreeMap;

use psr_recorder::merkle::is_consistent;
use psr_recorder::{Checkpoint, Digest, SigningKey, VerifierKey, note};

pub const NAME: &str = "witness.example.org/w1";
pub const TIME: u64 = 1_800_000_000;

/// What a witness knows: the logs it watches, and the last checkpoint of each that it cosigned.
pub struct Witness {
    pub key: SigningKey,
    pub logs: Vec<VerifierKey>,
    pub seen: BTreeMap<String, (u64, Digest)>,
}

impl Witness {
    pub fn watching(logs: &[VerifierKey]) -> Witness {
        Witness { key: SigningKey::from_seed(&[60; 32]), logs: logs.to_vec(), seen: BTreeMap::new() }
    }

    pub fn verifier(&self) -> VerifierKey {
        self.key.cosigner(NAME)
    }

    /// Answers a request as the specification says, with a status and a body.
    pub fn add_checkpoint(&mut self, body: &str) -> (u16, String) {
        let Some((head, signed)) = body.split_once("\n\n") else { return (400, String::new()) };
        let mut lines = head.lines();
        let old: u64 = lines.next().and_then(|line| line.strip_prefix("old ")?.parse().ok()).unwrap();
        let proof: Vec<Digest> = lines.map(|line| Digest::from_base64(line).unwrap()).collect();
        let Some(note) = note::open(signed) else { return (400, String::new()) };
        let checkpoint = Checkpoint::parse(&note.text).unwrap();
        let known: Vec<_> = self.logs.iter().filter(|log| log.name() == checkpoint.origin).collect();
        if known.is_empty() {
            return (404, String::new());
        }
        if !known.iter().any(|log| note.is_signed_by(log)) {
            return (403, String::new());
        }
        let empty = (0, Digest::of(&[]));
        let last = self.seen.get(&checkpoint.origin).copied().unwrap_or(empty);
        let new = (checkpoint.size, checkpoint.root);
        match () {
            () if old > checkpoint.size => (400, String::new()),
            () if old != last.0 || (old == new.0 && last.1 != new.1) => (409, format!("{}\n", last.0)),
            () if !is_consistent(last, new, &proof) => (422, String::new()),
            () => {
                self.seen.insert(checkpoint.origin, new);
                (200, note.cosign(NAME, &self.key, TIME).to_string())
            }
        }
    }
}
