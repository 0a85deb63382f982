//! What is checked before anything is written: that the register agrees with itself and with what was last seen.
//!
//! This is quick, not complete; verification re-reads everything.

use super::Register;
use crate::checkpoint::Checkpoint;
use crate::digest::Digest;
use crate::error::{Error, Result};
use crate::header::EventHeader;
use crate::merkle::{TreeEdge, root};

/// How many of the newest events are hashed again.
const NEWEST: u64 = 256;

impl Register {
    /// Refuses to write to a register that is damaged, altered or put back to an older state.
    pub(super) fn check_before_writing(&self) -> Result<()> {
        // Read first: a writer beside us brings it up to date after its commit, so it is never ahead of what is read later.
        let seen = self.last_seen()?;
        // One reading transaction, so that a writer beside us cannot make the parts look at odds.
        let snapshot = self.snapshot()?;
        self.store.check_whole()?;
        let leaves = self.leaves()?;
        let edge = self.tree_edge()?;
        self.check_tree(&leaves, &edge)?;
        self.check_newest()?;
        self.check_signed_head(&edge)?;
        self.check_seen(seen.as_ref(), &leaves)?;
        drop(snapshot);
        Ok(())
    }

    fn check_tree(&self, leaves: &[Digest], edge: &TreeEdge) -> Result<()> {
        if leaves.iter().collect::<TreeEdge>() == *edge {
            return Ok(());
        }
        Err(self.damaged(format!("its {} events do not give the tree of {} it keeps", leaves.len(), edge.size())))
    }

    fn check_newest(&self) -> Result<()> {
        let newest = self.store.newest_lines(NEWEST)?;
        match newest.iter().find(|(_, leaf, line)| EventHeader::leaf(line) != *leaf) {
            Some((position, ..)) => Err(self.damaged(format!("the line of event {position} is not what was recorded"))),
            None => self.check_heads(),
        }
    }

    fn check_heads(&self) -> Result<()> {
        match self.store.wrong_head(NEWEST)? {
            Some(rec) => {
                Err(self.damaged(format!("the head it keeps of record {rec} is not the record's newest event")))
            }
            None => Ok(()),
        }
    }

    fn check_signed_head(&self, edge: &TreeEdge) -> Result<()> {
        self.refresh_keys()?;
        let checkpoint = self.check_signed(&self.signed_head()?);
        let origin = self.keys().newest().name().to_owned();
        let expected = Checkpoint { origin, size: edge.size(), root: edge.root() };
        if checkpoint == Some(expected) {
            return Ok(());
        }
        Err(self.damaged("its newest checkpoint is not a signature over its events"))
    }

    pub(super) fn check_seen(&self, seen: Option<&Checkpoint>, leaves: &[Digest]) -> Result<()> {
        let Some(seen) = seen else { return Ok(()) };
        let then = usize::try_from(seen.size).ok().and_then(|size| leaves.get(..size));
        let reason = match then {
            Some(leaves) if root(leaves) == seen.root => return Ok(()),
            Some(_) => format!("its first {} events are not those last seen", seen.size),
            None => format!("{} events were last seen, and {} are here", seen.size, leaves.len()),
        };
        Err(Error::RolledBack { path: self.store.name().to_owned(), reason })
    }
}
