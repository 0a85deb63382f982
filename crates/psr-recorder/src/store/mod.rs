//! Stores: where a register's rows are kept. A store does rows and transactions, and nothing else.
//!
//! What an append means (the author's `base`, the operation's id, the tree's edge, its signature, the day's checkpoint) is the
//! register's to say, once, for every store. Two stores keep rows: [`SqliteStore`] in a folder of this machine, and
//! [`PostgresStore`] on a server that many machines share.

pub(crate) mod files;
mod place;
pub(crate) mod postgres;
mod rows;
pub(crate) mod sqlite;

use std::any::Any;
use std::fmt::Debug;
use std::io::{Read, Write};
use std::path::Path;
use std::time::Duration;

use crate::digest::Digest;
use crate::error::{Error, Result};

pub use place::{Place, ServerPlace};
pub(crate) use postgres::PostgresStore;
pub use postgres::{allow, upgrade};
pub use rows::{Anchor, KeptCheckpoint, StoredEvidence};
pub(crate) use rows::{NewEvent, Recorded, Standing, StoredEvent, StoredTree, Which};
pub(crate) use sqlite::SqliteStore;

/// How long a writer waits for another, unless told.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// Where the rows of one register are kept, and the transactions they are written in.
///
/// A store holds one connection and at most one transaction at a time. What is written outside of one is an error of ours.
pub(crate) trait Store: Any + Debug + Send {
    /// Returns the file or the address that messages name; never a password.
    fn name(&self) -> &Path;
    /// Says how long to wait for another writer.
    fn wait_at_most(&self, patience: Duration) -> Result<()>;

    /// Holds the rows as they are now for several readings.
    fn begin_reading(&self) -> Result<()>;
    /// Begins a transaction that no other writer is in, and returns where the register stands in it.
    fn begin_writing(&self) -> Result<Standing>;
    /// Tells whether a transaction is under way.
    fn is_open(&self) -> bool;
    /// Fails when the database took back a transaction that ought to be under way.
    fn check_open(&self) -> Result<()>;
    /// Marks the point to which [`Store::undo`] goes back.
    fn mark(&self) -> Result<()>;
    /// Takes back what was written since the mark.
    fn undo(&self) -> Result<()>;
    /// Forgets the mark; what was written since stays.
    fn keep(&self) -> Result<()>;
    /// Makes what was written durable.
    fn commit(&self) -> Result<()>;
    /// Takes back what was written, or ends a reading.
    fn roll_back(&self);
    /// Makes ready to try a transaction again after a failure that may pass, and tells whether to do so.
    fn recover(&self, error: &Error, attempt: u32) -> Result<bool>;

    /// Adds an event with its disclosures, and makes it its record's head.
    fn add_event(&self, event: &NewEvent<'_>) -> Result<()>;
    /// Replaces the tree's edge and the signed head over it.
    fn set_tree(&self, tree: &StoredTree) -> Result<()>;
    /// Keeps a checkpoint; where one of that size is kept already, that one stays.
    fn add_checkpoint(&self, checkpoint: &KeptCheckpoint) -> Result<()>;
    /// Keeps a proof from outside; the same one twice is kept once.
    fn add_anchor(&self, anchor: &Anchor) -> Result<()>;
    /// Keeps a file of a pack; the same one twice is kept once.
    fn add_pack_file(&self, pack: Digest, path: &str, bytes: &[u8]) -> Result<()>;
    /// Removes a disclosure, salt included.
    fn remove_disclosure(&self, digest: Digest) -> Result<()>;
    /// Removes evidence within the transaction, where the store keeps it there.
    fn remove_evidence(&self, digest: Digest) -> Result<()>;
    /// Sees to it, once an erasure is durable, that no file holds what was erased.
    fn after_erasure(&self, evidence: &[Digest]) -> Result<()>;

    /// Returns a line of what the register says about itself.
    fn about(&self, key: &str) -> Result<Option<String>>;
    /// Returns the tree as it is stored.
    fn tree(&self) -> Result<StoredTree>;
    /// Returns what an operation's id stands for.
    fn operation(&self, op: &str) -> Result<Option<Recorded>>;
    /// Returns a record's newest `seq` and leaf.
    fn head(&self, rec: &str) -> Result<Option<(u64, Digest)>>;
    /// Returns events with what is stored of their disclosures.
    fn events(&self, which: Which<'_>) -> Result<Vec<StoredEvent>>;
    /// Returns the ids of all records, oldest first.
    fn records(&self) -> Result<Vec<String>>;
    /// Returns the leaves of all events, in the register's order.
    fn leaves(&self) -> Result<Vec<Digest>>;
    /// Hands on every line, in the register's order.
    fn each_line(&self, act: &mut dyn FnMut(&[u8])) -> Result<()>;
    /// Returns, of the newest events, position, leaf and line.
    fn newest_lines(&self, count: u64) -> Result<Vec<(u64, Digest, Vec<u8>)>>;
    /// Returns a record among those of the newest events whose head is not its newest event.
    fn wrong_head(&self, count: u64) -> Result<Option<String>>;
    /// Returns what is stored of an event's disclosures.
    fn bodies(&self, position: u64) -> Result<Vec<String>>;
    /// Returns a disclosure of a record.
    fn body(&self, digest: Digest, rec: &str) -> Result<Option<String>>;
    /// Hands on every disclosure there is.
    fn each_body(&self, act: &mut dyn FnMut(&str)) -> Result<()>;
    /// Returns every kept checkpoint, by size.
    fn checkpoints(&self) -> Result<Vec<KeptCheckpoint>>;
    /// Returns every proof from outside, oldest first.
    fn anchors(&self) -> Result<Vec<Anchor>>;
    /// Returns a pack's files, by path.
    fn pack_files(&self, pack: Digest) -> Result<Vec<(String, Vec<u8>)>>;
    /// Tells whether a pack is kept.
    fn has_pack(&self, pack: Digest) -> Result<bool>;
    /// Returns the digests of the packs that are kept.
    fn packs(&self) -> Result<Vec<Digest>>;
    /// Checks quickly that the database is whole.
    fn check_whole(&self) -> Result<()>;

    /// Keeps a file, durably, under the digest of its content.
    fn put_evidence(&self, content: &mut dyn Read) -> Result<StoredEvidence>;
    /// Fails when evidence is not here.
    fn check_evidence(&self, digest: Digest) -> Result<()>;
    /// Copies evidence out, piece by piece; fails afterwards when what was copied has another digest.
    fn copy_evidence(&self, digest: Digest, out: &mut dyn Write) -> Result<()>;
}

/// Makes the rows of an empty register in a place that holds none.
pub(crate) fn create(place: &Place, about: &[(&str, String)], first: &KeptCheckpoint) -> Result<()> {
    match place {
        Place::Folder(folder) => SqliteStore::create(folder, about, first),
        Place::Server(server) => PostgresStore::create(server, about, first),
    }
}

/// Opens the rows of a register for reading.
pub(crate) fn open_read(place: &Place) -> Result<Box<dyn Store>> {
    Ok(match place {
        Place::Folder(folder) => Box::new(SqliteStore::open_read(folder)?),
        Place::Server(server) => Box::new(PostgresStore::open_read(server)?),
    })
}

/// Opens the rows of a register for reading and writing.
pub(crate) fn open_write(place: &Place) -> Result<Box<dyn Store>> {
    Ok(match place {
        Place::Folder(folder) => Box::new(SqliteStore::open_write(folder)?),
        Place::Server(server) => Box::new(PostgresStore::open_write(server)?),
    })
}
