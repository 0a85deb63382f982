//! Readiness: what a review would find missing in a case, and limbs shown one by one.
//!
//! A [`CaseView`] is the life of a case as plain data: answers with their history, events, conclusions, days and duties. The pack's checks are
//! conditions over it, and three-valued: what is not known yet is never reported as a breach, unless a check asks for what is absent.
//!
//! ```text
//! case → view → circumstances → gaps and standings
//! ```

mod days;
mod evaluate;
mod message;
mod select;
mod standing;
mod truth;
mod view;
mod words;

use crate::id::{CheckId, StageId};
use crate::pack::model::{Check, Ground, Readiness, Severity};

pub use standing::{LimbFound, StandingFound, standings};
pub use truth::Truth;
pub use view::{AnswerView, ApprovalView, CaseView, DutyView, EarlierAnswer, EventView};
pub use words::folded;

use evaluate::Looking;
use select::Item;

/// Something that a check found missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The check.
    pub check: CheckId,
    /// The stage before which it matters.
    pub stage: StageId,
    /// How bad it is.
    pub severity: Severity,
    /// On what ground it is a gap.
    pub ground: Ground,
    /// What was found, as a sentence.
    pub message: String,
    /// What to do next.
    pub next: String,
    /// The positions of the entries it rests on.
    pub entries: Vec<u64>,
}

/// Returns what the checks find, in their order; a check that looks at items finds one gap for each.
pub fn gaps(readiness: &Readiness, view: &CaseView) -> Vec<Gap> {
    let looking = Looking::new(readiness, view);
    readiness.checks.iter().flat_map(|check| found(check, &looking)).collect()
}

fn found(check: &Check, looking: &Looking<'_>) -> Vec<Gap> {
    if check.when.as_ref().is_some_and(|when| looking.at(when) != Truth::Yes) {
        return Vec::new();
    }
    match &check.each {
        Some(selection) => {
            let items = looking.select(selection).items;
            items.iter().map(|item| gap(check, looking, Some(item))).collect()
        }
        None => vec![gap(check, looking, None)],
    }
}

fn gap(check: &Check, looking: &Looking<'_>, item: Option<&Item<'_>>) -> Gap {
    let entries = match (item, &check.when) {
        (Some(item), _) => vec![item.entry()],
        (None, Some(when)) => looking.entries(when),
        (None, None) => Vec::new(),
    };
    Gap {
        check: check.id.clone(),
        stage: check.stage.clone(),
        severity: check.severity,
        ground: check.ground.clone(),
        message: looking.fill(&check.says, item),
        next: looking.fill(&check.next, item),
        entries,
    }
}
