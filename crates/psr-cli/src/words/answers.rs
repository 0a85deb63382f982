//! Answers in words, as the clauses that the pack has for them.

use psr_casefile::record::{clause, in_words};
use psr_rules::engine::Ground;
use psr_rules::pack::model::Pack;

/// Puts answers into clauses, by the first of some packs that knows the question.
pub fn in_clauses(answers: &[Ground], packs: &[&Pack]) -> String {
    let clause = |ground: &Ground| {
        let question = packs.iter().find_map(|pack| pack.questions.get(&ground.question));
        let words = question.and_then(|question| clause(question, &ground.answer));
        let plainly = || question.map_or_else(|| ground.answer.plain(), |question| in_words(question, &ground.answer));
        words.unwrap_or_else(|| format!("`{}` is {}", ground.question, plainly()))
    };
    let clauses: Vec<String> = answers.iter().map(clause).collect();
    if clauses.is_empty() { "nothing else matters".to_owned() } else { clauses.join("; ") }
}
