//! Variables: what a decision diagram branches on.
//!
//! A variable is a yes-no question, a one-of question, or one or two connected sums. It has cells, of which exactly one is true in the end; what is
//! known so far leaves a set of them, as bits.

use crate::answer::Answer;
use crate::id::ChoiceId;
use crate::money::Pence;
use crate::pack::model::Question;

use super::set::QuestionSet;
use super::sums::{Sums, all};

/// The cell of a yes-no question that is answered no, as a set.
pub(super) const NO: u64 = 1;
/// The cell of a yes-no question that is answered yes, as a set.
pub(super) const YES: u64 = 2;

/// What a diagram branches on.
#[derive(Debug, Clone)]
pub(super) struct Variable {
    /// The places of its one or two questions, the earlier first; a single question stands twice.
    pub questions: [usize; 2],
    /// How many cells it has.
    pub cells: usize,
    /// What its cells mean.
    pub cells_of: Cells,
}

/// What the cells of a variable mean.
#[derive(Debug, Clone)]
pub(super) enum Cells {
    /// No, yes.
    YesNo,
    /// Classes of choices that no condition tells apart, each in the question's order.
    OneOf(Vec<Vec<ChoiceId>>),
    /// What whole pence can show of the limits.
    Sums(Box<Sums>),
}

impl Variable {
    /// Answers whether it has two questions.
    pub fn is_pair(&self) -> bool {
        self.questions[0] != self.questions[1]
    }

    /// Returns the place of its question, where it has only one.
    pub fn single(&self) -> Option<u8> {
        (!self.is_pair()).then_some(self.questions[0] as u8)
    }

    /// Returns its questions as a set.
    pub fn asked(&self) -> QuestionSet {
        QuestionSet::of(self.questions[0]).union(QuestionSet::of(self.questions[1]))
    }

    /// Returns all its cells.
    pub fn all(&self) -> u64 {
        all(self.cells)
    }

    /// Returns which of its questions are in the set, as bits: the first is 1, the second 2.
    #[inline]
    pub fn code(&self, given: QuestionSet) -> usize {
        let first = usize::from(given.contains(self.questions[0]));
        if self.is_pair() { first | usize::from(given.contains(self.questions[1])) << 1 } else { first }
    }

    /// Returns, for each way of knowing its questions, the cells that remain: nothing known, the first, the second, both.
    pub fn options(&self, given: [Option<&Given>; 2]) -> [u64; 4] {
        let every = self.all();
        let mut options = [every; 4];
        match &self.cells_of {
            Cells::YesNo => {
                if let Some(Given::YesNo(yes)) = given[0] {
                    options[1] = if *yes { YES } else { NO };
                }
            }
            Cells::OneOf(_) => {
                if let Some(Given::Choice { class, .. }) = given[0] {
                    options[1] = 1 << class;
                }
            }
            Cells::Sums(sums) => {
                let sum = |given: Option<&Given>| match given {
                    Some(Given::Sum(Pence(pence))) => Some(*pence),
                    _ => None,
                };
                let [first, second] = given.map(sum);
                options[1] = sums.allowed(first, None);
                if self.is_pair() {
                    options[2] = sums.allowed(None, second);
                    options[3] = sums.allowed(first, second);
                }
            }
        }
        options
    }

    /// Takes an answer to one of its questions as its cells see it; nothing where it is not of the question's kind.
    pub fn given(&self, answer: &Answer) -> Option<Given> {
        match (&self.cells_of, answer) {
            (Cells::YesNo, Answer::YesNo(yes)) => Some(Given::YesNo(*yes)),
            (Cells::OneOf(classes), Answer::Choice(choice)) => {
                let mut places = classes.iter().enumerate().filter_map(|(class, choices)| {
                    let place = choices.iter().position(|known| known == choice)?;
                    Some(Given::Choice { class, place })
                });
                places.next()
            }
            (Cells::Sums(_), Answer::Money(pence)) => Some(Given::Sum(*pence)),
            _ => None,
        }
    }

    /// Returns an answer as it was given.
    pub fn answer(&self, given: &Given) -> Option<Answer> {
        Some(match (given, &self.cells_of) {
            (Given::YesNo(yes), _) => Answer::YesNo(*yes),
            (Given::Sum(sum), _) => Answer::Money(*sum),
            (Given::Choice { class, place }, Cells::OneOf(classes)) => Answer::Choice(classes[*class][*place].clone()),
            (Given::Choice { .. }, _) => return None,
        })
    }

    /// Returns answers that put it into a cell, each with the place of its question.
    pub fn example(&self, cell: usize) -> Vec<(usize, Answer)> {
        let [first, second] = self.questions;
        match &self.cells_of {
            Cells::YesNo => vec![(first, Answer::YesNo(cell == 1))],
            Cells::OneOf(classes) => vec![(first, Answer::Choice(classes[cell][0].clone()))],
            Cells::Sums(sums) => {
                let (x, y) = sums.samples[cell];
                let mut answers = vec![(first, Answer::Money(Pence(x)))];
                if self.is_pair() {
                    answers.push((second, Answer::Money(Pence(y))));
                }
                answers
            }
        }
    }
}

/// An answer, as cells see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Given {
    YesNo(bool),
    /// The class of the choice, and its place there.
    Choice {
        class: usize,
        place: usize,
    },
    Sum(Pence),
}

/// Puts the choices of a question into classes that none of these lists tells apart.
pub(super) fn classes(question: &Question, lists: &[&[ChoiceId]]) -> Vec<Vec<ChoiceId>> {
    let crate::pack::model::Kind::OneOf(choices) = &question.kind else {
        return Vec::new();
    };
    let signature = |choice: &ChoiceId| -> Vec<bool> { lists.iter().map(|list| list.contains(choice)).collect() };
    classes_by(choices.iter().map(|choice| choice.id.clone()), signature)
}

/// Puts choices into classes of the same signature, in the order in which they are met.
pub(super) fn classes_by<S: PartialEq>(
    choices: impl Iterator<Item = ChoiceId>,
    signature: impl Fn(&ChoiceId) -> S,
) -> Vec<Vec<ChoiceId>> {
    let mut classes: Vec<(S, Vec<ChoiceId>)> = Vec::new();
    for choice in choices {
        let seen = signature(&choice);
        match classes.iter_mut().find(|(known, _)| *known == seen) {
            Some((_, class)) => class.push(choice),
            None => classes.push((seen, vec![choice])),
        }
    }
    classes.into_iter().map(|(_, class)| class).collect()
}
