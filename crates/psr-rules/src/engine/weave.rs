//! Weaving: the rules of a decision, as diagrams that share their nodes.

use std::collections::HashMap;

use crate::id::RuleId;
use crate::pack::model::{Condition, Test};

use super::decision::CompiledCondition;
use super::error::CompileError;
use super::forest::{FALSE, Forest, MOST_NODES, Ref, TRUE};
use super::scope::{RuleAt, Scope};
use super::variable::{Cells, NO, YES};
use super::vocabulary::Vocabulary;

/// Builds the diagrams of a decision.
pub(super) struct Weaver<'a> {
    scope: &'a Scope<'a>,
    vocabulary: &'a Vocabulary,
    rules: &'a [RuleAt<'a>],
    pub forest: Forest,
    /// For each rule, whether it is being built, and what was built.
    woven: Vec<Woven>,
    /// The roots of the conditions, each once, in the order in which they were met.
    pub verdicts: Vec<(Ref, Shape)>,
    verdict_of: HashMap<Ref, usize>,
}

/// How a condition is made up of others, given by their verdicts.
#[derive(Debug, Clone)]
pub(super) enum Shape {
    All(Vec<usize>),
    Any(Vec<usize>),
    Not(usize),
    Other,
}

#[derive(Clone)]
enum Woven {
    NotYet,
    Begun,
    Done(Ref, CompiledCondition),
}

impl<'a> Weaver<'a> {
    /// Prepares to build in this order of variables.
    pub fn new(scope: &'a Scope<'a>, vocabulary: &'a Vocabulary, rules: &'a [RuleAt<'a>], order: &[usize]) -> Self {
        Self {
            scope,
            vocabulary,
            rules,
            forest: Forest::new(order, &vocabulary.variables),
            woven: vec![Woven::NotYet; rules.len()],
            verdicts: Vec::new(),
            verdict_of: HashMap::new(),
        }
    }

    /// Returns the condition of the rule at this place.
    pub fn rule(&mut self, place: usize) -> Result<(Ref, CompiledCondition), CompileError> {
        match &self.woven[place] {
            Woven::Done(root, condition) => return Ok((*root, condition.clone())),
            Woven::Begun => return Err(self.unfit(&self.rules[place].rule.id)),
            Woven::NotYet => self.woven[place] = Woven::Begun,
        }
        let (root, condition) = self.condition(&self.rules[place].rule.when)?;
        if self.forest.is_full() {
            return Err(CompileError::TooLarge { decision: self.scope.decision.id.clone(), limit: MOST_NODES });
        }
        self.woven[place] = Woven::Done(root, condition.clone());
        Ok((root, condition))
    }

    /// Returns a condition as a diagram, and in the shape of the pack's.
    pub fn condition(&mut self, condition: &Condition) -> Result<(Ref, CompiledCondition), CompileError> {
        let mut inner = Vec::new();
        let root = match &condition.test {
            Test::All(conditions) => {
                let mut all = TRUE;
                for condition in conditions {
                    let (root, compiled) = self.condition(condition)?;
                    all = self.forest.choose(all, root, FALSE);
                    inner.push(compiled);
                }
                all
            }
            Test::Any(conditions) => {
                let mut any = FALSE;
                for condition in conditions {
                    let (root, compiled) = self.condition(condition)?;
                    any = self.forest.choose(any, TRUE, root);
                    inner.push(compiled);
                }
                any
            }
            Test::Not(condition) => {
                let (root, compiled) = self.condition(condition)?;
                inner.push(compiled);
                self.forest.not(root)
            }
            Test::Rule(rule) => self.named(rule)?,
            test => self.single(test),
        };
        let verdicts: Vec<_> = inner.iter().map(|inner| inner.verdict).collect();
        let shape = match (&condition.test, verdicts.as_slice()) {
            (Test::All(_), _) => Shape::All(verdicts),
            (Test::Any(_), _) => Shape::Any(verdicts),
            (Test::Not(_), [inner]) => Shape::Not(*inner),
            _ => Shape::Other,
        };
        let verdict = self.verdict(root, shape);
        Ok((root, CompiledCondition { verdict, inner }))
    }

    /// Returns the conclusion's diagram: in its leaves, the bit of the strongest value that any applying rule sets, else of the last.
    pub fn conclusion(&mut self, place: usize, first_bit: u32) -> Result<Ref, CompileError> {
        let conclusion = &self.scope.decision.conclusions[place];
        let bit = |value: usize| 1_u64 << (first_bit as usize + value);
        let mut found = self.forest.leaf(bit(conclusion.values.len().saturating_sub(1)));
        for (value, declared) in conclusion.values.iter().enumerate().rev() {
            let leaf = self.forest.leaf(bit(value));
            for rule in 0..self.rules.len() {
                let then = &self.rules[rule].rule.then;
                if then.iter().any(|(id, value)| *id == conclusion.id && *value == declared.id) {
                    let (root, _) = self.rule(rule)?;
                    found = self.forest.choose(root, leaf, found);
                }
            }
        }
        Ok(found)
    }

    /// A rule that does not stand in the text in force is never met.
    fn named(&mut self, rule: &RuleId) -> Result<Ref, CompileError> {
        if let Some(place) = self.rules.iter().position(|known| known.rule.id == *rule) {
            return self.rule(place).map(|(root, _)| root);
        }
        let mut others = self.scope.pack.regulations.iter().flat_map(|file| &file.rules);
        let decision = &self.scope.decision.id;
        if others.any(|known| known.id == *rule && known.decision == *decision) {
            Ok(FALSE)
        } else {
            Err(self.unfit(rule))
        }
    }

    /// Returns a test on an answer as a diagram.
    fn single(&mut self, test: &Test) -> Ref {
        let variable = |question: &crate::id::QuestionId| {
            self.scope
                .place(question.as_str())
                .and_then(|place| self.vocabulary.of_question[place])
                .expect("every question that a condition tests was read into the vocabulary")
        };
        let (variable, cells) = match test {
            Test::Yes(question) => (variable(question), YES),
            Test::No(question) => (variable(question), NO),
            Test::Among(question, choices) => {
                let variable = variable(question);
                let classes = match &self.vocabulary.variables[variable].cells_of {
                    Cells::OneOf(classes) => classes.as_slice(),
                    _ => &[],
                };
                let named = |class: &Vec<_>| class.first().is_some_and(|choice| choices.contains(choice));
                let cells = classes.iter().enumerate().filter(|(_, class)| named(class));
                (variable, cells.map(|(cell, _)| 1 << cell).sum())
            }
            Test::Compare(comparison) => match self.vocabulary.met(self.scope, comparison) {
                Ok(met) => met,
                Err(always) => return if always { TRUE } else { FALSE },
            },
            Test::All(_) | Test::Any(_) | Test::Not(_) | Test::Rule(_) => return FALSE,
        };
        self.forest.among(variable, cells)
    }

    /// Returns the verdict of a root; the conditions within it have theirs already, so they come before it.
    fn verdict(&mut self, root: Ref, shape: Shape) -> usize {
        let next = self.verdicts.len();
        let verdict = *self.verdict_of.entry(root).or_insert(next);
        if verdict == next {
            self.verdicts.push((root, shape));
        }
        verdict
    }

    fn unfit(&self, rule: &RuleId) -> CompileError {
        CompileError::UnfitRule { decision: self.scope.decision.id.clone(), rule: rule.to_string() }
    }
}
