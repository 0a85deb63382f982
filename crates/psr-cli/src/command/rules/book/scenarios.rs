//! The scenarios: worked cases that the pack gets right.

use psr_rules::engine::UNDETERMINED;
use psr_rules::pack::model::{Decision, Expected, Scenario};

use super::Copy;
use super::html::Html;
use crate::words::day;

impl Copy<'_> {
    /// Writes the scenarios, decision by decision.
    pub(super) fn scenarios(&self, html: &mut Html) {
        html.open("section", "aria-labelledby=\"scenarios\"");
        html.element("h2", "id=\"scenarios\"", "Scenarios");
        html.element("p", "", "Worked cases. Each is run whenever the pack is tested, and must come out as it says.");
        for decision in &self.pack.decisions {
            let mine = self.pack.scenarios.iter().filter(|scenario| scenario.decision == decision.id);
            let rows: Vec<Vec<String>> = mine
                .map(|scenario| vec![scenario.name.clone(), day(scenario.date), expected(decision, scenario)])
                .collect();
            if !rows.is_empty() {
                html.table(&decision.title, &["Scenario", "Date", "Comes out as"], &rows);
            }
        }
        html.close("section");
    }
}

/// Says what a scenario expects, in the words of the decision.
fn expected(decision: &Decision, scenario: &Scenario) -> String {
    let says = scenario.concludes.iter().map(|(id, expected)| {
        let known = decision.conclusions.iter().find(|conclusion| conclusion.id == *id);
        let name = known.map_or_else(|| id.to_string(), |conclusion| conclusion.name.clone());
        match expected {
            Expected::Undetermined => format!("{name}: {UNDETERMINED}."),
            Expected::Value(value) => {
                let values = known.map(|conclusion| conclusion.values.as_slice()).unwrap_or_default();
                let said = values.iter().find(|known| known.id == *value).map(|known| known.says.clone());
                said.unwrap_or_else(|| format!("{name}: {value}."))
            }
        }
    });
    says.collect::<Vec<_>>().join(" ")
}
