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
use crate::store::Recorded;

/// The handle under which the recorder itself acts in the register's own record.
const RECORDER: &str = "recorder";

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

impl OwnEvent {
    /// Returns the event that opens the record.
    pub(super) fn opening(origin: &str, at: DateTime<Utc>, randomness: &mut Randomness<'_>) -> OwnEvent {
        let fields = vec![("register/origin".to_owned(), Value::from(origin))];
        OwnEvent { typ: REGISTER, op: OperationId::draw(randomness), at, fields, checkpoint: false }
    }

    /// Draws the salts of the event, which is to follow another in the record.
    pub(super) fn into_prepared(
        self,
        rec: RecordId,
        base: Option<u64>,
        randomness: &mut Randomness<'_>,
    ) -> Result<Prepared> {
        let OwnEvent { typ, op, at, fields, checkpoint } = self;
        let (act, typ) = (RECORDER.to_owned(), typ.to_owned());
        Prepared::draw(&Append { rec, base, op, at, act, typ, fields, checkpoint }, randomness)
    }
}

impl Register {
    /// Returns the id of the register's own record.
    pub fn own_record(&self) -> Result<RecordId> {
        // It never changes, and every write asks for it.
        if let Some(rec) = self.own.get() {
            return Ok(*rec);
        }
        let rec = self.about("register")?.parse().map_err(|error: Malformed| self.damaged(error.to_string()))?;
        Ok(*self.own.get_or_init(|| rec))
    }
}

impl Batch<'_> {
    /// Returns the receipt of an operation that was recorded before, in an attempt whose outcome was not known.
    pub(super) fn recorded(&self, op: OperationId) -> Result<Option<Receipt>> {
        let recorded = self.store().operation(&op.to_string())?;
        Ok(recorded.map(|Recorded { seq, leaf, position, .. }| Receipt { seq, leaf, position }))
    }

    /// Opens the register's own record, if it is not open yet.
    pub(super) fn open_own(&mut self, at: DateTime<Utc>, randomness: &mut Randomness<'_>) -> Result<()> {
        if self.head(self.register.own_record()?)?.is_some() {
            return Ok(());
        }
        let opening = OwnEvent::opening(self.register.origin(), at, randomness);
        self.append_own(opening, randomness).map(drop)
    }

    /// Appends to the register's own record, after whatever stands there: nobody decides anything there by what they saw.
    pub(super) fn append_own(&mut self, event: OwnEvent, randomness: &mut Randomness<'_>) -> Result<Receipt> {
        let rec = self.register.own_record()?;
        let base = self.head(rec)?.map(|(seq, _)| seq);
        self.append(&event.into_prepared(rec, base, randomness)?)
    }
}
