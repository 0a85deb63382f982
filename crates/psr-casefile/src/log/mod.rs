//! The log of a case: every entry in words, oldest first. Both faces show it.

mod entry;
mod sign_off;

pub use entry::{LogEntry, Pairs};

use psr_recorder::register::KeptCheckpoint;

use crate::casebook::Case;
use crate::contemporaneity::{self, Contemporaneity};

/// Puts every entry of a case into words, each with when it was recorded; returns with them what those labels rest on.
pub fn of(case: &Case, checkpoints: &[KeptCheckpoint]) -> (Vec<LogEntry>, Contemporaneity) {
    let labels = contemporaneity::of(case, checkpoints);
    let labelled = case.entries.iter().zip(&labels.entries);
    (labelled.map(|(entry, label)| LogEntry::labelled(entry, case, label)).collect(), labels)
}
