//! Appending: what a writer hands in becomes an event, durably, or the writer is told why not.

use chrono::{DateTime, Utc};

use super::Register;
use super::batch::{Batch, NewHead};
use super::prepared::Prepared;
use crate::canonical::Value;
use crate::digest::Digest;
use crate::error::{Error, Result};
use crate::names::{OperationId, Randomness, RecordId};
use crate::store::Anchor;

/// After how many commits `last-seen` is brought up to date at the latest: a file that is replaced makes the next commit wait for it.
const REMEMBER: u32 = 64;

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
        self.in_batch_about(&[&prepared.append], |batch| batch.append(&prepared))
    }

    /// Records several events, all or none. Later ones of a record name the earlier ones as their `base`.
    pub fn append_all(&mut self, appends: &[Append], randomness: &mut Randomness<'_>) -> Result<Vec<Receipt>> {
        let draw = |append| Prepared::draw(append, randomness);
        let prepared = appends.iter().map(draw).collect::<Result<Vec<_>>>()?;
        self.all(&prepared)
    }

    /// Records events that were prepared, all or none.
    pub(super) fn all(&mut self, prepared: &[Prepared]) -> Result<Vec<Receipt>> {
        let about: Vec<_> = prepared.iter().map(|prepared| &prepared.append).collect();
        self.in_batch_about(&about, |batch| batch.all(prepared))
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
        let anchor = Anchor { size, kind: kind.to_owned(), body: body.to_owned() };
        self.in_batch(|batch| batch.store().add_anchor(&anchor))
    }

    /// Runs something inside one durable transaction, and then brings `last-seen` up to date.
    ///
    /// After a failure that passes (a lost connection, a deadlock) it runs again in a new transaction. It must come to the same
    /// then, also where the first transaction was durable after all: an operation's id makes sure of that for events.
    pub(super) fn in_batch<T>(&mut self, act: impl FnMut(&mut Batch<'_>) -> Result<T>) -> Result<T> {
        self.in_batch_about(&[], act)
    }

    /// Does the same for a transaction that is about these events, so that what is to be known of them is asked for at once.
    pub(super) fn in_batch_about<T>(
        &mut self,
        appends: &[&Append],
        mut act: impl FnMut(&mut Batch<'_>) -> Result<T>,
    ) -> Result<T> {
        let (mut attempt, mut unknown) = (0, false);
        loop {
            let error = match self.once(appends, &mut act, &mut unknown) {
                Ok(result) => return Ok(result),
                Err(error) => error,
            };
            attempt += 1;
            if self.stopped.is_some() || !self.store.recover(&error, attempt)? {
                return Err(if unknown { error.with_unknown_outcome() } else { error });
            }
            self.unsure = true;
        }
    }

    fn once<T>(
        &mut self,
        appends: &[&Append],
        act: &mut impl FnMut(&mut Batch<'_>) -> Result<T>,
        unknown: &mut bool,
    ) -> Result<T> {
        let mut batch = Batch::begin(self, appends)?;
        let result = act(&mut batch)?;
        batch.check_key()?;
        match batch.commit() {
            Ok(head) => {
                self.unsure = false;
                head.into_iter().for_each(|head| self.remember_or_stop(&head));
            }
            // A full disk refuses before anything is lost, and may have room again later.
            Err(full @ Error::DiskFull { .. }) => return Err(full),
            Err(lost @ Error::Unreachable { .. }) => {
                *unknown = true;
                return Err(lost);
            }
            Err(passing @ Error::Locked { .. }) => return Err(passing),
            // Otherwise the system may have lost what it was to store, so a commit is never tried twice on one handle.
            Err(error) => {
                self.stopped = Some(format!("an earlier commit failed: {error}"));
                return Err(error);
            }
        }
        Ok(result)
    }

    /// The event is recorded by now, so a failure here must not read as if it were not; it stops the next one instead.
    fn remember_or_stop(&mut self, head: &NewHead) {
        self.seen = Some(head.checkpoint.clone());
        self.unremembered = Some(head.note.clone());
        self.commits = self.commits.wrapping_add(1);
        if !head.kept && !self.commits.is_multiple_of(REMEMBER) {
            return;
        }
        self.unremembered = None;
        match self.remember(&head.note, head.kept) {
            // What was seen before is still true of the register.
            Ok(()) | Err(Error::DiskFull { .. }) => {}
            Err(error) => self.stopped = Some(format!("`last-seen` could not be written: {error}")),
        }
    }
}
