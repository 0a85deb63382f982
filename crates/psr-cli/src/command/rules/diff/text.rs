//! What differs, as a text to be read.

use psr_casefile::reading::figure;
use psr_rules::engine::{
    Amendment, ChangedFigure, DecisionOutcome, DecisionsCompared, Difference, LawAt, Listed, Lists,
};
use psr_rules::id::ConclusionId;
use psr_rules::pack::model::Pack;

use crate::terminal::list::and;
use crate::terminal::page::{Ink, Page};
use crate::words::{answers::in_clauses, day};

/// What the comparison covers.
const COMPARED: &str = "Conclusions are compared exactly, over every complete set of answers that both take. Whether conflicts arise otherwise was not \
                        compared, nor were events, scenarios and reviews.";

/// Writes comparisons; those that find the same stand under one heading.
pub fn write(comparisons: &[Amendment], packs: [&Pack; 2], page: &mut Page) {
    let mut groups: Vec<Vec<&Amendment>> = Vec::new();
    for comparison in comparisons {
        match groups.iter_mut().find(|group| finds_the_same(group[0], comparison)) {
            Some(group) => group.push(comparison),
            None => groups.push(vec![comparison]),
        }
    }
    for group in groups {
        page.heading(&heading(&group));
        comparison(group[0], packs, page);
    }
    page.blank();
    page.aside(0, COMPARED);
}

/// Answers whether two comparisons find the same, whatever their dates.
fn finds_the_same(one: &Amendment, other: &Amendment) -> bool {
    let before = LawAt { on: one.before.on, ..other.before.clone() };
    let after = LawAt { on: one.after.on, ..other.after.clone() };
    (one.is_empty() && other.is_empty()) || *one == Amendment { before, after, ..other.clone() }
}

fn heading(group: &[&Amendment]) -> String {
    let (before, after) = (&group[0].before, &group[0].after);
    let named = |law: &LawAt| format!("{} {}", law.pack.id, law.pack.version);
    let days: Vec<String> = group.iter().map(|comparison| day(comparison.before.on)).collect();
    match (before.on == after.on, before.pack == after.pack) {
        (false, true) => format!("The law of {} and that of {}, by {}", day(before.on), day(after.on), named(before)),
        (true, _) => format!("The law of {}, by {} and by {}", and(&days), named(before), named(after)),
        (false, false) => {
            let (from, to) = (day(before.on), day(after.on));
            format!("The law of {from} by {}, and that of {to} by {}", named(before), named(after))
        }
    }
}

fn comparison(found: &Amendment, packs: [&Pack; 2], page: &mut Page) {
    if found.before.pack.digest != found.after.pack.digest {
        page.aside(2, &found.before.pack.digest);
        page.aside(2, &found.after.pack.digest);
    }
    if found.is_empty() {
        page.paragraph(2, "Nothing differs.");
    }
    texts(found, page);
    list("Provisions", &found.provisions, page);
    list("Rules", &found.rules, page);
    list("Questions", &found.questions, page);
    figures(&found.figures, page);
    found.decisions.iter().for_each(|compared| decision(compared, packs, page));
    let same = found.decisions.iter().filter(|compared| compared.outcome == DecisionOutcome::Same);
    let same = same.filter(|compared| concludes(compared, packs));
    let same: Vec<String> = same.map(|compared| compared.decision.to_string()).collect();
    if !same.is_empty() && !found.is_empty() {
        page.blank();
        page.paragraph(0, &format!("The same conclusions from the same answers: {}.", and(&same)));
    }
}

fn texts(found: &Amendment, page: &mut Page) {
    if found.before.texts == found.after.texts {
        return;
    }
    page.heading("Texts of the law");
    let (before, after) = (&found.before.texts, &found.after.texts);
    for (mark, ink, these, those) in [("+ ", Ink::Good, after, before), ("- ", Ink::Bad, before, after)] {
        for text in these.iter().filter(|text| !those.contains(text)) {
            page.inked_item(2, mark, ink, &format!("{}: {}", text.text, text.source));
        }
    }
}

