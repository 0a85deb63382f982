//! The register's tree: RFC 6962 hashing, grown at its right edge.
//!
//! A leaf is an event's line, so the leaf's hash is also what the record's next event names as `prev`. Growing the tree
//! needs its size and the roots of its perfect subtrees only, at most 64 of them; the rest is recomputed when asked for.

use std::ops::Range;

use crate::digest::Digest;

/// Returns the hash of a leaf: SHA-256 of a zero byte and the leaf.
pub fn leaf_hash(leaf: &[u8]) -> Digest {
    Digest::of(&[&[0], leaf])
}

/// Returns the hash of a node: SHA-256 of a one byte and the hashes of its two branches.
pub fn node_hash(left: &Digest, right: &Digest) -> Digest {
    let mut node = [1; 65];
    node[1..33].copy_from_slice(left.as_bytes());
    node[33..].copy_from_slice(right.as_bytes());
    Digest::of(&[&node])
}

/// Returns the root of a tree with these leaf hashes.
pub fn root(leaves: &[Digest]) -> Digest {
    leaves.iter().collect::<TreeEdge>().root()
}

/// The size of a tree and the roots of its perfect subtrees, largest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TreeEdge {
    size: u64,
    subtrees: Vec<Digest>,
}

impl TreeEdge {
    /// Restores an edge that was stored, if it has one subtree for each bit of the size.
    pub fn from_parts(size: u64, subtrees: Vec<Digest>) -> Option<TreeEdge> {
        (subtrees.len() == size.count_ones() as usize).then_some(TreeEdge { size, subtrees })
    }

    /// Returns how many leaves the tree has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Returns the roots of the perfect subtrees, largest first.
    pub fn subtrees(&self) -> &[Digest] {
        &self.subtrees
    }

    /// Adds a leaf at the right.
    pub fn push(&mut self, leaf: Digest) {
        let mut hash = leaf;
        // Each trailing one bit of the size is a perfect subtree that the new leaf completes to one twice as large.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.subtrees.pop() {
                hash = node_hash(&left, &hash);
            }
        }
        self.subtrees.push(hash);
        self.size += 1;
    }

    /// Returns the root; that of the empty tree is the hash of nothing.
    pub fn root(&self) -> Digest {
        let joined = self.subtrees.iter().rev().copied().reduce(|right, left| node_hash(&left, &right));
        joined.unwrap_or_else(|| Digest::of(&[]))
    }
}

impl<'d> FromIterator<&'d Digest> for TreeEdge {
    fn from_iter<I: IntoIterator<Item = &'d Digest>>(leaves: I) -> Self {
        let mut edge = TreeEdge::default();
        leaves.into_iter().for_each(|leaf| edge.push(*leaf));
        edge
    }
}

/// Returns the hashes that lead from one leaf to the root (RFC 6962, 2.1.1), or nothing when there is no such leaf.
pub fn inclusion_proof(leaves: &[Digest], index: usize) -> Option<Vec<Digest>> {
    if index >= leaves.len() {
        return None;
    }
    let hash =
        |part: Range<u64>| leaves.get(usize::try_from(part.start).ok()?..usize::try_from(part.end).ok()?).map(root);
    inclusion_parts(index as u64, leaves.len() as u64).into_iter().map(hash).collect()
}

