//! The tree, computed anew from the lines.

use std::collections::{BTreeMap, BTreeSet};

use super::hash::node;
use crate::digest::Digest;

/// Computes the root after each leaf that someone asks about, in one pass.
#[derive(Debug)]
pub(super) struct Tree {
    size: u64,
    /// Perfect subtrees from the left: how many leaves each has, and its root.
    subtrees: Vec<(u64, Digest)>,
    /// The sizes that someone asks about and that are still to come.
    wanted: BTreeSet<u64>,
    roots: BTreeMap<u64, Digest>,
}

impl Tree {
    /// Begins an empty tree, to be asked later for its roots at these sizes.
    pub(super) fn new(wanted: BTreeSet<u64>) -> Tree {
        let mut tree = Tree { size: 0, subtrees: Vec::new(), wanted, roots: BTreeMap::new() };
        tree.note_root();
        tree
    }

    /// Adds the next leaf.
    pub(super) fn push(&mut self, leaf: Digest) {
        let mut right = (1, leaf);
        while let Some(left) = self.subtrees.pop_if(|left| left.0 == right.0) {
            right = (left.0 + right.0, node(&left.1, &right.1));
        }
        self.subtrees.push(right);
        self.size += 1;
        self.note_root();
    }

    pub(super) fn size(&self) -> u64 {
        self.size
    }

    pub(super) fn root(&self) -> Digest {
        let mut subtrees = self.subtrees.iter().rev();
        let Some((_, smallest)) = subtrees.next() else { return Digest::of(&[]) };
        subtrees.fold(*smallest, |right, (_, left)| node(left, &right))
    }

    /// Returns the bytes of the edge as a register keeps it.
    pub(super) fn edge(&self) -> Vec<u8> {
        self.subtrees.iter().flat_map(|(_, root)| *root.as_bytes()).collect()
    }

    /// Returns the root the tree had at a size that was asked for; nothing when it never had that size.
    pub(super) fn root_at(&self, size: u64) -> Option<Digest> {
        self.roots.get(&size).copied()
    }

    fn note_root(&mut self) {
        if self.wanted.first() == Some(&self.size) {
            self.wanted.pop_first();
            self.roots.insert(self.size, self.root());
        }
    }
}
