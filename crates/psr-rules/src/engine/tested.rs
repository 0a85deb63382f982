//! What conditions test: questions, choices and comparisons, gathered from the rules of a decision.

use std::collections::{BTreeMap, BTreeSet};

use crate::id::{ChoiceId, QuestionId};
use crate::pack::model::{Comparison, Condition, Kind, Test};

use super::compare::{Inequalities, Unfit, inequalities};
use super::error::CompileError;
use super::scope::{Scope, sum_on_the_right};
use super::set::QuestionSet;

/// Everything that conditions test, as it was found.
#[derive(Default)]
pub(super) struct Tests<'a> {
    pub yes_no: BTreeSet<usize>,
    pub among: BTreeMap<usize, Vec<&'a [ChoiceId]>>,
    pub comparisons: Vec<(&'a Condition, &'a Comparison, Inequalities)>,
    /// The sums of which more than the size counts somewhere.
    pub plain_sums: QuestionSet,
}

impl<'a> Tests<'a> {
    /// Notes which sums count by more than their size.
    pub fn note_signs(&mut self, scope: &Scope<'_>, condition: &'a Condition) {
        each_test(condition, &mut |condition| {
            if let Test::Compare(comparison) = &condition.test {
                let left = (!comparison.size_only).then_some(&comparison.sum);
                let right = sum_on_the_right(&comparison.amount);
                for question in left.into_iter().chain(right) {
                    if let Some(place) = scope.place(question.as_str()) {
                        self.plain_sums.insert(place);
                    }
                }
            }
        });
    }

    /// Gathers the questions that a condition tests, other than sums.
    pub fn gather(&mut self, scope: &Scope<'_>, at: &str, condition: &'a Condition) -> Result<(), CompileError> {
        let mut wrong = None;
        each_test(condition, &mut |condition| match &condition.test {
            Test::Yes(question) | Test::No(question) => match scope.kind(question) {
                Some((place, Kind::YesNo)) => {
                    self.yes_no.insert(place);
                }
                _ => wrong = Some(question),
            },
            Test::Among(question, choices) => match scope.kind(question) {
                Some((place, Kind::OneOf(_))) => self.among.entry(place).or_default().push(choices),
                _ => wrong = Some(question),
            },
            _ => {}
        });
        wrong.map_or(Ok(()), |question| Err(scope.unfit_question(at, question)))
    }

    /// Reads the comparisons within a condition.
    pub fn compare(
        &mut self,
        scope: &Scope<'_>,
        at: &str,
        condition: &'a Condition,
        signed: QuestionSet,
    ) -> Result<(), CompileError> {
        let mut wrong = None;
        each_test(condition, &mut |condition| {
            if let Test::Compare(comparison) = &condition.test {
                match inequalities(comparison, scope, signed) {
                    Ok(found) => self.comparisons.push((condition, comparison, found)),
                    Err(Unfit::Question) => wrong = Some(scope.unfit_question(at, &comparison.sum)),
                    Err(Unfit::Figure(figure)) => wrong = Some(scope.unfit_figure(at, &figure)),
                }
            }
        });
        wrong.map_or(Ok(()), Err)
    }
}

/// Calls `each` with a condition and all those within it.
pub(super) fn each_test<'a>(condition: &'a Condition, each: &mut dyn FnMut(&'a Condition)) {
    each(condition);
    match &condition.test {
        Test::All(inner) | Test::Any(inner) => {
            inner.iter().for_each(|condition| each_test(condition, each));
        }
        Test::Not(inner) => each_test(inner, each),
        _ => {}
    }
}

/// Calls `each` with every question that a condition tests by itself; other rules that it names are not looked into.
pub(super) fn each_question<'a>(condition: &'a Condition, each: &mut dyn FnMut(&'a QuestionId)) {
    each_test(condition, &mut |condition| match &condition.test {
        Test::Yes(question) | Test::No(question) | Test::Among(question, _) => each(question),
        Test::Compare(comparison) => {
            each(&comparison.sum);
            sum_on_the_right(&comparison.amount).into_iter().for_each(&mut *each);
        }
        _ => {}
    });
}

/// Returns the sums that may be negative and of which more than the size counts.
pub(super) fn signed(scope: &Scope<'_>, plain: QuestionSet) -> QuestionSet {
    let mut signed = QuestionSet::default();
    for place in plain.iter().filter(|place| scope.is_any_sign(*place)) {
        signed.insert(place);
    }
    signed
}
