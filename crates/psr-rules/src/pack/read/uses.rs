//! What the conditions of a pack use, gathered as they are read.

use std::collections::BTreeSet;

use super::index::Origin;
use crate::id::{ConclusionId, DecisionId, ParameterId, QuestionId, RuleId, ValueId};

/// What the conditions of a pack use.
#[derive(Debug, Default)]
pub(crate) struct Uses {
    /// Questions that decide something, with the decision.
    pub questions: BTreeSet<(DecisionId, QuestionId)>,
    /// Parameters that are named anywhere.
    pub parameters: BTreeSet<ParameterId>,
    /// Lists of choices that a question takes.
    pub lists: BTreeSet<String>,
    /// Rules that build on another rule, with the place where they do.
    pub builds_on: Vec<(Option<RuleId>, RuleId, Origin)>,
    /// Decisions that arise by what another concludes, with the place where they do.
    pub presupposes: Vec<(DecisionId, DecisionId, Origin)>,
    /// Sums that are compared with each other, with the place where they are.
    pub compared: Vec<(DecisionId, QuestionId, QuestionId, Origin)>,
    /// Values of conclusions that some rule sets.
    pub set: BTreeSet<(DecisionId, ConclusionId, ValueId)>,
    /// Rules that set a value.
    pub concluding: BTreeSet<RuleId>,
}