/// Returns the root that an inclusion proof leads to (RFC 9162, 2.1.3.2), or nothing when the proof has a wrong length.
pub fn root_from_proof(leaf: Digest, index: u64, size: u64, proof: &[Digest]) -> Option<Digest> {
    let (mut index, mut last, mut hash) = (index, size.checked_sub(1)?, leaf);
    for sibling in proof {
        if last == 0 || index > last {
            return None;
        }
        if index & 1 == 1 || index == last {
            hash = node_hash(sibling, &hash);
            while index & 1 == 0 && index != 0 {
                (index, last) = (index >> 1, last >> 1);
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        (index, last) = (index >> 1, last >> 1);
    }
    (last == 0 && index == 0).then_some(hash)
}

/// Returns the part of the leaves each hash of an inclusion proof stands for, from the leaf up (RFC 6962, 2.1.1).
pub fn inclusion_parts(index: u64, size: u64) -> Vec<Range<u64>> {
    let (mut parts, mut part) = (Vec::new(), 0..size);
    while part.end - part.start > 1 {
        let middle = part.start + (part.end - part.start).next_power_of_two() / 2;
        let (left, right) = (part.start..middle, middle..part.end);
        let (inside, beside) = if index < middle { (left, right) } else { (right, left) };
        parts.push(beside);
        part = inside;
    }
    parts.reverse();
    parts
}

/// Returns the part of the leaves each hash of a consistency proof stands for (RFC 6962, 2.1.2); none where either size is
/// zero or the sizes are equal.
pub fn consistency_parts(older: u64, newer: u64) -> Vec<Range<u64>> {
    let (mut parts, mut part, mut whole) = (Vec::new(), 0..newer, true);
    if older == 0 || older >= newer {
        return parts;
    }
    while part.end != older {
        let middle = part.start + (part.end - part.start).next_power_of_two() / 2;
        let (left, right) = (part.start..middle, middle..part.end);
        let (inside, beside) = if older <= middle { (left, right) } else { (right, left) };
        // The older tree's own root is known to whoever checks; any other part of it is not.
        whole = whole && older <= middle;
        parts.push(beside);
        part = inside;
    }
    if !whole {
        parts.push(part);
    }
    parts.reverse();
    parts
}

/// Returns the hashes that show that a tree continues an older one (RFC 6962, 2.1.2), or nothing when it has no such size.
pub fn consistency_proof(leaves: &[Digest], older: usize) -> Option<Vec<Digest>> {
    let size = leaves.len() as u64;
    let hash =
        |part: Range<u64>| leaves.get(usize::try_from(part.start).ok()?..usize::try_from(part.end).ok()?).map(root);
    if older > leaves.len() { None } else { consistency_parts(older as u64, size).into_iter().map(hash).collect() }
}

/// Tells whether a proof shows that a tree of `old` leaves with this root is the beginning of one of `new` leaves (RFC 9162, 2.1.4.2).
pub fn is_consistent(old: (u64, Digest), new: (u64, Digest), proof: &[Digest]) -> bool {
    let ((old_size, old_root), (new_size, new_root)) = (old, new);
    if old_size == 0 {
        return proof.is_empty() && old_root == root(&[]) && (new_size > 0 || new_root == old_root);
    }
    if old_size == new_size {
        return proof.is_empty() && old_root == new_root;
    }
    // Where the older tree is one perfect subtree, its root begins the proof unsaid.
    let unsaid = old_size.is_power_of_two().then_some(&old_root);
    let mut hashes = unsaid.into_iter().chain(proof);
    let Some(first) = hashes.next().filter(|_| old_size < new_size) else { return false };
    roots_from_proof(old_size, new_size, *first, hashes) == Some((old_root, new_root))
}

/// Returns the two roots that a consistency proof leads to, or nothing when it has a wrong length.
fn roots_from_proof<'d>(
    old: u64,
    new: u64,
    first: Digest,
    hashes: impl Iterator<Item = &'d Digest>,
) -> Option<(Digest, Digest)> {
    let (mut index, mut last) = (old - 1, new - 1);
    let shared = index.trailing_ones();
    (index, last) = (index >> shared, last >> shared);
    let (mut old_root, mut new_root) = (first, first);
    for hash in hashes {
        if last == 0 {
            return None;
        }
        if index & 1 == 1 || index == last {
            (old_root, new_root) = (node_hash(hash, &old_root), node_hash(hash, &new_root));
            while index & 1 == 0 && index != 0 {
                (index, last) = (index >> 1, last >> 1);
            }
        } else {
            new_root = node_hash(&new_root, hash);
        }
        (index, last) = (index >> 1, last >> 1);
    }
    (last == 0).then_some((old_root, new_root))
}
