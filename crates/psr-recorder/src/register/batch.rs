//! One durable transaction: an event's line, its disclosures, the record's new head, the tree's new edge and its signature.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use super::known::{About, Known};
use super::prepared::Prepared;
use super::{Append, Receipt, Register, clock};
use crate::checkpoint::Checkpoint;
use crate::digest::Digest;
use crate::error::{Conflict, Error, Result};
use crate::header::EventHeader;
use crate::key::SigningKey;
use crate::malformed::Malformed;
use crate::merkle::TreeEdge;
use crate::names::{OperationId, RecordId};
use crate::store::{KeptCheckpoint, NewEvent, Recorded, Standing, Store, StoredTree};
use crate::time;

/// A transaction in which events are appended. Dropped without a commit, it leaves nothing.
pub(super) struct Batch<'r> {
    pub(super) register: &'r Register,
    edge: TreeEdge,
    known: Known,
    /// When the newest checkpoint was kept, as text.
    kept: Option<String>,
    /// When the register's newest event was recorded, by its own word.
    latest: Option<DateTime<Utc>>,
    /// When the newest event was appended here; nothing when none was.
    newest: Option<DateTime<Utc>>,
    /// Whether a checkpoint is to be kept, and the instant to keep with it.
    pub(super) keep: Option<DateTime<Utc>>,
    /// Who signs the head, where a key statement in this transaction says so.
    pub(super) signers: Option<Vec<(String, SigningKey)>>,
    over: bool,
}

/// What is known of an event before it is written.
enum Allowed {
    /// It was recorded before.
    Earlier(Receipt),
    /// It follows the event with this leaf.
    After(Digest),
}

/// The head that a transaction gave the register.
pub(super) struct NewHead {
    pub(super) checkpoint: Checkpoint,
    pub(super) note: String,
    /// Whether it was kept as a checkpoint.
    pub(super) kept: bool,
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        if !self.over {
            self.store().roll_back();
        }
    }
}

impl<'r> Batch<'r> {
    /// Begins a transaction in which these events are to be appended, among others.
    pub(super) fn begin(register: &'r Register, appends: &[&Append]) -> Result<Batch<'r>> {
        register.writing_key()?;
        let (own, about) = (register.own_record()?, About::new(register, appends)?);
        let Standing { tree, kept, newest, found } = register.store.begin_writing(&about.asked)?;
        let (edge, known) = (TreeEdge::default(), about.known(found));
        // Only a clock that is watched asks when the newest event was recorded.
        let latest = newest.as_deref().filter(|_| register.clock.is_some()).and_then(clock::written);
        let (newest, keep, signers, over) = (None, None, None, false);
        let mut batch = Batch { register, edge, known, kept, latest, newest, keep, signers, over };
        batch.edge = register.edge_of(&tree)?;
        register.refresh_keys_from(batch.head(own)?)?;
        if register.unsure {
            let seen = register.seen.as_ref();
            register.check_seen(seen, &register.walk(seen.map(|seen| seen.size))?)?;
        }
        Ok(batch)
    }

    /// Returns how many events the register has now.
    pub(super) fn size(&self) -> u64 {
        self.edge.size()
    }

    pub(super) fn store(&self) -> &'r dyn Store {
        &*self.register.store
    }

    /// Returns a record's newest `seq` and leaf, as it stands in this transaction.
    pub(super) fn head(&self, rec: RecordId) -> Result<Option<(u64, Digest)>> {
        self.known.head(rec).map_or_else(|| self.register.head(rec), Ok)
    }

    /// Looks up at once what is to be known of events that are to be appended too.
    pub(super) fn look_up(&mut self, appends: &[&Append]) -> Result<()> {
        let about = About::new(self.register, appends)?;
        let found = self.store().look_up(&about.asked)?;
        self.known.join(about.known(found));
        Ok(())
    }

    /// Appends one event, or changes nothing.
    pub(super) fn append(&mut self, prepared: &Prepared) -> Result<Receipt> {
        match self.allow(prepared)? {
            Allowed::Earlier(receipt) => Ok(receipt),
            Allowed::After(prev) => self.append_after(prepared, prev),
        }
    }

    /// Appends one event, or refuses it before anything is written: a refusal leaves the transaction as it was, any other failure must end it.
    pub(super) fn append_or_refuse(&mut self, prepared: &Prepared) -> Result<Result<Receipt>> {
        self.store().check_open()?;
        match self.allow(prepared) {
            Ok(Allowed::Earlier(receipt)) => Ok(Ok(receipt)),
            Ok(Allowed::After(prev)) => self.append_after(prepared, prev).map(Ok),
            Err(passing @ (Error::Locked { .. } | Error::Unreachable { .. })) => Err(passing),
            Err(refusal) => Ok(Err(refusal)),
        }
    }

    /// Tells what an event would follow, or that it was recorded before; fails where it may not be recorded.
    fn allow(&self, prepared: &Prepared) -> Result<Allowed> {
        if let Some(receipt) = self.earlier(&prepared.append)? {
            return Ok(Allowed::Earlier(receipt));
        }
        self.check_references(prepared)?;
        self.head_seen(&prepared.append).map(Allowed::After)
    }

    fn append_after(&mut self, prepared: &Prepared, prev: Digest) -> Result<Receipt> {
        for step in self.register.stepped(self.latest, prepared)? {
            let before = self.head(step.append.rec)?.map_or(Digest::ZERO, |(_, leaf)| leaf);
            self.add(&step, before)?;
        }
        self.add(prepared, prev)
    }

