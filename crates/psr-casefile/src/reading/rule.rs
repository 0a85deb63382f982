//! A rule as plain data to be read.

use psr_rules::id::QuestionId;
use psr_rules::pack::model::{Condition, Rule, Test};
use serde::Serialize;

use super::{Reading, is_plain_not, parts};

/// A rule in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleRead {
    /// Its id.
    pub id: String,
    /// The decision it belongs to.
    pub decision: String,
    /// The provision it encodes.
    pub provision: String,
    /// What it says when it applies.
    pub title: String,
    /// The texts of the law in which it stands; empty means all.
    pub texts: Vec<String>,
    /// Its condition.
    pub condition: ConditionRead,
    /// What follows, each as a sentence; empty for a rule that others build on.
    pub follows: Vec<String>,
    /// A note on a reading that the text does not spell out.
    pub note: Option<String>,
}

/// A condition in words, with its parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConditionRead {
    /// The provision it encodes.
    pub provision: Option<String>,
    /// How its parts are joined: `all`, `any`, or nothing.
    pub joined: &'static str,
    /// What it is, as a clause.
    pub says: String,
    /// The questions that it tests itself.
    pub questions: Vec<String>,
    /// The rule it builds on.
    pub rule: Option<String>,
    /// Its parts.
    pub parts: Vec<ConditionRead>,
}

impl Reading<'_> {
    /// Puts a rule into words.
    pub fn rule(&self, rule: &Rule) -> RuleRead {
        RuleRead {
            id: rule.id.to_string(),
            decision: rule.decision.to_string(),
            provision: rule.provision.to_string(),
            title: rule.title.clone(),
            texts: rule.texts.iter().map(ToString::to_string).collect(),
            condition: self.condition(&rule.when),
            follows: self.follows(rule),
            note: rule.note.clone(),
        }
    }

    fn condition(&self, condition: &Condition) -> ConditionRead {
        let shown = if is_plain_not(condition) { &[] } else { parts(condition) };
        ConditionRead {
            provision: condition.provision.as_ref().map(ToString::to_string),
            joined: match &condition.test {
                Test::All(_) => "all",
                Test::Any(_) => "any",
                _ => "",
            },
            says: self.sentence(condition),
            questions: tested(condition).into_iter().map(ToString::to_string).collect(),
            rule: match &condition.test {
                Test::Rule(rule) => Some(rule.to_string()),
                _ => None,
            },
            parts: shown.iter().map(|part| self.condition(part)).collect(),
        }
    }
}

/// Returns the questions that a condition tests without its parts, or with the one part that it turns round.
pub fn tested(condition: &Condition) -> Vec<&QuestionId> {
    match &condition.test {
        Test::Yes(question) | Test::No(question) | Test::Among(question, _) => vec![question],
        Test::Compare(comparison) => comparison.questions().collect(),
        Test::Not(inner) if is_plain_not(condition) => tested(inner),
        _ => Vec::new(),
    }
}

/// Returns every question that a condition tests, with those of its parts.
pub fn all_tested(condition: &Condition) -> Vec<&QuestionId> {
    let mut found = tested(condition);
    found.extend(parts(condition).iter().flat_map(all_tested));
    found
}
