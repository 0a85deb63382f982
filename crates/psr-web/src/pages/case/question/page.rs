//! The page of a question, and the page that shows a conflict about it.

use axum::response::Response;
use minijinja::{Value, context};
use psr_casefile::casebook::Case;
use psr_casefile::decision_record::{AnsweredQuestion, DecisionRecord, Section};
use psr_casefile::event::{CaseEvent, Subject};
use psr_casefile::state::CaseEntry;
use psr_rules::answer::Answer;
use psr_rules::pack::model::{Choice, Field, FieldKind, Kind, Pack, Question};

use super::super::{comments, open};
use super::Asked;
use super::form::Filled;
use crate::people::{Act, Who};
use crate::problem::Problem;
use crate::site::Site;
use crate::view::data;

/// A choice among more than this many is made from a list that opens.
const MANY: usize = 12;

/// Shows the question.
pub fn show(
    site: &Site,
    who: &Who,
    case: &Case,
    asked: &Asked,
    filled: &Filled,
    saved: Option<String>,
) -> Result<Response, Problem> {
    let notice = saved.map(|_| "Your answer is recorded.".to_owned());
    let frame = open::frame(case, &asked.question.ask).errors(filled.errors.clone()).notice(notice);
    site.views().show("question.html.j2", &frame, who, question_context(who, case, asked, filled)?)
}

/// Shows what somebody else recorded meanwhile beside what was typed.
pub fn conflict(
    site: &Site,
    who: &Who,
    case: &Case,
    asked: &Asked,
    filled: &Filled,
    newer: &[CaseEntry],
) -> Result<Response, Problem> {
    let frame = open::frame(case, "Somebody else answered this question meanwhile");
    let theirs: Vec<Value> = newer.iter().map(|entry| their_answer(case, &asked.question, entry)).collect();
    let context = context! {
        theirs, mine => in_words(&asked.question, filled),
        ..question_context(who, case, asked, filled)?
    };
    site.views().show("conflict.html.j2", &frame, who, context)
}

fn question_context(who: &Who, case: &Case, asked: &Asked, filled: &Filled) -> Result<Value, Problem> {
    let record = open::record(case)?;
    let lot = asked.key.lot.and_then(|lot| case.state.lot_name(lot));
    let section = section(&record, asked, lot);
    let may_decide = who.person().is_some_and(|person| person.may(Act::Decide)) && !record.case.closed;
    let error = |field: &str| filled.errors.iter().find(|(_, of)| of == field).map(|(message, _)| message.clone());
    Ok(context! {
        address => open::address(case), action => asked.address(case), head => case.state.head, may_decide,
        decision => record_title(asked), question => about(case.rulebook.pack(), &asked.question), lot,
        draft => format!("{}/{}", case.id, asked.key.prefix()),
        filled => data(filled), items => shown_items(&asked.question, filled),
        error => error("answer").or_else(|| error("answer-day")), reason_error => error("reason"), view_error => error("view-of"),
        concerns_error => error("concerns-day"), pasted_error => error("pasted"),
        field_errors => filled.errors.iter().filter(|(_, field)| field.starts_with("item-")).map(|(message, field)| (field.trim_end_matches("-day").to_owned(), message.clone())).collect::<std::collections::BTreeMap<_, _>>(),
        standing => section.and_then(|section| standing(section, asked)).map(data),
        comments => comments(who, case, asked), panel => section.map(panel), remaining => section.map(|section| section.open.len()),
    })
}

fn comments(who: &Who, case: &Case, asked: &Asked) -> Value {
    let about = Subject::Question(asked.key.decision.clone(), asked.key.question.clone());
    comments::section(case, who, &comments::Section { about: &about, lot: asked.key.lot })
}

fn record_title(asked: &Asked) -> Value {
    context! { id => asked.decision.id.to_string(), title => &asked.decision.title, about => &asked.decision.about, provision => asked.decision.provision.to_string() }
}

fn section<'r>(record: &'r DecisionRecord, asked: &Asked, lot: Option<&str>) -> Option<&'r Section> {
    let mine = |section: &&Section| section.decision == asked.key.decision.as_str();
    let of_lot = |section: &&Section| mine(section) && section.lot.as_deref() == lot;
    record.sections.iter().find(of_lot).or_else(|| record.sections.iter().find(mine))
}

fn standing<'r>(section: &'r Section, asked: &Asked) -> Option<&'r AnsweredQuestion> {
    section.answers.iter().find(|answer| answer.question == asked.key.question.as_str())
}

