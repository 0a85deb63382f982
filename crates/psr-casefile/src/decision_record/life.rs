//! What happened in the case, and who approved what.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::signoff::{ApprovalStanding, Change, Needed, Refusal, Signed, Stands, Submission};

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
    /// Under what delegation or scheme.
    #[serde(default)]
    pub delegation: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// The head that was approved.
    pub head: String,
    /// The position of that head.
    #[serde(default)]
    pub basis: u64,
    /// Whether it does not stand: something that was approved has been replaced, it was taken back, or somebody refused since.
    pub overtaken: bool,
    /// Why it does not stand, if it does not.
    #[serde(default = "stands")]
    pub stands: Stands,
    /// The entry that took it back or refused.
    #[serde(default)]
    pub ended_by: Option<u64>,
    /// What was approved and has been replaced since.
    #[serde(default)]
    pub changes: Vec<Change>,
    /// Entries that were approved and of which something was erased since: erased, not changed.
    #[serde(default)]
    pub erased: Vec<u64>,
    /// The approver's own signature, if there is one.
    #[serde(default)]
    pub signed: Option<Signed>,
    /// The entry it stands in.
    pub entry: u64,
}

fn stands() -> Stands {
    Stands::Yes
}

impl From<ApprovalStanding> for Approval {
    fn from(approval: ApprovalStanding) -> Self {
        Self {
            by: approval.by,
            role: approval.role,
            delegation: approval.delegation,
            at: approval.at,
            head: approval.head,
            basis: approval.basis,
            overtaken: approval.stands != Stands::Yes,
            stands: approval.stands,
            ended_by: approval.ended_by,
            changes: approval.changes,
            erased: approval.erased,
            signed: approval.signed,
            entry: approval.entry,
        }
    }
}

/// Who must approve, what lies before them, and whether all of them have.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOffOnRecord {
    /// Whether everybody has approved who must.
    pub approved: bool,
    /// The roles that must approve; none where one approval is enough.
    pub needed: Vec<Needed>,
    /// Under what delegation or scheme they must.
    pub under: Option<String>,
    /// The last draft put before those who approve.
    pub submission: Option<Submission>,
    /// The refusal that stands, if nothing was submitted since.
    pub refusal: Option<Refusal>,
}
