//! The decision record: everything the written reasoning, the pages and the listings say of a case, as plain data.
//!
//! It is a function of the case's events and of the pack the case was opened with, and of nothing else. Its order is that of reg 24: who and what;
//! the process followed and the individuals deciding; the reasons. Each statement carries its grounds: the provision it rests on and the
//! positions of the entries behind it. What a person typed stands here as text, never as markup.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

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
    /// What a reader should know before relying on it: open questions, conflicts, illustrative facts, late entries.
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
    /// When the procedure commenced or is expected to; none means the day it was opened is used.
    pub commenced: Option<NaiveDate>,
    /// The date that selects the law.
    pub law_date: NaiveDate,
    /// Its lots, if it has any.
    pub lots: Vec<String>,
    /// Whether it is closed.
    pub closed: bool,
    /// Where its facts come from, if it was made from a published notice.
    pub source: Option<String>,
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

/// One decision of the case, for one lot or for the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The decision's id.
    pub decision: String,
    /// Its title.
    pub title: String,
    /// What it settles.
    pub about: String,
    /// The provision it rests on.
    pub provision: String,
    /// The lot, in a case with lots.
    pub lot: Option<String>,
    /// Whether it has conclusions or only collects what must be on file.
    pub collects: bool,
    /// Whether every final conclusion is settled.
    pub complete: bool,
    /// Its conclusions, in the pack's order.
    pub conclusions: Vec<Conclusion>,
    /// Its rules, in the law's order, limb by limb.
    pub rules: Vec<RuleFinding>,
    /// The answers given, in the pack's order.
    pub answers: Vec<AnsweredQuestion>,
    /// The questions not answered that still matter, in the order in which they are best asked.
    pub open: Vec<OpenQuestion>,
    /// Combinations that cannot both be obeyed.
    pub conflicts: Vec<Statement>,
    /// The route followed, where the decision's conclusions are routes and one was recorded.
    pub route: Option<RouteFollowed>,
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

/// A conclusion with what forces it and what would change it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conclusion {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its value, or `undetermined`.
    pub value: String,
    /// The value as a sentence.
    pub says: String,
    /// Whether it is intermediate.
    pub intermediate: bool,
    /// Whether it is a route that may be followed.
    pub lawful_route: bool,
    /// Whether it is a route that must be followed.
    pub compulsory_route: bool,
    /// A minimal set of answers that forces it, in clauses.
    pub because: Vec<Statement>,
    /// The smallest change of answers that would alter it, in clauses.
    pub would_change: Option<SmallestChange>,
}

/// The smallest change of answers that would alter a conclusion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmallestChange {
    /// What the conclusion would then be.
    pub to: String,
    /// Whether it would then certainly be so; otherwise it would only become possible.
    pub certain: bool,
    /// The answers as they would have to be, in clauses.
    pub answers: Vec<Statement>,
}

/// A rule and how it came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleFinding {
    /// The rule's id.
    pub rule: String,
    /// The provision it encodes.
    pub provision: String,
    /// What it says when it applies.
    pub title: String,
    /// How it came out.
    pub status: Status,
    /// A note on how the text was read.
    pub note: Option<String>,
    /// Its condition, limb by limb.
    pub condition: ConditionFinding,
}

/// How a condition came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Met, whatever the open answers turn out to be.
    Met,
    /// Not met, whatever the open answers turn out to be.
    NotMet,
    /// Open: it depends on answers not yet given.
    Undetermined,
}

/// A condition and how it came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConditionFinding {
    /// How its parts are joined, if it has parts.
    pub joined: Joined,
    /// The provision it encodes, if it encodes one of its own.
    pub provision: Option<String>,
    /// How it came out.
    pub status: Status,
    /// How the reasoning says it, for the way it came out; none for a condition that only groups others.
    pub clause: Option<String>,
    /// The arithmetic, where sums were compared and known.
    pub arithmetic: Option<Arithmetic>,
    /// The answers it tests directly.
    pub answers: Vec<AnsweredQuestion>,
    /// The entries behind it.
    pub entries: Vec<u64>,
    /// The rule it refers to, where it rests on another rule's condition.
    pub rule: Option<String>,
    /// Its parts.
    pub parts: Vec<ConditionFinding>,
}

/// How the parts of a condition are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Joined {
    /// Every part must be met.
    All,
    /// One part must be met.
    Any,
    /// The part must not be met.
    Not,
    /// There are no parts.
    Alone,
}

/// The arithmetic of a comparison, ready to be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arithmetic {
    /// The sum on the left, as people write it.
    pub left: String,
    /// The sum on the right, as people write it.
    pub right: String,
    /// The left less the right.
    pub difference: String,
    /// The difference as a percentage of the right, or none where the right is nothing.
    pub percentage: Option<String>,
    /// The figure of the law that it is held against, as people write it.
    pub figure: Option<String>,
}

/// A question with its answer as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnsweredQuestion {
    /// The question's id.
    pub question: String,
    /// The question as it was asked.
    pub ask: String,
    /// The provisions that make it necessary.
    pub provisions: Vec<String>,
    /// The answer as people read it.
    pub answer: String,
    /// The answer as the contract writes it.
    pub plain: String,
    /// The answer as a clause, where the pack gives one.
    pub clause: Option<String>,
    /// The items, where the answer is a list: each a list of field names and values.
    pub items: Vec<Vec<(String, String)>>,
    /// The reasons given.
    pub reason: Option<String>,
    /// Whether the law asks for the authority's view, and with which verb.
    pub view: Option<String>,
    /// Who formed the view.
    pub view_of: Option<String>,
    /// The evidence attached: file name and digest.
    pub evidence: Vec<Evidence>,
    /// The entry it stands in.
    pub entry: u64,
    /// When that entry was written.
    pub at: DateTime<Utc>,
    /// Who is recorded as having entered it.
    pub by: String,
    /// Whether legal advice makes it privileged.
    pub privileged: bool,
    /// The date it concerns, where it was entered after the event.
    pub concerns: Option<NaiveDate>,
    /// The entries it replaced, oldest first.
    pub replaced: Vec<u64>,
}

/// A file attached as evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The name it came with.
    pub name: String,
    /// Its digest.
    pub digest: String,
}

/// A question that is open and matters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenQuestion {
    /// The question's id.
    pub question: String,
    /// The question as it would be asked.
    pub ask: String,
    /// Why it is asked.
    pub why: String,
    /// The provisions that make it necessary.
    pub provisions: Vec<String>,
}

/// The route that was followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouteFollowed {
    /// The route's id.
    pub route: String,
    /// Its name.
    pub name: String,
    /// Whether it may be followed, as concluded.
    pub lawful: Status,
    /// Whether the authority had a choice.
    pub choice: bool,
    /// The answer that records it, with its reasons.
    pub answer: AnsweredQuestion,
}

/// Something that happened in the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HappenedEvent {
    /// The event's id.
    pub event: String,
    /// Its name in words.
    pub title: String,
    /// The provision behind it.
    pub provision: String,
    /// The day it happened.
    pub on: NaiveDate,
    /// More about it: names and values.
    pub details: Vec<(String, String)>,
    /// The entry it stands in.
    pub entry: u64,
}

/// An approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Who is recorded as having approved.
    pub by: String,
    /// In which role.
    pub role: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// The head that was approved.
    pub head: String,
    /// Whether anything that was approved has been replaced since.
    pub overtaken: bool,
    /// The entry it stands in.
    pub entry: u64,
}
