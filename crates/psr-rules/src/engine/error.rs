//! What can be wrong with a pack that is well formed, and with what is asked of it.

use chrono::NaiveDate;

use crate::id::{DecisionId, ParameterId, QuestionId};

/// Says why a decision of a pack cannot be settled exactly.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CompileError {
    /// No text of the law governs the first day of the decision.
    #[error(
        "decision `{decision}`: no text of the law is in force on {on}: give one under `texts:` that starts on or before that day"
    )]
    NoText {
        /// The decision.
        decision: DecisionId,
        /// The day.
        on: NaiveDate,
    },
    /// A figure that a rule needs has no value on a day.
    #[error(
        "decision `{decision}`: parameter `{parameter}` has no figure on {on}: add a value that holds from that day or before"
    )]
    NoFigure {
        /// The decision.
        decision: DecisionId,
        /// The parameter.
        parameter: ParameterId,
        /// The day.
        on: NaiveDate,
    },
    /// A figure is of the wrong kind, or far too large, for where it is used.
    #[error(
        "decision `{decision}`: parameter `{parameter}` does not fit where {rule} uses it: sums of money are added and compared, percentages are taken of a sum, and both must be of a sensible size"
    )]
    UnfitFigure {
        /// The decision.
        decision: DecisionId,
        /// The parameter.
        parameter: ParameterId,
        /// The rule, or the conflict.
        rule: String,
    },
    /// A condition tests a question in a way its kind does not allow, or one that the decision does not ask.
    #[error(
        "decision `{decision}`: {rule} cannot test question `{question}` so: list it under the decision, and test it as its kind allows"
    )]
    UnfitQuestion {
        /// The decision.
        decision: DecisionId,
        /// The question.
        question: QuestionId,
        /// The rule, or the conflict.
        rule: String,
    },
    /// A rule builds on itself, or on one that is not there.
    #[error(
        "decision `{decision}`: {rule} builds on itself, or on a rule that this decision does not have: take the reference out"
    )]
    UnfitRule {
        /// The decision.
        decision: DecisionId,
        /// The rule, or the conflict.
        rule: String,
    },
    /// Too many sums are compared with each other.
    #[error(
        "decision `{decision}`: more than two sums are compared with each other, through `{question}`: that cannot be settled exactly, so split the decision"
    )]
    TooManyConnectedSums {
        /// The decision.
        decision: DecisionId,
        /// The sum that has two partners.
        question: QuestionId,
    },
    /// The limits on a sum are too many or too fine to be told apart in whole pence.
    #[error(
        "decision `{decision}`: the limits on `{question}` cannot be settled exactly: use fewer limits, or percentages with fewer decimals"
    )]
    TooFine {
        /// The decision.
        decision: DecisionId,
        /// The first of the sums.
        question: QuestionId,
    },
    /// A one-of question is told apart in too many ways.
    #[error(
        "decision `{decision}`: conditions tell more than 64 classes of choices of `{question}` apart: name groups of choices instead"
    )]
    TooManyClasses {
        /// The decision.
        decision: DecisionId,
        /// The question.
        question: QuestionId,
    },
    /// The decision is too large.
    #[error(
        "decision `{decision}` is too large: a decision has at most 128 questions and 64 values of conclusions in all, and must be settled within {limit} steps; split it"
    )]
    TooLarge {
        /// The decision.
        decision: DecisionId,
        /// How many nodes its diagram may have.
        limit: usize,
    },
}

/// Says why no decision can be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecisionError {
    /// The pack has no such decision.
    #[error("the pack has no decision `{decision}`: it has {known}")]
    Unknown {
        /// What was asked for.
        decision: DecisionId,
        /// The decisions there are, as a list.
        known: String,
    },
    /// The date is before the regime began.
    #[error("{on} is before {begins}, when the regime began: no decision under it is taken then")]
    TooEarly {
        /// The date.
        on: NaiveDate,
        /// When the regime began.
        begins: NaiveDate,
    },
}
