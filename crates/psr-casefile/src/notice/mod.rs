//! What a notice of a case contains: each item the law asks for, what on record supplies it, and what is missing.
//!
//! Nothing here writes a notice. It gathers, item by item, what whoever writes one needs; documents and checks are made from it.

mod addressee;
mod clock;
mod draft;
mod gathering;
mod lacks;

use psr_rules::pack::model::Notice;
use serde::Serialize;

use crate::casebook::Case;
use crate::decision_record::AnsweredQuestion;
use crate::error::Result;
use gathering::Gathering;

pub use addressee::addressees;
pub use clock::{Clock, Stated};
pub use draft::{Draft, Gap, Part, Wanted, draft, drafts, find};
pub use lacks::{Lack, Supplies, lacks};

/// One thing that a notice contains, as a case supplies it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// The provision that asks for it.
    pub provision: String,
    /// What it is, in plain words.
    pub says: String,
    /// Why it is there: `law`, `guidance` or `practice`.
    pub ground: &'static str,
    /// Whether it is due in this case.
    pub due: Due,
    /// When it is due, in words, where it is not always.
    pub only_if: Option<String>,
    /// Our own sentence for it, with the answers filled in; none while one of them is missing.
    pub statement: Option<String>,
    /// What on record supplies it.
    pub supplied_by: Vec<Supplied>,
    /// What is not on record and must be, before the notice can be written from the record.
    pub missing: Vec<Missing>,
}

/// Whether an item is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Due {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// The record does not say: whoever writes the notice must.
    NotSettled,
}

/// Something on record that supplies an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Supplied {
    /// What the case was opened with.
    Case {
        /// What it is in words.
        name: String,
        /// What it says.
        text: String,
    },
    /// An answer, with its reasons and the entry it stands in.
    Answer {
        /// The decision it was given for.
        decision: String,
        /// The answer.
        #[serde(flatten)]
        answered: Box<AnsweredQuestion>,
    },
    /// A conclusion.
    Conclusion {
        /// The decision.
        decision: String,
        /// The conclusion.
        conclusion: String,
        /// Its value, as a sentence.
        says: String,
    },
    /// An event that happened, the latest of its kind.
    Event {
        /// The event.
        event: String,
        /// Its name in words.
        title: String,
        /// The day.
        on: chrono::NaiveDate,
        /// More about it, as people read it: names and values.
        details: Vec<(String, String)>,
        /// The entry it stands in.
        entry: u64,
    },
}

/// Something that is not on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// What is missing, in words.
    pub says: String,
    /// The decision whose question or conclusion is open.
    pub decision: Option<String>,
    /// The question to answer.
    pub question: Option<String>,
    /// The event to record.
    pub event: Option<String>,
}

/// Gathers what a notice contains, for the whole case or for one lot, in the order of the law.
///
/// # Errors
/// When no law of the pack governs the case's date.
pub fn notice_items(case: &Case, notice: &Notice, lot: Option<usize>) -> Result<Vec<Item>> {
    notice.items.iter().map(|item| Gathering { case, lot }.item(item)).collect()
}

/// Answers whether a notice belongs in a case, or in one of its lots, by what is on record: not settled where nothing there says.
///
/// # Errors
/// When no law of the pack governs the case's date.
pub fn belongs(case: &Case, notice: &Notice, lot: Option<usize>) -> Result<Due> {
    let gathering = Gathering { case, lot };
    let shown: Vec<Due> = notice.when.iter().map(|shown| gathering.shown(shown)).collect::<Result<_>>()?;
    Ok(match () {
        () if shown.contains(&Due::Yes) => Due::Yes,
        () if shown.is_empty() || shown.contains(&Due::NotSettled) => Due::NotSettled,
        () => Due::No,
    })
}
