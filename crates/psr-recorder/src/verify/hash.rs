//! SHA-256 (FIPS 180-4) of what is hashed by the million here: lines, bodies and nodes of the tree, each whole in memory.
//!
//! A hasher that takes bytes as they come copies them to a buffer of its own first. Here blocks are hashed where they stand, and only the last bytes
//! are copied, to be padded.

use sha2::block_api::compress256;

use crate::digest::Digest;

const BLOCK: usize = 64;

/// The state before the first block (FIPS 180-4, 5.3.3).
const BEGIN: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

/// Returns the leaf hash of a line: that of a zero byte and the line (RFC 6962, 2.1).
pub(super) fn leaf(line: &[u8]) -> Digest {
    let mut first = [0; BLOCK];
    let Some((head, rest)) = line.split_at_checked(BLOCK - 1) else {
        first[1..=line.len()].copy_from_slice(line);
        return finish(BEGIN, &first[..=line.len()], 1 + line.len());
    };
    first[1..].copy_from_slice(head);
    let mut state = BEGIN;
    compress256(&mut state, &[first]);
    finish(state, rest, 1 + line.len())
}

/// Returns the hash of a disclosure's body.
pub(super) fn body(body: &[u8]) -> Digest {
    finish(BEGIN, body, body.len())
}

/// Returns the hash of a node: that of a one byte and the hashes of its two branches (RFC 6962, 2.1).
pub(super) fn node(left: &Digest, right: &Digest) -> Digest {
    let mut node = [1; 65];
    node[1..33].copy_from_slice(left.as_bytes());
    node[33..].copy_from_slice(right.as_bytes());
    finish(BEGIN, &node, node.len())
}

/// Hashes what is left of a message of so many bytes, of which whole blocks went before.
fn finish(mut state: [u32; 8], rest: &[u8], length: usize) -> Digest {
    let (blocks, end) = rest.as_chunks::<BLOCK>();
    compress256(&mut state, blocks);
    // A one bit, zeros, and the length in bits at the end of a block (FIPS 180-4, 5.1.1).
    let mut last = [[0; BLOCK]; 2];
    let count = (end.len() + 1 + 8).div_ceil(BLOCK);
    let padded = last[..count].as_flattened_mut();
    padded[..end.len()].copy_from_slice(end);
    padded[end.len()] = 0x80;
    if let Some(place) = padded.last_chunk_mut() {
        *place = (length as u64 * 8).to_be_bytes();
    }
    compress256(&mut state, &last[..count]);
    let mut digest = [0; 32];
    digest.as_chunks_mut().0.iter_mut().zip(state).for_each(|(bytes, word)| *bytes = word.to_be_bytes());
    Digest::from_bytes(digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_hashes_as_the_hasher_does_that_takes_bytes_as_they_come() {
        let bytes: Vec<u8> = (0..=255).cycle().take(5 * BLOCK).collect();
        for length in 0..=bytes.len() {
            let piece = &bytes[..length];
            assert_eq!(body(piece), Digest::of(&[piece]), "{length} bytes");
            assert_eq!(leaf(piece), Digest::of(&[&[0], piece]), "a line of {length} bytes");
        }
    }

    #[test]
    fn a_node_is_hashed_as_the_tree_hashes_it() {
        let (left, right) = (body(b"left"), body(b"right"));
        assert_eq!(node(&left, &right), crate::merkle::node_hash(&left, &right));
    }
}
