//! Proofs as text (C2SP tlog-proof): a place in the tree, the hashes that lead to a root, and the signed head that names it.

use super::contents::number;
use crate::digest::Digest;
use crate::merkle::root_from_proof;

const BEGINNING: &str = "c2sp.org/tlog-proof@v1\n";
/// No tree of fewer than 2^53 leaves has a longer proof.
const LONGEST: usize = 64;

/// A proof, read; whether it proves anything is another matter.
#[derive(Debug)]
pub(super) struct Proof<'t> {
    index: u64,
    hashes: Vec<Digest>,
    /// The signed head behind it.
    pub(super) head: &'t str,
}

impl<'t> Proof<'t> {
    pub(super) fn parse(text: &'t str) -> Option<Proof<'t>> {
        let (proof, head) = text.strip_prefix(BEGINNING)?.split_once("\n\n")?;
        let (index, rest) = proof.split_once('\n').unwrap_or((proof, ""));
        let index = number(index.strip_prefix("index ")?)?;
        let hashes = if rest.is_empty() { Some(Vec::new()) } else { hashes(&format!("{rest}\n")) };
        (!proof.ends_with('\n')).then_some(Proof { index, hashes: hashes?, head })
    }

    /// Returns the root it leads to from a leaf, in a tree of this size.
    pub(super) fn root(&self, leaf: Digest, size: u64) -> Option<Digest> {
        root_from_proof(leaf, self.index, size, &self.hashes)
    }
}

/// Reads hashes in base64, one a line.
pub(super) fn hashes(text: &str) -> Option<Vec<Digest>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    let lines: Vec<&str> = text.strip_suffix('\n')?.split('\n').collect();
    if lines.len() > LONGEST { None } else { lines.into_iter().map(Digest::from_base64).collect() }
}
