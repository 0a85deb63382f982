//! The rulebook: every decision of a pack, compiled for every time in which it stood differently.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::id::{DecisionId, ParameterId};
use crate::pack::model::{Amount, Decision, Pack, SelectedBy, Test};

use super::compile::compile;
use super::decision::CompiledDecision;
use super::error::{CompileError, DecisionError};
use super::tested::each_test;

/// A pack, ready to determine by.
#[derive(Debug)]
pub struct Rulebook {
    pack: Arc<Pack>,
    /// For each decision of the pack, its eras, oldest first.
    eras: Vec<Vec<CompiledDecision>>,
}

impl Rulebook {
    /// Compiles every decision of a pack.
    ///
    /// # Errors
    /// When a decision cannot be settled exactly; every such problem is returned.
    pub fn compile(pack: Arc<Pack>) -> Result<Self, Vec<CompileError>> {
        let mut errors = Vec::new();
        let mut eras = Vec::new();
        for (place, decision) in pack.decisions.iter().enumerate() {
            let mut compiled = Vec::new();
            for from in beginnings(&pack, decision) {
                let like = compiled.last();
                match compile(&pack, place, from, like) {
                    Ok(era) => compiled.push(era),
                    Err(error) if errors.contains(&error) => {}
                    Err(error) => errors.push(error),
                }
            }
            eras.push(compiled);
        }
        if errors.is_empty() { Ok(Self { pack, eras }) } else { Err(errors) }
    }

    /// Returns the pack.
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// Returns a decision as it stands for a date: the date on which the procedure commenced, or that the decision is otherwise selected by.
    ///
    /// # Errors
    /// When the pack has no such decision, or the date is before the regime began.
    pub fn decision(&self, id: &DecisionId, on: NaiveDate) -> Result<&CompiledDecision, DecisionError> {
        let decisions = &self.pack.decisions;
        let place = decisions.iter().position(|decision| decision.id == *id);
        let place = place.ok_or_else(|| DecisionError::Unknown {
            decision: id.clone(),
            known: decisions.iter().map(|decision| decision.id.as_str()).collect::<Vec<_>>().join(", "),
        })?;
        let era = self.eras[place].iter().rev().find(|era| era.from() <= on);
        era.ok_or(DecisionError::TooEarly { on, begins: self.pack.about.begins })
    }

    /// Returns every compiled decision: the decisions in the pack's order, each from its oldest era to its latest.
    pub fn eras(&self) -> impl Iterator<Item = &CompiledDecision> {
        self.eras.iter().flatten()
    }
}

/// Returns the days on which a decision begins to stand differently: the day the regime began, and each later day on which a text or figure it uses
/// changes.
fn beginnings(pack: &Pack, decision: &Decision) -> BTreeSet<NaiveDate> {
    let texts = pack
        .texts
        .iter()
        .filter(|text| text.selected_by == SelectedBy::Commencement || text.selected_by == decision.selected_by);
    let texts = texts.map(|text| text.from);
    let figures = figures_used(pack, decision);
    let figures = figures.iter().filter_map(|parameter| pack.parameters.get(parameter));
    let figures = figures.flat_map(|parameter| parameter.values.iter().map(|value| value.from));
    let begins = pack.about.begins;
    let later = texts.chain(figures).filter(|from| *from > begins);
    later.chain([begins]).collect()
}

/// Returns the parameters that the conditions of a decision name.
fn figures_used(pack: &Pack, decision: &Decision) -> BTreeSet<ParameterId> {
    let rules = pack.regulations.iter().flat_map(|file| &file.rules);
    let of_rules = rules.filter(|rule| rule.decision == decision.id).map(|rule| &rule.when);
    let of_conflicts = decision.conflicts.iter().map(|conflict| &conflict.when);
    let mut found = BTreeSet::new();
    for condition in of_rules.chain(of_conflicts) {
        each_test(condition, &mut |condition| {
            if let Test::Compare(comparison) = &condition.test {
                found.extend(figure(&comparison.amount).cloned());
            }
        });
    }
    found
}

/// Returns the parameter that an amount names, if any.
pub(super) fn figure(amount: &Amount) -> Option<&ParameterId> {
    match amount {
        Amount::Sum(_) => None,
        Amount::Figure(figure)
        | Amount::SumPlus(_, figure)
        | Amount::SumPlusPercent(_, figure)
        | Amount::PercentOf(figure, _) => Some(figure),
    }
}
