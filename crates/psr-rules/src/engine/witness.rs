//! Witnesses: answers that lead a diagram to a wanted leaf, and no more of them than that takes.

use super::diagram::Diagram;
use super::facts::Facts;
use super::set::{QuestionSet, bits};
use super::sufficient::sufficient;
use super::variable::Variable;

/// The word of the leaves that are looked for.
pub(super) const WANTED: u64 = 2;
/// The word of every other leaf.
pub(super) const OTHER: u64 = 1;

/// Returns answers to so many questions that lead to a wanted leaf, and which of them force that, none of which can be spared; nothing where there
/// is no such leaf.
pub(super) fn witness(diagram: &Diagram, variables: &[Variable], questions: usize) -> Option<(Facts, QuestionSet)> {
    let mut facts = Facts::nothing_known(variables, questions);
    let mut allowed = facts.allowed.clone();
    let mut reached = Vec::new();
    if diagram.spread(&allowed, &mut reached) & WANTED == 0 {
        return None;
    }
    for (place, variable) in variables.iter().enumerate() {
        let cell = bits(variable.all()).find(|cell| {
            allowed[place] = 1 << cell;
            diagram.spread(&allowed, &mut reached) & WANTED != 0
        })?;
        for (question, answer) in variable.example(cell) {
            facts.answer(variables, place, question, &answer);
        }
    }
    let because = sufficient(diagram, WANTED, &facts, variables, &mut Vec::new());
    Some((facts, because))
}
