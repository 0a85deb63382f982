//! What the conditions of a decision talk about: its variables, found by reading every test once.

use std::collections::{BTreeMap, BTreeSet};

use crate::id::Provision;
use crate::pack::model::{Comparison, Condition};

use super::compare::{Linear, inequalities};
use super::error::CompileError;
use super::limit::{Limit, Normal};
use super::scope::Scope;
use super::set::QuestionSet;
use super::sums::{MOST_CELLS, Sums};
use super::tested::{Tests, signed};
use super::variable::{Cells, Variable, classes};

/// The variables of a decision, and where each question's is.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// The variables, in the order of their first questions.
    pub variables: Vec<Variable>,
    /// For each question of the decision, its variable, if any condition tests it.
    pub of_question: Vec<Option<usize>>,
    /// Which comparison of the pack each limit comes from: the first in its order.
    pub sources: Vec<LimitSource>,
    /// The sums whose sign counts, so that each may be negative.
    signed: QuestionSet,
}

/// The comparison that a limit comes from.
#[derive(Debug, Clone)]
pub(super) struct LimitSource {
    pub variable: usize,
    pub limit: usize,
    /// Whether the comparison is met where the limit holds, or where it does not.
    pub met_when_holds: bool,
    pub comparison: Comparison,
    pub provision: Option<Provision>,
}

impl Vocabulary {
    /// Reads the conditions, each with the words that name where it stands.
    pub fn read(scope: &Scope<'_>, conditions: &[(String, &Condition)]) -> Result<Self, CompileError> {
        let mut tests = Tests::default();
        for (at, condition) in conditions {
            tests.note_signs(scope, condition);
            tests.gather(scope, at, condition)?;
        }
        let signed = signed(scope, tests.plain_sums);
        for (at, condition) in conditions {
            tests.compare(scope, at, condition, signed)?;
        }
        let mut found = Self { of_question: vec![None; scope.decision.questions.len()], signed, ..Self::default() };
        found.add_questions(scope, &tests)?;
        found.add_sums(scope, &tests)?;
        found.arrange();
        found.name_limits(&tests);
        Ok(found)
    }

    fn add_questions(&mut self, scope: &Scope<'_>, tests: &Tests<'_>) -> Result<(), CompileError> {
        for place in &tests.yes_no {
            self.variables.push(Variable { questions: [*place; 2], cells: 2, cells_of: Cells::YesNo });
        }
        for (place, lists) in &tests.among {
            let classes = classes(scope.question(*place), lists);
            if classes.len() > MOST_CELLS {
                return Err(CompileError::TooManyClasses {
                    decision: scope.decision.id.clone(),
                    question: scope.decision.questions[*place].clone(),
                });
            }
            self.variables.push(Variable {
                questions: [*place; 2],
                cells: classes.len(),
                cells_of: Cells::OneOf(classes),
            });
        }
        Ok(())
    }

    fn add_sums(&mut self, scope: &Scope<'_>, tests: &Tests<'_>) -> Result<(), CompileError> {
        let linears = || tests.comparisons.iter().flat_map(|(_, _, found)| &found.any);
        let partners = partners(scope, linears())?;
        for (first, second) in partners {
            let questions = [first, second.unwrap_or(first)];
            let limits: BTreeSet<Limit> = linears()
                .filter(|linear| linear.terms.iter().any(|term| questions.contains(&term.0)))
                .filter_map(|linear| match normal(linear, questions) {
                    Normal::When(limit, _) => Some(limit),
                    Normal::Always(_) => None,
                })
                .collect();
            let any_sign = |place: usize| scope.is_any_sign(place);
            let signed = questions.map(|place| self.signed.contains(place));
            let sizes = questions.map(|place| any_sign(place) && !self.signed.contains(place));
            let limits = limits.into_iter().collect();
            let sums = Sums::new(limits, signed, sizes).map_err(|_| CompileError::TooFine {
                decision: scope.decision.id.clone(),
                question: scope.decision.questions[first].clone(),
            })?;
            self.variables.push(Variable {
                questions,
                cells: sums.patterns.len(),
                cells_of: Cells::Sums(Box::new(sums)),
            });
        }
        Ok(())
    }

