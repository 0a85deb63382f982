//! What a transaction knows of records and operations without asking the store again.
//!
//! What a write is about is looked up together with where the register stands, in one question; what the transaction itself
//! adds is known from then on. Whatever is not known is asked for when it is needed.

use std::collections::BTreeMap;

use super::{Append, Receipt, Register};
use crate::digest::Digest;
use crate::error::Result;
use crate::names::{OperationId, RecordId};
use crate::store::{Asked, Found, Recorded};

/// A record's newest `seq` and leaf; nothing when there is no such record.
type Head = Option<(u64, Digest)>;

/// Heads and operations as they stand in a transaction, of those that were looked up in it.
#[derive(Debug, Default)]
pub(super) struct Known {
    heads: BTreeMap<RecordId, Head>,
    operations: BTreeMap<OperationId, Option<Recorded>>,
}

/// What a write is about, and how the store is asked for it.
pub(super) struct About {
    records: Vec<RecordId>,
    operations: Vec<OperationId>,
    pub(super) asked: Asked,
}

impl About {
    /// Collects what is to be looked up for these events, the register's own record first.
    pub(super) fn new(register: &Register, appends: &[&Append]) -> Result<About> {
        let mut records: Vec<_> = appends.iter().map(|append| append.rec).collect();
        let mut operations: Vec<_> = appends.iter().map(|append| append.op).collect();
        records.push(register.own_record()?);
        records.sort_unstable();
        records.dedup();
        operations.sort_unstable();
        operations.dedup();
        let asked = Asked {
            records: records.iter().map(RecordId::to_string).collect(),
            operations: operations.iter().map(OperationId::to_string).collect(),
        };
        Ok(About { records, operations, asked })
    }

    /// Joins what was asked for and what was found.
    pub(super) fn known(self, found: Found) -> Known {
        Known {
            heads: self.records.into_iter().zip(found.heads).collect(),
            operations: self.operations.into_iter().zip(found.operations).collect(),
        }
    }
}

impl Known {
    /// Returns a record's head, where it is known.
    pub(super) fn head(&self, rec: RecordId) -> Option<Head> {
        self.heads.get(&rec).copied()
    }

    /// Returns what an operation stands for, where that is known.
    pub(super) fn operation(&self, op: OperationId) -> Option<Option<Recorded>> {
        self.operations.get(&op).cloned()
    }

    /// Takes in what was looked up since.
    pub(super) fn join(&mut self, newer: Known) {
        self.heads.extend(newer.heads);
        self.operations.extend(newer.operations);
    }

    /// Takes in an event that was added.
    pub(super) fn add(&mut self, append: &Append, receipt: &Receipt) {
        let Receipt { seq, leaf, position } = *receipt;
        self.heads.insert(append.rec, Some((seq, leaf)));
        if let Some(operation) = self.operations.get_mut(&append.op) {
            *operation = Some(Recorded { rec: append.rec.to_string(), seq, leaf, position });
        }
    }
}
