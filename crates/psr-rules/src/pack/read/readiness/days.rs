//! Reads days and figures.

use super::Reading;
use super::circumstances::{asked, event};
use super::names::moment;
use crate::id::ParameterId;
use crate::pack::cursor::Cursor;
use crate::pack::fields::Fields;
use crate::pack::model::{Asked, Day, Figured, Kind};
use crate::pack::node::{Meaning, Value};

const WORDS: [(&str, WordDay); 3] =
    [("today", WordDay::Today), ("approval", WordDay::Approval), ("recorded", WordDay::Recorded)];
const KEYS: [&str; 6] = ["first", "last", "answer", "moment", "field", "recorded"];

#[derive(Debug, Clone, Copy)]
enum WordDay {
    Today,
    Approval,
    Recorded,
}

/// Takes a day: a word, or a mapping that says which, perhaps with days to be added.
pub(super) fn day(at: Cursor<'_>, reading: &mut Reading<'_>) -> Option<Day> {
    if matches!(at.node.value, Value::Scalar(_)) {
        return Some(match at.one_of(&WORDS)? {
            WordDay::Today => Day::Today,
            WordDay::Approval => Day::Approval,
            WordDay::Recorded => Day::Recorded(None),
        });
    }
    let mut fields = at.fields()?;
    let key = super::circumstances::the_one(&mut fields, &KEYS, "the day is not said");
    let (plus, within) = (fields.optional("plus"), fields.optional("within"));
    fields.finish();
    let (key, value) = key?;
    let day = match key {
        "first" => Day::First(event(value, reading)?),
        "last" => Day::Last(event(value, reading)?),
        "answer" => Day::Answer(dated(value, reading)?),
        "moment" => Day::Moment(known_moment(value, reading)?),
        "field" => Day::Field(value.words()?),
        _ => Day::Recorded(Some(asked(value, reading)?)),
    };
    match (plus, within) {
        (Some(_), Some(at)) => {
            at.error("the day has both `plus` and `within`", "keep one of them");
            None
        }
        (Some(plus), None) => Some(Day::Plus(Box::new(day), figure(plus, reading)?)),
        (None, Some(within)) => Some(Day::Within(Box::new(day), figure(within, reading)?)),
        (None, None) => Some(day),
    }
}

/// Takes two days that are compared.
pub(super) fn pair(at: Cursor<'_>, reading: &mut Reading<'_>) -> Option<(Day, Day)> {
    let mut fields: Fields<'_> = at.fields()?;
    let keys = ["this", "than"].map(|key| fields.required(key));
    fields.finish();
    let [one, other] = keys.map(|at| at.and_then(|at| day(at, reading)));
    Some((one?, other?))
}

fn dated(at: Cursor<'_>, reading: &mut Reading<'_>) -> Option<Asked> {
    let asked = asked(at, reading)?;
    match reading.index.kind(&asked.question) {
        Some(Kind::Date) | None => Some(asked),
        Some(_) => {
            at.error(format!("question `{}` is not answered by a date", asked.question), "name one that is");
            None
        }
    }
}

/// Takes the name of a day or a duty, and looks it up where the pack has a timetable.
pub(super) fn known_moment(at: Cursor<'_>, reading: &Reading<'_>) -> Option<crate::id::MomentId> {
    let id = moment(at)?;
    if reading.index.is_moment(&id) {
        return Some(id);
    }
    let known = reading.index.moments.iter().map(crate::id::MomentId::as_str);
    let hint = at.source.near_or(id.as_str(), known, "declare it in timetable.yaml");
    at.error(format!("the timetable has no `{id}`"), hint);
    None
}

/// Takes a figure by its name: one of the law, or one of good practice.
pub(super) fn figure(at: Cursor<'_>, reading: &mut Reading<'_>) -> Option<Figured> {
    if let Value::Scalar(scalar) = &at.node.value
        && scalar.meaning() == Meaning::Number
    {
        at.error(format!("{} is a bare figure", at.name), "define it with its source, and name it here");
        return None;
    }
    let id = at.id(ParameterId::parse)?;
    if reading.index.parameters.contains_key(&id) {
        reading.uses.parameters.insert(id.clone());
        return Some(Figured::Law(id));
    }
    let found = reading.names.figure(id.as_str());
    if found.is_none() && !reading.names.gaps && !reading.index.has_gap(crate::pack::read::Folder::Parameters) {
        let known = reading.index.parameters.keys().map(ParameterId::as_str).chain(reading.names.figure_names());
        let hint =
            at.source.near_or(id.as_str(), known, "define it in a file under parameters/, or under `figures:` here");
        at.error(format!("there is no figure `{id}`"), hint);
    }
    found
}
