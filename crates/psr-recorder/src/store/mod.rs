//! Stores: where a register's rows are kept. A store does rows and transactions, and nothing else.
//!
//! What an append means (the author's `base`, the operation's id, the tree's edge, its signature, the day's checkpoint) is the
//! register's to say, once, for every store. Two stores keep rows: [`SqliteStore`] in a folder of this machine, and
//! [`PostgresStore`] on a server that many machines share.

mod backup;
mod copy;
pub(crate) mod files;
mod place;
pub(crate) mod postgres;
mod rows;
pub(crate) mod sqlite;

use std::any::Any;
use std::fmt::Debug;
use std::io::{Read, Write};
use std::ops::Range;
use std::path::Path;
use std::time::Duration;

use crate::digest::Digest;
use crate::disclosure::Disclosure;
use crate::error::{Error, Result};
use crate::verify::{self, Options, Report};

pub(crate) use backup::unpack;
pub use backup::{back_up, keys_of};
pub use copy::copy;
pub use place::{Place, ServerPlace};
pub(crate) use postgres::{PostgresSource, PostgresStore};
pub use postgres::{allow, upgrade};
pub use rows::{Anchor, KeptCheckpoint, StoredEvidence};
pub(crate) use rows::{Asked, Found, NewEvent, Recorded, Standing, StoredEvent, StoredTree, Which};
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
    /// Begins a transaction that no other writer is in; returns where the register stands in it, with what is asked for.
    fn begin_writing(&self, asked: &Asked) -> Result<Standing>;
    /// Looks for what is asked for.
    fn look_up(&self, asked: &Asked) -> Result<Found>;
    /// Begins the one transaction in which a new register's rows are written; fails where there are rows already.
    fn begin_filling(&self) -> Result<()>;
    /// Adds a line of what the register says about itself.
    fn add_about(&self, key: &str, value: &str) -> Result<()>;
    /// Adds the one tree.
    fn add_tree(&self, tree: &StoredTree) -> Result<()>;
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
    /// Notes within the transaction that disclosures were removed, with the evidence they named; or removes it then and there.
    fn note_erasure(&self, evidence: &[Digest]) -> Result<()>;
    /// Sees to it, once an erasure is durable, that no file holds what was erased; returns why one may do so still.
    fn clear(&self) -> Option<String>;
    /// Goes on with a clearing that an earlier writer could not finish.
    fn clear_what_is_left(&self) -> Option<String>;

    /// Returns a line of what the register says about itself.
    fn about(&self, key: &str) -> Result<Option<String>>;
    /// Returns all that the register says about itself.
    fn all_about(&self) -> Result<Vec<(String, String)>>;
    /// Returns the digests under which evidence is kept.
    fn evidence_kept(&self) -> Result<Vec<Digest>>;
    /// Hands on every event in the register's order, with what is stored of its disclosures.
    fn each_event(&self, act: &mut dyn FnMut(&NewEvent<'_>) -> Result<()>) -> Result<()>;
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
    /// Returns the ids of the records that an event at or after a position belongs to.
    fn records_from(&self, position: u64) -> Result<Vec<String>>;
    /// Returns the leaves of the events at some places, in the register's order; fewer where there are not as many.
    fn leaves(&self, places: Range<u64>) -> Result<Vec<Digest>>;
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

/// Returns those of the evidence that no disclosure names.
fn unnamed(store: &dyn Store, mut evidence: Vec<Digest>) -> Result<Vec<Digest>> {
    if evidence.is_empty() {
        return Ok(evidence);
    }
    // What names a file is salted, so every disclosure must be read.
    store.each_body(&mut |body| {
        let named = Disclosure::parse(body.as_bytes()).ok().and_then(|disclosure| disclosure.evidence());
        evidence.retain(|digest| Some(*digest) != named);
    })?;
    Ok(evidence)
}

/// Makes the rows of an empty register in a place that holds none.
pub(crate) fn create(place: &Place, about: &[(&str, String)], first: &KeptCheckpoint) -> Result<()> {
    fill(place, &mut |store| {
        store.begin_filling()?;
        about.iter().try_for_each(|(key, value)| store.add_about(key, value))?;
        store.add_tree(&StoredTree { size: first.size, edge: Vec::new(), note: first.note.clone() })?;
        store.add_checkpoint(first)?;
        store.commit()
    })
}

/// Makes tables in a place that holds no register, and has them filled in one transaction.
fn fill(place: &Place, act: &mut dyn FnMut(&dyn Store) -> Result<()>) -> Result<()> {
    match place {
        Place::Folder(folder) => SqliteStore::fill(folder, act),
        Place::Server(server) => PostgresStore::fill(server, act),
    }
}

/// Verifies a register wherever it is, read-only; as [`verify`](crate::verify()) does for one in a folder.
///
/// # Errors
/// When it is not possible to look; whatever is wrong with what is stored is a fault in the report.
pub fn verify_place(place: &Place, options: &Options, progress: &mut dyn FnMut(u64, u64)) -> Result<Report> {
    match place {
        Place::Folder(folder) => verify::verify(folder, options, progress),
        Place::Server(server) => verify::verify_source(&mut PostgresSource::open(server)?, options, progress),
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
