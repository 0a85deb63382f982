//! Where a verification reads from: the raw rows of a store, and the files beside them.
//!
//! One verification reads every store through this. A source judges nothing but the store itself; it hands rows on as they are stored, with nothing
//! assumed of a value's type, so that nothing stored can stop the reading. It never writes, and it shows one state of the store from
//! [`Source::begin`] until it is dropped, so that a writer beside it cannot make the parts look at odds.

use std::borrow::Cow;
use std::fmt;

use crate::digest::Digest;

/// Bytes as they are stored; of a value that is not bytes or text, the bytes of its text.
pub type Stored<'r> = Cow<'r, [u8]>;

/// Says why a store cannot be read in full: a finding, not an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable(pub String);

impl fmt::Display for Unreadable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The result of a reading that hands rows on: what was handed on before an error counts.
pub type Reading<T = ()> = Result<T, Unreadable>;

/// What a store finds of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreFinding {
    /// Something is wrong with the store.
    Fault(String),
    /// Something is odd.
    Warning(String),
}

/// One row of the events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawEvent<'r> {
    /// Its place in the register.
    pub idx: Option<i64>,
    /// Its record, as the column says.
    pub rec: Stored<'r>,
    /// Its number in the record, as the column says.
    pub seq: Option<i64>,
    /// Its operation, as the column says.
    pub op: Stored<'r>,
    /// The hash recorded with the line.
    pub leaf: Stored<'r>,
    /// The line.
    pub line: Stored<'r>,
}

/// One row of the disclosures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawDisclosure<'r> {
    /// The digest it is stored under.
    pub digest: Stored<'r>,
    /// The body.
    pub body: Stored<'r>,
}

/// One row, in the order in which [`Source::events`] hands them on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RawRow<'r> {
    /// An event, in the order of `idx`; one without a number comes first.
    Event(RawEvent<'r>),
    /// A disclosure of the event before, in any order.
    Disclosure(RawDisclosure<'r>),
}

/// One row of the kept checkpoints.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawCheckpoint {
    /// The size it is kept for.
    pub size: Option<i64>,
    /// The signed note.
    pub note: Vec<u8>,
}

/// One row of the kept trees, of which there should be one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawTree {
    /// How many events it is over.
    pub size: Option<i64>,
    /// The roots of its perfect subtrees, largest first.
    pub edge: Vec<u8>,
    /// The signed head.
    pub note: Vec<u8>,
}

/// One row of the heads kept of each record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawHead<'r> {
    /// The record.
    pub rec: Stored<'r>,
    /// The newest event's number.
    pub seq: Option<i64>,
    /// The newest event's leaf hash.
    pub leaf: Stored<'r>,
}

/// One row of the files of packs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawPackFile<'r> {
    /// The pack's digest.
    pub digest: Stored<'r>,
    /// The file's path in the pack.
    pub path: Stored<'r>,
    /// Its bytes.
    pub bytes: Stored<'r>,
}

/// One row of the proofs from outside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawAnchor {
    /// The size it speaks of.
    pub size: Option<i64>,
    /// What kind of proof it is.
    pub kind: Vec<u8>,
    /// The proof.
    pub body: Vec<u8>,
}

/// A store that can be verified.
pub trait Source {
    /// Returns what was last seen, from outside the store; nothing when there is no such file.
    ///
    /// Read before [`Source::begin`]: a writer brings it up to date after its commit, so it is never ahead of what is read later.
    fn last_seen(&mut self) -> std::io::Result<Option<Vec<u8>>>;

    /// Begins the one reading: everything from here on shows the store as it is now.
    fn begin(&mut self) -> Reading;

    /// Checks the store itself, as far as that decides whether its rows may be read, and tells whether they may.
    fn check(&mut self, found: &mut dyn FnMut(StoreFinding)) -> bool;

    /// Hands on what else the store finds of itself; asked once, when its rows were read.
    fn finish(&mut self, found: &mut dyn FnMut(StoreFinding));

    /// Returns one line of what the register says about itself: `key`, `origin`, `register`, …
    fn about(&mut self, name: &str) -> Reading<Option<Vec<u8>>>;

    /// Returns how many events there are, to tell how far the reading is.
    fn count(&mut self) -> Reading<u64>;

    /// Hands on every event in the register's order, each followed by its disclosures.
    fn events(&mut self, hand: &mut dyn FnMut(RawRow<'_>)) -> Reading;

    /// Hands on the event's number of each disclosure whose event is not there; asked after [`Source::events`].
    fn orphans(&mut self, hand: &mut dyn FnMut(Option<i64>)) -> Reading;

    /// Hands on the kept checkpoints, smallest first.
    fn checkpoints(&mut self, hand: &mut dyn FnMut(RawCheckpoint)) -> Reading;

    /// Hands on the kept tree, or as many as there are.
    fn trees(&mut self, hand: &mut dyn FnMut(RawTree)) -> Reading;

    /// Hands on the kept head of each record.
    fn heads(&mut self, hand: &mut dyn FnMut(RawHead<'_>)) -> Reading;

    /// Hands on the files of every pack.
    fn packs(&mut self, hand: &mut dyn FnMut(RawPackFile<'_>)) -> Reading;

    /// Hands on the proofs from outside, oldest first.
    fn anchors(&mut self, hand: &mut dyn FnMut(RawAnchor)) -> Reading;

    /// Hashes the evidence that is kept under a digest; an error says where it should be and why it cannot be read.
    fn evidence(&mut self, digest: &Digest) -> Reading<Digest>;

    /// Hands on the name, for a message, of each evidence file that is kept and whose stored name no event names.
    fn strays(&mut self, is_named: &dyn Fn(&str) -> bool, hand: &mut dyn FnMut(String));
}

impl RawEvent<'_> {
    /// Returns its place in the register, if it has one.
    pub(super) fn position(&self) -> Option<u64> {
        self.idx.and_then(|idx| u64::try_from(idx).ok())
    }
}

/// Returns text for a message, whatever the bytes.
pub(super) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
