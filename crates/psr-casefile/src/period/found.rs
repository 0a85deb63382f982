//! A report on a period as plain data: each number with what is behind it, and what could not be counted.

use chrono::NaiveDate;
use psr_rules::pack::model::{ItemGround, Report, Told};
use serde::{Deserialize, Serialize};

use super::days::Period;
use crate::casebook::{Case, CaseListing};

/// A report on a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodReport {
    /// Its id in the pack.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The provision that requires it.
    pub provision: String,
    /// What it is, as a sentence.
    pub about: String,
    /// The instrument, as it is cited.
    pub instrument: String,
    /// The pack that says what is counted.
    pub pack: PackOfReport,
    /// The register it was drawn from.
    pub register: RegisterOfReport,
    /// The period.
    pub period: PeriodOfReport,
    /// The day on which it was drawn up.
    pub drawn_on: NaiveDate,
    /// The day as on which the cases were read.
    pub read_as_on: NaiveDate,
    /// How many cases the register has.
    pub cases: usize,
    /// How many contracts the register has.
    pub contracts: usize,
    /// What it tells, in the order of the pack.
    pub items: Vec<ItemFound>,
    /// What could not be counted, and why.
    pub not_counted: Vec<NotCounted>,
    /// The contracts on record that were entered into in the period, to hold the awards against.
    pub contracts_entered: Vec<Source>,
    /// Whether providers are told apart by a time of which nothing is on record.
    pub nothing_before: bool,
    /// How it was counted, in sentences.
    pub notes: Vec<String>,
}

impl PeriodReport {
    /// Returns the report with no more than so many lines behind each number; the numbers stay.
    #[must_use]
    pub fn beginning(&self, most: usize) -> Self {
        let item = |item: &ItemFound| ItemFound {
            counted: item.counted.iter().take(most).cloned().collect(),
            item: item.item.clone(),
            provision: item.provision.clone(),
            says: item.says.clone(),
            kind: item.kind.clone(),
            ground: item.ground.clone(),
            source: item.source.clone(),
            number: item.number,
        };
        Self {
            items: self.items.iter().map(item).collect(),
            not_counted: self.not_counted.iter().take(most).cloned().collect(),
            contracts_entered: self.contracts_entered.iter().take(most).cloned().collect(),
            id: self.id.clone(),
            title: self.title.clone(),
            provision: self.provision.clone(),
            about: self.about.clone(),
            instrument: self.instrument.clone(),
            pack: self.pack.clone(),
            register: self.register.clone(),
            period: self.period.clone(),
            drawn_on: self.drawn_on,
            read_as_on: self.read_as_on,
            cases: self.cases,
            contracts: self.contracts,
            nothing_before: self.nothing_before,
            notes: self.notes.clone(),
        }
    }
}

/// The pack that says what is counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackOfReport {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The digest of its files.
    pub digest: String,
}

/// The register as it stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterOfReport {
    /// Its name.
    pub name: String,
    /// How many entries it had.
    pub entries: u64,
    /// The root of its tree.
    pub root: String,
}

/// The period of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodOfReport {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// The time before it.
    pub before: Period,
    /// Whether it is over.
    pub over: bool,
    /// How it was chosen, as a sentence.
    pub chosen: String,
}

/// One thing that a report tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemFound {
    /// Its id in the pack.
    pub item: String,
    /// The provision that asks for it.
    pub provision: String,
    /// What is counted.
    pub says: String,
    /// What is counted: `events`, `providers` or `findings`.
    pub kind: String,
    /// Why it is there: `law`, `guidance` or `practice`.
    pub ground: String,
    /// Where that comes from in words, where it is not the law.
    pub source: Option<String>,
    /// The number.
    pub number: usize,
    /// What was counted.
    pub counted: Vec<Counted>,
}

/// Something that was counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// What it is: an event, a provider, or what was found.
    pub what: String,
    /// The day it happened.
    pub on: Option<NaiveDate>,
    /// More about it: names and values.
    pub details: Vec<(String, String)>,
    /// What came of it.
    pub outcome: Vec<Outcome>,
    /// The provisions it rests on, where it is something wrong.
    pub provisions: Vec<String>,
    /// What is done about it, where it is something wrong.
    pub addressed: Option<String>,
    /// Where it stands on record.
    pub sources: Vec<Source>,
}

/// What came of something that was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// What happened.
    pub what: String,
    /// On which day.
    pub on: NaiveDate,
    /// More about it: names and values.
    pub details: Vec<(String, String)>,
    /// The entry it stands in.
    pub entry: u64,
}

/// Where something stands on record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Source {
    /// Whether it is a case or a contract.
    pub kind: RecordKind,
    /// Its id in the register.
    pub id: String,
    /// The authority's reference.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// The entries it rests on.
    pub entries: Vec<u64>,
    /// How many lots it has.
    pub lots: usize,
}

/// What kind of record something stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RecordKind {
    /// A case.
    Case,
    /// A contract.
    Contract,
}

/// Something that could not be counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotCounted {
    /// What it is.
    pub what: String,
    /// The day it happened, where it is known.
    pub on: Option<NaiveDate>,
    /// Why it could not be counted, as the end of a sentence after "because".
    pub because: String,
    /// The items that it may belong to.
    pub items: Vec<String>,
    /// Where it stands on record.
    pub sources: Vec<Source>,
}

impl NotCounted {
    /// Notes what may belong to any item.
    pub(super) fn whole(what: &str, because: String, source: Source, report: &Report) -> Self {
        let items = report.items.iter().map(|item| item.id.to_string()).collect();
        Self { what: what.to_owned(), on: None, because, items, sources: vec![source] }
    }
}

impl Source {
    /// Names a case and the entries meant.
    pub(super) fn of_case(case: &Case, entries: Vec<u64>) -> Self {
        let opened = &case.state.opened.what;
        Self {
            kind: RecordKind::Case,
            id: case.id.to_string(),
            reference: opened.reference.clone(),
            title: opened.title.clone(),
            entries,
            lots: opened.lots.len(),
        }
    }

    /// Names a case that could not be read.
    pub(super) fn of_listing(listing: &CaseListing) -> Self {
        Self {
            kind: RecordKind::Case,
            id: listing.id.clone(),
            reference: listing.reference.clone(),
            title: listing.title.clone(),
            entries: Vec::new(),
            lots: 0,
        }
    }
}

/// Returns why an item is there, in a word.
pub(super) fn ground(ground: ItemGround) -> &'static str {
    match ground {
        ItemGround::Law => "law",
        ItemGround::Guidance => "guidance",
        ItemGround::Practice => "practice",
    }
}

/// Returns what an item counts, in a word.
pub(super) fn kind(told: &Told) -> &'static str {
    match told {
        Told::Events(_) => "events",
        Told::Providers(_) => "providers",
        Told::Findings(..) => "findings",
    }
}
