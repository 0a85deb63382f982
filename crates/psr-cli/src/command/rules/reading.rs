//! The reading copy of a rule: its conditions in the order of the law, each with its clause, and which answers it looks at.

use chrono::NaiveDate;
use psr_rules::id::{ConclusionId, TextId, ValueId};
use psr_rules::pack::model::{Amount, Comparison, Condition, Figure, Pack, Relation, Rule, Test};

use super::parts;
use crate::terminal::list::{and, count};
use crate::terminal::page::Page;

/// How many choices are named one by one.
const NAMED: usize = 8;
/// One per cent, in the unit of [`Figure::Percent`].
const PER_CENT: i64 = 10_000;

/// A pack as it reads for a date.
pub struct Reading<'p> {
    /// The pack.
    pub pack: &'p Pack,
    /// The date that figures are taken for.
    pub on: NaiveDate,
}

impl Reading<'_> {
    /// Adds a rule.
    pub fn rule(&self, rule: &Rule, page: &mut Page) {
        page.heading(&format!("{}: {}", rule.provision, rule.title));
        let texts: Vec<String> = rule.texts.iter().map(TextId::to_string).collect();
        let texts = if texts.is_empty() { String::new() } else { format!(", in {}", and(&texts)) };
        page.aside(2, &format!("rule `{}` of {}{texts}", rule.id, rule.decision));
        page.item(2, "", "If");
        self.condition(&rule.when, 4, page);
        let follows = self.follows(rule);
        let nothing = "other rules can build on it; nothing follows from it alone.".to_owned();
        page.item(2, "then ", &if follows.is_empty() { nothing } else { follows.join(" ") });
        if let Some(note) = &rule.note {
            page.item(2, "Note: ", note);
        }
    }

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

    fn condition(&self, shown: &Condition, indent: usize, page: &mut Page) {
        let cited = shown.provision.as_ref().map(|provision| format!("{provision}: ")).unwrap_or_default();
        let clause = shown.clause.as_ref().map(|clause| self.filled(&clause.met));
        let beside = clause.as_ref().map(|_| self.test(&shown.test));
        let text = clause.unwrap_or_else(|| self.test(&shown.test));
        page.item(indent, "- ", &format!("{cited}{text}"));
        page.aside(indent + 2, &beside.map(|test| format!("({test})")).unwrap_or_default());
        if !matches!(&shown.test, Test::Not(part) if is_bare(part)) {
            parts(shown).iter().for_each(|part| self.condition(part, indent + 2, page));
        }
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

/// Answers whether a condition has neither words nor parts of its own.
fn is_bare(condition: &Condition) -> bool {
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
