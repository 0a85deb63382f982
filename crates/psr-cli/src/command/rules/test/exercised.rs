//! Which rules the scenarios of a pack exercise, as a text to be read.

use psr_rules::coverage::{ExercisedRule, exercise};
use psr_rules::engine::Rulebook;

use crate::terminal::list::count;
use crate::terminal::page::{Ink, Page};

/// Writes how many rules the scenarios exercise, and those that they do not exercise both ways; answers whether all are.
pub fn write(rulebook: &Rulebook, page: &mut Page) -> bool {
    let exercised = exercise(rulebook);
    let one_way: Vec<&ExercisedRule> = exercised.iter().filter(|rule| !rule.is_both_ways()).collect();
    for rule in &one_way {
        let what = match (rule.met.is_empty(), rule.not_met.is_empty()) {
            (true, true) => "no scenario settles it",
            (true, false) => "no scenario meets it",
            _ => "every scenario that settles it meets it",
        };
        page.inked_item(0, "? ", Ink::Open, &format!("{} (`{}`): {what}", rule.provision, rule.rule));
    }
    let both = exercised.len() - one_way.len();
    page.line(&format!("{both} of {} exercised both ways.", count(exercised.len(), "rule", "rules")));
    one_way.is_empty()
}
