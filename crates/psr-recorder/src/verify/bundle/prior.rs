//! A checkpoint that was kept elsewhere, held against what the bundle holds.

use super::super::report::{FaultKind, Findings};
use super::heads::Heads;
use super::lines::Lines;
use crate::bundle::{About, Kind};
use crate::checkpoint::Checkpoint;
use crate::digest::Digest;
use crate::note::SignedNote;

/// A checkpoint from elsewhere, with the note it was read from.
pub(super) type Prior = (SignedNote, Checkpoint);

/// Checks a prior checkpoint; returns whether it could be compared at all.
pub(super) fn check(
    (note, prior): &Prior,
    heads: &Heads,
    lines: &Lines,
    about: &About,
    findings: &mut Findings,
) -> bool {
    let mut fault = |message: String| findings.fault(None, FaultKind::Prior, format!("the prior checkpoint {message}"));
    if let Some(Err(reason)) = heads.keys.as_ref().map(|keys| keys.check_head(note)) {
        fault(reason);
    }
    match root_at(prior.size, heads, lines, about.kind) {
        Root::Is(root) if root == prior.root => true,
        Root::Is(_) => {
            fault(format!("has another root for the same {} events: there are two histories", prior.size));
            true
        }
        Root::Gone => {
            fault(format!("is for {} events, and only {} are here", prior.size, lines.count()));
            true
        }
        Root::Unknown => false,
    }
}

enum Root {
    Is(Digest),
    Gone,
    Unknown,
}

/// Returns the root that the bundle gives the tree at a size.
fn root_at(size: u64, heads: &Heads, lines: &Lines, kind: Kind) -> Root {
    if kind == Kind::Register {
        return lines.roots(&[size].into()).remove(&size).map_or(Root::Gone, Root::Is);
    }
    let head = heads.head.iter().find(|head| head.size == size);
    head.or(heads.earlier.get(&size)).map_or(Root::Unknown, |found| Root::Is(found.root))
}
