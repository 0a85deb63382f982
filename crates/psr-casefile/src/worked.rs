//! Worked cases: a folder with a `case.yaml` and the files its steps name, played through the same acts as a person's.
//!
//! They are demonstration, fixture and test at once. What a case expects to be concluded stands in its own file.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;

/// A worked case as its file gives it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkedCase {
    /// Its title.
    pub title: String,
    /// Its reference.
    pub reference: String,
    /// When the procedure commenced.
    pub commenced: Option<NaiveDate>,
    /// Its lots.
    #[serde(default)]
    pub lots: Vec<String>,
    /// Where its facts come from, and which of them are illustrative.
    pub source: String,
    /// Who acts.
    pub actor: String,
    /// What is done, in order.
    pub steps: Vec<Step>,
    /// What must be concluded at the end.
    #[serde(default)]
    pub expect: Vec<Expectation>,
}

/// One act in a worked case.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Step {
    /// The answers in a file are given.
    Answers(String),
    /// Something happened.
    Event(EventStep),
    /// Somebody approves.
    Approve(ApproveStep),
    /// The case is closed.
    Close(CloseStep),
}

/// Something that happened in a worked case.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventStep {
    /// Which of the pack's events.
    pub event: String,
    /// On which day.
    pub on: NaiveDate,
    /// More about it.
    #[serde(default)]
    pub details: BTreeMap<String, String>,
}

/// An approval in a worked case.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApproveStep {
    /// By whom.
    pub by: String,
    /// In which role.
    pub role: Option<String>,
}

/// The closing of a worked case.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CloseStep {
    /// Why.
    pub reason: Option<String>,
}

/// What must be concluded at the end of a worked case.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// In which decision.
    pub decision: String,
    /// For which lot.
    pub lot: Option<String>,
    /// Conclusions and values.
    pub concludes: BTreeMap<String, String>,
}

impl WorkedCase {
    /// Reads a `case.yaml`.
    ///
    /// # Errors
    /// With a message that names the line.
    pub fn read(text: &str) -> Result<Self, String> {
        serde_saphyr::from_str(text).map_err(|error| error.to_string())
    }
}
