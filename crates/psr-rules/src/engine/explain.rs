//! Explanations: why a conclusion has its value, and what would change it.

use crate::id::{ConclusionId, ValueId};

use super::CompiledDecision;
use super::change::Change;
use super::determination::Ground;
use super::facts::Facts;
use super::sufficient::sufficient;

/// Why a conclusion stands as it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The conclusion.
    pub conclusion: ConclusionId,
    /// Its value, where it is settled.
    pub value: Option<ValueId>,
    /// The values that are possible, the strongest first.
    pub possible: Vec<ValueId>,
    /// Given answers that together force the value and none of which can be spared; none while it is undetermined.
    pub sufficient: Vec<Ground>,
    /// The smallest change of given answers that makes another value possible, if any can; none while it is undetermined.
    pub change: Option<Change>,
}

impl CompiledDecision {
    /// Explains a conclusion; nothing where the decision has no such conclusion.
    pub fn explain(&self, facts: &Facts, conclusion: &ConclusionId) -> Option<Explanation> {
        let place = self.conclusion(conclusion)?;
        let known = &self.conclusions[place];
        let possible = known.diagram.spread(&facts.allowed, &mut Vec::new());
        let values = self.values_of(place, possible);
        let explanation = Explanation {
            conclusion: conclusion.clone(),
            value: None,
            possible: values.clone(),
            sufficient: Vec::new(),
            change: None,
        };
        let [value] = values.as_slice() else {
            return Some(explanation);
        };
        let variables = &self.vocabulary.variables;
        let because = sufficient(&known.diagram, possible, facts, variables, &mut Vec::new());
        Some(Explanation {
            value: Some(value.clone()),
            sufficient: self.grounds(facts, because),
            change: self.smallest_change(facts, place, known.bits() & !possible),
            ..explanation
        })
    }

    /// Returns the smallest change of given answers that makes this value of a conclusion possible; nothing where it is possible already, or no
    /// change can.
    pub fn change_towards(&self, facts: &Facts, conclusion: &ConclusionId, value: &ValueId) -> Option<Change> {
        let place = self.conclusion(conclusion)?;
        let values = &self.decision().conclusions[place].values;
        let value = values.iter().position(|known| known.id == *value)?;
        let known = &self.conclusions[place];
        let wanted = 1 << (known.first_bit as usize + value);
        let possible = known.diagram.spread(&facts.allowed, &mut Vec::new());
        (possible & wanted == 0).then(|| self.smallest_change(facts, place, wanted)).flatten()
    }

    fn conclusion(&self, conclusion: &ConclusionId) -> Option<usize> {
        let mut conclusions = self.decision().conclusions.iter();
        conclusions.position(|known| known.id == *conclusion)
    }
}
