//! Clauses: the words of a condition, with the given answers and the figures in force filled in.

use chrono::{Datelike, NaiveDate};

use crate::answer::{Answer, Answers};
use crate::pack::model::{Clause, Kind};

use super::CompiledDecision;
use super::arithmetic::{ArithmeticShown, shown};
use super::scope::figure_on;
use super::verdict::Status;

/// What stands in a clause for an answer that is not given, where the condition is settled without it.
const NOT_GIVEN: &str = "an amount not given";

/// Returns the clause that says how a condition came out.
pub(super) fn of_status(clause: &Clause, status: Status) -> &str {
    match status {
        Status::Met => &clause.met,
        Status::NotMet => &clause.not_met,
        Status::Undetermined => &clause.open,
    }
}

impl CompiledDecision {
    /// Fills in a clause.
    pub(super) fn filled(&self, clause: &str, arithmetic: Option<&ArithmeticShown>, answers: &Answers) -> String {
        let mut filled = String::new();
        let mut rest = clause;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            filled.push_str(before);
            filled.push_str(&self.meaning(name, arithmetic, answers));
            rest = after;
        }
        filled + rest
    }

    /// Returns what stands for a name in a clause.
    fn meaning(&self, name: &str, arithmetic: Option<&ArithmeticShown>, answers: &Answers) -> String {
        match name {
            "difference" => arithmetic.and_then(|shown| shown.difference).map(|sum| sum.to_string()),
            "percentage" => arithmetic.and_then(|shown| shown.percentage.clone()),
            name => self.figure_or_answer(name, answers),
        }
        .unwrap_or_else(|| NOT_GIVEN.to_owned())
    }

    fn figure_or_answer(&self, name: &str, answers: &Answers) -> Option<String> {
        if let Some(id) = self.pack.parameters.keys().find(|id| id.as_str() == name) {
            return figure_on(&self.pack, id, self.from).map(shown);
        }
        let answer = answers.get(name)?;
        Some(match (answer, self.pack.questions.get(name).map(|question| &question.kind)) {
            (Answer::Money(sum), _) => sum.to_string(),
            (Answer::Date(date), _) => written(*date),
            (Answer::Choice(choice), Some(Kind::OneOf(choices))) => {
                let label = choices.iter().find(|known| known.id == *choice);
                label.map_or_else(|| choice.to_string(), |known| known.label.clone())
            }
            (answer, _) => answer.plain(),
        })
    }
}

/// Writes a date as people read it: 6 December 2023.
fn written(date: NaiveDate) -> String {
    format!("{} {} {}", date.day(), date.format("%B"), date.year())
}