    fn add(&mut self, prepared: &Prepared, prev: Digest) -> Result<Receipt> {
        let append = &prepared.append;
        let line = prepared.line_after(prev)?;
        let receipt = Receipt { seq: prepared.seq, leaf: EventHeader::leaf(&line), position: self.edge.size() };
        self.store().add_event(&NewEvent {
            position: receipt.position,
            rec: Cow::Owned(append.rec.to_string()),
            seq: receipt.seq,
            op: Cow::Owned(append.op.to_string()),
            leaf: receipt.leaf,
            line: &line,
            disclosures: &prepared.disclosures,
        })?;
        self.edge.push(receipt.leaf);
        self.known.add(append, &receipt);
        (self.newest, self.latest) = (Some(append.at), Some(append.at));
        self.keep = if append.checkpoint { Some(append.at) } else { self.keep };
        Ok(receipt)
    }

    /// Adds a line as it is, recorded at some other time; it is for the caller to see that it follows what is here.
    pub(super) fn add_line(&mut self, event: &NewEvent<'_>, at: DateTime<Utc>) -> Result<()> {
        self.store().add_event(event)?;
        self.edge.push(event.leaf);
        self.known = Known::default();
        self.newest = Some(at);
        Ok(())
    }

    /// Appends several events; after a failure the whole transaction must go.
    pub(super) fn all(&mut self, prepared: &[Prepared]) -> Result<Vec<Receipt>> {
        let receipts = prepared.iter().map(|prepared| self.append(prepared)).collect::<Result<_>>()?;
        self.store().check_open()?;
        Ok(receipts)
    }

    /// Appends several events, or changes nothing.
    pub(super) fn append_all(&mut self, prepared: &[Prepared]) -> Result<Vec<Receipt>> {
        self.apart(|batch| prepared.iter().map(|prepared| batch.append(prepared)).collect())
    }

    /// Runs something so that its failure undoes only itself.
    pub(super) fn apart<T>(&mut self, act: impl FnOnce(&mut Batch<'r>) -> Result<T>) -> Result<T> {
        let store = self.store();
        store.check_open()?;
        let before = (self.edge.clone(), self.latest, self.newest, self.keep);
        store.mark()?;
        let result = act(self);
        if result.is_err() {
            (self.edge, self.latest, self.newest, self.keep) = before;
            self.known = Known::default();
            // Where the database has taken back the whole transaction, the failure that made it do so is the one to tell.
            if store.check_open().is_ok() {
                store.undo()?;
            }
            return result;
        }
        store.check_open()?;
        store.keep()?;
        result
    }

    /// Returns the receipt of an operation that was recorded before.
    pub(super) fn earlier(&self, append: &Append) -> Result<Option<Receipt>> {
        let Some(Recorded { rec, seq, leaf, position }) = self.operation(append.op)? else { return Ok(None) };
        let rec = rec.parse().map_err(|error: Malformed| self.register.damaged(error.to_string()))?;
        let same = rec == append.rec;
        same.then_some(Some(Receipt { seq, leaf, position })).ok_or(Error::OperationReused { op: append.op, rec })
    }

    fn operation(&self, op: OperationId) -> Result<Option<Recorded>> {
        self.known.operation(op).map_or_else(|| self.store().operation(&op.to_string()), Ok)
    }

    /// Checks that the evidence and packs an event names are here.
    fn check_references(&self, prepared: &Prepared) -> Result<()> {
        prepared.evidence.iter().try_for_each(|digest| self.store().check_evidence(*digest))?;
        for &digest in &prepared.packs {
            if !self.store().has_pack(digest)? {
                return Err(Error::PackMissing { digest });
            }
        }
        Ok(())
    }

    /// Returns the leaf of the record's head, if that is what the author had seen.
    fn head_seen(&self, append: &Append) -> Result<Digest> {
        let head = self.head(append.rec)?;
        if head.map(|(seq, _)| seq) == append.base {
            return Ok(head.map_or(Digest::ZERO, |(_, leaf)| leaf));
        }
        let newer = self.register.events_from(append.rec, append.base.map_or(0, |base| base.saturating_add(1)))?;
        let (rec, base, head) = (append.rec, append.base, head.map(|(seq, _)| seq));
        Err(Error::Conflict(Box::new(Conflict { rec, base, head, newer })))
    }

    /// Makes everything durable, or nothing; returns the new head, if there is one.
    pub(super) fn commit(mut self) -> Result<Option<NewHead>> {
        self.store().check_open()?;
        let changed = self.newest.is_some() || self.keep.is_some();
        let head = if changed { Some(self.write_head()?) } else { None };
        self.store().commit()?;
        self.over = true;
        Ok(head)
    }

    /// Signs the new head, so that every event that was acknowledged stands under a signature.
    fn write_head(&self) -> Result<NewHead> {
        let (size, root) = (self.edge.size(), self.edge.root());
        let (checkpoint, note) = match self.newest {
            Some(_) => self.sign(size, root)?,
            // Nothing is new, so the head that stands, with every line it carries, is the one to keep.
            None => (Checkpoint { origin: self.register.origin.clone(), size, root }, self.store().tree()?.note),
        };
        let edge = self.edge.subtrees().iter().map(|digest| digest.as_bytes().as_slice()).collect::<Vec<_>>().concat();
        self.store().set_tree(&StoredTree { size, edge, note: note.clone() })?;
        let keep = self.keep.or(self.first_of_the_day());
        if let Some(at) = keep {
            self.store().add_checkpoint(&KeptCheckpoint { size, at: time::to_text(&at), note: note.clone() })?;
        }
        Ok(NewHead { checkpoint, note, kept: keep.is_some() })
    }

    /// Returns the newest event's instant, if no checkpoint was kept on its day yet.
    fn first_of_the_day(&self) -> Option<DateTime<Utc>> {
        let day = |at: &str| at.get(..10).map(str::to_owned);
        self.newest.filter(|newest| self.kept.as_deref().and_then(day) != day(&time::to_text(newest)))
    }
}
