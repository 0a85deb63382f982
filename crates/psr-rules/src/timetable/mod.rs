//! Timetables: what falls due when, from what has happened.
//!
//! The pack says which moments follow from which events, what must be done by when, and what is wrong when it happens
//! ([`TimetableRules`](crate::pack::model::TimetableRules)); this module only reckons. Nothing is guessed: from an event that has not happened no
//! moment is found.
//!
//! ```text
//! events → moments → days, duties, findings
//! ```

mod expect;
mod ical;
mod input;
mod json;
mod judge;
mod moments;
mod parts;
mod unused;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::calendar::CalendarError;
use crate::engine::PackName;
use crate::id::{DutyId, EventId, FindingId, MomentId, ProcessId, Provision};
use crate::pack::model::Pack;

pub use expect::differences;
pub(crate) use input::given;
pub use input::{Given, read, read_line};
pub use judge::{Verdict, judge_deadline, judge_time};

/// Why there is no timetable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TimetableError {
    /// The pack has none.
    #[error("the pack `{0}` has no timetable.yaml: it does not say what falls due when")]
    NoTimetable(String),
    /// A date cannot be found.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
}

/// What falls due when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timetable {
    /// The pack by which it was reckoned.
    pub pack: PackName,
    /// The process.
    pub process: ProcessId,
    /// The name of the process, as it stands inside a sentence.
    pub process_title: String,
    /// What the procurement is called, if it was given a name.
    pub reference: Option<String>,
    /// When the procedure commenced, if that was given.
    pub commenced: Option<NaiveDate>,
    /// The day by which duties are judged overdue, if one was given.
    pub as_of: Option<NaiveDate>,
    /// The latest day given.
    pub latest: NaiveDate,
    /// The time zone whose midnight ends a day.
    pub zone: String,
    /// The day by whose end a deadline stated in a notice is judged, where it has come about.
    pub deadline: Option<NaiveDate>,
    /// The last day of every moment, shown or not; none where it has not come about.
    pub moments: BTreeMap<MomentId, Option<NaiveDate>>,
    /// The moments shown, in the pack's order; one that has not come about has no day.
    pub days: Vec<Day>,
    /// The duties, in the pack's order.
    pub duties: Vec<Duty>,
    /// What is wrong, in the pack's order.
    pub findings: Vec<Finding>,
    /// The events that were given and on which nothing here turns.
    pub unused: Vec<EventId>,
    /// How the days are counted.
    pub notes: Vec<String>,
}

/// A moment that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The object it stands in, if in one of its own.
    pub group: Option<String>,
    /// Its key.
    pub key: String,
    /// What it is, in words.
    pub title: String,
    /// The provision behind it.
    pub provision: Provision,
    /// The day, where it has come about.
    pub on: Option<NaiveDate>,
    /// Whether the midnight at the end of the day is meant.
    pub end_of_day: bool,
    /// Why there is no day yet.
    pub absent: Option<String>,
    /// The readings of the law by which the day is what it is.
    pub readings: Vec<Reading>,
}

/// A reading of the law that its text does not spell out, and that decided a day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reading {
    /// The provision that is read.
    pub provision: Provision,
    /// The reading, as a sentence without a full stop.
    pub says: String,
}

/// A duty that has arisen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// Its id.
    pub duty: DutyId,
    /// What must be done.
    pub title: String,
    /// The provision that sets the day.
    pub provision: Provision,
    /// The day it arose.
    pub arose: NaiveDate,
    /// From when on it may be done.
    pub not_before: Option<NaiveDate>,
    /// By when it must be done.
    pub due: Option<NaiveDate>,
    /// The provision that says whether it is owed at all, where the dates cannot tell.
    pub only_if: Option<Provision>,
    /// The day it was done.
    pub done: Option<NaiveDate>,
    /// By how many days it is overdue on the day asked about; none where it is not.
    pub days_overdue: Option<u64>,
    /// The readings of the law by which the day is what it is.
    pub readings: Vec<Reading>,
}

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its id.
    pub finding: FindingId,
    /// The provision.
    pub provision: Provision,
    /// What is wrong, as a sentence without a full stop.
    pub says: String,
}

impl Duty {
    /// Returns by how many days it was done too late.
    pub fn days_late(&self) -> Option<u64> {
        let (done, due) = (self.done?, self.due?);
        days_between(due, done)
    }

    /// Answers whether it was done before it may be.
    pub fn is_too_early(&self) -> bool {
        self.done.zip(self.not_before).is_some_and(|(done, from)| done < from)
    }
}

impl Timetable {
    /// Returns the day of a moment that is shown, where it has come about.
    pub fn day(&self, group: Option<&str>, key: &str) -> Option<NaiveDate> {
        self.days.iter().find(|day| day.group.as_deref() == group && day.key == key)?.on
    }

    /// Returns the timetable as iCalendar (RFC 5545): an all-day entry for each moment and each duty that has a day.
    pub fn ical(&self) -> String {
        ical::write(&[self])
    }
}

/// Returns several timetables as one calendar.
pub fn ical_of(timetables: &[&Timetable]) -> String {
    ical::write(timetables)
}

/// Reckons what falls due when; duties are judged overdue by a day, where one is given.
///
/// # Errors
/// When the pack has no timetable, or a count needs a year of which the calendar holds no bank holidays.
pub fn reckon(pack: &Pack, given: &Given, as_of: Option<NaiveDate>) -> Result<Timetable, TimetableError> {
    let rules = pack.timetable.as_ref().ok_or_else(|| TimetableError::NoTimetable(pack.about.id.clone()))?;
    let law = moments::Law::of(pack, rules, given);
    let found = moments::find(&law, given)?;
    parts::timetable(&law, &found, given, as_of)
}

/// Returns by how many days a day is later than another; none where it is not.
fn days_between(earlier: NaiveDate, later: NaiveDate) -> Option<u64> {
    u64::try_from((later - earlier).num_days()).ok().filter(|days| *days > 0)
}
