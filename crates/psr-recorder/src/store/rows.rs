//! The rows of a register, as the register hands them to a store and has them back.

use std::borrow::Cow;

use crate::digest::Digest;

/// Where a register stands at the beginning of a write.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    pub(crate) tree: StoredTree,
    /// When the newest checkpoint was kept, as text.
    pub(crate) kept: Option<String>,
    /// The line of the newest event.
    pub(crate) newest: Option<Vec<u8>>,
    /// What was asked for besides.
    pub(crate) found: Found,
}

/// Whose heads and which operations are asked for at the beginning of a write, each once.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    pub(crate) records: Vec<String>,
    pub(crate) operations: Vec<String>,
}

/// What was found of what was asked for, in the same order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Found {
    /// Each record's newest `seq` and leaf.
    pub(crate) heads: Vec<Option<(u64, Digest)>>,
    pub(crate) operations: Vec<Option<Recorded>>,
}

/// The tree's edge and the signed head over it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoredTree {
    pub(crate) size: u64,
    pub(crate) edge: Vec<u8>,
    pub(crate) note: String,
}

/// An event to be stored.
#[derive(Debug)]
pub(crate) struct NewEvent<'e> {
    pub(crate) position: u64,
    pub(crate) rec: Cow<'e, str>,
    pub(crate) seq: u64,
    pub(crate) op: Cow<'e, str>,
    pub(crate) leaf: Digest,
    pub(crate) line: &'e [u8],
    pub(crate) disclosures: &'e [(Digest, String)],
}

/// An event as it is stored, with what is stored of its disclosures.
#[derive(Debug)]
pub(crate) struct StoredEvent {
    pub(crate) position: u64,
    pub(crate) leaf: Digest,
    pub(crate) line: Vec<u8>,
    pub(crate) bodies: Vec<String>,
}

/// What an operation's id stands for.
#[derive(Debug, Clone)]
pub(crate) struct Recorded {
    pub(crate) rec: String,
    pub(crate) seq: u64,
    pub(crate) leaf: Digest,
    pub(crate) position: u64,
}

/// Which events are read.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Which<'r> {
    /// A record's, from a `seq` on, oldest first.
    Of(&'r str, u64),
    /// The first of every record, oldest first.
    Openings,
    /// The newest of every record.
    Newest,
}

/// A checkpoint that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptCheckpoint {
    /// How many events the register had.
    pub size: u64,
    /// When it was kept, as text.
    pub at: String,
    /// The signed note.
    pub note: String,
}

/// A proof from outside that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The size it speaks of.
    pub size: u64,
    /// What kind of proof it is.
    pub kind: String,
    /// The proof.
    pub body: Vec<u8>,
}

/// An evidence file that is now kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredEvidence {
    /// The digest of its content.
    pub digest: Digest,
    /// How many bytes it has.
    pub length: u64,
}