fn list(title: &str, lists: &Lists, page: &mut Page) {
    if lists.is_empty() {
        return;
    }
    page.heading(title);
    let marked = [("+ ", Ink::Good, &lists.come), ("- ", Ink::Bad, &lists.go), ("~ ", Ink::Open, &lists.changed)];
    for (mark, ink, list) in marked {
        list.iter().for_each(|listed| page.inked_item(2, mark, ink, &line(listed)));
    }
}

fn line(listed: &Listed) -> String {
    match &listed.provision {
        Some(provision) => format!("{provision}: {} (`{}`)", listed.says, listed.id),
        None => format!("{}: {}", listed.id, listed.says),
    }
}

fn figures(changed: &[ChangedFigure], page: &mut Page) {
    if changed.is_empty() {
        return;
    }
    page.heading("Figures");
    let words = |known: Option<psr_rules::pack::model::Figure>| known.map_or_else(|| "none".to_owned(), figure);
    for changed in changed {
        let values = format!("{}, then {}", words(changed.before), words(changed.after));
        page.inked_item(2, "~ ", Ink::Open, &format!("{} (`{}`): {values}", changed.meaning, changed.parameter));
    }
}

/// Writes how a decision differs, if it does.
fn decision(compared: &DecisionsCompared, packs: [&Pack; 2], page: &mut Page) {
    let says_nothing = compared.conclusions_come.is_empty() && compared.conclusions_go.is_empty();
    if compared.outcome == DecisionOutcome::Same && says_nothing && !compared.reads_otherwise {
        return;
    }
    page.heading(&format!("{} ({}){}", compared.title, compared.decision, laws(compared)));
    match compared.outcome {
        DecisionOutcome::Comes => page.inked_item(2, "+ ", Ink::Good, "the decision is new"),
        DecisionOutcome::Goes => page.inked_item(2, "- ", Ink::Bad, "the decision is no longer there"),
        DecisionOutcome::NotCompared => {
            let reason = compared.reason.as_deref().unwrap_or_default();
            page.inked_item(2, "? ", Ink::Open, &format!("not compared: {reason}"));
        }
        DecisionOutcome::Same | DecisionOutcome::Different => {}
    }
    if compared.reads_otherwise {
        page.inked_item(
            2,
            "~ ",
            Ink::Open,
            "the decision is declared otherwise: its words, questions, values or conflicts",
        );
    }
    let name = |id: &ConclusionId| name(compared, id, packs);
    compared.conclusions_come.iter().for_each(|id| page.inked_item(2, "+ ", Ink::Good, &name(id)));
    compared.conclusions_go.iter().for_each(|id| page.inked_item(2, "- ", Ink::Bad, &name(id)));
    for Difference { conclusion, before, after, whenever } in &compared.differences {
        let answers = in_clauses(whenever, &[packs[1], packs[0]]);
        page.inked_item(2, "~ ", Ink::Open, &format!("{}: {before}, then {after}, where {answers}", name(conclusion)));
    }
}

fn laws(compared: &DecisionsCompared) -> String {
    match (&compared.law_before, &compared.law_after) {
        (Some(before), Some(after)) if before != after => format!(", law {before}, then {after}"),
        (Some(law), _) | (None, Some(law)) => format!(", law {law}"),
        (None, None) => String::new(),
    }
}

/// Answers whether a decision reaches conclusions, and does not only collect what must be on file.
fn concludes(compared: &DecisionsCompared, packs: [&Pack; 2]) -> bool {
    let mut decisions = packs.into_iter().flat_map(|pack| &pack.decisions);
    decisions.any(|known| known.id == compared.decision && !known.conclusions.is_empty())
}

/// Returns the name of a conclusion, from the pack after or else from the one before.
fn name(compared: &DecisionsCompared, id: &ConclusionId, packs: [&Pack; 2]) -> String {
    let decisions = packs.into_iter().rev().flat_map(|pack| &pack.decisions);
    let conclusions = decisions.filter(|known| known.id == compared.decision).flat_map(|known| &known.conclusions);
    let found = conclusions.into_iter().find(|conclusion| conclusion.id == *id);
    found.map_or_else(|| id.to_string(), |conclusion| conclusion.name.clone())
}
