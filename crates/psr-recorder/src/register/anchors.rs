//! Proofs from outside: kept beside the checkpoint they are for, and said on record, so that what follows is known to be later.

use chrono::{DateTime, Utc};

use super::own::OwnEvent;
use super::{Receipt, Register};
use crate::canonical::Value;
use crate::conventions::ANCHOR;
use crate::digest::Digest;
use crate::error::Result;
use crate::names::{OperationId, Randomness};
use crate::store::Anchor;

/// A proof from outside that is to be kept.
#[derive(Debug)]
pub struct NewAnchor<'a> {
    /// The size of the kept checkpoint it is for.
    pub size: u64,
    /// What kind of proof it is: such as [`TIME_STAMP`](crate::anchor::TIME_STAMP).
    pub kind: &'a str,
    /// The proof.
    pub body: &'a [u8],
    /// Who adds it, as they are to stand on record.
    pub by: &'a str,
    /// When, by the caller's clock.
    pub at: DateTime<Utc>,
}

impl Register {
    /// Keeps a proof from outside, and records that it is kept, both or neither, so that what is recorded later is known to be later. The
    /// cosignature of a witness is kept with [`Register::put_anchor`] alone, since it is to stand with the head that it is over. Whether it proves anything is checked beforehand by the
    /// caller, and again by whoever verifies the register.
    pub fn add_anchor(&mut self, anchor: &NewAnchor<'_>, randomness: &mut Randomness<'_>) -> Result<Receipt> {
        let op = OperationId::draw(randomness);
        let digest = Digest::of(&[anchor.body]);
        let size = i64::try_from(anchor.size).unwrap_or(i64::MAX);
        let kept = Anchor { size: anchor.size, kind: anchor.kind.to_owned(), body: anchor.body.to_owned() };
        self.in_batch(|batch| {
            if let Some(receipt) = batch.recorded(op)? {
                return Ok(receipt);
            }
            batch.open_own(anchor.at, randomness)?;
            batch.store().add_anchor(&kept)?;
            let fields = vec![
                ("anchor/kind".to_owned(), Value::from(anchor.kind)),
                ("anchor/size".to_owned(), Value::from(size)),
                ("anchor/sha256".to_owned(), Value::from(digest.to_string())),
                ("anchor/by".to_owned(), Value::from(anchor.by)),
            ];
            batch.append_own(OwnEvent { typ: ANCHOR, op, at: anchor.at, fields, checkpoint: false }, randomness)
        })
    }

    /// Returns the note of the checkpoint kept at a size; without a size, of the newest one.
    pub fn kept_checkpoint(&self, size: Option<u64>) -> Result<Option<super::KeptCheckpoint>> {
        let kept = self.checkpoints()?;
        Ok(kept.into_iter().rev().find(|kept| size.is_none_or(|size| kept.size == size)))
    }
}
