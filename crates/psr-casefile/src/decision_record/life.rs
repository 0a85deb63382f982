//! What happened in the case, and who approved what.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

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
    /// The same as people read it, where the pack declares what is recorded of the event.
    #[serde(default)]
    pub shown: Vec<(String, String)>,
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
