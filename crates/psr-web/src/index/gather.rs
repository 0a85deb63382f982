//! Bringing the index up to the register: what changed since it was last looked at is read and summarised again.

use psr_casefile::casebook::Casebook;
use psr_casefile::error::Error;
use psr_casefile::event::CaseEvent;
use psr_recorder::RecordId;

use super::{Index, Summary};
use crate::desk::{Desk, DeskError};

const KIND: &str = "summary";
const MEASURE: &str = "summary-size";
/// How many cases are read at one time when many have changed.
const AT_ONCE: usize = 100;

/// Says why the index could not be brought up to the register.
#[derive(Debug, thiserror::Error)]
pub enum GatherError {
    /// The register cannot be read.
    #[error(transparent)]
    Case(#[from] Error),
    /// The desk failed.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<psr_recorder::Error> for GatherError {
    fn from(error: psr_recorder::Error) -> Self {
        Self::Case(Error::Register(error))
    }
}

impl Index {
    /// Takes over what the desk keeps; returns the records that are to be read, the newest first where all are.
    ///
    /// # Errors
    /// When the register or the desk cannot be read.
    pub fn begin(&self, casebook: &Casebook, desk: &dyn Desk) -> Result<Vec<RecordId>, GatherError> {
        let kept = kept(desk)?;
        let size = casebook.register().size()?;
        let measured = desk.get(MEASURE, "size", 0)?.and_then(|text| text.parse().ok()).unwrap_or(0);
        if measured > 0 && measured <= size && !kept.is_empty() {
            self.fill(kept, measured, 0);
            return Ok(casebook.register().records_since(measured)?);
        }
        let mut records = casebook.register().records()?;
        records.reverse();
        self.fill(Vec::new(), size, records.len());
        Ok(records)
    }

    /// Reads the cases that were written to since the index was last brought up, and summarises them again.
    ///
    /// # Errors
    /// When the register or the desk fails.
    pub fn catch_up(&self, casebook: &Casebook, desk: &dyn Desk) -> Result<(), GatherError> {
        let (known, size) = (self.read().size, casebook.register().size()?);
        if known == size {
            return Ok(());
        }
        let changed = casebook.register().records_since(known)?;
        self.summarise(casebook, desk, &changed)?;
        let mut inner = self.write();
        inner.size = inner.size.max(size);
        let size = inner.size;
        drop(inner);
        Ok(desk.put(MEASURE, "size", &size.to_string(), None)?)
    }

    /// Summarises cases; records that are no cases are passed over.
    ///
    /// # Errors
    /// When the register or the desk fails.
    pub fn summarise(&self, casebook: &Casebook, desk: &dyn Desk, ids: &[RecordId]) -> Result<(), GatherError> {
        for part in ids.chunks(AT_ONCE) {
            let mut made = Vec::with_capacity(part.len());
            for id in part {
                match casebook.case_by_id(*id).and_then(|case| Summary::of(&case)) {
                    Ok(summary) => made.push((*id, summary)),
                    Err(Error::NotACase(_)) => {}
                    Err(error @ Error::Register(_)) => return Err(error.into()),
                    // A case that cannot be read stands in the list with what its opening says; its own page says why.
                    Err(_) => made.extend(in_brief(casebook, *id).map(|summary| (*id, summary))),
                }
            }
            for (id, summary) in &made {
                desk.put(KIND, &id.to_string(), &serde_json::to_string(summary).unwrap_or_default(), None)?;
            }
            self.take_in(made);
            let mut inner = self.write();
            inner.waiting = inner.waiting.saturating_sub(part.len());
        }
        Ok(())
    }

    /// Notes that every case is summarised up to where the index began.
    ///
    /// # Errors
    /// When the desk fails.
    pub fn complete(&self, desk: &dyn Desk) -> Result<(), GatherError> {
        let size = {
            let mut inner = self.write();
            inner.waiting = 0;
            inner.size
        };
        Ok(desk.put(MEASURE, "size", &size.to_string(), None)?)
    }

    fn fill(&self, cases: Vec<(RecordId, Summary)>, size: u64, waiting: usize) {
        self.take_in(cases);
        let mut inner = self.write();
        (inner.size, inner.waiting) = (size, waiting);
    }
}

fn kept(desk: &dyn Desk) -> Result<Vec<(RecordId, Summary)>, DeskError> {
    let rows = desk.all(KIND)?.into_iter();
    Ok(rows.filter_map(|(key, body)| Some((key.parse().ok()?, serde_json::from_str(&body).ok()?))).collect())
}

/// What the opening of a case says, where the rest cannot be read.
fn in_brief(casebook: &Casebook, id: RecordId) -> Option<Summary> {
    let entries = casebook.register().events(id).ok()?;
    let first = entries.first()?;
    let opened = psr_casefile::casebook::opened(first)?;
    Some(Summary {
        id: id.to_string(),
        reference: opened.reference,
        title: opened.title,
        opened: psr_casefile::time::london_day(first.header.at),
        closed: entries.iter().any(|entry| entry.header.typ == CaseEvent::CLOSED),
        entries: u64::try_from(entries.len()).unwrap_or(u64::MAX),
        stage: "".into(),
        routes: Vec::new(),
        duties: Vec::new(),
        text: Box::default(),
    })
}
