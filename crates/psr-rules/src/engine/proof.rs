//! What can be proved of a decision, as plain data.

use crate::id::{ConclusionId, Provision, QuestionId, RuleId, ValueId};

use super::determination::Ground;

/// What is proved of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Conclusions that some answers leave without a value or give several; none is expected, as the last value holds where no rule sets another.
    pub without_one_value: Vec<ConclusionId>,
    /// Values of conclusions that no answers lead to.
    pub unreached: Vec<(ConclusionId, ValueId)>,
    /// Answers with which no route is lawful; none if every complete set of answers leaves a lawful route, or the decision has no routes.
    pub without_lawful_route: Option<Vec<Ground>>,
    /// The pairs of routes that can be compulsory at once.
    pub compulsory_pairs: Vec<CompulsoryPair>,
    /// How large the decision is.
    pub size: Size,
    /// Rules that no answers can meet.
    pub never_apply: Vec<RuleId>,
    /// Conditions that come out the same whatever is answered.
    pub constant: Vec<ConditionAt>,
    /// Conditions without which their rule would be the same.
    pub idle: Vec<ConditionAt>,
    /// Questions that are tested in this text of the law, and whose answer changes no conclusion and no conflict.
    pub idle_questions: Vec<QuestionId>,
}

/// Two routes that can be compulsory at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompulsoryPair {
    /// The one.
    pub one: ConclusionId,
    /// The other.
    pub other: ConclusionId,
    /// Answers that force both, none of which can be spared; whatever the other answers are.
    pub whenever: Vec<Ground>,
}

/// How large a decision is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// What its diagrams branch on: questions, and pairs of connected sums.
    pub variables: usize,
    /// The nodes of the diagram of all final conclusions.
    pub nodes: usize,
    /// The nodes of the largest diagram of a condition.
    pub largest_condition: usize,
}

/// A condition of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionAt {
    /// The rule.
    pub rule: RuleId,
    /// The provision that the condition encodes, or that the nearest condition around it does.
    pub provision: Provision,
    /// How the condition reads when met, where it has words.
    pub clause: Option<String>,
    /// For a constant condition, whether it is always met.
    pub always: Option<bool>,
}
