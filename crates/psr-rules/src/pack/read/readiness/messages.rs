//! Reads what is said of a gap or a limb, and checks the names in braces.

use super::Reading;
use super::selections::{Known, fields_of};
use crate::id::{EventId, MomentId, ParameterId, QuestionId};
use crate::pack::cursor::Cursor;
use crate::pack::model::{ItemSource, Kind};
use crate::pack::read::clauses::holes;
use crate::pack::read::questions;

/// Takes a whole sentence; in braces may stand what the item looked at has, and what the case knows.
pub(super) fn sentence(at: Cursor<'_>, each: Option<&ItemSource>, reading: &mut Reading<'_>) -> Option<String> {
    let text = at.words()?;
    let begins = text.chars().next().is_some_and(|letter| letter.is_uppercase() || matches!(letter, '{' | '“'));
    if !begins || !text.trim_end().ends_with(['.', '”']) {
        at.error(format!("{} is not a whole sentence", at.name), "begin with a capital and end with a full stop");
        return None;
    }
    named(at, &text, each, reading)?;
    Some(text)
}

/// Takes a clause that is read inside a sentence.
pub(super) fn clause(at: Cursor<'_>, reading: &mut Reading<'_>) -> Option<String> {
    let text = questions::clause(at)?;
    named(at, &text, None, reading)?;
    Some(text)
}

fn named(at: Cursor<'_>, text: &str, each: Option<&ItemSource>, reading: &mut Reading<'_>) -> Option<()> {
    let fields = each.map(|source| fields_of(source, reading));
    let unknown: Vec<&str> = holes(at, text)?.into_iter().filter(|name| !is_known(name, &fields, reading)).collect();
    for name in &unknown {
        let fields = fields.iter().flatten().flatten().map(|(field, _)| field.as_str());
        let events = reading.events.iter().map(|event| event.id.as_str());
        let known: Vec<&str> =
            fields.chain(events).chain(reading.index.questions.keys().map(QuestionId::as_str)).collect();
        let otherwise = "name an event, a day of the timetable, a figure, a question that is not a list, or a field of the items under `each:`";
        at.error(format!("{{{name}}} stands for nothing"), at.source.near_or(name, known.into_iter(), otherwise));
    }
    unknown.is_empty().then_some(())
}

fn is_known(name: &str, fields: &Option<Known>, reading: &mut Reading<'_>) -> bool {
    let field = match fields {
        Some(Some(fields)) => fields.iter().any(|(field, _)| field == name),
        Some(None) => true,
        None => false,
    };
    let event = || EventId::parse(name).is_ok_and(|id| reading.events.iter().any(|event| event.id == id));
    let moment = || MomentId::parse(name).is_ok_and(|id| reading.index.is_moment(&id));
    let question = || {
        let id = QuestionId::parse(name).ok()?;
        Some(reading.index.questions.contains_key(&id) && !matches!(reading.index.kind(&id), Some(Kind::List(_))))
    };
    if field || event() || moment() || question().unwrap_or(false) {
        return true;
    }
    if let Some(id) = ParameterId::parse(name).ok().filter(|id| reading.index.parameters.contains_key(id)) {
        reading.uses.parameters.insert(id);
        return true;
    }
    reading.names.figure(name).is_some()
}
