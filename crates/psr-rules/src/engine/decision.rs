//! A compiled decision: everything that determining needs, made once for each text of the law and set of figures.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::id::{Provision, QuestionId, RuleId, TextId};
use crate::pack::model::{Decision, Pack, Rule};

use super::diagram::Diagram;
use super::json::Fragments;
use super::verdict::Verdict;
use super::vocabulary::Vocabulary;

/// A decision as one text of the law and one set of figures have it.
#[derive(Debug)]
pub struct CompiledDecision {
    pub(super) pack: Arc<Pack>,
    /// The decision's place in the pack.
    pub(super) place: usize,
    pub(super) text: TextId,
    /// The first day on which it stands so.
    pub(super) from: NaiveDate,
    /// The order in which the diagrams branch on the variables.
    pub(super) order: Vec<usize>,
    pub(super) vocabulary: Vocabulary,
    /// Leads to every final conclusion together.
    pub(super) finals: Diagram,
    pub(super) conclusions: Vec<CompiledConclusion>,
    pub(super) rules: Vec<CompiledRule>,
    /// For each conflict, its verdict.
    pub(super) conflicts: Vec<usize>,
    pub(super) verdicts: Vec<Verdict>,
    pub(super) findings: Vec<FindingPlan>,
    pub(super) fragments: Fragments,
}

/// A conclusion: its bits, and the diagram that leads to it alone.
#[derive(Debug)]
pub(super) struct CompiledConclusion {
    pub first_bit: u32,
    pub values: u32,
    pub intermediate: bool,
    pub diagram: Diagram,
}

impl CompiledConclusion {
    /// Returns the bits of all its values.
    #[inline]
    pub fn bits(&self) -> u64 {
        super::sums::all(self.values as usize) << self.first_bit
    }
}

/// A rule: where it stands in the pack, and its condition.
#[derive(Debug)]
pub(super) struct CompiledRule {
    pub regulation: usize,
    pub place: usize,
    pub root: CompiledCondition,
}

/// A condition, in the shape of the pack's.
#[derive(Debug, Clone)]
pub(super) struct CompiledCondition {
    pub verdict: usize,
    pub inner: Vec<CompiledCondition>,
}

/// A finding to be made: a rule or one of its conditions, with its provision.
#[derive(Debug)]
pub(super) struct FindingPlan {
    pub rule: RuleId,
    pub provision: Provision,
    pub verdict: usize,
}

impl CompiledDecision {
    /// Returns the pack it comes from.
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// Returns the decision as the pack has it.
    pub fn decision(&self) -> &Decision {
        &self.pack.decisions[self.place]
    }

    /// Returns the text of the law that it follows.
    pub fn law(&self) -> &TextId {
        &self.text
    }

    /// Returns the first day on which it stands so.
    pub fn from(&self) -> NaiveDate {
        self.from
    }

    /// Returns the place of a question in the decision's list.
    pub fn place(&self, question: &str) -> Option<usize> {
        let mut questions = self.decision().questions.iter();
        questions.position(|known| known.as_str() == question)
    }

    /// Returns the question at a place.
    pub fn question(&self, place: usize) -> &QuestionId {
        &self.decision().questions[place]
    }

    /// Counts the nodes of the diagram that leads to the final conclusions.
    pub fn size(&self) -> usize {
        self.finals.nodes.len()
    }

    /// Returns a compiled rule as the pack has it.
    pub(super) fn rule(&self, compiled: &CompiledRule) -> &Rule {
        &self.pack.regulations[compiled.regulation].rules[compiled.place]
    }
}
