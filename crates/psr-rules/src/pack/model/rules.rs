//! Rules: regulations and schedules with their conditions, clauses and comparisons.

use chrono::NaiveDate;

use crate::id::{ChoiceId, ConclusionId, DecisionId, ParameterId, Provision, QuestionId, RuleId, TextId, ValueId};

/// A regulation or schedule: one file of the pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regulation {
    /// Its citation, such as `reg 6`.
    pub provision: Provision,
    /// Its heading.
    pub heading: String,
    /// Why it needs no rule, where it has none.
    pub no_rule: Option<String>,
    /// Who reviewed it, against which text, and when.
    pub reviews: Vec<Review>,
    /// Its rules, in the order of its paragraphs.
    pub rules: Vec<Rule>,
}

/// A review of a rule file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Who reviewed it.
    pub by: String,
    /// Against which text.
    pub against: String,
    /// On which day.
    pub on: NaiveDate,
}

/// A rule: when its condition is met, its conclusions follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its id.
    pub id: RuleId,
    /// The provision it encodes.
    pub provision: Provision,
    /// Its title: what it says when it applies.
    pub title: String,
    /// The decision it belongs to.
    pub decision: DecisionId,
    /// The texts of the law in which it stands; empty means all.
    pub texts: Vec<TextId>,
    /// Its condition.
    pub when: Condition,
    /// What follows; empty for a rule that others build on.
    pub then: Vec<(ConclusionId, ValueId)>,
    /// A note on a reading that the text does not spell out, or on a slip in it.
    pub note: Option<String>,
}

/// A condition, with its provision and the clauses that will stand in the reasoning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The provision it encodes; a condition that only groups others has none.
    pub provision: Option<Provision>,
    /// How the reasoning says it.
    pub clause: Option<Clause>,
    /// What is tested.
    pub test: Test,
}

/// The clauses of a condition, for each way it can come out.
///
/// `{question-id}` stands for a given sum, date or choice; `{parameter-id}` for a figure in force; in a comparison `{difference}` and
/// `{percentage}` stand for the left sum less the right question's sum, and that difference as a percentage of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// When it is met.
    pub met: String,
    /// When it is not met.
    pub not_met: String,
    /// When it is not settled yet.
    pub open: String,
}

/// What a condition tests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// Every one of these is met.
    All(Vec<Condition>),
    /// At least one of these is met.
    Any(Vec<Condition>),
    /// This is not met.
    Not(Box<Condition>),
    /// The condition of that rule is met.
    Rule(RuleId),
    /// The yes-no question is answered yes.
    Yes(QuestionId),
    /// The yes-no question is answered no.
    No(QuestionId),
    /// The one-of question is answered with one of these choices (groups are already resolved).
    Among(QuestionId, Vec<ChoiceId>),
    /// One sum stands in a relation to an amount.
    Compare(Comparison),
}

/// A comparison of a sum with an amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The sum on the left.
    pub sum: QuestionId,
    /// Whether only its size counts, not its sign.
    pub size_only: bool,
    /// The relation.
    pub relation: Relation,
    /// The amount on the right.
    pub amount: Amount,
}

/// How a sum stands to an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// At least as much.
    AtLeast,
    /// More.
    MoreThan,
    /// At most as much.
    AtMost,
    /// Less.
    Below,
}

/// An amount that a sum is compared with; figures come from parameters only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amount {
    /// A figure of money.
    Figure(ParameterId),
    /// Another sum.
    Sum(QuestionId),
    /// Another sum and a figure of money on top.
    SumPlus(QuestionId, ParameterId),
    /// Another sum and a percentage of it on top.
    SumPlusPercent(QuestionId, ParameterId),
    /// A percentage of another sum.
    PercentOf(ParameterId, QuestionId),
}

impl Comparison {
    /// Returns the sums that it looks at, the one on the left first.
    pub fn questions(&self) -> impl Iterator<Item = &QuestionId> {
        let right = match &self.amount {
            Amount::Figure(_) => None,
            Amount::Sum(sum) | Amount::SumPlus(sum, _) | Amount::SumPlusPercent(sum, _) | Amount::PercentOf(_, sum) => {
                Some(sum)
            }
        };
        std::iter::once(&self.sum).chain(right)
    }
}
