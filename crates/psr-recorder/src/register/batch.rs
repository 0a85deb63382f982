//! One durable transaction: an event's line, its disclosures, the record's new head, the tree's new edge and its signature.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};

use super::prepared::Prepared;
use super::{Append, Receipt, Register, evidence_path, read};
use crate::checkpoint::Checkpoint;
use crate::digest::Digest;
use crate::error::{Conflict, Error, Result, malformed};
use crate::header::EventHeader;
use crate::key::SigningKey;
use crate::malformed::Malformed;
use crate::merkle::TreeEdge;
use crate::time;

/// A transaction in which events are appended.
pub(super) struct Batch<'r> {
    pub(super) register: &'r Register,
    pub(super) transaction: Transaction<'r>,
    edge: TreeEdge,
    /// When the newest event was appended here; nothing when none was.
    newest: Option<DateTime<Utc>>,
    /// Whether a checkpoint is to be kept, and the instant to keep with it.
    pub(super) keep: Option<DateTime<Utc>>,
    /// Who signs the head, where a key statement in this transaction says so.
    pub(super) signers: Option<Vec<(String, SigningKey)>>,
}

impl<'r> Batch<'r> {
    pub(super) fn begin(register: &'r Register) -> Result<Batch<'r>> {
        register.writing_key()?;
        let transaction = Transaction::new_unchecked(&register.connection, TransactionBehavior::Immediate);
        let transaction = transaction.map_err(register.database_error())?;
        let edge = read::tree_edge(register)?;
        register.refresh_keys()?;
        Ok(Batch { register, transaction, edge, newest: None, keep: None, signers: None })
    }

    /// Returns how many events the register has now.
    pub(super) fn size(&self) -> u64 {
        self.edge.size()
    }

    /// Keeps a proof from outside.
    pub(super) fn put_anchor(&self, size: u64, kind: &str, body: &[u8]) -> Result<()> {
        let insert = "INSERT INTO anchor(size, kind, body) VALUES (?1, ?2, ?3)";
        execute_cached(&self.transaction, insert, (size, kind, body)).map_err(self.register.database_error())
    }

    /// Appends one event, or changes nothing.
    pub(super) fn append(&mut self, prepared: &Prepared) -> Result<Receipt> {
        let append = &prepared.append;
        if let Some(receipt) = self.earlier(append)? {
            return Ok(receipt);
        }
        self.check_references(prepared)?;
        let prev = self.head_seen(append)?;
        let header = prepared.header(prev);
        let line = header.to_line().map_err(malformed("the event's header"))?;
        let receipt = Receipt { seq: header.seq, leaf: EventHeader::leaf(&line), position: self.edge.size() };
        insert(&self.transaction, prepared, &receipt, &line).map_err(self.register.database_error())?;
        self.edge.push(receipt.leaf);
        self.newest = Some(append.at);
        self.keep = if append.checkpoint { Some(append.at) } else { self.keep };
        Ok(receipt)
    }

    /// Appends several events, or changes nothing.
    pub(super) fn append_all(&mut self, prepared: &[Prepared]) -> Result<Vec<Receipt>> {
        self.apart(|batch| prepared.iter().map(|prepared| batch.append(prepared)).collect())
    }

    /// Runs something so that its failure undoes only itself.
    pub(super) fn apart<T>(&mut self, act: impl FnOnce(&mut Batch<'r>) -> Result<T>) -> Result<T> {
        self.check_open()?;
        let before = (self.edge.clone(), self.newest, self.keep);
        self.execute("SAVEPOINT apart")?;
        let result = act(self);
        if result.is_err() {
            (self.edge, self.newest, self.keep) = before;
            // Where the database has taken back the whole transaction, the failure that made it do so is the one to tell.
            if self.check_open().is_ok() {
                self.execute("ROLLBACK TO apart")?;
                self.execute("RELEASE apart")?;
            }
            return result;
        }
        self.check_open()?;
        self.execute("RELEASE apart")?;
        result
    }

    /// Some failures (a full disk, a bad sector) make SQLite take back the whole transaction. Statements after that would
    /// each be a transaction of its own, so there must be none.
    fn check_open(&self) -> Result<()> {
        if !self.transaction.is_autocommit() {
            return Ok(());
        }
        let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_ABORT_ROLLBACK);
        let reason = "the database took the transaction back".to_owned();
        Err(self.register.database_error()(rusqlite::Error::SqliteFailure(code, Some(reason))))
    }

    fn execute(&self, statement: &str) -> Result<()> {
        self.transaction.execute_batch(statement).map_err(self.register.database_error())
    }

    /// Returns the receipt of an operation that was recorded before.
    pub(super) fn earlier(&self, append: &Append) -> Result<Option<Receipt>> {
        let query = "SELECT rec, seq, leaf, idx FROM event WHERE op = ?1";
        let mut statement = self.transaction.prepare_cached(query).map_err(self.register.database_error())?;
        let row = statement.query_row([append.op.to_string()], |row| {
            let rec: String = row.get(0)?;
            Ok((rec, Receipt { seq: row.get(1)?, leaf: Digest::from_bytes(row.get(2)?), position: row.get(3)? }))
        });
        let Some((rec, receipt)) = row.optional().map_err(self.register.database_error())? else { return Ok(None) };
        let rec = rec.parse().map_err(|error: Malformed| self.register.damaged(error.to_string()))?;
        let same = rec == append.rec;
        same.then_some(Some(receipt)).ok_or(Error::OperationReused { op: append.op, rec })
    }

    /// Checks that the evidence and packs an event names are here.
    fn check_references(&self, prepared: &Prepared) -> Result<()> {
        for &digest in &prepared.evidence {
            let path = evidence_path(&self.register.dir, digest);
            if !path.is_file() {
                return Err(Error::EvidenceMissing { digest, path });
            }
        }
        for &digest in &prepared.packs {
            if !self.register.has_pack(digest)? {
                return Err(Error::PackMissing { digest });
            }
        }
        Ok(())
    }

    /// Returns the leaf of the record's head, if that is what the author had seen.
    fn head_seen(&self, append: &Append) -> Result<Digest> {
        let head = self.register.head(append.rec)?;
        if head.map(|(seq, _)| seq) == append.base {
            return Ok(head.map_or(Digest::ZERO, |(_, leaf)| leaf));
        }
        let newer = self.register.events_from(append.rec, append.base.map_or(0, |base| base.saturating_add(1)))?;
        let (rec, base, head) = (append.rec, append.base, head.map(|(seq, _)| seq));
        Err(Error::Conflict(Box::new(Conflict { rec, base, head, newer })))
    }

    /// Makes everything durable, or nothing.
    pub(super) fn commit(self) -> Result<()> {
        self.check_open()?;
        if self.newest.is_some() || self.keep.is_some() {
            self.write_head()?;
        }
        self.transaction.commit().map_err(self.register.database_error())
    }

    /// Signs the new head, so that every event that was acknowledged stands under a signature.
    fn write_head(&self) -> Result<()> {
        let register = self.register;
        let (size, root) = (self.edge.size(), self.edge.root());
        let note = self.sign(&|origin| Checkpoint { origin: origin.to_owned(), size, root })?;
        let edge = self.edge.subtrees().iter().map(|digest| digest.as_bytes().as_slice()).collect::<Vec<_>>().concat();
        let update = "UPDATE tree SET size = ?1, edge = ?2, note = ?3 WHERE id = 1";
        let written = execute_cached(&self.transaction, update, (size, edge, &note));
        written.map_err(register.database_error())?;
        match self.keep.or(self.first_of_the_day()?) {
            Some(at) => {
                let insert = "INSERT INTO checkpoint(size, at, note) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
                let kept = execute_cached(&self.transaction, insert, (size, time::to_text(&at), &note));
                kept.map_err(register.database_error())
            }
            None => Ok(()),
        }
    }

    /// Returns the newest event's instant, if no checkpoint was kept on its day yet.
    fn first_of_the_day(&self) -> Result<Option<DateTime<Utc>>> {
        let query = "SELECT at FROM checkpoint ORDER BY size DESC LIMIT 1";
        let kept: Option<String> = self
            .transaction
            .query_row(query, [], |row| row.get(0))
            .optional()
            .map_err(self.register.database_error())?;
        let day = |at: &str| at.get(..10).map(str::to_owned);
        Ok(self.newest.filter(|newest| kept.as_deref().and_then(day) != day(&time::to_text(newest))))
    }
}

fn insert(transaction: &Transaction<'_>, prepared: &Prepared, receipt: &Receipt, line: &[u8]) -> rusqlite::Result<()> {
    let rec = prepared.append.rec.to_string();
    let leaf = receipt.leaf.as_bytes();
    let event = "INSERT INTO event(idx, rec, seq, op, leaf, line) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let op = prepared.append.op.to_string();
    execute_cached(transaction, event, (receipt.position, &rec, receipt.seq, op, leaf, line))?;
    for (digest, body) in &prepared.disclosures {
        let disclosure = "INSERT INTO disclosure(digest, idx, body) VALUES (?1, ?2, ?3)";
        execute_cached(transaction, disclosure, (digest.as_bytes(), receipt.position, body))?;
    }
    let head = "INSERT INTO head(rec, seq, leaf) VALUES (?1, ?2, ?3)
        ON CONFLICT(rec) DO UPDATE SET seq = excluded.seq, leaf = excluded.leaf";
    execute_cached(transaction, head, (&rec, receipt.seq, leaf))
}

fn execute_cached(connection: &Connection, statement: &str, values: impl rusqlite::Params) -> rusqlite::Result<()> {
    connection.prepare_cached(statement)?.execute(values).map(drop)
}
