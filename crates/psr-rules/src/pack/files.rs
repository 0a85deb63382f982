//! A pack as its bytes: paths, contents and the digest over them.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::diagnostic::{Findings, Place};
use super::model::PackDigest;

/// How many bytes one file may hold.
pub const FILE_LIMIT: usize = 256 * 1024;
/// How many bytes a pack may hold.
pub const PACK_LIMIT: usize = 4 * 1024 * 1024;
/// How many files a pack may have.
pub const FILES_LIMIT: usize = 4_000;

/// The files of a pack, by path from its root, in order of path.
///
/// ```
/// use psr_rules::pack::PackFiles;
///
/// let mut files = PackFiles::default();
/// files.insert("pack.yaml", "id: toy\n");
/// assert_eq!(files.digest().to_string().len(), "sha256:".len() + 64);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PackFiles(BTreeMap<String, Vec<u8>>);

impl PackFiles {
    /// Adds a file; the path is from the pack's root, with forward slashes.
    pub fn insert(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.0.insert(path.into(), bytes.into());
    }

    /// Returns the files in order of path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// Returns the bytes of a file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.0.get(path).map(Vec::as_slice)
    }

    /// Answers whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the RFC 6962 root over the files: each leaf is the path, a NUL and the bytes.
    pub fn digest(&self) -> PackDigest {
        let leaves: Vec<[u8; 32]> = self.iter().map(leaf).collect();
        PackDigest(root(&leaves))
    }

    /// Notes every limit that the files break, and answers whether reading them is safe.
    pub(crate) fn within_limits(&self, findings: &Findings) -> bool {
        let whole = |message: String, hint: &str| findings.error("pack.yaml", Place::default(), message, hint);
        if self.0.len() > FILES_LIMIT {
            whole(format!("the pack has {} files; the limit is {FILES_LIMIT}", self.0.len()), "is this folder a pack?");
            return false;
        }
        let size: usize = self.0.values().map(Vec::len).sum();
        if size > PACK_LIMIT {
            whole(format!("the pack holds {size} bytes; the limit is {PACK_LIMIT}"), "is this folder a pack?");
            return false;
        }
        true
    }
}

impl<P: Into<String>, B: Into<Vec<u8>>> FromIterator<(P, B)> for PackFiles {
    fn from_iter<I: IntoIterator<Item = (P, B)>>(files: I) -> Self {
        Self(files.into_iter().map(|(path, bytes)| (path.into(), bytes.into())).collect())
    }
}

fn leaf((path, bytes): (&str, &[u8])) -> [u8; 32] {
    Sha256::new().chain_update([0]).chain_update(path).chain_update([0]).chain_update(bytes).finalize().into()
}

/// RFC 6962 section 2.1: the left side of a node is the largest full tree that leaves something for the right.
fn root(leaves: &[[u8; 32]]) -> [u8; 32] {
    match leaves {
        [] => Sha256::digest([]).into(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            Sha256::new().chain_update([1]).chain_update(root(left)).chain_update(root(right)).finalize().into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_the_root_over_path_and_bytes() {
        let hash = |bytes: &[u8]| -> [u8; 32] { Sha256::digest(bytes).into() };
        let node = |left: [u8; 32], right: [u8; 32]| hash(&[&[1][..], &left, &right].concat());
        let (a, b, c) = (hash(b"\0a\0one"), hash(b"\0b\0two"), hash(b"\0c\0"));
        let files = [("c", ""), ("b", "two"), ("a", "one")];
        let cases = [(3, hash(b"")), (2, a), (1, node(a, b)), (0, node(node(a, b), c))];
        for (skipped, expected) in cases {
            let files: PackFiles = files.into_iter().skip(skipped).collect();
            assert_eq!(files.digest(), PackDigest(expected), "{files:?}");
        }
    }

    #[test]
    fn any_change_of_path_or_bytes_changes_the_digest() {
        let digest = |files: &[(&str, &str)]| files.iter().copied().collect::<PackFiles>().digest();
        let one = digest(&[("a", "b")]);
        assert_ne!(one, digest(&[("a", "c")]));
        assert_ne!(one, digest(&[("b", "b")]));
        assert_ne!(one, digest(&[("a", "b"), ("c", "")]));
    }
}
