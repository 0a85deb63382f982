//! The kept checkpoints around an entry.

use psr_recorder::register::KeptCheckpoint;

use super::{Bounds, Kept};
use crate::state::CaseEntry;

/// Returns the last checkpoint that does not cover an entry and the first that does; none where no checkpoints are known. They are in order of size.
pub(super) fn of(entry: &CaseEntry, checkpoints: &[KeptCheckpoint]) -> Option<Bounds> {
    if checkpoints.is_empty() {
        return None;
    }
    let first = checkpoints.partition_point(|kept| kept.size <= entry.position);
    let after = first.checked_sub(1).and_then(|last| kept(&checkpoints[last]));
    Some(Bounds { after, by: checkpoints.get(first).and_then(kept) })
}

fn kept(checkpoint: &KeptCheckpoint) -> Option<Kept> {
    Some(Kept { size: checkpoint.size, at: checkpoint.at.parse().ok()? })
}
