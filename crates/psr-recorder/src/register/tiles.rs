//! The roots over whole runs of leaves, kept: with them a proof about a register of millions reads a few hundred leaves.

use std::ops::Range;

use super::Register;
use crate::digest::Digest;
use crate::error::Result;
use crate::merkle::{TreeEdge, root};

/// How many leaves a tile has; a power of two, so that whole tiles are subtrees.
const TILE: u64 = 256;
/// How many tiles are read at one time.
const PIECE: u64 = 256;

/// The roots of a register's whole tiles, from the first on, as far as they were needed. What is on record does not change, so they stay true.
#[derive(Debug, Clone, Default)]
pub struct Tiles(Vec<Digest>);

impl Tiles {
    /// Reads the tiles that are whole by now and were not read before.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn catch_up(&mut self, register: &Register) -> Result<()> {
        let size = register.size()?;
        self.read_until(register, size / TILE)
    }

    /// Returns the root over a part of the tree: leaves whose first stands where a subtree of as many begins.
    pub(crate) fn root(&mut self, register: &Register, part: Range<u64>) -> Result<Digest> {
        let tiles = part.start.div_ceil(TILE)..part.end / TILE;
        if tiles.is_empty() || !part.start.is_multiple_of(TILE) {
            return Ok(root(&register.leaves_at(part)?));
        }
        self.read_until(register, tiles.end)?;
        let whole: TreeEdge = self.0[index(tiles.start)..index(tiles.end)].iter().collect();
        let rest = register.leaves_at(tiles.end * TILE..part.end)?;
        let rest: TreeEdge = rest.iter().collect();
        // The subtrees of the whole tiles and then those of the rest are, largest first, the subtrees of all.
        let subtrees = whole.subtrees().iter().chain(rest.subtrees()).copied().collect();
        let edge = TreeEdge::from_parts(whole.size() * TILE + rest.size(), subtrees);
        Ok(edge.map_or(Digest::ZERO, |edge| edge.root()))
    }

    fn read_until(&mut self, register: &Register, tiles: u64) -> Result<()> {
        let mut known = self.0.len() as u64;
        while known < tiles {
            let next = tiles.min(known + PIECE);
            let leaves = register.leaves_at(known * TILE..next * TILE)?;
            if leaves.len() as u64 != (next - known) * TILE {
                return Err(register.damaged("events that it counts are not there"));
            }
            self.0.extend(leaves.chunks(TILE as usize).map(root));
            known = next;
        }
        Ok(())
    }
}

fn index(tile: u64) -> usize {
    usize::try_from(tile).unwrap_or(usize::MAX)
}
