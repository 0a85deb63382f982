//! How long a case is kept: holds, the schedule, and what was erased.

use chrono::NaiveDate;
use psr_recorder::canonical::Value;

use super::fields::{Fields, Writer};

/// A hold placed on a case or released: while it stands, nothing of the case is erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// Whether it is placed; otherwise released.
    pub placed: bool,
    /// Why.
    pub why: String,
}

impl Hold {
    pub(super) fn to_fields(&self) -> Vec<(String, Value)> {
        Writer::new("hold").value("placed", Value::Bool(self.placed)).text("why", &self.why).done()
    }

    pub(super) fn from_fields(fields: &Fields) -> Option<Self> {
        let placed = fields.get("hold/placed").and_then(Value::as_bool)?;
        Some(Self { placed, why: fields.text("hold/why").unwrap_or_else(|| "withheld".to_owned()) })
    }
}

/// Until when a case is kept, by the authority's own schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retention {
    /// The last day on which it is kept.
    pub until: NaiveDate,
    /// Which schedule or decision says so.
    pub source: String,
}

impl Retention {
    pub(super) fn to_fields(&self) -> Vec<(String, Value)> {
        Writer::new("retention").date("until", Some(self.until)).text("source", &self.source).done()
    }

    pub(super) fn from_fields(fields: &Fields) -> Option<Self> {
        let source = fields.text("retention/source").unwrap_or_else(|| "withheld".to_owned());
        Some(Self { until: fields.date("retention/until")?, source })
    }
}

/// Fields of an entry erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    /// The entry whose fields were erased.
    pub entry: u64,
    /// Why.
    pub reason: String,
    /// On what legal ground.
    pub ground: String,
}

impl Erased {
    pub(crate) fn to_fields(&self) -> Vec<(String, Value)> {
        let writer = Writer::new("erasure").position("entry", Some(self.entry));
        writer.text("reason", &self.reason).text("ground", &self.ground).done()
    }

    pub(super) fn from_fields(fields: &Fields) -> Option<Self> {
        let shown = |path: &str| fields.text(path).unwrap_or_else(|| "withheld".to_owned());
        let entry = fields.position("erasure/entry")?;
        Some(Self { entry, reason: shown("erasure/reason"), ground: shown("erasure/ground") })
    }
}
