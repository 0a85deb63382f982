//! What can happen in a case, and the worked cases that a pack must get right.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Field, SelectedBy};
use crate::id::{ConclusionId, DecisionId, EventId, GateId, Provision, QuestionId, ValueId};

/// Something that can happen in a case and is put on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventKind {
    /// Its id.
    pub id: EventId,
    /// Its name in words.
    pub title: String,
    /// The provision behind it.
    pub provision: Provision,
    /// Whether the procedure commences with it.
    pub commences: bool,
    /// What is open from it on, by a name of the pack's choosing: while it is, nothing of the case is erased.
    pub holds: Option<String>,
    /// What is no longer open after it, by that name.
    pub releases: Option<String>,
    /// Which gate it passes: what is recorded is told apart by whether it came before or after.
    pub gate: Option<GateId>,
    /// Which date other than that of commencement it is, for the decisions of which that date selects the text; none where it is no such date.
    pub selects: Option<SelectedBy>,
    /// What else is recorded of it; empty where the pack does not say, and then anything may be.
    pub fields: Vec<Field>,
}

/// A gate of a case: a kind of moment by which it is told whether an answer, a score or a reason came before or after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateKind {
    /// Its id.
    pub id: GateId,
    /// Its name in words, with its article, as it stands inside a sentence.
    pub name: String,
}

/// A worked case that the pack must get right: a test in data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// The file it stands in.
    pub path: String,
    /// Its name, as a sentence.
    pub name: String,
    /// When the procedure commenced.
    pub date: NaiveDate,
    /// The decision.
    pub decision: DecisionId,
    /// The answers.
    pub answers: crate::answer::Answers,
    /// What must be concluded; `undetermined` where nothing may be. Conclusions not named are not looked at.
    pub concludes: BTreeMap<ConclusionId, Expected>,
    /// Which unanswered questions must be relevant, exactly; not looked at where absent.
    pub relevant: Option<Vec<QuestionId>>,
    /// How many conflicts must be reported.
    pub conflicts: usize,
}

/// What a scenario expects of a conclusion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// This value.
    Value(ValueId),
    /// That it is open.
    Undetermined,
}
