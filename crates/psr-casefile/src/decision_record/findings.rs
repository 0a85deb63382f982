//! Findings: how each rule came out, limb by limb.

use serde::{Deserialize, Serialize};

use super::AnsweredQuestion;

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
