//! To whom a letter goes of which there is one for each of several readers, and what of the list on record is for that reader.

use std::collections::BTreeMap;

use psr_rules::pack::model::{Notice, ToEach};

use super::draft::parts;
use super::{Gap, Missing, Part, Supplied};
use crate::casebook::Case;
use crate::decision_record::AnsweredQuestion;
use crate::error::Result;

/// Returns the readers to each of whom one such letter goes, as the record names them.
///
/// # Errors
/// When no law of the pack governs the case's date.
pub fn addressees(case: &Case, notice: &Notice) -> Result<Vec<String>> {
    let Some(to_each) = &notice.to_each else { return Ok(Vec::new()) };
    Ok(addressed(to_each, &mut parts(case, notice)?, None))
}

/// Keeps in the list that has one letter for each reader the items for this reader, and the lots that they are of; returns all readers it names.
pub(super) fn addressed(to_each: &ToEach, parts: &mut Vec<Part>, to: Option<&str>) -> Vec<String> {
    let mut readers = Vec::new();
    for part in parts.iter_mut() {
        for answered in lists(part, to_each) {
            keep_meant(to_each, answered, to, &mut readers);
        }
    }
    if to.is_some_and(|to| readers.iter().any(|reader| reader == to)) {
        parts.retain_mut(|part| lists(part, to_each).all(|answered| !answered.plain_items.is_empty()));
    }
    readers
}

/// Returns the answers of a part that hold the list.
fn lists<'p>(part: &'p mut Part, to_each: &'p ToEach) -> impl Iterator<Item = &'p mut AnsweredQuestion> {
    let supplied = part.items.iter_mut().flat_map(|item| &mut item.supplied_by);
    supplied.filter_map(|supplied| match supplied {
        Supplied::Answer { answered, .. } if is_of(to_each, answered) => Some(answered.as_mut()),
        _ => None,
    })
}

fn is_of(to_each: &ToEach, answered: &AnsweredQuestion) -> bool {
    to_each.of.iter().any(|(_, question)| question.as_str() == answered.question)
}

fn keep_meant(to_each: &ToEach, answered: &mut AnsweredQuestion, to: Option<&str>, readers: &mut Vec<String>) {
    let meant = |fields: &BTreeMap<String, String>| {
        let only = to_each.only.as_ref();
        only.is_none_or(|(field, choice)| fields.get(field.as_str()).is_some_and(|given| given == choice.as_str()))
    };
    let reader = |fields: &BTreeMap<String, String>| fields.get(to_each.by.as_str()).cloned();
    let named = answered.plain_items.iter().filter(|fields| meant(fields)).filter_map(reader);
    named.for_each(|name| {
        if !readers.contains(&name) {
            readers.push(name)
        }
    });
    let kept: Vec<bool> = answered
        .plain_items
        .iter()
        .map(|fields| meant(fields) && to.is_none_or(|to| reader(fields).as_deref() == Some(to)))
        .collect();
    let mut keep = kept.iter();
    answered.plain_items.retain(|_| keep.next().copied().unwrap_or(true));
    let mut keep = kept.iter();
    answered.by_field.retain(|_| keep.next().copied().unwrap_or(true));
    let mut keep = kept.iter();
    answered.items.retain(|_| keep.next().copied().unwrap_or(true));
}

/// Returns what is missing where the letter has no reader, or one whom the record does not name.
pub(super) fn gap(notice: &Notice, readers: &[String], to: Option<&str>) -> Option<Gap> {
    let says = match to {
        Some(to) if readers.iter().any(|reader| reader == to) => return None,
        Some(to) => format!("a letter to {to} on record"),
        None => "to whom it goes".to_owned(),
    };
    let of = notice.to_each.as_ref().and_then(|to_each| to_each.of.first());
    let named = match readers {
        [] => "nobody is on record to whom it goes".to_owned(),
        readers => format!("name one of those on record: {}", readers.join("; ")),
    };
    let missing = Missing {
        says: named,
        decision: of.map(|(decision, _)| decision.to_string()),
        question: of.map(|(_, question)| question.to_string()),
        event: None,
    };
    Some(Gap { provision: notice.provision.to_string(), says, lots: Vec::new(), missing: vec![missing] })
}
