//! When the answers were recorded, told apart by the gates of the case.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::contemporaneity::{Bounds, Gate};

/// Which answers were on record before the gates of a case, and which came or changed after one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhenRecorded {
    /// The gates, in order of record.
    pub gates: Vec<GateOnRecord>,
    /// How many of the answers that stand were on record, as they stand, before every gate.
    pub before: usize,
    /// The answers that were given, changed or taken back after a gate, in order of record.
    pub late: Vec<LateAnswers>,
    /// What this rests on and does not show.
    pub caution: String,
}

/// A gate, and the checkpoints between which it was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateOnRecord {
    /// The gate.
    #[serde(flatten)]
    pub gate: Gate,
    /// The kept checkpoints around it, where they are known.
    pub bounds: Option<Bounds>,
}

/// Answers that were given, changed or taken back on one day after the same gates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateAnswers {
    /// The day on which they were recorded.
    pub recorded: NaiveDate,
    /// `after-` and the gate that weighs most.
    pub verdict: String,
    /// What they follow and precede and what they replace, in a few words.
    pub says: String,
    /// The answers, in order of record.
    pub answers: Vec<LateAnswer>,
}

/// An answer that was given, changed or taken back after a gate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateAnswer {
    /// The entry.
    pub entry: u64,
    /// The decision.
    pub decision: String,
    /// The question.
    pub question: String,
    /// The question as it was asked.
    pub ask: String,
    /// The lot.
    pub lot: Option<String>,
    /// Whether the answer stands.
    pub stands: bool,
}
