//! Where a provision is used: everything in the pack that cites it, with where that stands.

use minijinja::{Value, context};
use psr_rules::coverage::Held;
use psr_rules::id::RuleId;

use super::book::{Book, anchor};

/// Returns each use as words, with an address where it has a page.
pub fn of(book: &Book, held: &Held) -> Vec<Value> {
    let pack = book.pack();
    let mut used: Vec<Value> = held.rules.iter().filter_map(|id| rule(book, id)).collect();
    for question in held.questions.iter().filter_map(|id| pack.questions.get(id)) {
        used.push(
            context! { text => format!("Question: {}", question.ask), href => book.question(question.id.as_str()) },
        );
    }
    for event in pack.events.iter().filter(|event| held.events.contains(&event.id)) {
        used.push(context! { text => format!("Event: {}", event.title) });
    }
    for notice in pack.notices.iter().filter(|notice| held.notices.contains(&notice.id)) {
        used.push(context! { text => format!("Notice or letter: {}", notice.title) });
    }
    for figure in held.figures.iter().filter_map(|id| pack.parameters.get(id)) {
        used.push(context! { text => format!("Figure: {}", figure.meaning) });
    }
    let named = [
        ("Timetable", &held.timetable),
        ("Check of readiness", &held.readiness),
        ("Disclosure", &held.disclosure),
        ("Report", &held.reports),
    ];
    for (kind, ids) in named {
        used.extend(ids.iter().map(|id| context! { text => format!("{kind}: {}", id.replace('-', " ")) }));
    }
    used
}

/// Returns a rule that is in force, with the address at which it stands.
pub fn rule(book: &Book, id: &RuleId) -> Option<Value> {
    let (file, rule) = book.pack().regulations.iter().find_map(|file| {
        let rule = file.rules.iter().find(|rule| rule.id == *id && book.holds(rule))?;
        Some((file, rule))
    })?;
    let href = format!("/rules/regulations/{}{}#rule-{}", anchor(file.provision.as_str()), book.query, rule.id);
    Some(context! { text => format!("Rule of {}: {}", rule.provision, rule.title), href })
}
