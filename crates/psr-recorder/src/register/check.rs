//! What is checked before anything is written: that the register agrees with itself and with what was last seen.
//!
//! This is quick, not complete; verification re-reads everything.

use super::Register;
use super::leaves::Walked;
use crate::checkpoint::Checkpoint;
use crate::error::{Error, Result};
use crate::header::EventHeader;
use crate::merkle::TreeEdge;

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
        let walked = self.walk(seen.as_ref().map(|seen| seen.size))?;
        let edge = self.tree_edge()?;
        self.check_tree(&walked, &edge)?;
        self.check_newest()?;
        self.check_signed_head(&edge)?;
        self.check_seen(seen.as_ref(), &walked)?;
        drop(snapshot);
        Ok(())
    }

    fn check_tree(&self, walked: &Walked, edge: &TreeEdge) -> Result<()> {
        if walked.edge == *edge {
            return Ok(());
        }
        Err(self.damaged(format!("its {} events do not give the tree of {} it keeps", walked.edge.size(), edge.size())))
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

    /// Refuses a register that does not begin as it did when it was last seen; the walk was about the size of then.
    pub(super) fn check_seen(&self, seen: Option<&Checkpoint>, walked: &Walked) -> Result<()> {
        let Some(seen) = seen else { return Ok(()) };
        let reason = match walked.then {
            Some(then) if then == seen.root => return Ok(()),
            Some(_) => format!("its first {} events are not those last seen", seen.size),
            None => format!("{} events were last seen, and {} are here", seen.size, walked.edge.size()),
        };
        Err(Error::RolledBack { path: self.store.name().to_owned(), reason })
    }
}