/// The routes or other conclusions as they stand: open, excluded, compulsory, and why.
fn panel(section: &Section) -> Value {
    let shown = section.conclusions.iter().filter(|conclusion| !conclusion.intermediate);
    let line = |conclusion: &psr_casefile::decision_record::Conclusion| {
        let (text, colour) = match conclusion {
            _ if conclusion.compulsory_route => ("Must be followed", "purple"),
            _ if conclusion.lawful_route => ("May be followed", "green"),
            _ if conclusion.value == "undetermined" => ("Still open", "yellow"),
            _ if section.conclusions.iter().any(|other| other.lawful_route) => ("Excluded", "grey"),
            _ => ("Settled", "blue"),
        };
        context! { conclusion => data(conclusion), status => context! { text, colour } }
    };
    context! { title => &section.title, conclusions => shown.map(line).collect::<Vec<_>>(), conflicts => data(&section.conflicts) }
}

fn about(pack: &Pack, question: &Question) -> Value {
    let says = |provision: &psr_rules::id::Provision| {
        let says = pack.provisions.iter().find(|entry| entry.id == *provision).map(|entry| entry.says.clone());
        context! { id => provision.to_string(), says }
    };
    let (kind, choices, fields) = match &question.kind {
        Kind::YesNo => ("yes-no", Vec::new(), Vec::new()),
        Kind::Money { .. } => ("money", Vec::new(), Vec::new()),
        Kind::Date => ("date", Vec::new(), Vec::new()),
        Kind::OneOf(choices) => {
            (if choices.len() > MANY { "many" } else { "one-of" }, choices.iter().map(choice).collect(), Vec::new())
        }
        Kind::Text => ("text", Vec::new(), Vec::new()),
        Kind::List(fields) => ("list", Vec::new(), fields.iter().map(field).collect()),
    };
    context! {
        id => question.id.to_string(), ask => &question.ask, hint => question.hint.clone(), why => &question.why, view => question.view.clone(),
        guidance => question.guidance.clone(), provisions => question.provisions.iter().map(says).collect::<Vec<_>>(), kind, choices, fields,
    }
}

fn choice(choice: &Choice) -> Value {
    context! { value => choice.id.to_string(), text => &choice.label, hint => choice.note.clone() }
}

/// Returns what a form sees of a field.
pub fn field(field: &Field) -> Value {
    let (kind, choices): (&str, Vec<Value>) = match &field.kind {
        FieldKind::YesNo => ("yes-no", Vec::new()),
        FieldKind::Money { .. } => ("money", Vec::new()),
        FieldKind::Date => ("date", Vec::new()),
        FieldKind::Number => ("number", Vec::new()),
        FieldKind::OneOf(choices) => ("one-of", choices.iter().map(choice).collect()),
        FieldKind::Text => ("text", Vec::new()),
    };
    context! { id => field.id.to_string(), ask => &field.ask, optional => field.optional, kind, choices }
}

/// Returns the items as rows of a table, as people read them.
fn shown_items(question: &Question, filled: &Filled) -> Vec<Vec<String>> {
    let Kind::List(fields) = &question.kind else { return Vec::new() };
    let cell = |item: &std::collections::BTreeMap<String, String>, field: &Field| {
        item.get(field.id.as_str()).map(|text| psr_casefile::record::field_in_words(field, text)).unwrap_or_default()
    };
    filled.items.iter().map(|item| fields.iter().map(|field| cell(item, field)).collect()).collect()
}

fn their_answer(case: &Case, question: &Question, entry: &CaseEntry) -> Value {
    let (answer, reason) = match &entry.event {
        Some(CaseEvent::Answered(answered)) if answered.privileged => ("(privileged)".to_owned(), None),
        Some(CaseEvent::Answered(answered)) => {
            let words = answered.answer.as_ref().map(|answer| psr_casefile::record::in_words(question, answer));
            (words.unwrap_or_default(), answered.reason.clone())
        }
        Some(CaseEvent::Withdrawn(_)) => ("The answer was taken back".to_owned(), None),
        _ => ("The case was closed".to_owned(), None),
    };
    context! { answer, reason, by => case.state.actor_name(&entry.act), at => crate::view::words::instant(entry.at), entry => entry.seq }
}

/// Says what was typed as people read it, where it can be read.
fn in_words(question: &Question, filled: &Filled) -> String {
    let text = match &question.kind {
        Kind::Date => return [&*filled.date.day, &*filled.date.month, &*filled.date.year].join(" "),
        Kind::List(_) => return crate::view::words::count(filled.items.len(), "item", "items"),
        kind => psr_rules::answer::forgiving(kind, filled.value.trim()),
    };
    let parsed: Option<Answer> = psr_rules::answer::parse(question, &text).ok();
    parsed.map_or(text, |answer| psr_casefile::record::in_words(question, &answer))
}
