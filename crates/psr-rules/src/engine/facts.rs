//! Facts: answers as cells see them, dense and ready to be determined.

use crate::answer::{Answer, Answers};

use super::decision::CompiledDecision;
use super::set::QuestionSet;
use super::variable::{Given, Variable};

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

impl Facts {
    /// Returns the facts of which nothing is known, over these variables and so many questions.
    pub(super) fn nothing_known(variables: &[Variable], questions: usize) -> Self {
        let every = || variables.iter().map(|variable| variable.all());
        Self {
            allowed: every().collect(),
            options: every().map(|cells| [cells; 4]).collect(),
            given: QuestionSet::default(),
            answers: vec![None; questions],
        }
    }

    /// Adds or replaces the answer to the question at this place, which belongs to the variable at that.
    pub(super) fn answer(&mut self, variables: &[Variable], variable: usize, place: usize, answer: &Answer) {
        if let Some(given) = variables[variable].given(answer) {
            self.answers[place] = Some(given);
            self.given.insert(place);
            self.narrow(&variables[variable], variable);
        }
    }

    /// Takes back the answer to the question at this place, which belongs to the variable at that.
    pub(super) fn withdraw(&mut self, variables: &[Variable], variable: usize, place: usize) {
        self.answers[place] = None;
        self.given.remove(place);
        self.narrow(&variables[variable], variable);
    }

    fn narrow(&mut self, variable: &Variable, place: usize) {
        let given = variable.questions.map(|question| self.answers[question].as_ref());
        self.options[place] = variable.options(given);
        self.allowed[place] = self.options[place][variable.code(self.given)];
    }
}

impl CompiledDecision {
    /// Returns the facts of which nothing is known.
    pub fn nothing_known(&self) -> Facts {
        Facts::nothing_known(&self.vocabulary.variables, self.vocabulary.of_question.len())
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
        if let Some(Some(variable)) = self.vocabulary.of_question.get(place) {
            facts.answer(&self.vocabulary.variables, *variable, place, answer);
        }
    }

    /// Takes back the answer to the question at this place, where it has one.
    pub fn withdraw(&self, facts: &mut Facts, place: usize) {
        if let Some(Some(variable)) = self.vocabulary.of_question.get(place) {
            facts.withdraw(&self.vocabulary.variables, *variable, place);
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

    /// Returns an answer as it was given.
    pub(super) fn given(&self, facts: &Facts, place: usize) -> Option<Answer> {
        let given = facts.answers.get(place)?.as_ref()?;
        self.vocabulary.variables[self.vocabulary.of_question[place]?].answer(given)
    }
}
