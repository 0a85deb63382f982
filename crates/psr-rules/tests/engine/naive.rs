//! Determining the slow way: every condition of a pack taken literally, for complete answers only.

use std::collections::BTreeMap;

use psr_rules::answer::{Answer, Answers};
use psr_rules::money::Pence;
use psr_rules::pack::model::{Amount, Comparison, Condition, Decision, Figure, Pack, Relation, Rule, Test};

/// A decision taken literally, under the figures in force at the end.
pub struct Naive<'a> {
    pub pack: &'a Pack,
    pub decision: &'a Decision,
}

impl<'a> Naive<'a> {
    /// Returns the rules of the decision.
    pub fn rules(&self) -> impl Iterator<Item = &'a Rule> {
        let decision = &self.decision.id;
        let rules = self.pack.regulations.iter().flat_map(|file| &file.rules);
        rules.filter(move |rule| rule.decision == *decision)
    }

    /// Returns the place of each conclusion's value.
    pub fn conclude(&self, answers: &Answers) -> Vec<usize> {
        let applying: Vec<_> = self.rules().filter(|rule| self.is_met(&rule.when, answers)).collect();
        let conclusions = self.decision.conclusions.iter();
        conclusions
            .map(|conclusion| {
                let set = |value: &usize| {
                    let value = &conclusion.values[*value].id;
                    applying.iter().any(|rule| rule.then.contains(&(conclusion.id.clone(), value.clone())))
                };
                (0..conclusion.values.len()).find(set).unwrap_or(conclusion.values.len() - 1)
            })
            .collect()
    }

    /// Returns, in the order of findings, whether each rule and condition with a provision is met.
    pub fn findings(&self, answers: &Answers) -> Vec<bool> {
        let mut found = Vec::new();
        for rule in self.rules() {
            found.push(self.is_met(&rule.when, answers));
            self.within(&rule.when, Some(rule), answers, &mut found);
        }
        found
    }

    /// Returns whether each conflict arises.
    pub fn conflicts(&self, answers: &Answers) -> Vec<bool> {
        let conflicts = self.decision.conflicts.iter();
        conflicts.map(|conflict| self.is_met(&conflict.when, answers)).collect()
    }

    fn within(&self, condition: &Condition, root_of: Option<&Rule>, answers: &Answers, found: &mut Vec<bool>) {
        let said = root_of.is_some_and(|rule| condition.provision.as_ref() == Some(&rule.provision));
        if condition.provision.is_some() && !said {
            found.push(self.is_met(condition, answers));
        }
        match &condition.test {
            Test::All(inner) | Test::Any(inner) => inner.iter().for_each(|c| self.within(c, None, answers, found)),
            Test::Not(inner) => self.within(inner, None, answers, found),
            _ => {}
        }
    }

    fn is_met(&self, condition: &Condition, answers: &Answers) -> bool {
        match &condition.test {
            Test::All(inner) => inner.iter().all(|condition| self.is_met(condition, answers)),
            Test::Any(inner) => inner.iter().any(|condition| self.is_met(condition, answers)),
            Test::Not(inner) => !self.is_met(inner, answers),
            Test::Rule(id) => {
                let rule = self.rules().find(|rule| rule.id == *id).unwrap();
                self.is_met(&rule.when, answers)
            }
            Test::Yes(question) => answers[question] == Answer::YesNo(true),
            Test::No(question) => answers[question] == Answer::YesNo(false),
            Test::Among(question, choices) => match &answers[question] {
                Answer::Choice(choice) => choices.contains(choice),
                other => panic!("{other:?} is no choice"),
            },
            Test::Compare(comparison) => self.holds(comparison, answers),
        }
    }

    /// Compares in millionths of a penny, so that percentages are exact.
    pub fn holds(&self, comparison: &Comparison, answers: &Answers) -> bool {
        let sum = |question| match &answers[question] {
            Answer::Money(Pence(pence)) => *pence,
            other => panic!("{other:?} is no sum"),
        };
        let left = sum(&comparison.sum);
        let left = 1_000_000 * if comparison.size_only { left.abs() } else { left };
        let right = match &comparison.amount {
            Amount::Figure(figure) => 1_000_000 * self.figure(figure),
            Amount::Sum(other) => 1_000_000 * sum(other),
            Amount::SumPlus(other, figure) => 1_000_000 * (sum(other) + self.figure(figure)),
            Amount::SumPlusPercent(other, figure) => sum(other) * (1_000_000 + self.figure(figure)),
            Amount::PercentOf(figure, other) => sum(other) * self.figure(figure),
        };
        match comparison.relation {
            Relation::AtLeast => left >= right,
            Relation::MoreThan => left > right,
            Relation::AtMost => left <= right,
            Relation::Below => left < right,
        }
    }

    fn figure(&self, parameter: &psr_rules::id::ParameterId) -> i128 {
        match self.pack.parameters[parameter].values.last().unwrap().figure {
            Figure::Money(Pence(pence)) => pence,
            Figure::Percent(percent) => i128::from(percent),
            Figure::Days(days) | Figure::WorkingDays(days) => i128::from(days),
        }
    }
}

/// Returns every comparison that the conditions of a decision make.
pub fn comparisons(naive: &Naive<'_>) -> Vec<Comparison> {
    fn gather(condition: &Condition, found: &mut Vec<Comparison>) {
        match &condition.test {
            Test::All(inner) | Test::Any(inner) => inner.iter().for_each(|condition| gather(condition, found)),
            Test::Not(inner) => gather(inner, found),
            Test::Compare(comparison) => found.push(comparison.clone()),
            _ => {}
        }
    }
    let mut found = Vec::new();
    naive.rules().for_each(|rule| gather(&rule.when, &mut found));
    naive.decision.conflicts.iter().for_each(|conflict| gather(&conflict.when, &mut found));
    found
}

/// Returns answers by the text of their questions, for messages.
#[allow(dead_code)]
pub fn plain(answers: &Answers) -> BTreeMap<String, String> {
    answers.iter().map(|(question, answer)| (question.to_string(), answer.plain())).collect()
}