    /// Puts the variables in the order of their questions.
    fn arrange(&mut self) {
        self.variables.sort_by_key(|variable| variable.questions);
        for (place, variable) in self.variables.iter().enumerate() {
            for question in variable.questions {
                self.of_question[question] = Some(place);
            }
        }
    }

    fn name_limits(&mut self, tests: &Tests<'_>) {
        for (condition, comparison, found) in &tests.comparisons {
            for linear in &found.any {
                let Some((variable, limit, holds)) = self.limit(linear) else {
                    continue;
                };
                let named = |source: &LimitSource| (source.variable, source.limit) == (variable, limit);
                if !self.sources.iter().any(named) {
                    self.sources.push(LimitSource {
                        variable,
                        limit,
                        met_when_holds: holds != found.contrary,
                        comparison: (*comparison).clone(),
                        provision: condition.provision.clone(),
                    });
                }
            }
        }
    }

    /// Finds the limit that an inequality comes down to: its variable, its place there, and whether it holds where the inequality does.
    fn limit(&self, linear: &Linear) -> Option<(usize, usize, bool)> {
        let variable = self.of_question[linear.terms.first()?.0]?;
        let Cells::Sums(sums) = &self.variables[variable].cells_of else {
            return None;
        };
        match normal(linear, self.variables[variable].questions) {
            Normal::When(limit, holds) => {
                let place = sums.limits.iter().position(|known| *known == limit)?;
                Some((variable, place, holds))
            }
            Normal::Always(_) => None,
        }
    }

    /// Returns where a comparison is met: in which cells of which variable, or always or never.
    pub fn met(&self, scope: &Scope<'_>, comparison: &Comparison) -> Result<(usize, u64), bool> {
        let Ok(found) = inequalities(comparison, scope, self.signed) else {
            return Err(false);
        };
        let mut met = (0, 0);
        for linear in &found.any {
            match self.limit(linear) {
                Some((variable, limit, holds)) => {
                    let Cells::Sums(sums) = &self.variables[variable].cells_of else {
                        continue;
                    };
                    let cells = sums.cells_where(limit);
                    let every = self.variables[variable].all();
                    met = (variable, met.1 | if holds { cells } else { every & !cells });
                }
                None if Limit::normal(0, 0, linear.at_least) == Normal::Always(true) => {
                    return Err(!found.contrary);
                }
                None => {}
            }
        }
        match met {
            (_, 0) => Err(found.contrary),
            (variable, cells) if found.contrary => Ok((variable, self.variables[variable].all() & !cells)),
            met => Ok(met),
        }
    }
}

/// Pairs each sum with the one it is compared with, if any; the earlier of two stands first.
fn partners<'a>(
    scope: &Scope<'_>,
    linears: impl Iterator<Item = &'a Linear>,
) -> Result<BTreeMap<usize, Option<usize>>, CompileError> {
    let mut of: BTreeMap<usize, Option<usize>> = BTreeMap::new();
    for linear in linears {
        let places: BTreeSet<usize> = linear.terms.iter().map(|term| term.0).collect();
        for place in &places {
            let other = places.iter().copied().find(|other| other != place);
            let known = of.entry(*place).or_insert(other);
            match (&known, other) {
                (Some(known), Some(other)) if *known != other => {
                    return Err(CompileError::TooManyConnectedSums {
                        decision: scope.decision.id.clone(),
                        question: scope.decision.questions[*place].clone(),
                    });
                }
                (None, Some(_)) => *known = other,
                _ => {}
            }
        }
    }
    of.retain(|place, other| other.is_none_or(|other| *place < other));
    Ok(of)
}

/// Brings an inequality into normal form over one or two questions.
fn normal(linear: &Linear, questions: [usize; 2]) -> Normal {
    let factor = |question: usize| -> i128 {
        let of_it = linear.terms.iter().filter(|term| term.0 == question);
        of_it.map(|term| term.1).sum()
    };
    let second = if questions[0] == questions[1] { 0 } else { factor(questions[1]) };
    Limit::normal(factor(questions[0]), second, linear.at_least)
}
