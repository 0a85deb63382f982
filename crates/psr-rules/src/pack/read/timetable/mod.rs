//! Reads `timetable.yaml`: what falls due when.
//!
//! Names are looked up as they are met, among the events and the moments above: what is defined is known before what refers to it.

mod applies;
mod cases;
mod moments;
mod names;
mod parts;
mod reckonings;
mod recorded;
mod scenarios;

use std::collections::BTreeMap;

use super::folder::{File, Folder};
use super::index::Index;
use super::uses::Uses;
use crate::calendar::Calendar;
use crate::id::CalendarId;
use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::Findings;
use crate::pack::model::{EventKind, TimetableRules};
use names::Names;

pub(crate) use scenarios::{is_of_timetable, read_scenarios};

/// What the timetable may refer to in the rest of the pack.
pub(crate) struct Around<'a> {
    /// Everything that is defined by name.
    pub index: &'a Index,
    /// The calendars.
    pub calendars: &'a BTreeMap<CalendarId, Calendar>,
    /// The files, to tell a calendar that is missing from one that could not be read.
    pub files: &'a [File],
    /// What a case records.
    pub events: &'a [EventKind],
}

/// Reads the timetable, where the pack has one.
pub(crate) fn read(around: &Around<'_>, findings: &Findings, uses: &mut Uses) -> Option<TimetableRules> {
    let file = around.files.iter().find(|file| file.folder == Folder::Timetable)?;
    let mut fields = file.cursor(findings).fields()?;
    let calendar = fields.required("calendar").and_then(|at| calendar(at, around));
    let deadline = fields.optional("deadline");
    let processes = fields.required("processes").map(|at| parts::processes(at, around)).unwrap_or_default();
    let events = fields.required("events").map(|at| parts::events(at, around)).unwrap_or_default();
    let mut names = Names::new(file, processes, events);
    let cases = fields.optional("cases").map(|at| cases::read(at, &names, around)).unwrap_or_default();
    let moments = fields.optional("moments").map(|at| moments::read(at, &mut names, around, uses)).unwrap_or_default();
    let outputs = fields.optional("outputs").map(|at| parts::outputs(at, &names, around)).unwrap_or_default();
    let duties = fields.optional("duties").map(|at| parts::duties(at, &names, around, uses)).unwrap_or_default();
    let wrong = fields.optional("findings").map(|at| parts::findings(at, &names, around)).unwrap_or_default();
    let deadline = deadline.and_then(|at| names.named(at));
    let notes = fields.optional("notes").map(|list| list.list(|item| item.words())).unwrap_or_default();
    fields.finish();
    let (processes, events) = names.into_parts();
    let calendar = calendar?;
    Some(TimetableRules {
        calendar,
        processes,
        events,
        cases,
        moments,
        outputs,
        duties,
        findings: wrong,
        deadline,
        notes,
    })
}

fn calendar(at: Cursor<'_>, around: &Around<'_>) -> Option<CalendarId> {
    let id = at.id(CalendarId::parse)?;
    let there = around.files.iter().any(|file| file.folder == Folder::Calendar && file.stem() == id.as_str());
    if !there && !around.calendars.contains_key(&id) {
        let known = around.calendars.keys().map(CalendarId::as_str);
        let hint = at.source.near_or(id.as_str(), known, &format!("add calendar/{id}.yaml"));
        at.error(format!("there is no calendar `{id}`"), hint);
        return None;
    }
    Some(id)
}
