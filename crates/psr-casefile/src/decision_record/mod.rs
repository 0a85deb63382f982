//! The decision record: everything the written reasoning, the pages and the listings say of a case, as plain data.
//!
//! It is a function of the case's events and of the pack the case was opened with, and of nothing else. Its order is that of reg 24: who and what;
//! the process followed and the individuals deciding; the reasons. Each statement carries its grounds: the provision it rests on and the
//! positions of the entries behind it. What a person typed stands here as text, never as markup.

mod answers;
mod findings;
mod life;
mod recorded;
mod sections;
mod standings;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

pub use answers::{AnsweredQuestion, Evidence, OpenQuestion};
pub use findings::{Arithmetic, ConditionFinding, Joined, RuleFinding, Status};
pub use life::{Approval, HappenedEvent, SignOffOnRecord};
pub use recorded::{GateOnRecord, LateAnswer, LateAnswers, WhenRecorded};
pub use sections::{Conclusion, OwnLaw, RouteFollowed, Section, SmallestChange};
pub use standings::{LimbStanding, StandingSection};

/// The decision record of one case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionRecord {
    /// Which case this is.
    pub case: CaseSummary,
    /// Under which law and pack it is decided.
    pub law: LawReference,
    /// The state of the record it was drawn from.
    pub record: RecordReference,
    /// The sections, in the pack's order; for a case with lots one after another within each decision.
    pub sections: Vec<Section>,
    /// What happened in the case, in order of date.
    pub events: Vec<HappenedEvent>,
    /// Who approved what.
    pub approvals: Vec<Approval>,
    /// Who must approve, and whether all of them have.
    #[serde(default)]
    pub sign_off: SignOffOnRecord,
    /// Which answers were on record before the gates of the case, and which came or changed after one.
    #[serde(default)]
    pub recorded: WhenRecorded,
    /// Provisions shown limb by limb, once they begin to matter.
    #[serde(default)]
    pub standings: Vec<StandingSection>,
    /// What a reader should know before relying on it: breaches of the law, open questions, conflicts, illustrative facts, late entries.
    pub cautions: Vec<Statement>,
}

/// What identifies a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseSummary {
    /// Its id in the register.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The authority's own reference.
    pub reference: String,
    /// When it was opened.
    pub opened: DateTime<Utc>,
    /// When the procedure commenced, by what happened, or is expected to; none means the day it was opened is used.
    pub commenced: Option<NaiveDate>,
    /// The date that selects the law.
    pub law_date: NaiveDate,
    /// Its lots, if it has any.
    pub lots: Vec<String>,
    /// Whether it is closed.
    pub closed: bool,
    /// Where its facts come from, if it was made from a published notice.
    pub source: Option<String>,
    /// Whether it was decided already, and entered afterwards.
    #[serde(default)]
    pub retrospective: bool,
}

/// The law and the pack that govern a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LawReference {
    /// The instrument as it is cited.
    pub instrument: String,
    /// The text in force, such as `V2`.
    pub text: String,
    /// Which instrument made that text.
    pub text_source: String,
    /// The pack's id.
    pub pack: String,
    /// The pack's version.
    pub version: String,
    /// The pack's digest.
    pub digest: String,
    /// What documents cite for what every record holds, by the name that templates use; a pack may leave any of it out.
    #[serde(default)]
    pub cites: BTreeMap<String, String>,
}

/// The state of the record that a decision record was drawn from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordReference {
    /// The leaf hash of the last entry.
    pub head: String,
    /// How many entries there are.
    pub entries: u64,
    /// When the last entry was written, by the recorder's clock.
    pub as_at: DateTime<Utc>,
}

/// A sentence or clause with its grounds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// What it says.
    pub text: String,
    /// What it rests on.
    pub grounds: Grounds,
}

/// What a statement rests on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Grounds {
    /// The provisions.
    pub provisions: Vec<String>,
    /// The positions of the entries in the case's record.
    pub entries: Vec<u64>,
}
