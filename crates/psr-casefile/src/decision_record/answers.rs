//! Questions as they were asked and answered, and those that are open.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

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
    /// The items as they are on record: each by the ids of its fields.
    #[serde(default)]
    pub plain_items: Vec<BTreeMap<String, String>>,
    /// The items as people read them: each by the ids of its fields.
    #[serde(default)]
    pub by_field: Vec<BTreeMap<String, String>>,
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
    /// Whether it was entered after the event: it says which date it concerns, or the whole case is entered afterwards.
    #[serde(default)]
    pub retrospective: bool,
    /// When it was recorded and what it replaces, where that was after a gate of the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<String>,
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
