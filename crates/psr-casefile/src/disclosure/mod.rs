//! Disclosure: what of a case is given to somebody who asks, what is withheld and on which ground.
//!
//! The pack says what is due and on which grounds something may be withheld; the person decides of each part of each entry. Three steps:
//!
//! ```text
//! case → proposal, a file to be decided in → plan → what is decided → selection for the bundle, schedule for the reader, entry on record
//! ```
//!
//! Nothing is left to a default that withholds: what carries an item that is due and is not decided is a fault of the plan.

mod carried;
mod decide;
mod part;
mod propose;
mod schedule;
mod selection;

use psr_recorder::Entry;
use psr_rules::pack::model::{DisclosureKind, Disclosures};

use crate::casebook::Case;

pub use carried::{Carried, carried};
pub use decide::{Decided, DecidedPart, PlanFault, decide};
pub use part::Part;
pub use propose::{Proposal, ProposedEntry, ProposedPart, propose, providers};
pub use schedule::{GivenRow, Schedule, ScheduleItem, WithheldRow, schedule};
pub use selection::{Selected, select};

/// A case as it is disclosed: with the digests of what it says.
#[derive(Debug, Clone, Copy)]
pub struct Disclosing<'c> {
    /// The case.
    pub case: &'c Case,
    /// Its entries with their fields, oldest first.
    pub entries: &'c [Entry],
    /// How its pack has information disclosed.
    pub disclosures: &'c Disclosures,
    /// The kind of disclosure.
    pub kind: &'c DisclosureKind,
}

/// The longest name of somebody to whom something is given, in characters.
const LONGEST_NAME: usize = 200;

/// Returns a name as it can stand on record and on paper; none where it is empty, too long, or holds characters that are not seen.
pub fn name_on_record(text: &str) -> Option<String> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let odd = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let wrong = name.is_empty() || name.chars().count() > LONGEST_NAME || text.chars().any(odd);
    (!wrong).then_some(name)
}

/// Returns a text with every character that could mislead a reader taken out, cut to so many characters.
fn shortened(text: &str, most: usize) -> String {
    let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match plain.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &plain[..end]),
        None => plain,
    }
}
