//! The register's own record: what concerns the register as a whole, under the register's own id.
//!
//! It opens with `psr.register/1` when the first such event is needed. Changes of the key stand in it, proofs from outside, and
//! whatever else no case is the place for.

use chrono::{DateTime, Utc};

use super::batch::Batch;
use super::prepared::Prepared;
use super::{Append, Receipt, Register};
use crate::canonical::Value;
use crate::conventions::REGISTER;
use crate::error::Result;
use crate::malformed::Malformed;
use crate::names::{OperationId, Randomness, RecordId};

/// The handle under which the recorder itself acts in the register's own record.
pub(super) const RECORDER: &str = "recorder";

/// An event for the register's own record.
#[derive(Debug, Clone)]
pub(super) struct OwnEvent {
    pub(super) typ: &'static str,
    pub(super) op: OperationId,
    pub(super) at: DateTime<Utc>,
    pub(super) fields: Vec<(String, Value)>,
    /// Whether the signed head is kept as a checkpoint afterwards.
    pub(super) checkpoint: bool,
}

impl Register {
    /// Returns the id of the register's own record.
    pub fn own_record(&self) -> Result<RecordId> {
        self.about("register")?.parse().map_err(|error: Malformed| self.damaged(error.to_string()))
    }
}

impl Batch<'_> {
    /// Opens the register's own record, if it is not open yet.
    pub(super) fn open_own(&mut self, at: DateTime<Utc>, randomness: &mut Randomness<'_>) -> Result<()> {
        if self.register.head(self.register.own_record()?)?.is_some() {
            return Ok(());
        }
        let fields = vec![("register/origin".to_owned(), Value::from(self.register.origin()))];
        let op = OperationId::draw(randomness);
        self.append_own(OwnEvent { typ: REGISTER, op, at, fields, checkpoint: false }, randomness).map(drop)
    }

    /// Appends to the register's own record, after whatever stands there: nobody decides anything there by what they saw.
    pub(super) fn append_own(&mut self, event: OwnEvent, randomness: &mut Randomness<'_>) -> Result<Receipt> {
        let rec = self.register.own_record()?;
        let OwnEvent { typ, op, at, fields, checkpoint } = event;
        let base = self.register.head(rec)?.map(|(seq, _)| seq);
        let (act, typ) = (RECORDER.to_owned(), typ.to_owned());
        let append = Append { rec, base, op, at, act, typ, fields, checkpoint };
        self.append(&Prepared::draw(&append, randomness)?)
    }
}
