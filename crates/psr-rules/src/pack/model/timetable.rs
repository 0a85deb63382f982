//! The timetable of a pack: which events count, which moments follow from them, and what falls due.
//!
//! Events and moments are named alike. A [`Named`] is a place in the one list of both: first the events, then the moments, each of which is
//! found from what stands before it.

use super::Presupposition;
use crate::id::{CalendarId, DutyId, EventId, FindingId, MomentId, ParameterId, ProcessId, Provision, TextId};

/// The place of an event or a moment: the events come first, then the moments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named(pub usize);

/// What a pack says about what falls due when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimetableRules {
    /// The calendar that counts its working days.
    pub calendar: CalendarId,
    /// The processes a timetable can be asked for.
    pub processes: Vec<Process>,
    /// What may be given as having happened.
    pub events: Vec<GivenEvent>,
    /// Which process a case follows; the first that fits counts.
    pub cases: Vec<CaseProcess>,
    /// What is found from the events, each from what stands before it.
    pub moments: Vec<Moment>,
    /// Which moments are shown, and how.
    pub outputs: Vec<Output>,
    /// What must be done, and by when.
    pub duties: Vec<DutyRule>,
    /// What is wrong when it happens.
    pub findings: Vec<FindingRule>,
    /// The moment by which a deadline stated in a notice is judged.
    pub deadline: Option<Named>,
    /// How the days are counted, as sentences without a full stop.
    pub notes: Vec<String>,
}

/// A process that a timetable can be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// Its id.
    pub id: ProcessId,
    /// Its name, as it stands inside a sentence.
    pub title: String,
    /// A name it shares with other processes, so that they can be named together.
    pub group: Option<ProcessId>,
    /// The provisions behind events of a case that follows it, where they are others than the events name by themselves.
    pub cites: Vec<(EventId, Provision)>,
}

/// Something that may be given as having happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenEvent {
    /// Its id: the key under `events:`.
    pub id: EventId,
    /// Its name in words.
    pub title: String,
    /// The provision behind it.
    pub provision: Provision,
    /// Whether it can happen several times, and is given as a list.
    pub list: bool,
    /// The events of a case by which it is recorded.
    pub recorded_as: Vec<RecordedAs>,
    /// What it has to do with rounds.
    pub round: Round,
}

/// An event of a case by which something is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedAs {
    /// The event.
    pub event: EventId,
    /// The field of the event that must have one of these values, where not every event of the kind is meant.
    pub only: Option<(String, Vec<String>)>,
}

/// What an event has to do with rounds: what may be begun again, so that only what came since counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Round {
    /// Nothing: it counts whenever it happened.
    #[default]
    Any,
    /// It begins a round; only the last counts.
    Begins,
    /// It belongs to the round in which it happened; what came before the last round does not count.
    Within,
}

/// Where a case follows a process: where all of this is concluded in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseProcess {
    /// The process, by its place.
    pub process: usize,
    /// What must be concluded; at least one thing.
    pub only_where: Vec<Presupposition>,
}

/// Where a part of the timetable applies; everything named must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Applies {
    /// The processes, by their places; empty means all.
    pub processes: Vec<usize>,
    /// The texts of the law; empty means all.
    pub texts: Vec<TextId>,
    /// What must all have come about.
    pub once: Vec<Named>,
    /// Of what none may have come about.
    pub unless: Vec<Named>,
}

/// A moment, found from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// Its id.
    pub id: MomentId,
    /// The provision that says how it is found; none where it is the one by which what it is taken from was found.
    pub provision: Option<Provision>,
    /// Where it applies.
    pub applies: Applies,
    /// How it is found.
    pub is: Reckoning,
    /// A floor that our reading of the law puts under it.
    pub floor: Option<Floor>,
}

/// The earliest a moment can be by our reading of the law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Floor {
    /// The moment it is never before.
    pub moment: Named,
    /// The reading, as a sentence without a full stop.
    pub reading: String,
}

