//! The reasoning: every rule of a decision with its conditions as a tree, each with its clause filled in, for documents to tell.

use serde::Serialize;

use crate::answer::Answers;
use crate::id::{ConclusionId, Provision, QuestionId, RuleId, ValueId};
use crate::pack::model::{Condition, Test};

use super::CompiledDecision;
use super::arithmetic::ArithmeticShown;
use super::clause::of_status;
use super::compile::inner;
use super::decision::CompiledCondition;
use super::determination::Ground;
use super::facts::Facts;
use super::scope::sum_on_the_right;
use super::settle::Scratch;
use super::verdict::Status;

/// How a rule stands, with everything that it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleFinding {
    /// The rule.
    pub rule: RuleId,
    /// The provision it encodes.
    pub provision: Provision,
    /// What it says when it applies.
    pub title: String,
    /// Whether it applies.
    pub status: Status,
    /// The pack's note on a reading or a slip.
    pub note: Option<String>,
    /// What follows where it applies.
    pub then: Vec<(ConclusionId, ValueId)>,
    /// Its condition.
    pub root: ConditionFinding,
}

/// How a condition stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConditionFinding {
    /// The provision it encodes, if any.
    pub provision: Option<Provision>,
    /// How it stands.
    pub status: Status,
    /// How the reasoning says so, with sums, dates and figures filled in.
    pub clause: Option<String>,
    /// How its parts are joined, or what it tests.
    pub joins: Joins,
    /// The arithmetic, where it compares sums that are given.
    pub comparison: Option<ArithmeticShown>,
    /// The questions that it tests itself.
    pub questions: Vec<QuestionId>,
    /// For a settled one, given answers that together force it and none of which can be spared.
    pub because: Vec<Ground>,
    /// The conditions within it.
    pub children: Vec<ConditionFinding>,
}

/// How a condition is made up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Joins {
    /// It is met when every one of its children is.
    All,
    /// It is met when at least one of its children is.
    Any,
    /// It is met when its child is not.
    Not,
    /// It is met when that rule's condition is.
    Rule(RuleId),
    /// It tests answers.
    Test,
}

impl CompiledDecision {
    /// Returns how every rule of the decision stands, in the order of the instrument. The answers are those that the facts were read from.
    pub fn reasoning(&self, facts: &Facts, answers: &Answers) -> Vec<RuleFinding> {
        let mut scratch = Scratch::default();
        self.weigh(facts, &mut scratch);
        let telling = Telling { decision: self, facts, answers, scratch: &scratch };
        self.rules.iter().map(|compiled| telling.rule(compiled)).collect()
    }
}

/// What a reasoning is told from.
struct Telling<'a> {
    decision: &'a CompiledDecision,
    facts: &'a Facts,
    answers: &'a Answers,
    scratch: &'a Scratch,
}

impl Telling<'_> {
    fn rule(&self, compiled: &super::decision::CompiledRule) -> RuleFinding {
        let rule = self.decision.rule(compiled);
        RuleFinding {
            rule: rule.id.clone(),
            provision: rule.provision.clone(),
            title: rule.title.clone(),
            status: self.scratch.verdicts[compiled.root.verdict].0,
            note: rule.note.clone(),
            then: rule.then.clone(),
            root: self.condition(&rule.when, &compiled.root),
        }
    }

    fn condition(&self, condition: &Condition, compiled: &CompiledCondition) -> ConditionFinding {
        let (status, because) = self.scratch.verdicts[compiled.verdict];
        let comparison = match &condition.test {
            Test::Compare(comparison) => self.decision.arithmetic(comparison, self.answers),
            _ => None,
        };
        let clause = condition.clause.as_ref().map(|clause| of_status(clause, status));
        let children = inner(condition).iter().zip(&compiled.inner);
        ConditionFinding {
            provision: condition.provision.clone(),
            status,
            clause: clause.map(|clause| self.decision.filled(clause, comparison.as_ref(), self.answers)),
            joins: joins(&condition.test),
            comparison,
            questions: questions(&condition.test),
            because: self.decision.grounds(self.facts, because),
            children: children.map(|(inner, compiled)| self.condition(inner, compiled)).collect(),
        }
    }
}

fn joins(test: &Test) -> Joins {
    match test {
        Test::All(_) => Joins::All,
        Test::Any(_) => Joins::Any,
        Test::Not(_) => Joins::Not,
        Test::Rule(rule) => Joins::Rule(rule.clone()),
        Test::Yes(_) | Test::No(_) | Test::Among(..) | Test::Compare(_) => Joins::Test,
    }
}

fn questions(test: &Test) -> Vec<QuestionId> {
    match test {
        Test::Yes(question) | Test::No(question) | Test::Among(question, _) => vec![question.clone()],
        Test::Compare(comparison) => {
            let right = sum_on_the_right(&comparison.amount);
            [&comparison.sum].into_iter().chain(right).cloned().collect()
        }
        Test::All(_) | Test::Any(_) | Test::Not(_) | Test::Rule(_) => Vec::new(),
    }
}
