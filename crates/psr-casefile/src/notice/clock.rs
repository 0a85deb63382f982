//! The days that a notice states, where they run from a publication that may still be to come.

use chrono::NaiveDate;
use psr_rules::pack::model::{Notice, Pack, ToEach};
use psr_rules::timetable::Day;
use serde::Serialize;

use super::{Gap, Missing, Part, Supplied};
use crate::casebook::Case;
use crate::error::Result;
use crate::timetable;

/// The days that a notice states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Clock {
    /// The event from whose day they run, in words.
    pub runs_from: String,
    /// That day.
    pub on: NaiveDate,
    /// Whether it is planned: it is not on record yet.
    pub planned: bool,
    /// The day by whose end a reader must have acted, where there is one.
    pub deadline: Option<NaiveDate>,
    /// Every day that is reckoned from it.
    pub days: Vec<Stated>,
    /// How the days are counted.
    pub notes: Vec<String>,
    /// The entry of the event, where it is on record.
    pub entry: Option<u64>,
}

/// A day that a notice states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stated {
    /// Its key in the timetable.
    pub key: String,
    /// What it is, in words.
    pub title: String,
    /// The provision behind it.
    pub provision: String,
    /// The day.
    pub on: NaiveDate,
    /// Whether the midnight at the end of the day is meant.
    pub end_of_day: bool,
}

impl Clock {
    pub(super) fn cautions(&self) -> Vec<String> {
        if !self.planned {
            return Vec::new();
        }
        let day = self.on.format("%-d %B %Y");
        vec![format!(
            "The days stated here are reckoned from {day}, on which publication is planned. If it is published on another day they change: make this document again."
        )]
    }
}

/// Returns the days that a notice states: from the event on record, or else from the day planned; nothing where it states none or neither is known.
///
/// # Errors
/// When a count needs a year of which the pack's calendar holds no bank holidays.
pub(super) fn of(case: &Case, notice: &Notice, planned: Option<NaiveDate>) -> Result<Option<Clock>> {
    let Some(event) = &notice.runs_from else { return Ok(None) };
    let recorded = case.state.happened.iter().rfind(|happened| happened.what.event == *event);
    let (on, entry) = match (recorded, planned) {
        (Some(happened), None) => (happened.what.on, Some(happened.seq)),
        (Some(happened), Some(planned)) if planned == happened.what.on => (planned, Some(happened.seq)),
        (_, Some(planned)) => (planned, None),
        (None, None) => return Ok(None),
    };
    let Some(timetable) = timetable::from_one_event(case, event, on)? else { return Ok(None) };
    let kind = case.rulebook.pack().events.iter().find(|kind| kind.id == *event);
    Ok(Some(Clock {
        runs_from: kind.map_or_else(|| event.to_string(), |kind| kind.title.clone()),
        on,
        planned: entry.is_none(),
        deadline: timetable.deadline,
        days: timetable.days.iter().filter_map(stated).collect(),
        notes: timetable.notes.clone(),
        entry,
    }))
}

fn stated(day: &Day) -> Option<Stated> {
    Some(Stated {
        key: day.key.clone(),
        title: day.title.clone(),
        provision: day.provision.to_string(),
        on: day.on?,
        end_of_day: day.end_of_day,
    })
}

/// Returns what is missing where a notice states days and they cannot be reckoned.
pub(super) fn gap(pack: &Pack, notice: &Notice, clock: Option<&Clock>) -> Option<Gap> {
    let event = notice.runs_from.as_ref().filter(|_| clock.is_none())?;
    let kind = pack.events.iter().find(|kind| kind.id == *event)?;
    let missing = Missing {
        says: format!("{}, or the day on which it is planned", kind.title),
        decision: None,
        question: None,
        event: Some(event.to_string()),
    };
    Some(Gap {
        provision: kind.provision.to_string(),
        says: "the day from which the days it states run".to_owned(),
        lots: Vec::new(),
        missing: vec![missing],
    })
}

/// Returns where a letter on record gives another last day than the one reckoned.
pub(super) fn told_otherwise(clock: &Clock, to_each: &ToEach, parts: &[Part]) -> Option<String> {
    let (deadline, field) = (clock.deadline?, to_each.last_day.as_ref()?);
    let answered = parts.iter().flat_map(|part| &part.items).flat_map(|item| &item.supplied_by);
    let mut told = answered.filter_map(|supplied| match supplied {
        Supplied::Answer { answered, .. } => Some(&answered.plain_items),
        _ => None,
    });
    let other = told.find_map(|items| {
        let given = items.iter().filter_map(|fields| fields.get(field.as_str())?.parse::<NaiveDate>().ok());
        given.into_iter().find(|given| *given != deadline)
    })?;
    let words = |day: NaiveDate| day.format("%-d %B %Y").to_string();
    Some(format!(
        "The record gives {} as the last day, and reckoned from {} it is {}. Correct the record before this goes out.",
        words(other),
        words(clock.on),
        words(deadline)
    ))
}
