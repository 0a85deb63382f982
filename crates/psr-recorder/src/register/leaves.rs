//! Leaf hashes, in the register's order; read in pieces, so that a register of millions can be walked through without being held in memory.

use std::ops::Range;

use super::Register;
use crate::digest::Digest;
use crate::error::Result;
use crate::merkle::TreeEdge;

/// How many leaves are read at one time.
const PIECE: u64 = 65_536;

/// What a walk through all leaves found.
#[derive(Debug)]
pub(super) struct Walked {
    /// The edge of the tree over all of them.
    pub(super) edge: TreeEdge,
    /// The root over as many of the first as was asked about, where there are as many.
    pub(super) then: Option<Digest>,
}

impl Register {
    /// Returns the leaf hashes of all events, in the register's order.
    pub fn leaves(&self) -> Result<Vec<Digest>> {
        let mut leaves = Vec::new();
        self.each_leaf(&mut |leaf| leaves.push(leaf))?;
        Ok(leaves)
    }

    /// Returns the leaf hashes of the events at some places; fewer where there are not as many.
    pub(crate) fn leaves_at(&self, places: Range<u64>) -> Result<Vec<Digest>> {
        self.store.leaves(places)
    }

    /// Walks through all leaves, and finds the root over the first of them where a size is given.
    pub(super) fn walk(&self, size: Option<u64>) -> Result<Walked> {
        let mut edge = TreeEdge::default();
        let mut then = (size == Some(0)).then(|| edge.root());
        self.each_leaf(&mut |leaf| {
            edge.push(leaf);
            if size == Some(edge.size()) {
                then = Some(edge.root());
            }
        })?;
        Ok(Walked { edge, then })
    }

    fn each_leaf(&self, act: &mut dyn FnMut(Digest)) -> Result<()> {
        for start in (0..).step_by(PIECE as usize) {
            let piece = self.store.leaves(start..start + PIECE)?;
            let last = piece.len() < PIECE as usize;
            piece.into_iter().for_each(&mut *act);
            if last {
                break;
            }
        }
        Ok(())
    }
}
