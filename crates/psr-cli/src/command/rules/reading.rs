//! The reading copy of a rule on a terminal: its conditions in the order of the law, each with its clause, and which answers it looks at.

use psr_casefile::reading::{Reading, is_bare, parts};
use psr_rules::id::TextId;
use psr_rules::pack::model::{Condition, Rule, Test};

use crate::terminal::list::and;
use crate::terminal::page::Page;

/// Adds a rule.
pub fn add(reading: &Reading<'_>, rule: &Rule, page: &mut Page) {
    page.heading(&format!("{}: {}", rule.provision, rule.title));
    let texts: Vec<String> = rule.texts.iter().map(TextId::to_string).collect();
    let texts = if texts.is_empty() { String::new() } else { format!(", in {}", and(&texts)) };
    page.aside(2, &format!("rule `{}` of {}{texts}", rule.id, rule.decision));
    page.item(2, "", "If");
    condition(reading, &rule.when, 4, page);
    let follows = reading.follows(rule);
    let nothing = "other rules can build on it; nothing follows from it alone.".to_owned();
    page.item(2, "then ", &if follows.is_empty() { nothing } else { follows.join(" ") });
    if let Some(note) = &rule.note {
        page.item(2, "Note: ", note);
    }
}

fn condition(reading: &Reading<'_>, shown: &Condition, indent: usize, page: &mut Page) {
    let cited = shown.provision.as_ref().map(|provision| format!("{provision}: ")).unwrap_or_default();
    let clause = shown.clause.as_ref().map(|clause| reading.filled(&clause.met));
    let beside = clause.as_ref().map(|_| reading.test(&shown.test));
    let text = clause.unwrap_or_else(|| reading.test(&shown.test));
    page.item(indent, "- ", &format!("{cited}{text}"));
    page.aside(indent + 2, &beside.map(|test| format!("({test})")).unwrap_or_default());
    if !matches!(&shown.test, Test::Not(part) if is_bare(part)) {
        parts(shown).iter().for_each(|part| condition(reading, part, indent + 2, page));
    }
}
