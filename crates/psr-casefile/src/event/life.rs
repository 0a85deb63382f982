//! The life of a case on record: opened, acted in, determined, approved, closed.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use psr_recorder::canonical::Value;
use psr_rules::id::{DecisionId, EventId};

use super::fields::{Fields, Writer, from_pair, pair};

/// Which pack decides a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackReference {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Its digest, written `sha256:…`.
    pub digest: String,
}

/// Which contract a case is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractReference {
    /// Its id in the register.
    pub id: String,
    /// The authority's reference.
    pub reference: String,
}

/// A case opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Its title.
    pub title: String,
    /// The authority's reference.
    pub reference: String,
    /// When the procedure commenced or is expected to.
    pub commenced: Option<NaiveDate>,
    /// Its lots.
    pub lots: Vec<String>,
    /// Where its facts come from, if it was made from something published.
    pub source: Option<String>,
    /// Whether it was decided already, and is entered afterwards.
    pub retrospective: bool,
    /// The contract it is about, where that is on record.
    pub contract: Option<ContractReference>,
    /// The register it was opened in.
    pub register: String,
    /// The program that opened it, with its version.
    pub program: String,
    /// The pack that decides it.
    pub pack: PackReference,
}

impl Opened {
    pub(super) fn to_fields(&self) -> Vec<(String, Value)> {
        Writer::new("case")
            .text("title", &self.title)
            .text("reference", &self.reference)
            .date("commenced", self.commenced)
            .texts("lots", &self.lots)
            .maybe("source", self.source.as_ref())
            .mark("retrospective", self.retrospective)
            .maybe("contract/id", self.contract.as_ref().map(|contract| &contract.id))
            .maybe("contract/reference", self.contract.as_ref().map(|contract| &contract.reference))
            .text("register", &self.register)
            .text("program", &self.program)
            .text("pack/id", &self.pack.id)
            .text("pack/version", &self.pack.version)
            .text("pack/digest", &self.pack.digest)
            .done()
    }

    pub(super) fn from_fields(fields: &Fields) -> Option<Self> {
        let shown = |path: &str| fields.text(path).unwrap_or_else(|| "withheld".to_owned());
        Some(Self {
            title: shown("case/title"),
            reference: shown("case/reference"),
            commenced: fields.date("case/commenced"),
            lots: fields.texts("case/lots"),
            source: fields.text("case/source"),
            retrospective: fields.is_true("case/retrospective"),
            contract: fields.text("case/contract/id").map(|id| {
                let reference = shown("case/contract/reference");
                ContractReference { id, reference }
            }),
            register: shown("case/register"),
            program: shown("case/program"),
            pack: PackReference {
                id: shown("case/pack/id"),
                version: shown("case/pack/version"),
                digest: fields.text("case/pack/digest")?,
            },
        })
    }
}

/// Somebody who acts in a case, introduced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The handle inside this case: `a1`, `a2`, …
    pub handle: String,
    /// The name, as it was given.
    pub name: String,
}

impl Actor {
    pub(crate) fn to_fields(&self) -> Vec<(String, Value)> {
        Writer::new("actor").text("handle", &self.handle).text("name", &self.name).done()
    }

    pub(crate) fn from_fields(fields: &Fields) -> Option<Self> {
        let name = fields.text("actor/name").unwrap_or_else(|| "withheld".to_owned());
        Some(Self { handle: fields.text("actor/handle")?, name })
    }
}

/// Something that happened and that the pack knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// What.
    pub event: EventId,
    /// On which day.
    pub on: NaiveDate,
    /// More about it: names and values.
    pub details: Vec<(String, String)>,
}

/// How many details are kept in fields of their own; an event of the recorder can have only so many fields.
const MOST_DETAILS: usize = 400;

impl Happened {
    /// Returns the type of the entry: each detail is a field of its own, so that one of them can be withheld alone.
    pub(super) fn typ(&self) -> &'static str {
        if (1..=MOST_DETAILS).contains(&self.details.len()) { "psr.event/2" } else { "psr.event/1" }
    }

    pub(super) fn to_fields(&self) -> Vec<(String, Value)> {
        let writer = Writer::new("event").text("type", self.event.as_str()).date("on", Some(self.on));
        if self.typ() == "psr.event/1" {
            return writer.pairs("details", &self.details).done();
        }
        let details = self.details.iter().enumerate();
        details
            .fold(writer, |writer, (number, detail)| writer.value(&format!("details/{number}"), from_pair(detail)))
            .done()
    }

    /// Reads the details that are shown: those in fields of their own, or those that version 1 kept in one.
    fn details(fields: &Fields) -> Vec<(String, String)> {
        let number = |path: &str| path.strip_prefix("event/details/").and_then(|number| number.parse::<u32>().ok());
        let numbered: BTreeMap<u32, &str> = fields.paths().filter_map(|path| Some((number(path)?, path))).collect();
        let own = numbered.into_values().filter_map(|path| pair(fields.get(path)?));
        own.chain(fields.pairs("event/details")).collect()
    }

    pub(super) fn from_fields(fields: &Fields) -> Option<Self> {
        let event = EventId::parse(&fields.text("event/type")?).ok()?;
        Some(Self { event, on: fields.date("event/on")?, details: Self::details(fields) })
    }
}

