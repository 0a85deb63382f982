//! Conditions read aloud, as sentences.

use psr_rules::coverage::{Covered, Standing};
use psr_rules::pack::model::{Condition, Test};

use super::{Reading, parts};
use crate::words::{and, count};

impl Reading<'_> {
    /// Says what a condition is: its own clause, or how its parts are joined, or which rule it builds on.
    pub fn sentence(&self, condition: &Condition) -> String {
        let clause = condition.clause.as_ref().map(|clause| self.filled(&clause.met));
        let joined = match &condition.test {
            Test::All(_) => Some("all of this holds".to_owned()),
            Test::Any(_) => Some("at least one of these holds".to_owned()),
            Test::Not(inner) if is_plain_not(condition) => Some(format!("it is not so that {}", self.sentence(inner))),
            Test::Not(_) => Some("this does not hold".to_owned()),
            Test::Rule(id) => {
                let rules = self.pack.regulations.iter().flat_map(|file| &file.rules);
                let known = rules.into_iter().find(|rule| rule.id == *id);
                known.map(|rule| format!("{} applies ({})", rule.provision, uncapitalised(&rule.title)))
            }
            _ => None,
        };
        match (clause, joined) {
            (Some(clause), Some(joined)) if !parts(condition).is_empty() => format!("{clause}, that is, {joined}"),
            (Some(clause), _) => clause,
            (None, Some(joined)) => joined,
            (None, None) => self.test(&condition.test),
        }
    }
}

/// Answers whether a condition only turns round one that has no parts.
pub fn is_plain_not(condition: &Condition) -> bool {
    matches!(&condition.test, Test::Not(inner) if parts(inner).is_empty())
}

/// Says where the pack has a provision, or why not.
pub fn encoded(covered: &Covered) -> String {
    let held = &covered.held;
    let counted = [
        (held.rules.len(), "rule", "rules"),
        (held.questions.len(), "question", "questions"),
        (held.timetable.len(), "entry of the timetable", "entries of the timetable"),
        (held.readiness.len(), "check", "checks"),
        (held.notices.len(), "notice", "notices"),
        (held.disclosure.len(), "part of a disclosure", "parts of a disclosure"),
        (held.reports.len(), "part of a report", "parts of a report"),
        (held.events.len(), "event", "events"),
        (held.figures.len(), "figure", "figures"),
    ];
    let counted: Vec<String> = counted
        .into_iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, one, many)| count(number, one, many))
        .collect();
    match covered.standing {
        Standing::Encoded => and(&counted),
        Standing::ByItsParts => "by its parts".to_owned(),
        Standing::Reasoned => covered.no_rule.clone().unwrap_or_default(),
        Standing::Missing => "not yet".to_owned(),
    }
}

/// Returns a title as it reads inside a sentence, where it begins with an article or a common word.
fn uncapitalised(title: &str) -> String {
    let first = title.split(' ').next().unwrap_or_default();
    match first {
        "A" | "An" | "The" | "No" | "Where" | "There" => title.replacen(first, &first.to_lowercase(), 1),
        _ => title.to_owned(),
    }
}
