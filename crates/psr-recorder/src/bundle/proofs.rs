//! The proofs in a bundle of one record, as C2SP tlog-proofs: each leads from an event to a signed head.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::checkpoint::Checkpoint;
use crate::digest::Digest;
use crate::error::Result;
use crate::merkle::{consistency_parts, inclusion_parts};
use crate::note;
use crate::register::{Entry, KeptCheckpoint, Register, Tiles};

/// How a proof begins.
pub(crate) const PROOF: &str = "c2sp.org/tlog-proof@v1";

/// A kept checkpoint that covers an event of a record, and where the newest of those it covers stands.
#[derive(Debug)]
pub(super) struct Gate {
    pub(super) kept: KeptCheckpoint,
    position: u64,
}

/// Returns, for each event, the first checkpoint that was kept after it; each checkpoint once, oldest first.
pub(super) fn gates(kept: Vec<KeptCheckpoint>, entries: &[Entry]) -> Vec<Gate> {
    let mut covered = 0;
    let mut gates = Vec::new();
    for kept in kept {
        let newest = entries.iter().rev().map(|entry| entry.position).find(|position| *position < kept.size);
        let covers_more = newest.is_some_and(|newest| newest + 1 > covered);
        if let Some(position) = newest.filter(|_| covers_more) {
            covered = position + 1;
            gates.push(Gate { kept, position });
        }
    }
    gates
}

/// Writes proofs over one state of the tree, and computes each part of it once.
#[derive(Debug)]
pub(super) struct Prover<'p> {
    register: &'p Register,
    tiles: &'p mut Tiles,
    known: BTreeMap<(u64, u64), Digest>,
}

impl<'p> Prover<'p> {
    pub(super) fn new(register: &'p Register, tiles: &'p mut Tiles) -> Self {
        Prover { register, tiles, known: BTreeMap::new() }
    }

    /// Writes the proof that leads from an event to a signed head.
    pub(super) fn inclusion(&mut self, position: u64, head: &str) -> Result<String> {
        let hashes = self.hashes(inclusion_parts(position, size(head)))?;
        Ok(format!("{PROOF}\nindex {position}\n{hashes}\n{head}"))
    }

    pub(super) fn gate(&mut self, gate: &Gate) -> Result<String> {
        self.inclusion(gate.position, &gate.kept.note)
    }

    /// Writes the hashes that lead from a kept checkpoint to a later head.
    pub(super) fn consistency(&mut self, gate: &Gate, head: &str) -> Result<String> {
        self.hashes(consistency_parts(gate.kept.size, size(head)))
    }

    fn hashes(&mut self, parts: Vec<Range<u64>>) -> Result<String> {
        parts.into_iter().map(|part| Ok(format!("{}\n", self.hash(part)?.base64()))).collect()
    }

    fn hash(&mut self, part: Range<u64>) -> Result<Digest> {
        let place = (part.start, part.end);
        if let Some(known) = self.known.get(&place) {
            return Ok(*known);
        }
        let hash = self.tiles.root(self.register, part)?;
        self.known.insert(place, hash);
        Ok(hash)
    }
}

/// Writes the proof that leads from the event at a place in the register to its newest signed head, as a bundle holds it. Whoever keeps the tiles for the next
/// proof spares that one reading most of the register.
///
/// # Errors
/// When the register cannot be read.
pub fn inclusion_proof(register: &Register, tiles: &mut Tiles, position: u64) -> Result<String> {
    // All from one state of the register: the signed head and the leaves must be of one tree.
    let _snapshot = register.snapshot()?;
    let head = register.signed_head()?;
    Prover::new(register, tiles).inclusion(position, &head)
}

/// Returns the size that a signed head speaks of.
pub(super) fn size(head: &str) -> u64 {
    note::open(head).and_then(|note| Checkpoint::parse(&note.text)).map_or(0, |checkpoint| checkpoint.size)
}
