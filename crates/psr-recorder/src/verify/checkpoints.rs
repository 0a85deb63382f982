//! Checkpoints: signed by the right key, and with the root the events give at their size.

use std::collections::BTreeSet;

use super::report::{FaultKind, Findings};
use super::source::{Source, text};
use super::tree::Tree;
use crate::checkpoint::Checkpoint;
use crate::key::VerifierKey;
use crate::note;

/// A signed note that claims to be a checkpoint, and where it was found.
#[derive(Debug)]
pub(super) struct Claim {
    found: String,
    kind: FaultKind,
    note: String,
    /// The size the row beside it says it is for.
    size: Option<i64>,
}

impl Claim {
    pub(super) fn new(found: &str, kind: FaultKind, note: String) -> Claim {
        Claim { found: found.to_owned(), kind, note, size: None }
    }

    fn checkpoint(&self) -> Option<Checkpoint> {
        note::open(&self.note).and_then(|note| Checkpoint::parse(&note.text))
    }
}

/// Returns every checkpoint that is kept in the store.
pub(super) fn kept(source: &mut dyn Source, findings: &mut Findings) -> Vec<Claim> {
    let mut claims = Vec::new();
    let mut claim = |found: String, size: Option<i64>, note: &[u8]| {
        claims.push(Claim { found, kind: FaultKind::Checkpoint, note: text(note), size });
    };
    findings.read(source.checkpoints(&mut |kept| {
        claim(format!("the checkpoint kept at size {}", kept.size.unwrap_or(-1)), kept.size, &kept.note);
    }));
    findings.read(source.trees(&mut |tree| claim("the signed head".to_owned(), tree.size, &tree.note)));
    claims
}

/// Returns what the file `last-seen` claims; nothing when there is no such file.
pub(super) fn last_seen(source: &mut dyn Source, findings: &mut Findings) -> Option<Claim> {
    match source.last_seen() {
        Ok(Some(note)) => Some(Claim::new("`last-seen`", FaultKind::LastSeen, text(&note))),
        Ok(None) => {
            findings.warn(None, "there is no file `last-seen`: this may be a copy of the database alone");
            None
        }
        Err(error) => {
            findings.fault(None, FaultKind::LastSeen, format!("`last-seen` cannot be read: {error}"));
            None
        }
    }
}

/// Returns the sizes the claims speak of, so that the tree notes its roots there.
pub(super) fn sizes(claims: &[Claim]) -> BTreeSet<u64> {
    claims.iter().filter_map(Claim::checkpoint).map(|checkpoint| checkpoint.size).collect()
}

/// Checks each claim against the key, the register's name and the tree.
pub(super) fn check(claims: &[Claim], key: &VerifierKey, tree: &Tree, findings: &mut Findings) {
    for claim in claims {
        if let Err(reason) = check_one(claim, key, tree) {
            findings.fault(None, claim.kind, format!("{} {reason}", claim.found));
        }
    }
}

fn check_one(claim: &Claim, key: &VerifierKey, tree: &Tree) -> Result<(), String> {
    let note = note::open(&claim.note).ok_or("is not a signed note")?;
    let checkpoint = Checkpoint::parse(&note.text).ok_or("is not a checkpoint")?;
    if !note.is_signed_by(key) {
        return Err(format!("is not signed with the key {key}"));
    }
    if checkpoint.origin != key.name() {
        return Err(format!("is of another register: {}", checkpoint.origin));
    }
    if claim.size.is_some_and(|size| u64::try_from(size) != Ok(checkpoint.size)) {
        return Err(format!("is for another size: {}", checkpoint.size));
    }
    match tree.root_at(checkpoint.size) {
        Some(root) if root == checkpoint.root => Ok(()),
        Some(root) => {
            Err(format!("says the root at size {} is {}, and the events give {root}", checkpoint.size, checkpoint.root))
        }
        None => Err(format!("is for {} events, and only {} are here", checkpoint.size, tree.size())),
    }
}
