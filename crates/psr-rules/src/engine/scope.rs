//! What a decision is compiled with: its questions, the text of the law and the figures in force on a day.

use chrono::NaiveDate;

use crate::id::{ParameterId, QuestionId, TextId};
use crate::pack::model::{Amount, Decision, Figure, Kind, LawText, Pack, Question, Rule, SelectedBy};

use super::error::CompileError;

/// A decision on a day.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub pack: &'a Pack,
    pub decision: &'a Decision,
    pub text: &'a TextId,
    pub on: NaiveDate,
}

impl<'a> Scope<'a> {
    /// Returns the rules of the decision that stand in the text, in the order of the instrument, each with its regulation's place.
    pub fn rules(&self) -> Vec<RuleAt<'a>> {
        let mut found = Vec::new();
        for (regulation, file) in self.pack.regulations.iter().enumerate() {
            for (place, rule) in file.rules.iter().enumerate() {
                let stands = rule.texts.is_empty() || rule.texts.contains(self.text);
                if stands && rule.decision == self.decision.id {
                    found.push(RuleAt { regulation, place, rule });
                }
            }
        }
        found
    }

    /// Returns the place of a question in the decision.
    pub fn place(&self, question: &str) -> Option<usize> {
        let mut questions = self.decision.questions.iter();
        questions.position(|known| known.as_str() == question)
    }

    /// Returns the question at a place.
    pub fn question(&self, place: usize) -> &'a Question {
        self.pack
            .questions
            .get(&self.decision.questions[place])
            .expect("the loader checked that every question of a decision is there")
    }

    /// Returns the place and kind of a question.
    pub fn kind(&self, question: &QuestionId) -> Option<(usize, &'a Kind)> {
        let place = self.place(question.as_str())?;
        let known = self.pack.questions.get(question)?;
        Some((place, &known.kind))
    }

    /// Answers whether the question takes a sum of any sign.
    pub fn is_any_sign(&self, place: usize) -> bool {
        self.question(place).kind == Kind::Money { any_sign: true }
    }

    /// Returns the figure in force.
    pub fn figure(&self, parameter: &ParameterId) -> Option<Figure> {
        figure_on(self.pack, parameter, self.on)
    }

    /// Says that a condition cannot test a question so.
    pub fn unfit_question(&self, at: &str, question: &QuestionId) -> CompileError {
        CompileError::UnfitQuestion {
            decision: self.decision.id.clone(),
            question: question.clone(),
            rule: at.to_owned(),
        }
    }

    /// Says that a figure is missing or does not fit.
    pub fn unfit_figure(&self, at: &str, parameter: &ParameterId) -> CompileError {
        let (decision, parameter) = (self.decision.id.clone(), parameter.clone());
        match self.figure(&parameter) {
            None => CompileError::NoFigure { decision, parameter, on: self.on },
            Some(_) => CompileError::UnfitFigure { decision, parameter, rule: at.to_owned() },
        }
    }
}

/// A rule with its place in the pack.
#[derive(Clone, Copy)]
pub(super) struct RuleAt<'a> {
    pub regulation: usize,
    pub place: usize,
    pub rule: &'a Rule,
}

/// Returns the figure that a parameter has on a day.
pub(super) fn figure_on(pack: &Pack, parameter: &ParameterId, on: NaiveDate) -> Option<Figure> {
    let values = &pack.parameters.get(parameter)?.values;
    let in_force = values.iter().filter(|value| value.from <= on);
    in_force.max_by_key(|value| value.from).map(|value| value.figure)
}

/// Returns the text of the law that governs a decision on a day.
pub(super) fn text_on<'a>(pack: &'a Pack, decision: &Decision, on: NaiveDate) -> Option<&'a LawText> {
    let governs =
        |text: &&LawText| text.selected_by == SelectedBy::Commencement || text.selected_by == decision.selected_by;
    let in_force = pack.texts.iter().filter(governs).filter(|text| text.from <= on);
    in_force.max_by_key(|text| text.from)
}

/// Returns the sum that stands on the right of a comparison, if any.
pub(super) fn sum_on_the_right(amount: &Amount) -> Option<&QuestionId> {
    match amount {
        Amount::Figure(_) => None,
        Amount::Sum(question)
        | Amount::SumPlus(question, _)
        | Amount::SumPlusPercent(question, _)
        | Amount::PercentOf(_, question) => Some(question),
    }
}
