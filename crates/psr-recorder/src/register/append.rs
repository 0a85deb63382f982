//! Appending: what a writer hands in becomes an event, durably, or the writer is told why not.

use chrono::{DateTime, Utc};

use super::Register;
use super::batch::Batch;
use super::prepared::Prepared;
use crate::canonical::Value;
use crate::digest::Digest;
use crate::error::{Error, Result};
use crate::names::{OperationId, Randomness, RecordId};

/// One event to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Append {
    /// The record it belongs to.
    pub rec: RecordId,
    /// The newest `seq` the author had seen; nothing when this is to be the record's first event.
    pub base: Option<u64>,
    /// The operation's id: handing in the same one again returns the first result.
    pub op: OperationId,
    /// When, by the caller's clock.
    pub at: DateTime<Utc>,
    /// Who acted, by a handle inside the record: `a1`, `a2`, …
    pub act: String,
    /// What kind of event this is: `psr.answer/1`, …
    pub typ: String,
    /// What it says: each field's path and value.
    pub fields: Vec<(String, Value)>,
    /// Whether the signed head is kept as a checkpoint afterwards, as at each gate. The day's first event keeps one anyway.
    pub checkpoint: bool,
}

/// What a writer is told about an event that is now recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    /// The event's place in its record.
    pub seq: u64,
    /// The event's leaf hash.
    pub leaf: Digest,
    /// The event's place in the register.
    pub position: u64,
}

impl Register {
    /// Records one event, durably; or tells a writer who was behind what is newer.
    pub fn append(&mut self, append: &Append, randomness: &mut Randomness<'_>) -> Result<Receipt> {
        let prepared = Prepared::draw(append, randomness)?;
        self.in_batch(|batch| batch.append(&prepared))
    }

    /// Records several events, all or none. Later ones of a record name the earlier ones as their `base`.
    pub fn append_all(&mut self, appends: &[Append], randomness: &mut Randomness<'_>) -> Result<Vec<Receipt>> {
        let draw = |append| Prepared::draw(append, randomness);
        let prepared = appends.iter().map(draw).collect::<Result<Vec<_>>>()?;
        self.in_batch(|batch| batch.append_all(&prepared))
    }

    /// Keeps the present signed head as a checkpoint.
    pub fn keep_checkpoint(&mut self, at: DateTime<Utc>) -> Result<()> {
        self.in_batch(|batch| {
            batch.keep = Some(at);
            Ok(())
        })
    }

    /// Keeps a proof from outside that the register had a size at some time: a time stamp, a witness's signature.
    pub fn put_anchor(&mut self, size: u64, kind: &str, body: &[u8]) -> Result<()> {
        let wrong = self.database_error();
        self.in_batch(|batch| {
            let statement = "INSERT INTO anchor(size, kind, body) VALUES (?1, ?2, ?3)";
            batch.transaction.execute(statement, (size, kind, body)).map(drop).map_err(wrong)
        })
    }

    /// Runs something inside one durable transaction, and then brings `last-seen` up to date.
    pub(super) fn in_batch<T>(&mut self, act: impl FnOnce(&mut Batch<'_>) -> Result<T>) -> Result<T> {
        let mut batch = Batch::begin(self)?;
        let result = act(&mut batch)?;
        match batch.commit() {
            Ok(()) => self.remember_or_stop(),
            // A full disk refuses before anything is lost, and may have room again later.
            Err(full @ Error::DiskFull { .. }) => return Err(full),
            // Otherwise the system may have lost what it was to store, so a commit is never tried twice on one handle.
            Err(error) => {
                self.stopped = Some(format!("an earlier commit failed: {error}"));
                return Err(error);
            }
        }
        Ok(result)
    }

    /// The event is recorded by now, so a failure here must not read as if it were not; it stops the next one instead.
    fn remember_or_stop(&mut self) {
        match self.remember() {
            // What was seen before is still true of the register.
            Ok(()) | Err(Error::DiskFull { .. }) => {}
            Err(error) => self.stopped = Some(format!("`last-seen` could not be written: {error}")),
        }
    }
}
