//! The pack for England: its scenarios.

use std::sync::Arc;

use psr_rules::engine::{Determination, Rulebook};
use psr_rules::pack::model::{Expected, Pack, Scenario};

use crate::folder;

/// Reads the pack for England.
pub fn pack() -> Arc<Pack> {
    let files = folder::pack(&folder::repository("rules/psr-england"));
    Arc::new(psr_rules::pack::load(&files).unwrap_or_else(|found| panic!("{found}")))
}

#[test]
fn every_scenario_comes_out_as_it_says() {
    let pack = pack();
    let rulebook = Rulebook::compile(Arc::clone(&pack)).unwrap_or_else(|errors| panic!("{errors:?}"));
    let wrong: Vec<_> = pack.scenarios.iter().flat_map(|scenario| differences(&rulebook, scenario)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Returns in what a scenario does not come out as it says.
pub fn differences(rulebook: &Rulebook, scenario: &Scenario) -> Vec<String> {
    let decision = rulebook.decision(&scenario.decision, scenario.date).unwrap();
    let facts = decision.facts(&scenario.answers);
    let found = decision.determine(&facts);
    let mut wrong = Vec::new();
    for (conclusion, expected) in &scenario.concludes {
        let expected = match expected {
            Expected::Value(value) => Some(value),
            Expected::Undetermined => None,
        };
        let value = found.value(conclusion.as_str());
        if value != expected {
            wrong.push(format!("{}: {conclusion} is {value:?}, not {expected:?}", scenario.path));
        }
    }
    wrong.extend(relevance(&found, scenario));
    if found.conflicts.len() != scenario.conflicts {
        wrong.push(format!("{}: {} conflicts", scenario.path, found.conflicts.len()));
    }
    wrong
}

fn relevance(found: &Determination, scenario: &Scenario) -> Option<String> {
    let mut expected = scenario.relevant.clone()?;
    let mut relevant = found.relevant.clone();
    expected.sort();
    relevant.sort();
    (relevant != expected).then(|| format!("{}: relevant is {relevant:?}, not {expected:?}", scenario.path))
}

#[test]
fn no_rule_condition_or_question_of_any_decision_is_idle() {
    let rulebook = Rulebook::compile(pack()).unwrap_or_else(|errors| panic!("{errors:?}"));
    for decision in rulebook.eras() {
        let proof = decision.prove();
        let at = (decision.decision().id.as_str(), decision.from());
        assert_eq!(proof.never_apply, [], "{at:?}");
        assert_eq!(proof.constant, [], "{at:?}");
        assert_eq!(proof.idle, [], "{at:?}");
        assert_eq!(proof.idle_questions, [], "{at:?}");
    }
}