/// How days are found from others. What has not come about gives no days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reckoning {
    /// The same days.
    SameAs(Named),
    /// The next calendar day.
    DayAfter(Named),
    /// So many calendar days later; the day itself is not counted.
    DaysAfter(ParameterId, Named),
    /// The last day of a period of so many days that begins with the day.
    DaysBeginningWith(ParameterId, Named),
    /// So many working days later; the day itself is not counted.
    WorkingDaysAfter(ParameterId, Named),
    /// The earliest of all these days.
    EarliestOf(Vec<Named>),
    /// The latest of all these days.
    LatestOf(Vec<Named>),
    /// All these days.
    EachOf(Vec<Named>),
    /// Those of some days that lie within bounds.
    ThoseOf {
        /// The days.
        days: Named,
        /// From when on; a bound that has not come about lets nothing in.
        lower: Option<Bound>,
        /// Until when; a bound that has not come about keeps nothing out.
        upper: Option<Bound>,
    },
}

/// A bound in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// The moment.
    pub moment: Named,
    /// Whether its own day lies within.
    pub included: bool,
}

/// A moment that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// The object it stands in, if in one of its own.
    pub group: Option<String>,
    /// Its key.
    pub key: String,
    /// The moment.
    pub moment: Named,
    /// What it is, in words.
    pub title: String,
    /// The provision behind it, cited while it has not come about.
    pub provision: Provision,
    /// Whether the moment is the midnight at the end of the day.
    pub end_of_day: bool,
    /// Where it applies.
    pub applies: Applies,
    /// What is said where it applies and has not come about.
    pub absent: Option<String>,
}

/// A duty, with the day by which it must be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyRule {
    /// Its id; several rules may share one.
    pub id: DutyId,
    /// What must be done.
    pub title: String,
    /// The provision that sets the day.
    pub provision: Provision,
    /// Where it applies.
    pub applies: Applies,
    /// The days for each of which it arises.
    pub for_each: Named,
    /// By when it must be done; of the days for which it arises, only the one it arises for counts.
    pub due: Reckoning,
    /// From when on it may be done.
    pub not_before: Option<Reckoning>,
    /// The provision that says whether it is owed at all, where the dates cannot tell.
    pub only_if: Option<Provision>,
    /// The event by which it is done.
    pub done: Option<Named>,
}

/// Something that is wrong when it happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingRule {
    /// Its id.
    pub id: FindingId,
    /// The provision.
    pub provision: Provision,
    /// Where it applies.
    pub applies: Applies,
    /// The days for each of which it arises.
    pub for_each: Named,
    /// What is said; `{id}` stands for the day of an event or moment.
    pub says: String,
}

impl TimetableRules {
    /// Returns the id of an event or a moment.
    pub fn name(&self, named: Named) -> &str {
        match self.events.get(named.0) {
            Some(event) => event.id.as_str(),
            None => self.moments.get(named.0 - self.events.len()).map_or("", |moment| moment.id.as_str()),
        }
    }

    /// Finds an event or a moment by its id.
    pub fn named(&self, name: &str) -> Option<Named> {
        let events = self.events.iter().map(|event| event.id.as_str());
        events.chain(self.moments.iter().map(|moment| moment.id.as_str())).position(|id| id == name).map(Named)
    }

    /// Returns the ids of everything that is counted out: moments and duties.
    pub fn counted(&self) -> impl Iterator<Item = &str> {
        let moments = self.moments.iter().map(|moment| moment.id.as_str());
        moments.chain(self.duties.iter().map(|duty| duty.id.as_str()))
    }

    /// Finds a process by its id.
    pub fn process(&self, id: &str) -> Option<usize> {
        self.processes.iter().position(|process| process.id.as_str() == id)
    }
}

/// A worked case of the timetable: a test in data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimetableScenario {
    /// The file it stands in.
    pub path: String,
    /// Its name, as a sentence.
    pub name: String,
    /// What is given.
    pub given: crate::timetable::Given,
    /// The day by which duties are judged overdue.
    pub as_of: Option<chrono::NaiveDate>,
    /// What must come out, by the keys of the JSON; keys not named are not looked at.
    pub expects: std::collections::BTreeMap<String, Expectation>,
    /// A deadline as a notice states it, and what must be said of it.
    pub states: Option<(String, String)>,
    /// A part of the message, where there must be no timetable.
    pub refused: Option<String>,
}

/// What a scenario expects of a part of the JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expectation {
    /// That it is absent.
    Nothing,
    /// This text, number or truth value.
    Text(String),
    /// A list of as many items, each of which fits.
    List(Vec<Expectation>),
    /// An object in which these keys fit.
    Map(std::collections::BTreeMap<String, Expectation>),
}
