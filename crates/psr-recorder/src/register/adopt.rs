//! Adopting: a record of another register becomes a record of this one, without a byte of its lines being changed.
//!
//! The lines keep their record, their numbers and the hashes they name; here they become leaves like any other. What the other
//! register had signed over them is kept in an event of this register's own record.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use super::batch::Batch;
use super::own::OwnEvent;
use super::{Receipt, Register};
use crate::canonical::Value;
use crate::digest::Digest;
use crate::error::{Error, Result};
use crate::header::EventHeader;
use crate::names::{OperationId, Randomness, RecordId};
use crate::store::NewEvent;

/// The type of the event that says that a record was adopted.
const IMPORT: &str = "psr.import/1";

/// One event of another register, as it was recorded there.
#[derive(Debug, Clone)]
pub struct AdoptedEvent {
    /// The line, which is kept as it is.
    pub line: Vec<u8>,
    /// Digest and body of each disclosure that is known.
    pub disclosures: Vec<(Digest, String)>,
}

/// A record of another register. It was verified: nothing here judges it again.
#[derive(Debug, Clone)]
pub struct Adoption {
    /// The record.
    pub rec: RecordId,
    /// Its events, oldest first.
    pub events: Vec<AdoptedEvent>,
    /// The other register's name.
    pub origin: String,
    /// The other register's signed head, under which the newest of the events stands.
    pub checkpoint: String,
    /// The id of this act.
    pub op: OperationId,
    /// When it is done.
    pub at: DateTime<Utc>,
}

/// What became of an adoption.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Adopted {
    /// How many events are new here.
    pub added: u64,
    /// Where it is recorded; nothing where all of it was here before.
    pub receipt: Option<Receipt>,
}

impl Register {
    /// Adds the events of a record of another register that are not here yet, and records that they were; the evidence and the
    /// packs they name must be here.
    ///
    /// # Errors
    /// When the record is here with other events, or an operation of it stands for another event here; nothing is then recorded.
    pub fn adopt(&mut self, adoption: &Adoption, randomness: &mut Randomness<'_>) -> Result<Adopted> {
        self.in_batch(|batch| batch.adopt(adoption, randomness))
    }
}

impl Batch<'_> {
    fn adopt(&mut self, adoption: &Adoption, randomness: &mut Randomness<'_>) -> Result<Adopted> {
        if let Some(receipt) = self.recorded(adoption.op)? {
            return Ok(Adopted { added: 0, receipt: Some(receipt) });
        }
        let newer = self.newer(adoption)?;
        let Some((header, _)) = newer.last() else { return Ok(Adopted { added: 0, receipt: None }) };
        let newest = header.clone();
        for (header, event) in &newer {
            self.adopt_event(header, event, adoption.at)?;
        }
        self.open_own(adoption.at, randomness)?;
        let receipt = self.append_own(record(adoption, &newest), randomness)?;
        Ok(Adopted { added: newer.len() as u64, receipt: Some(receipt) })
    }

    /// Returns the events that are not here yet, after checking that those before them are the ones that are.
    fn newer<'a>(&self, adoption: &'a Adoption) -> Result<Vec<(EventHeader, &'a AdoptedEvent)>> {
        let rec = adoption.rec;
        let here = self.register.events(rec)?;
        let differs = here.iter().zip(&adoption.events).position(|(here, event)| here.line != event.line);
        if let Some(seq) = differs {
            return Err(Error::RecordDiffers { rec, seq: seq as u64 });
        }
        let parsed = |event: &'a AdoptedEvent| {
            let header = EventHeader::parse(&event.line).map_err(crate::error::malformed("a line of the bundle"))?;
            Ok((header, event))
        };
        adoption.events.iter().skip(here.len()).map(parsed).collect()
    }

    fn adopt_event(&mut self, header: &EventHeader, event: &AdoptedEvent, at: DateTime<Utc>) -> Result<()> {
        if let Some(known) = self.store().operation(&header.op.to_string())? {
            let rec = known.rec.parse().unwrap_or(header.rec);
            return Err(Error::OperationReused { op: header.op, rec });
        }
        let new = NewEvent {
            position: self.size(),
            rec: Cow::Owned(header.rec.to_string()),
            seq: header.seq,
            op: Cow::Owned(header.op.to_string()),
            leaf: EventHeader::leaf(&event.line),
            line: &event.line,
            disclosures: &event.disclosures,
        };
        self.add_line(&new, at)
    }
}

fn record(adoption: &Adoption, newest: &EventHeader) -> OwnEvent {
    let text = |text: &str| Value::from(text);
    let head = adoption.events.last().map_or(Digest::ZERO, |event| EventHeader::leaf(&event.line));
    let fields = [
        ("import/origin", text(&adoption.origin)),
        ("import/rec", text(&adoption.rec.to_string())),
        ("import/head", text(&head.to_string())),
        ("import/entries", Value::Int(i64::try_from(newest.seq).unwrap_or(i64::MAX).saturating_add(1))),
        ("import/checkpoint", text(&adoption.checkpoint)),
    ];
    let fields = fields.into_iter().map(|(path, value)| (path.to_owned(), value)).collect();
    OwnEvent { typ: IMPORT, op: adoption.op, at: adoption.at, fields, checkpoint: true }
}
