//! Gates: earlier signed heads that cover events of the record, and the proofs that the newest head continues them.

use std::collections::{BTreeMap, BTreeSet};

use super::super::report::{FaultKind, Findings};
use super::contents::number;
use super::heads::Heads;
use super::lines::Lines;
use super::proof::{Proof, hashes};
use super::{Files, bytes, text};
use crate::checkpoint::Checkpoint;
use crate::digest::Digest;
use crate::merkle::is_consistent;

/// Checks every gate, and returns the heads that were signed at them.
pub(super) fn check(
    files: &Files,
    lines: &Lines,
    head: &Checkpoint,
    heads: &Heads,
    findings: &mut Findings,
) -> BTreeMap<u64, Checkpoint> {
    let named = files.keys().filter_map(|name| name.strip_prefix("gates/")?.split_once('.'));
    let sizes: BTreeSet<u64> = named.filter_map(|(size, _)| number(size)).collect();
    let mut gates = BTreeMap::new();
    // From the newest gate back: an older one covers no newer event, so each event is tried at most once.
    let mut newest = lines.leaves.len();
    for size in sizes.into_iter().rev() {
        let covered = &lines.leaves[..newest];
        let Some((gate, reached)) = check_one(files, size, covered, heads, findings) else { continue };
        newest = reached.map_or(newest, |place| place + 1);
        check_continued(files, &gate, size, head, findings);
        gates.insert(size, gate);
    }
    gates
}

/// Checks one gate; returns what was signed there, and the place of the newest event that it covers.
fn check_one(
    files: &Files,
    size: u64,
    leaves: &[Digest],
    heads: &Heads,
    findings: &mut Findings,
) -> Option<(Checkpoint, Option<usize>)> {
    let name = format!("gates/{size}.tlog-proof");
    let Some(proof) = Proof::parse(text(bytes(files, &name))) else {
        findings.fault(None, FaultKind::Checkpoint, format!("{name} is not here, or is not a proof"));
        return None;
    };
    let gate = heads.signed(&name, proof.head, true, findings)?;
    if gate.size != size {
        findings.fault(None, FaultKind::Checkpoint, format!("{name} is for another size, {}", gate.size));
    }
    let reached = leaves.iter().rposition(|leaf| proof.root(*leaf, gate.size) == Some(gate.root));
    if reached.is_none() {
        findings.fault(None, FaultKind::Tree, format!("{name} does not lead from an event to its root"));
    }
    Some((gate, reached))
}

fn check_continued(files: &Files, gate: &Checkpoint, size: u64, head: &Checkpoint, findings: &mut Findings) {
    let name = format!("gates/{size}.consistency");
    let proof = files.get(&name).and_then(|content| hashes(std::str::from_utf8(content.bytes.as_deref()?).ok()?));
    let continued = proof.is_some_and(|proof| is_consistent((gate.size, gate.root), (head.size, head.root), &proof));
    if !continued {
        let message = format!("{name} does not show that the signed head continues the one at {size} events");
        findings.fault(None, FaultKind::Tree, message);
    }
}
