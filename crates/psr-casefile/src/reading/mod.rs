//! The reading copy of a pack: its rules in plain words, in the order of the law, for people who will never see its files.

mod aloud;
mod rule;

use chrono::NaiveDate;
use psr_rules::id::{ConclusionId, ValueId};
use psr_rules::pack::model::{Amount, Comparison, Condition, Figure, Pack, Relation, Rule, Test};

use crate::words::count;

pub use aloud::{encoded, is_plain_not};
pub use rule::{ConditionRead, RuleRead, all_tested};

/// How many choices are named one by one.
const NAMED: usize = 8;
/// One per cent, in the unit of [`Figure::Percent`].
const PER_CENT: i64 = 10_000;

/// A pack as it reads for a date.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'p> {
    /// The pack.
    pub pack: &'p Pack,
    /// The date that figures are taken for.
    pub on: NaiveDate,
}

impl Reading<'_> {
    /// Returns what follows from a rule, each as a sentence.
    pub fn follows(&self, rule: &Rule) -> Vec<String> {
        let says = |(conclusion, value): &(ConclusionId, ValueId)| self.says(rule, conclusion.as_str(), value.as_str());
        rule.then.iter().map(says).collect()
    }

    fn says(&self, rule: &Rule, conclusion: &str, value: &str) -> String {
        let decision = self.pack.decisions.iter().find(|decision| decision.id == rule.decision);
        let conclusions = decision.map(|decision| decision.conclusions.as_slice()).unwrap_or_default();
        let values =
            conclusions.iter().find(|known| known.id.as_str() == conclusion).map(|known| known.values.as_slice());
        let known = values.unwrap_or_default().iter().find(|known| known.id.as_str() == value);
        known.map_or_else(|| format!("{conclusion}: {value}."), |value| value.says.clone())
    }

    /// Fills the figures in force into a clause; what an answer would fill stands in square brackets.
    pub fn filled(&self, clause: &str) -> String {
        let figures = self.pack.parameters.iter().filter_map(|(id, parameter)| {
            let in_force = parameter.values.iter().rfind(|value| value.from <= self.on);
            Some((format!("{{{id}}}"), figure(in_force.or(parameter.values.first())?.figure)))
        });
        let clause = figures.fold(clause.to_owned(), |clause, (hole, figure)| clause.replace(&hole, &figure));
        in_brackets(&clause)
    }

    /// Says what a test looks at.
    pub fn test(&self, test: &Test) -> String {
        match test {
            Test::All(_) => "all of these".to_owned(),
            Test::Any(_) => "at least one of these".to_owned(),
            Test::Not(part) if is_bare(part) => format!("not: {}", self.test(&part.test)),
            Test::Not(_) => "not this".to_owned(),
            Test::Rule(rule) => format!("rule `{rule}` is met"),
            Test::Yes(question) => format!("{question} is yes"),
            Test::No(question) => format!("{question} is no"),
            Test::Among(question, choices) if choices.len() > NAMED => {
                format!("{question} is one of {}", count(choices.len(), "choice", "choices"))
            }
            Test::Among(question, choices) => {
                let choices: Vec<String> = choices.iter().map(ToString::to_string).collect();
                format!("{question} is one of {}", choices.join(", "))
            }
            Test::Compare(comparison) => compares(comparison),
        }
    }
}

/// Turns what is left of `{existing-value}` into `[existing value]`.
fn in_brackets(clause: &str) -> String {
    let mut parts = clause.split('{');
    let mut read = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (hole, rest) = part.split_once('}').unwrap_or((part, ""));
        read.push_str(&format!("[{}]{rest}", hole.replace('-', " ")));
    }
    read
}

/// Returns the conditions within a condition.
pub fn parts(condition: &Condition) -> &[Condition] {
    match &condition.test {
        Test::All(parts) | Test::Any(parts) => parts,
        Test::Not(part) => std::slice::from_ref(part),
        _ => &[],
    }
}

/// Answers whether a condition has neither words nor parts of its own.
pub fn is_bare(condition: &Condition) -> bool {
    condition.clause.is_none() && parts(condition).is_empty()
}

/// Returns a figure in words, with its unit.
pub fn figure(figure: Figure) -> String {
    match figure {
        Figure::Money(sum) => sum.to_string(),
        Figure::Percent(parts) if parts % PER_CENT == 0 => format!("{}%", parts / PER_CENT),
        Figure::Percent(parts) => {
            let fraction = format!("{:04}", (parts % PER_CENT).abs());
            format!("{}.{}%", parts / PER_CENT, fraction.trim_end_matches('0'))
        }
        Figure::Days(days) => count(usize::try_from(days).unwrap_or(usize::MAX), "day", "days"),
        Figure::WorkingDays(days) => count(usize::try_from(days).unwrap_or(usize::MAX), "working day", "working days"),
    }
}

fn compares(comparison: &Comparison) -> String {
    let sum = if comparison.size_only { format!("the size of {}", comparison.sum) } else { comparison.sum.to_string() };
    let relation = match comparison.relation {
        Relation::AtLeast => "at least",
        Relation::MoreThan => "more than",
        Relation::AtMost => "at most",
        Relation::Below => "below",
    };
    let amount = match &comparison.amount {
        Amount::Figure(figure) => figure.to_string(),
        Amount::Sum(sum) => sum.to_string(),
        Amount::SumPlus(sum, figure) | Amount::SumPlusPercent(sum, figure) => format!("{sum} plus {figure}"),
        Amount::PercentOf(figure, sum) => format!("{figure} of {sum}"),
    };
    format!("{sum} is {relation} {amount}")
}
