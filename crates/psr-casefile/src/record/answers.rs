//! Answers as the decision record shows them.

use chrono::NaiveDate;
use psr_rules::answer::Answer;
use psr_rules::money::Pence;
use psr_rules::pack::model::{Field, FieldKind, Kind, Question};

use crate::decision_record::{AnsweredQuestion, Evidence};
use crate::event::Answered;
use crate::state::{CaseState, Recorded};

/// Returns an answer on record as the decision record shows it; none where the answer itself is withheld.
pub(crate) fn answered(
    state: &CaseState,
    question: &Question,
    recorded: &Recorded<Answered>,
) -> Option<AnsweredQuestion> {
    let what = &recorded.what;
    let answer = what.answer.as_ref()?;
    let replaced = state.answers.get(&what.key).map(|history| history.replaced.clone()).unwrap_or_default();
    Some(AnsweredQuestion {
        question: question.id.to_string(),
        ask: question.ask.clone(),
        provisions: question.provisions.iter().map(ToString::to_string).collect(),
        answer: in_words(question, answer),
        plain: answer.plain(),
        clause: clause(question, answer),
        items: items(question, answer),
        plain_items: plain_items(answer),
        by_field: by_field(question, answer),
        reason: what.reason.clone(),
        view: question.view.clone(),
        view_of: what.view_of.clone(),
        evidence: what
            .evidence
            .iter()
            .map(|file| Evidence { name: file.name.clone(), digest: file.digest.clone() })
            .collect(),
        entry: recorded.seq,
        at: recorded.at,
        by: state.actor_name(&recorded.act),
        privileged: what.privileged,
        concerns: what.concerns,
        retrospective: what.concerns.is_some() || state.opened.what.retrospective,
        late: None,
        replaced,
    })
}

/// Returns an answer as people read it.
pub fn in_words(question: &Question, answer: &Answer) -> String {
    match (answer, &question.kind) {
        (Answer::YesNo(true), _) => "Yes".to_owned(),
        (Answer::YesNo(false), _) => "No".to_owned(),
        (Answer::Money(sum), _) => sum.to_string(),
        (Answer::Date(date), _) => day_in_words(date),
        (Answer::Choice(id), Kind::OneOf(choices)) => {
            let choice = choices.iter().find(|choice| choice.id == *id);
            choice.map_or_else(|| id.to_string(), |choice| choice.label.clone())
        }
        (Answer::List(items), _) if items.is_empty() => "None".to_owned(),
        (Answer::List(items), _) if items.len() == 1 => "1 item".to_owned(),
        _ => answer.plain(),
    }
}

/// Returns the text of a field as people read it.
pub fn field_in_words(field: &Field, text: &str) -> String {
    let read = match &field.kind {
        FieldKind::YesNo => match text {
            "yes" => Some("Yes".to_owned()),
            "no" => Some("No".to_owned()),
            _ => None,
        },
        FieldKind::Money { .. } => Pence::parse(text).ok().map(|sum| sum.to_string()),
        FieldKind::Date => NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(|date| day_in_words(&date)),
        FieldKind::OneOf(choices) => {
            choices.iter().find(|choice| choice.id.as_str() == text).map(|choice| choice.label.clone())
        }
        FieldKind::Number | FieldKind::Text => None,
    };
    read.unwrap_or_else(|| text.to_owned())
}

pub(crate) fn day_in_words(date: &NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// Returns an answer as a clause, where the pack has one.
pub fn clause(question: &Question, answer: &Answer) -> Option<String> {
    match answer {
        Answer::YesNo(true) => question.says.yes.clone(),
        Answer::YesNo(false) => question.says.no.clone(),
        _ => {
            question.says.answer.as_ref().map(|clause| clause.replace("{answer}", &inside_a_sentence(question, answer)))
        }
    }
}

/// Returns an answer as it reads inside a sentence: a choice that begins with an article, and an empty list, lose their capital.
fn inside_a_sentence(question: &Question, answer: &Answer) -> String {
    let words = in_words(question, answer);
    match answer {
        Answer::Choice(_) => label_inside_a_sentence(&words),
        Answer::List(items) if items.is_empty() => label_inside_a_sentence(&words),
        _ => words,
    }
}

/// Returns a choice's label as it reads inside a sentence.
pub(super) fn label_inside_a_sentence(label: &str) -> String {
    let first = label.split(' ').next().unwrap_or_default();
    match first {
        "A" | "An" | "For" | "None" | "The" | "Until" => label.replacen(first, &first.to_lowercase(), 1),
        _ => label.to_owned(),
    }
}

/// Returns the items of a list as people read them, by the ids of their fields.
fn by_field(question: &Question, answer: &Answer) -> Vec<std::collections::BTreeMap<String, String>> {
    let (Answer::List(items), Kind::List(fields)) = (answer, &question.kind) else { return Vec::new() };
    let item = |item: &std::collections::BTreeMap<String, String>| {
        let field = |field: &Field| {
            let shown = field_in_words(field, item.get(field.id.as_str())?);
            Some((field.id.to_string(), shown))
        };
        fields.iter().filter_map(field).collect()
    };
    items.iter().map(item).collect()
}

/// Returns the items of a list as they are on record, by the ids of their fields.
fn plain_items(answer: &Answer) -> Vec<std::collections::BTreeMap<String, String>> {
    match answer {
        Answer::List(items) => items.clone(),
        _ => Vec::new(),
    }
}

/// Returns the items of a list with the names of their fields in words, in the question's order.
fn items(question: &Question, answer: &Answer) -> Vec<Vec<(String, String)>> {
    let (Answer::List(items), Kind::List(fields)) = (answer, &question.kind) else { return Vec::new() };
    let item = |item: &std::collections::BTreeMap<String, String>| {
        let field = |field: &Field| Some((field.ask.clone(), field_in_words(field, item.get(field.id.as_str())?)));
        fields.iter().filter_map(field).collect()
    };
    items.iter().map(item).collect()
}
