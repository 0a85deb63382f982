//! The law over time: texts in force, provisions and dated figures.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::{ParameterId, Provision, TextId};

/// One text of the law, in force from a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LawText {
    /// Its name, such as `V2`.
    pub id: TextId,
    /// The day from which it governs.
    pub from: NaiveDate,
    /// What a date must be the date of for this text to be selected.
    pub selected_by: SelectedBy,
    /// Which instrument made it so.
    pub source: String,
}

/// Which date selects the text in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SelectedBy {
    /// The date on which the procedure commenced.
    Commencement,
    /// The date of the termination of a contract.
    Termination,
}

/// A provision of the instrument, with what it says in our own plain words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvisionEntry {
    /// Its citation.
    pub id: Provision,
    /// What it says, in plain words of our own.
    pub says: String,
    /// The texts in which it stands; empty means all.
    pub texts: Vec<TextId>,
    /// Why it needs no rule, where it has none.
    pub no_rule: Option<String>,
}

/// A figure of the law, with its values over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its id.
    pub id: ParameterId,
    /// What it is, in words.
    pub meaning: String,
    /// Its values, oldest first; their dates do not overlap.
    pub values: Vec<DatedFigure>,
}

/// A figure that holds from a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedFigure {
    /// The first day it holds.
    pub from: NaiveDate,
    /// The figure.
    pub figure: Figure,
    /// The provision that sets it.
    pub source: Provision,
}

/// A figure with its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// A sum, in pence.
    Money(crate::money::Pence),
    /// A percentage, in ten-thousandths of one per cent: 25 % is 250,000.
    Percent(i64),
    /// A number of days.
    Days(u32),
    /// A number of working days, by the timetable's calendar.
    WorkingDays(u32),
}
