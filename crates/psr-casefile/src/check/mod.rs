//! What a review would find missing in a case: what any case needs, and what the pack's checks look for.

mod approval;
mod documents;
mod own;
mod readiness;
mod view;

use chrono::NaiveDate;
use psr_rules::pack::model::{GroundKind, Severity};
use serde::Serialize;

use crate::casebook::{Case, Casebook};
use crate::decision_record::DecisionRecord;
use crate::error::Result;

pub(crate) use own::ROUTE_NOT_PERMITTED;
pub(crate) use readiness::{breaches, standings};
pub use view::view;

/// Something a review would find missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// What was looked for: a check of the pack, or one that every case goes through.
    pub id: String,
    /// The stage before which it matters; none where it matters at every stage.
    pub stage: Option<String>,
    /// How bad it is.
    pub severity: Severity,
    /// Whether the case should not go on before it is mended.
    pub blocks: bool,
    /// On what ground it is a gap.
    pub ground: GroundKind,
    /// Where that comes from in words, where it is not the law.
    pub source: Option<String>,
    /// What is missing, as a sentence.
    pub message: String,
    /// The provisions that ask for it.
    pub provisions: Vec<String>,
    /// What to do next.
    pub next: String,
    /// The question it concerns, if it concerns one; of a decision that is not settled, the one to answer next.
    pub question: Option<String>,
    /// How many questions can still matter, where a decision is not settled.
    pub open: Option<usize>,
    /// The lot, in a case with lots.
    pub lot: Option<String>,
    /// The entries it rests on.
    pub entries: Vec<u64>,
}

impl Gap {
    /// Begins a gap that belongs to every stage, and rests on the provisions it goes on to name.
    pub(crate) fn of_every_stage(id: &str, severity: Severity, message: String, next: &str) -> Self {
        Self {
            id: id.to_owned(),
            stage: None,
            severity,
            blocks: severity == Severity::Blocks,
            ground: GroundKind::Law,
            source: None,
            message,
            provisions: Vec::new(),
            next: next.to_owned(),
            question: None,
            open: None,
            lot: None,
            entries: Vec::new(),
        }
    }
}

/// Lists what a review would find missing when the case is read on a day: what every case needs in the order of the record, then what the pack looks for.
///
/// # Errors
/// When no law of the pack governs the case's date.
pub fn check(case: &Case, record: &DecisionRecord, today: NaiveDate) -> Result<Vec<Gap>> {
    let mut gaps = own::gaps(case, record)?;
    gaps.extend(readiness::gaps(case, today)?);
    Ok(gaps)
}

/// Keeps the gaps that matter up to a stage of the pack; none when the pack has no such stage.
pub fn up_to(gaps: Vec<Gap>, case: &Case, stage: &str) -> Option<Vec<Gap>> {
    let stages = &case.rulebook.pack().readiness.stages;
    let last = stages.iter().position(|known| known.id.as_str() == stage)?;
    let counts = |id: &String| stages[..=last].iter().any(|known| known.id.as_str() == id);
    Some(gaps.into_iter().filter(|gap| gap.stage.as_ref().is_none_or(counts)).collect())
}

/// Returns the place of a gap's stage in the pack; what matters at every stage comes first.
pub fn place(case: &Case, gap: &Gap) -> Option<usize> {
    let stage = gap.stage.as_ref()?;
    case.rulebook.pack().readiness.stages.iter().position(|known| known.id.as_str() == stage)
}

impl Casebook {
    /// Lists what a review would find missing when the case is read on a day, in the case and in the ledger of its contract: the worst first, and of those
    /// what matters at the earliest stage.
    ///
    /// # Errors
    /// When no law of the pack governs the case's date, or the contract cannot be read.
    pub fn gaps(&self, case: &Case, record: &DecisionRecord, today: NaiveDate) -> Result<Vec<Gap>> {
        let mut gaps = check(case, record, today)?;
        gaps.extend(self.ledger_gaps(case)?);
        gaps.sort_by_key(|gap| (gap.severity, place(case, gap)));
        Ok(gaps)
    }
}