/// Whether a determination is what stood at some point, or what was approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// What the answers led to so far.
    Provisional,
    /// What they led to when the case was approved or closed.
    Final,
}

/// What the answers lead to, determined and put on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Determined {
    /// For which decision.
    pub decision: DecisionId,
    /// For which lot.
    pub lot: Option<usize>,
    /// Whether provisional or final.
    pub standing: Standing,
    /// The last entry that was taken into account.
    pub basis: u64,
    /// The date that selected the law.
    pub law_date: NaiveDate,
    /// The text of the law.
    pub text: String,
    /// The digest of the pack.
    pub pack: String,
    /// The conclusions: ids and values.
    pub conclusions: Vec<(String, String)>,
    /// The open questions that mattered.
    pub relevant: Vec<String>,
    /// The conflicts reported.
    pub conflicts: Vec<String>,
}

impl Determined {
    fn prefix(decision: &DecisionId, lot: Option<usize>) -> String {
        let place = format!("determination/{decision}");
        lot.map_or(place.clone(), |lot| format!("lot/{lot}/{place}"))
    }

    pub(super) fn to_fields(&self) -> Vec<(String, Value)> {
        let standing = if self.standing == Standing::Final { "final" } else { "provisional" };
        Writer::new(Self::prefix(&self.decision, self.lot))
            .text("standing", standing)
            .position("basis", Some(self.basis))
            .date("law-date", Some(self.law_date))
            .text("text", &self.text)
            .text("pack/digest", &self.pack)
            .pairs("conclusions", &self.conclusions)
            .texts("relevant", &self.relevant)
            .texts("conflicts", &self.conflicts)
            .done()
    }

    pub(super) fn from_fields(fields: &Fields) -> Option<Self> {
        let (decision, lot) = fields.paths().find_map(Self::place)?;
        let prefix = Self::prefix(&decision, lot);
        let at = |name: &str| format!("{prefix}/{name}");
        let standing = fields.text(&at("standing"))?;
        Some(Self {
            standing: if standing == "final" { Standing::Final } else { Standing::Provisional },
            basis: fields.position(&at("basis"))?,
            law_date: fields.date(&at("law-date"))?,
            text: fields.text(&at("text"))?,
            pack: fields.text(&at("pack/digest"))?,
            conclusions: fields.pairs(&at("conclusions")),
            relevant: fields.texts(&at("relevant")),
            conflicts: fields.texts(&at("conflicts")),
            decision,
            lot,
        })
    }

    fn place(path: &str) -> Option<(DecisionId, Option<usize>)> {
        let mut parts = path.split('/').peekable();
        let lot = if parts.next_if_eq(&"lot").is_some() { Some(parts.next()?.parse().ok()?) } else { None };
        parts.next_if_eq(&"determination")?;
        Some((DecisionId::parse(parts.next()?).ok()?, lot))
    }
}

/// A case closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// Why.
    pub reason: Option<String>,
}

impl Closed {
    pub(crate) fn to_fields(&self) -> Vec<(String, Value)> {
        Writer::new("closed").mark("closed", true).maybe("reason", self.reason.as_ref()).done()
    }

    pub(crate) fn from_fields(fields: &Fields) -> Option<Self> {
        Some(Self { reason: fields.text("closed/reason") })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn happened(count: usize) -> Happened {
        let details = (0..count).map(|number| (format!("name-{number}"), format!("text {number}"))).collect();
        Happened { event: EventId::parse("awarded").unwrap(), on: "2026-05-04".parse().unwrap(), details }
    }

    #[test]
    fn details_read_back_from_fields_of_their_own_and_from_one() {
        for (count, typ) in
            [(0, "psr.event/1"), (1, "psr.event/2"), (12, "psr.event/2"), (MOST_DETAILS + 1, "psr.event/1")]
        {
            let happened = happened(count);
            assert_eq!(happened.typ(), typ, "{count}");
            assert_eq!(Happened::from_fields(&happened.to_fields().into_iter().collect()), Some(happened));
        }
        let happened = happened(3);
        let first = Writer::new("event").text("type", "awarded").date("on", Some(happened.on));
        let first = first.pairs("details", &happened.details).done();
        assert_eq!(Happened::from_fields(&first.into_iter().collect()), Some(happened));
    }

    #[test]
    fn the_details_that_are_shown_are_read_where_one_is_withheld() {
        let fields = happened(12).to_fields().into_iter().filter(|(path, _)| path != "event/details/2");
        let read = Happened::from_fields(&fields.collect()).unwrap();
        assert_eq!(read.details.len(), 11);
        assert_eq!(
            (read.details[1].0.as_str(), read.details[2].0.as_str(), read.details[10].0.as_str()),
            ("name-1", "name-3", "name-11")
        );
    }
}
