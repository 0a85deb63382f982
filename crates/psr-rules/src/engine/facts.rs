//! Facts: answers as cells see them, dense and ready to be determined.

use crate::answer::{Answer, Answers};

use super::decision::CompiledDecision;
use super::set::QuestionSet;
use super::variable::{Cells, Given};

/// The answers to the questions of one decision, read once.
#[derive(Debug, Clone)]
pub struct Facts {
    /// For each variable, the cells that remain.
    pub(super) allowed: Vec<u64>,
    /// For each variable, the cells that remain when none of its questions, the first, the second or both are answered as given.
    pub(super) options: Vec<[u64; 4]>,
    /// The questions that are answered and that some condition tests.
    pub(super) given: QuestionSet,
    /// The answers, by question.
    pub(super) answers: Vec<Option<Given>>,
}

impl CompiledDecision {
    /// Returns the facts of which nothing is known.
    pub fn nothing_known(&self) -> Facts {
        let every = || self.vocabulary.variables.iter().map(|variable| variable.all());
        Facts {
            allowed: every().collect(),
            options: every().map(|cells| [cells; 4]).collect(),
            given: QuestionSet::default(),
            answers: vec![None; self.vocabulary.of_question.len()],
        }
    }

    /// Reads answers. What is no question of this decision, or is tested by no condition of it, changes nothing.
    pub fn facts(&self, answers: &Answers) -> Facts {
        let mut facts = self.nothing_known();
        for (question, answer) in answers {
            if let Some(place) = self.place(question.as_str()) {
                self.answer(&mut facts, place, answer);
            }
        }
        facts
    }

    /// Adds or replaces the answer to the question at this place.
    pub fn answer(&self, facts: &mut Facts, place: usize, answer: &Answer) {
        let Some(Some(variable)) = self.vocabulary.of_question.get(place) else {
            return;
        };
        if let Some(given) = self.vocabulary.variables[*variable].given(answer) {
            facts.answers[place] = Some(given);
            facts.given.insert(place);
            self.narrow(facts, *variable);
        }
    }

    /// Takes every answer back, to use the facts again.
    pub fn clear(&self, facts: &mut Facts) {
        for place in facts.given.iter() {
            facts.answers[place] = None;
        }
        facts.given = QuestionSet::default();
        for (place, variable) in self.vocabulary.variables.iter().enumerate() {
            facts.allowed[place] = variable.all();
            facts.options[place] = [variable.all(); 4];
        }
    }

    fn narrow(&self, facts: &mut Facts, place: usize) {
        let variable = &self.vocabulary.variables[place];
        let given = variable.questions.map(|question| facts.answers[question].as_ref());
        facts.options[place] = variable.options(given);
        facts.allowed[place] = facts.options[place][variable.code(facts.given)];
    }

    /// Returns an answer as it was given.
    pub(super) fn given(&self, facts: &Facts, place: usize) -> Option<Answer> {
        let given = facts.answers.get(place)?.as_ref()?;
        let variable = self.vocabulary.of_question[place]?;
        Some(match (given, &self.vocabulary.variables[variable].cells_of) {
            (Given::YesNo(yes), _) => Answer::YesNo(*yes),
            (Given::Sum(sum), _) => Answer::Money(*sum),
            (Given::Choice { class, place }, Cells::OneOf(classes)) => Answer::Choice(classes[*class][*place].clone()),
            (Given::Choice { .. }, _) => return None,
        })
    }
}
