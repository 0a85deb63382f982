//! What can be put on record in a contract: the contract, its changes, and its end.

use chrono::NaiveDate;
use psr_recorder::canonical::Value;
use psr_rules::money::Pence;

use crate::event::{Actor, Closed, Fields, Writer};

/// An entry of a contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContractEvent {
    /// The contract was put on record.
    Entered(Contract),
    /// Somebody acted in it for the first time.
    Actor(Actor),
    /// The contract was changed, or an earlier entry of a change is corrected.
    Modified(Modification),
    /// The contract is at its end: nothing more is recorded in it.
    Closed(Closed),
}

/// A contract as it was when entered into.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contract {
    /// The authority's reference.
    pub reference: String,
    /// What it is for.
    pub title: String,
    /// The provider.
    pub provider: String,
    /// By which process it was awarded: an id of the pack, or [`OTHER`](super::OTHER).
    pub awarded_by: String,
    /// When it was entered into.
    pub entered_into: NaiveDate,
    /// When its term begins.
    pub term_start: Option<NaiveDate>,
    /// When its term ends; none where it is open-ended.
    pub term_end: Option<NaiveDate>,
    /// What it says about extension or other options.
    pub options: Option<String>,
    /// Its lifetime value when it was entered into, in pounds; none where no value was or can be stated.
    pub lifetime_value: Option<Pence>,
    /// How that value was worked out.
    pub value_basis: Option<String>,
    /// Where that value is taken from.
    pub value_source: Option<String>,
    /// Whether it is a framework agreement.
    pub framework: bool,
    /// Whether it was put on record after it had been entered into by other means.
    pub retrospective: bool,
    /// The program that put it on record, with its version.
    pub program: String,
}

/// A change of a contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Modification {
    /// On which day it was made.
    pub on: NaiveDate,
    /// What was changed.
    pub what: String,
    /// On which ground it was made.
    pub ground: Option<String>,
    /// By how much it changed the lifetime value, in pounds; below zero where it fell.
    pub change: Pence,
    /// Whether it is attributable to a decision of the authority; none where that is not on record.
    pub attributable: Option<bool>,
    /// The case in which it was decided.
    pub case: Option<String>,
    /// The entry that it corrects.
    pub supersedes: Option<u64>,
}

impl ContractEvent {
    /// The type of the entry that begins a contract.
    pub const CONTRACT: &str = "psr.contract/1";

    /// Returns the entry's type as the record names it.
    pub fn typ(&self) -> &'static str {
        match self {
            Self::Entered(_) => Self::CONTRACT,
            Self::Actor(_) => "psr.actor/1",
            Self::Modified(_) => "psr.modification/1",
            Self::Closed(_) => crate::event::CaseEvent::CLOSED,
        }
    }

    /// Returns the entry as fields: paths and values.
    pub fn to_fields(&self) -> Vec<(String, Value)> {
        match self {
            Self::Entered(contract) => contract.to_fields(),
            Self::Actor(actor) => actor.to_fields(),
            Self::Modified(modification) => modification.to_fields(),
            Self::Closed(closed) => closed.to_fields(),
        }
    }

    /// Reads an entry back from its type and the fields that are shown; none for a type that is not known, or when too little is shown.
    pub fn from_fields(typ: &str, fields: &Fields) -> Option<Self> {
        match typ {
            Self::CONTRACT => Contract::from_fields(fields).map(Self::Entered),
            "psr.actor/1" => Actor::from_fields(fields).map(Self::Actor),
            "psr.modification/1" => Modification::from_fields(fields).map(Self::Modified),
            crate::event::CaseEvent::CLOSED => Closed::from_fields(fields).map(Self::Closed),
            _ => None,
        }
    }
}

impl Contract {
    fn to_fields(&self) -> Vec<(String, Value)> {
        Writer::new("contract")
            .text("reference", &self.reference)
            .text("title", &self.title)
            .text("provider", &self.provider)
            .text("awarded-by", &self.awarded_by)
            .date("entered-into", Some(self.entered_into))
            .date("term/start", self.term_start)
            .date("term/end", self.term_end)
            .maybe("options", self.options.as_ref())
            .maybe("value/sum", self.lifetime_value.map(Pence::plain).as_ref())
            .maybe("value/basis", self.value_basis.as_ref())
            .maybe("value/source", self.value_source.as_ref())
            .mark("framework", self.framework)
            .mark("retrospective", self.retrospective)
            .text("program", &self.program)
            .done()
    }

    fn from_fields(fields: &Fields) -> Option<Self> {
        let shown = |path: &str| fields.text(path).unwrap_or_else(|| "withheld".to_owned());
        Some(Self {
            reference: shown("contract/reference"),
            title: shown("contract/title"),
            provider: shown("contract/provider"),
            awarded_by: shown("contract/awarded-by"),
            entered_into: fields.date("contract/entered-into")?,
            term_start: fields.date("contract/term/start"),
            term_end: fields.date("contract/term/end"),
            options: fields.text("contract/options"),
            lifetime_value: sum(fields, "contract/value/sum"),
            value_basis: fields.text("contract/value/basis"),
            value_source: fields.text("contract/value/source"),
            framework: fields.is_true("contract/framework"),
            retrospective: fields.is_true("contract/retrospective"),
            program: shown("contract/program"),
        })
    }
}

impl Modification {
    fn to_fields(&self) -> Vec<(String, Value)> {
        let writer = Writer::new("modification")
            .date("on", Some(self.on))
            .text("what", &self.what)
            .maybe("ground", self.ground.as_ref())
            .text("change", self.change.plain());
        let writer = match self.attributable {
            Some(attributable) => writer.value("attributable", Value::Bool(attributable)),
            None => writer,
        };
        writer.maybe("case", self.case.as_ref()).position("supersedes", self.supersedes).done()
    }

    fn from_fields(fields: &Fields) -> Option<Self> {
        Some(Self {
            on: fields.date("modification/on")?,
            what: fields.text("modification/what").unwrap_or_else(|| "withheld".to_owned()),
            ground: fields.text("modification/ground"),
            change: sum(fields, "modification/change")?,
            attributable: fields.get("modification/attributable").and_then(Value::as_bool),
            case: fields.text("modification/case"),
            supersedes: fields.position("modification/supersedes"),
        })
    }
}

fn sum(fields: &Fields, path: &str) -> Option<Pence> {
    Pence::parse(&fields.text(path)?).ok()
}
