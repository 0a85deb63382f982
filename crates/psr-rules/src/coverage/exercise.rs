//! Which rules the scenarios of a pack settle, and how.

use serde::Serialize;

use crate::engine::{Rulebook, Status};
use crate::id::{DecisionId, Provision, RuleId};

/// A rule, with the scenarios that settle it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExercisedRule {
    /// The rule.
    pub rule: RuleId,
    /// The provision it encodes.
    pub provision: Provision,
    /// The decision it belongs to.
    pub decision: DecisionId,
    /// The scenarios in which it is met, by their paths.
    pub met: Vec<String>,
    /// The scenarios in which it is not met, by their paths.
    pub not_met: Vec<String>,
}

impl ExercisedRule {
    /// Answers whether some scenario meets the rule and another does not.
    pub fn is_both_ways(&self) -> bool {
        !self.met.is_empty() && !self.not_met.is_empty()
    }
}

/// Runs every scenario and tells of each rule, in the instrument's order, in which it is met and in which it is not.
pub fn exercise(rulebook: &Rulebook) -> Vec<ExercisedRule> {
    let pack = rulebook.pack();
    let rules = pack.regulations.iter().flat_map(|file| &file.rules);
    let mut exercised: Vec<ExercisedRule> = rules
        .map(|rule| ExercisedRule {
            rule: rule.id.clone(),
            provision: rule.provision.clone(),
            decision: rule.decision.clone(),
            met: Vec::new(),
            not_met: Vec::new(),
        })
        .collect();
    for scenario in &pack.scenarios {
        let Ok(compiled) = rulebook.decision(&scenario.decision, scenario.date) else { continue };
        for found in compiled.reasoning(&compiled.facts(&scenario.answers), &scenario.answers) {
            let Some(rule) = exercised.iter_mut().find(|known| known.rule == found.rule) else { continue };
            match found.status {
                Status::Met => rule.met.push(scenario.path.clone()),
                Status::NotMet => rule.not_met.push(scenario.path.clone()),
                Status::Undetermined => {}
            }
        }
    }
    exercised
}
