//! The life of a case as plain data, for one lot or for the whole.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Truth;
use crate::answer::Answer;
use crate::id::{ConclusionId, DecisionId, EventId, MomentId, ParameterId, QuestionId, RuleId, ValueId};
use crate::pack::model::{Asked, DutyState, Figure};

/// A case as it stands on a day, for one lot or for the whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CaseView {
    /// The day on which it is read.
    pub today: NaiveDate,
    /// The answers that govern.
    pub answers: BTreeMap<Asked, AnswerView>,
    /// The conclusions of the decisions that arise; nothing where one is open.
    pub concluded: BTreeMap<(DecisionId, ConclusionId), Option<ValueId>>,
    /// How the rules of the decisions that arise stand.
    pub rules: BTreeMap<RuleId, Truth>,
    /// The decisions that arise.
    pub arising: BTreeSet<DecisionId>,
    /// What happened, in order of record.
    pub happened: Vec<EventView>,
    /// The days that the timetable counts out; nothing where one is not settled yet.
    pub moments: BTreeMap<MomentId, Option<NaiveDate>>,
    /// The duties that the timetable knows of.
    pub duties: Vec<DutyView>,
    /// The approvals, oldest first.
    pub approvals: Vec<ApprovalView>,
    /// The figures of the law in force.
    pub figures: BTreeMap<ParameterId, Figure>,
}

/// An answer that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerView {
    /// The answer; none where it is withheld.
    pub value: Option<Answer>,
    /// The answer as people read it.
    pub words: String,
    /// The question as it was asked.
    pub ask: String,
    /// Whether the law asks for the authority's view.
    pub is_view: bool,
    /// The reasons given.
    pub reason: Option<String>,
    /// Who formed the view.
    pub view_of: Option<String>,
    /// How many files are attached.
    pub evidence: usize,
    /// The entry it stands in.
    pub entry: u64,
    /// The day it was put on record.
    pub recorded: NaiveDate,
    /// The day it concerns, where it was entered after the event and is marked so.
    pub concerns: Option<NaiveDate>,
    /// What stood before it, oldest first.
    pub earlier: Vec<EarlierAnswer>,
}

/// An answer that stood once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierAnswer {
    /// The answer; none where it is withheld.
    pub value: Option<Answer>,
    /// The entry it stood in.
    pub entry: u64,
    /// The day it was put on record.
    pub recorded: NaiveDate,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventView {
    /// What.
    pub event: EventId,
    /// The day it happened.
    pub on: NaiveDate,
    /// The day it was put on record.
    pub recorded: NaiveDate,
    /// More about it: names and values.
    pub fields: BTreeMap<String, String>,
    /// The entry it stands in.
    pub entry: u64,
}

/// A duty with a due day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyView {
    /// Which.
    pub duty: MomentId,
    /// When it is due; nothing while that is not settled.
    pub due: Option<NaiveDate>,
    /// How it stands.
    pub state: DutyState,
}

/// An approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApprovalView {
    /// When.
    pub on: NaiveDate,
    /// Whether anything that was approved has been replaced since.
    pub overtaken: bool,
}

impl CaseView {
    /// Returns the known answer to a question.
    pub(super) fn known(&self, asked: &Asked) -> Option<&Answer> {
        self.answers.get(asked)?.value.as_ref()
    }

    /// Answers whether anything is on record for a decision.
    pub(super) fn has_begun(&self, decision: &DecisionId) -> bool {
        self.answers.keys().any(|asked| asked.decision == *decision)
    }

    /// Returns the answer to a question that a message names, whichever decision it belongs to.
    pub(super) fn by_question(&self, question: &QuestionId) -> Option<&AnswerView> {
        self.answers.iter().find(|(asked, _)| asked.question == *question).map(|(_, answer)| answer)
    }
}

impl EventView {
    /// Answers whether an entry came on record only after this happened: after it in the record, or, where this was recorded late, on a later day
    /// than the one it happened.
    pub(super) fn came_before(&self, entry: u64, recorded: NaiveDate) -> bool {
        entry > self.entry || (recorded < self.recorded && recorded > self.on)
    }
}
