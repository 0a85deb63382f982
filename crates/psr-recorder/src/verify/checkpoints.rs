//! Checkpoints: signed by the right key, and with the root the events give at their size.

use std::collections::BTreeSet;

use super::report::{FaultKind, Findings};
use super::source::{Source, text};
use super::tree::Tree;
use crate::checkpoint::Checkpoint;
use crate::note::{self, SignedNote};
use crate::trust::{Kept, Keys};

/// A signed note that claims to be a checkpoint, and where it was found.
#[derive(Debug)]
pub(super) struct Claim {
    found: String,
    kind: FaultKind,
    note: String,
    /// The size the row beside it says it is for.
    size: Option<i64>,
    /// Whether it is one that was kept long ago, rather than the newest head or one from outside.
    is_kept: bool,
}

impl Claim {
    pub(super) fn new(found: &str, kind: FaultKind, note: String) -> Claim {
        Claim { found: found.to_owned(), kind, note, size: None, is_kept: false }
    }

    /// Returns the note, if it is a checkpoint that is kept for this size.
    pub(super) fn kept_at(&self, size: Option<i64>) -> Option<&str> {
        (self.is_kept && size.is_some() && self.size == size).then_some(self.note.as_str())
    }

    /// Returns the note and its size, if the register itself keeps it: the signed head or a kept checkpoint.
    pub(super) fn own(&self) -> Option<(SignedNote, u64)> {
        let note = (self.kind == FaultKind::Checkpoint).then(|| note::open(&self.note)).flatten()?;
        let size = Checkpoint::parse(&note.text)?.size;
        Some((note, size))
    }

    /// Tells whether it is signed by the key in charge and has the root that the events give.
    pub(super) fn agrees(&self, keys: &Keys, tree: &Tree) -> bool {
        check_one(self, keys, tree).is_ok_and(|doubt| doubt.is_none())
    }

    fn checkpoint(&self) -> Option<Checkpoint> {
        note::open(&self.note).and_then(|note| Checkpoint::parse(&note.text))
    }
}

/// Returns every checkpoint that is kept in the store.
pub(super) fn kept(source: &mut dyn Source, findings: &mut Findings) -> Vec<Claim> {
    let mut claims = Vec::new();
    let mut claim = |found: String, size: Option<i64>, note: &[u8], is_kept: bool| {
        claims.push(Claim { found, kind: FaultKind::Checkpoint, note: text(note), size, is_kept });
    };
    findings.read(source.checkpoints(&mut |kept| {
        claim(format!("the checkpoint kept at size {}", kept.size.unwrap_or(-1)), kept.size, &kept.note, true);
    }));
    findings.read(source.trees(&mut |tree| claim("the signed head".to_owned(), tree.size, &tree.note, false)));
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

/// Checks each claim against the keys in charge and the tree.
pub(super) fn check(claims: &[Claim], keys: &Keys, tree: &Tree, findings: &mut Findings) {
    for claim in claims {
        match check_one(claim, keys, tree) {
            Ok(None) => {}
            // Before the revocation it was good, and what follows it agrees with it.
            Ok(Some(doubt)) if claim.is_kept => findings.warn(None, format!("{} {doubt}", claim.found)),
            Ok(Some(doubt)) => findings.fault(None, FaultKind::Key, format!("{} {doubt}", claim.found)),
            Err(reason) => findings.fault(None, claim.kind, format!("{} {reason}", claim.found)),
        }
    }
}

/// Says why a claim does not hold, or why its signature alone proves nothing any more.
fn check_one(claim: &Claim, keys: &Keys, tree: &Tree) -> Result<Option<String>, String> {
    let note = note::open(&claim.note).ok_or("is not a signed note")?;
    let Kept { checkpoint, doubt } = keys.check_kept(&note)?;
    if claim.size.is_some_and(|size| u64::try_from(size) != Ok(checkpoint.size)) {
        return Err(format!("is for another size: {}", checkpoint.size));
    }
    match tree.root_at(checkpoint.size) {
        Some(root) if root == checkpoint.root => Ok(doubt),
        Some(root) => {
            Err(format!("says the root at size {} is {}, and the events give {root}", checkpoint.size, checkpoint.root))
        }
        None => Err(format!("is for {} events, and only {} are here", checkpoint.size, tree.size())),
    }
}
