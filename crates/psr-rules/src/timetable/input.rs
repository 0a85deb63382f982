//! Reads what a timetable is asked about: a process and what has happened, strictly, as facts are read.

use chrono::{DateTime, NaiveDate};

use super::TimetableError;
use crate::calendar::Calendar;
use crate::facts;
use crate::id::ProcessId;
use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::{Diagnostics, Findings, Place};
use crate::pack::model::{GivenEvent, Pack, TimetableRules};
use crate::pack::node::{Value, shortened};
use crate::pack::source::Source;

/// What to write at least.
const LEAST: &str = "give at least `process:` and `events:`";

/// What is given: a process and what has happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// What the procurement is called, if it has a name.
    pub reference: Option<String>,
    /// The place of the process among those of the pack's timetable.
    pub process: usize,
    /// When the procedure commenced.
    pub commenced: Option<NaiveDate>,
    /// The days of each event of the pack's timetable, oldest first; none where it has not happened.
    pub events: Vec<Vec<NaiveDate>>,
}

impl Given {
    /// Begins with a process in which nothing has happened yet.
    pub fn nothing(rules: &TimetableRules, process: usize) -> Self {
        Self { reference: None, process, commenced: None, events: vec![Vec::new(); rules.events.len()] }
    }

    /// Returns the first day on which anything happened.
    pub fn first(&self) -> Option<NaiveDate> {
        self.events.iter().flatten().min().copied()
    }

    /// Returns the last day on which anything happened, commencement included.
    pub fn last(&self) -> Option<NaiveDate> {
        self.events.iter().flatten().copied().chain(self.commenced).max()
    }
}

/// What the reader of a file looks things up in.
struct Known<'p> {
    rules: &'p TimetableRules,
    calendar: &'p Calendar,
    begins: NaiveDate,
}

/// Reads a file of YAML or JSON.
///
/// # Errors
/// When the pack has no timetable, or anything is wrong with the file; each finding names the key and its line, and carries `name` as the file.
pub fn read(name: &str, bytes: &[u8], pack: &Pack) -> Result<Given, Diagnostics> {
    let findings = Findings::default();
    let source = Source { file: name, findings: &findings };
    let given = facts::tree(bytes, source, LEAST).and_then(|root| whole(Cursor::root(&root, source), pack));
    facts::finished(given, findings)
}

/// Reads one line of JSON.
///
/// # Errors
/// When anything is wrong: everything, in one sentence after another, naming the keys.
pub fn read_line(bytes: &[u8], pack: &Pack) -> Result<Given, String> {
    let findings = Findings::default();
    let source = Source { file: "", findings: &findings };
    let given = facts::json_tree(bytes, source, LEAST).and_then(|root| whole(Cursor::root(&root, source), pack));
    facts::finished(given, findings).map_err(facts::in_one_line)
}

fn whole(root: Cursor<'_>, pack: &Pack) -> Option<Given> {
    let Some((rules, calendar)) = pack.timetable.as_ref().map(|rules| (rules, &pack.calendars[&rules.calendar])) else {
        let error = TimetableError::NoTimetable(pack.about.id.clone());
        root.source.error(Place::default(), error.to_string(), "use another pack, or add the file to this one");
        return None;
    };
    given(root, rules, calendar, pack.about.begins)
}

/// Takes a process and what has happened.
pub(crate) fn given(root: Cursor<'_>, rules: &TimetableRules, calendar: &Calendar, begins: NaiveDate) -> Option<Given> {
    let known = Known { rules, calendar, begins };
    let mut fields = root.fields()?;
    let reference = fields.optional("reference").and_then(|at| at.words());
    let process = fields.required("process").and_then(|at| process(at, rules));
    let commenced = fields.optional("commenced").and_then(|at| not_before_the_regime(at, at.date()?, begins));
    let events = fields.optional("events").map(|at| events(at, &known));
    fields.finish();
    let events = events.unwrap_or_else(|| vec![Vec::new(); rules.events.len()]);
    Some(Given { reference, process: process?, commenced, events })
}

fn process(at: Cursor<'_>, rules: &TimetableRules) -> Option<usize> {
    let id = at.id(ProcessId::parse)?;
    let found = rules.process(id.as_str());
    if found.is_none() {
        let known = rules.processes.iter().map(|process| process.id.as_str());
        let message = format!("{} names `{}`, which the pack does not know", at.name, shortened(id.as_str()));
        at.error(message, at.source.hint(id.as_str(), known));
    }
    found
}

fn not_before_the_regime(at: Cursor<'_>, date: NaiveDate, begins: NaiveDate) -> Option<NaiveDate> {
    if date < begins {
        let message = format!("{} is {date}, before the regime began on {begins}", at.name);
        at.error(message, "what happened earlier is not counted under it");
        return None;
    }
    Some(date)
}

fn events(at: Cursor<'_>, known: &Known<'_>) -> Vec<Vec<NaiveDate>> {
    let mut days = vec![Vec::new(); known.rules.events.len()];
    let Some(fields) = at.fields() else { return days };
    for (key, value) in fields.entries() {
        let Some(place) = known.rules.events.iter().position(|event| event.id.as_str() == key.text) else {
            let message = format!("`{}` is not an event that the pack knows", shortened(&key.text));
            let names = known.rules.events.iter().map(|event| event.id.as_str());
            value.source.error(key.at, message, value.source.hint(&key.text, names));
            continue;
        };
        days[place] = event(value, &known.rules.events[place], known);
        days[place].sort_unstable();
    }
    days
}

fn event(value: Cursor<'_>, event: &GivenEvent, known: &Known<'_>) -> Vec<NaiveDate> {
    match (&value.node.value, event.list) {
        // An empty list says that nothing of the kind has happened.
        (_, true) => {
            let items = value.items().unwrap_or_default();
            items.into_iter().filter_map(|item| day(item, known)).collect()
        }
        (Value::List(..), false) => {
            let hint = "write one date; this can happen only once in a procedure";
            value.expected::<()>("a date", hint);
            Vec::new()
        }
        (_, false) => day(value, known).into_iter().collect(),
    }
}

/// Takes a civil date, or an instant with its offset, which falls on the date that it is where the calendar holds.
fn day(at: Cursor<'_>, known: &Known<'_>) -> Option<NaiveDate> {
    let text = &at.scalar()?.text;
    let date = match instant(text) {
        Some(instant) => known.calendar.civil_date(instant),
        None => at.date()?,
    };
    not_before_the_regime(at, date, known.begins)
}

/// Reads an RFC 3339 instant, with `T` between date and time.
fn instant(text: &str) -> Option<DateTime<chrono::FixedOffset>> {
    let formed =
        text.is_ascii() && text.len() >= 20 && text.as_bytes()[10] == b'T' && text.as_bytes()[0].is_ascii_digit();
    formed.then(|| DateTime::parse_from_rfc3339(text).ok()).flatten()
}
