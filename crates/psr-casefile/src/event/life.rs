//! The life of a case on record: opened, acted in, determined, approved, closed.

use chrono::NaiveDate;
use psr_recorder::canonical::Value;
use psr_rules::id::{DecisionId, EventId};

use super::fields::{Fields, Writer};

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

impl Happened {
    pub(super) fn to_fields(&self) -> Vec<(String, Value)> {
        let writer = Writer::new("event").text("type", self.event.as_str()).date("on", Some(self.on));
        writer.pairs("details", &self.details).done()
    }

    pub(super) fn from_fields(fields: &Fields) -> Option<Self> {
        let event = EventId::parse(&fields.text("event/type")?).ok()?;
        Some(Self { event, on: fields.date("event/on")?, details: fields.pairs("event/details") })
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
