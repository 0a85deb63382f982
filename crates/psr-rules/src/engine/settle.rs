//! Settling: the possible values of every conclusion and the questions that still matter, without allocating.

use crate::id::ValueId;

use super::decision::CompiledDecision;
use super::facts::Facts;
use super::relevance::relevant;
use super::set::QuestionSet;
use super::verdict::Found;

/// Room to work in, to be used again and again.
#[derive(Debug, Clone, Default)]
pub struct Scratch {
    /// The nodes reached, as bits.
    pub(super) reached: Vec<u64>,
    /// For each node reached, the canonical one.
    pub(super) canonical: Vec<u32>,
    /// The canonical nodes of one variable.
    pub(super) kept: Vec<u32>,
    /// The nodes reached in a smaller diagram.
    pub(super) besides: Vec<u64>,
    /// For each node of a smaller diagram, how many answers are needed.
    pub(super) needed: Vec<u8>,
    /// What each verdict came to.
    pub(super) verdicts: Vec<Found>,
}

/// What facts lead to, as bits; [`CompiledDecision`] says what they mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settled {
    /// Every value of a conclusion that some completion of the facts leads to.
    pub values: u64,
    /// The unanswered questions whose answer can still change a final conclusion.
    pub relevant: QuestionSet,
}

impl CompiledDecision {
    /// Settles facts: what is possible, and what still matters.
    pub fn settle(&self, facts: &Facts, scratch: &mut Scratch) -> Settled {
        self.settle_cells(&facts.allowed, facts.given, scratch)
    }

    /// Settles the cells that some answers leave.
    pub(super) fn settle_cells(&self, allowed: &[u64], given: QuestionSet, scratch: &mut Scratch) -> Settled {
        let mut values = self.finals.spread(allowed, &mut scratch.reached);
        let relevant = if scratch.reached.is_empty() {
            QuestionSet::default()
        } else {
            relevant(&self.finals, &self.vocabulary.variables, allowed, given, scratch)
        };
        for conclusion in self.conclusions.iter().filter(|known| known.intermediate) {
            values |= conclusion.diagram.spread(allowed, &mut scratch.besides);
        }
        Settled { values, relevant }
    }

    /// Returns the value of the conclusion at this place, or nothing where it is undetermined.
    pub fn value(&self, settled: Settled, conclusion: usize) -> Option<&ValueId> {
        let known = self.conclusions.get(conclusion)?;
        let possible = settled.values & known.bits();
        let value = possible.trailing_zeros() - known.first_bit;
        let values = &self.decision().conclusions[conclusion].values;
        (possible.count_ones() == 1).then(|| &values[value as usize].id)
    }

    /// Answers whether every final conclusion has a value.
    pub fn is_complete(&self, settled: Settled) -> bool {
        let mut finals = self.conclusions.iter().filter(|known| !known.intermediate);
        finals.all(|known| (settled.values & known.bits()).count_ones() == 1)
    }
}
