//! Reports over a period: what an authority must tell once a year, item by item, and what of its cases and contracts each item counts.

use super::{ItemGround, Shown};
use crate::id::{DecisionId, EventId, MomentId, Provision, QuestionId, ReportId};

/// How a pack has an authority report on a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reports {
    /// The reports, in the pack's order.
    pub reports: Vec<Report>,
    /// How it is found which providers hold a contract, where an item counts providers.
    pub providers: Option<ProviderRules>,
}

/// A report on a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Its id.
    pub id: ReportId,
    /// Its title in words.
    pub title: String,
    /// The provision that requires it.
    pub provision: Provision,
    /// What it is, as a sentence.
    pub about: String,
    /// How the period is chosen, as a sentence.
    pub period: String,
    /// How many months before the period count as the time before.
    pub months_before: u32,
    /// What it tells, in the order of the law.
    pub items: Vec<ReportItem>,
    /// Events each of which some item must count; one that none counts is said to be left over.
    pub accounts_for: Vec<EventId>,
    /// How it was counted, in sentences.
    pub notes: Vec<String>,
}

/// One thing that a report tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportItem {
    /// Its id.
    pub id: ReportId,
    /// The provision that asks for it, or that it is near to where guidance or practice does.
    pub provision: Provision,
    /// What is counted, in plain words of our own.
    pub says: String,
    /// Why it is there.
    pub ground: ItemGround,
    /// Where that comes from in words, where it is not the law.
    pub source: Option<String>,
    /// What is counted.
    pub tells: Told,
}

/// What an item counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// Events of cases: each that one of these ways counts, once.
    Events(Vec<EventCount>),
    /// Providers.
    Providers(ProvidersTold),
    /// What is found wrong in cases, and what is done about it where the finding itself does not say.
    Findings(FindingsTold, String),
}

/// A way to count events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventCount {
    /// The events.
    pub events: Vec<EventId>,
    /// What the case must show, all of it; while it does not show whether, the event cannot be counted.
    pub only_where: Vec<Shown>,
    /// What the case must not show, any of it.
    pub unless: Vec<Shown>,
    /// The period within the case in which the event must lie, where its own day does not decide.
    pub within: Option<CountedWithin>,
    /// The fields of the event that are told of each.
    pub tells: Vec<QuestionId>,
    /// What came of each: events after it, and the fields that are told of them.
    pub outcome: Vec<(EventId, Vec<QuestionId>)>,
}

/// A time within a case: an event in it counts in the period in which the time ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedWithin {
    /// The event of the timetable with which it begins, that day included.
    pub from: EventId,
    /// The moment until which events count, that day included.
    pub to: MomentId,
    /// The moment at which it ends.
    pub ended: MomentId,
}

/// Which providers an item counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProvidersTold {
    /// Those that were awarded a contract in the period and held none in the time before.
    New,
    /// Those that held a contract in the time before and hold none in the period.
    Former,
    /// Those that hold one in the period.
    Holding,
}

/// Which findings an item counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingsTold {
    /// What blocks by the law itself, by the pack's checks.
    Breaches,
    /// Duties that were done after they were due.
    LateDuties,
    /// Duties that are overdue.
    OverdueDuties,
    /// Cases in which something else blocks.
    BlockingGaps,
}

/// How it is found which providers hold a contract; contracts on record tell it of themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderRules {
    /// The events with which a case awards a contract.
    pub awarded_by: Vec<EventId>,
    /// Where the names of the providers stand; the first that is on record counts.
    pub named_by: Vec<NamedBy>,
    /// The questions that ask until when a contract runs; the first that is answered counts.
    pub until: Vec<(DecisionId, QuestionId)>,
    /// What shows that a contract has no end; all of it.
    pub open_ended: Vec<Shown>,
    /// The event that ends the contract a case is about, and its field with the day.
    pub ended_by: Option<(EventId, QuestionId)>,
}

/// Where the name of a provider stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NamedBy {
    /// In this field of the event.
    Event(QuestionId),
    /// In the answer to a question, or in this field of the items of its list.
    Answer(DecisionId, QuestionId, Option<QuestionId>),
}

impl Reports {
    /// Finds a report by its id.
    pub fn find(&self, id: &str) -> Option<&Report> {
        self.reports.iter().find(|report| report.id.as_str() == id)
    }
}
