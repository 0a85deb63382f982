//! Decisions: the questions they need and the conclusions they reach.

use super::{Condition, SelectedBy};
use crate::id::{ConclusionId, DecisionId, EventId, Provision, QuestionId, ValueId};

/// A decision: the questions it needs and the conclusions it reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Its id.
    pub id: DecisionId,
    /// Its title.
    pub title: String,
    /// What it settles, in plain words.
    pub about: String,
    /// The provision it rests on.
    pub provision: Provision,
    /// Its questions, in the order in which lists of them are given.
    pub questions: Vec<QuestionId>,
    /// Its conclusions; none where it only collects what must be on file.
    pub conclusions: Vec<Conclusion>,
    /// Where its conclusions are routes: which values make a route lawful and which compulsory.
    pub routes: Option<Routes>,
    /// Combinations that cannot both be obeyed.
    pub conflicts: Vec<Conflict>,
    /// What must not be concluded otherwise for it to arise; what is still open does not stand in the way.
    pub presupposes: Vec<Presupposition>,
    /// What must be concluded so for it to arise: of each, one alternative at least; while all of them are open, it does not arise yet.
    pub only_where: Vec<Vec<Presupposition>>,
    /// The events of which one must be on record for it to arise; empty where it waits for none.
    pub after: Vec<EventId>,
    /// Which date selects the text of the law.
    pub selected_by: SelectedBy,
}

/// A conclusion and the values it can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conclusion {
    /// Its id.
    pub id: ConclusionId,
    /// Its name in words.
    pub name: String,
    /// Its values, strongest first. Where rules set several, the strongest stands; where none sets any, the last does.
    pub values: Vec<ConclusionValue>,
    /// Whether it is reported but makes no question relevant by itself.
    pub intermediate: bool,
}

/// A value of a conclusion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConclusionValue {
    /// Its id.
    pub id: ValueId,
    /// What it means, as a sentence.
    pub says: String,
}

/// Which values of a decision's conclusions mean that a route is lawful, or compulsory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Routes {
    /// The conclusions that are routes.
    pub conclusions: Vec<ConclusionId>,
    /// The values under which a route may be taken.
    pub lawful: Vec<ValueId>,
    /// The values under which a route must be taken.
    pub compulsory: Vec<ValueId>,
    /// The collecting question that records which route was taken, if the pack has one.
    pub followed: Option<QuestionId>,
}

/// A combination of rules that cannot both be obeyed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// What is wrong, as a sentence.
    pub message: String,
    /// The provisions that pull apart.
    pub provisions: Vec<Provision>,
    /// When it arises.
    pub when: Condition,
}

/// What must be concluded elsewhere for a decision to arise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presupposition {
    /// The other decision.
    pub decision: DecisionId,
    /// Its conclusion.
    pub conclusion: ConclusionId,
    /// The values of which it must have one; at least one.
    pub values: Vec<ValueId>,
}
