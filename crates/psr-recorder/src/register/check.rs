//! What is checked before anything is written: that the register agrees with itself and with what was last seen.
//!
//! This is quick, not complete; verification re-reads everything.

use super::{Register, read};
use crate::checkpoint::Checkpoint;
use crate::digest::Digest;
use crate::error::{Error, Result};
use crate::header::EventHeader;
use crate::merkle::{TreeEdge, root};

/// How many of the newest events are hashed again.
const NEWEST: usize = 256;

impl Register {
    /// Refuses to write to a register that is damaged, altered or put back to an older state.
    pub(super) fn check_before_writing(&self) -> Result<()> {
        // Read first: a writer beside us brings it up to date after its commit, so it is never ahead of what is read later.
        let seen = self.last_seen()?;
        // One reading transaction, so that a writer beside us cannot make the parts look at odds.
        let snapshot = self.connection.unchecked_transaction().map_err(self.database_error())?;
        self.check_pages()?;
        let leaves = self.leaves()?;
        let edge = read::tree_edge(self)?;
        self.check_tree(&leaves, &edge)?;
        self.check_newest()?;
        self.check_signed_head(&edge)?;
        self.check_last_seen(seen, &leaves)?;
        drop(snapshot);
        Ok(())
    }

    fn check_pages(&self) -> Result<()> {
        let found: Vec<String> = self.rows("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        match found.first().map(String::as_str) {
            Some("ok") => Ok(()),
            Some(found) => Err(self.damaged(found)),
            None => Err(self.damaged("the database could not check itself")),
        }
    }

    fn check_tree(&self, leaves: &[Digest], edge: &TreeEdge) -> Result<()> {
        if leaves.iter().collect::<TreeEdge>() == *edge {
            return Ok(());
        }
        Err(self.damaged(format!("its {} events do not give the tree of {} it keeps", leaves.len(), edge.size())))
    }

    fn check_newest(&self) -> Result<()> {
        let query = format!("SELECT idx, leaf, line FROM event ORDER BY idx DESC LIMIT {NEWEST}");
        let newest: Vec<(u64, [u8; 32], Vec<u8>)> =
            self.rows(&query, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let altered = |(_, leaf, line): &&(u64, [u8; 32], Vec<u8>)| EventHeader::leaf(line).as_bytes() != leaf;
        match newest.iter().find(altered) {
            Some((position, ..)) => Err(self.damaged(format!("the line of event {position} is not what was recorded"))),
            None => self.check_heads(),
        }
    }

    fn check_heads(&self) -> Result<()> {
        let query = format!(
            "SELECT newest.rec FROM (SELECT rec FROM event ORDER BY idx DESC LIMIT {NEWEST}) AS newest
             LEFT JOIN head ON head.rec = newest.rec
             LEFT JOIN event ON event.rec = head.rec AND event.seq = head.seq AND event.leaf = head.leaf
             WHERE event.idx IS NULL
                OR event.seq <> (SELECT max(seq) FROM event AS every WHERE every.rec = newest.rec) LIMIT 1"
        );
        let wrong: Vec<String> = self.rows(&query, [], |row| row.get(0))?;
        match wrong.first() {
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

    fn check_last_seen(&self, seen: Option<Checkpoint>, leaves: &[Digest]) -> Result<()> {
        let Some(seen) = seen else { return Ok(()) };
        let then = usize::try_from(seen.size).ok().and_then(|size| leaves.get(..size));
        let reason = match then {
            Some(leaves) if root(leaves) == seen.root => return Ok(()),
            Some(_) => format!("its first {} events are not those last seen", seen.size),
            None => format!("{} events were last seen, and {} are here", seen.size, leaves.len()),
        };
        Err(Error::RolledBack { path: self.path.clone(), reason })
    }
}
