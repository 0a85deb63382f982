//! The register of cases: opening stores, finding cases, and what a person may do to one.
//!
//! Each act is one function that ends in one transaction: it states the head it saw, and what it writes is all recorded or not at all.

mod act;
mod answers;
mod approval;
mod comment;
mod disclose;
mod document;
mod find;
mod keeping;
mod packs;
pub(crate) mod record;
mod references;

use std::sync::Arc;

use psr_recorder::{Place, RecordId, Register};
use psr_rules::engine::Rulebook;

use crate::error::Result;
use crate::state::{CaseEntry, CaseState};

pub use act::{CaseOpening, EventGiven};
pub use answers::{AnswerGiven, EvidenceGiven, Given};
pub use approval::{ApprovalGiven, Signs};
pub use comment::{CommentGiven, subject};
pub use disclose::disclosure_kind;
pub(crate) use find::case_entry;
pub use find::{CaseListing, opened};
pub use keeping::{ErasureGiven, RetentionDue};
pub use packs::{Packs, load_pack};
pub use record::Recorded;

/// A register with the cases in it.
#[derive(Debug)]
pub struct Casebook {
    register: Register,
    packs: Arc<Packs>,
    references: references::References,
}

/// A case as it stands: its entries, their fold, and the pack that decides it.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its id in the register.
    pub id: RecordId,
    /// Its entries, oldest first.
    pub entries: Vec<CaseEntry>,
    /// What they fold to.
    pub state: CaseState,
    /// The pack it was opened with, compiled.
    pub rulebook: Arc<Rulebook>,
}

impl Casebook {
    /// Opens the cases of a register that was opened for reading or for writing.
    pub fn new(register: Register) -> Self {
        Self::sharing(register, Arc::default())
    }

    /// Opens the cases of a register with packs that other handles to it load and compile as well, each once for all of them.
    pub fn sharing(register: Register, packs: Arc<Packs>) -> Self {
        Self { register, packs, references: references::References::default() }
    }

    /// Opens the cases of the register in a folder or on a server, for reading.
    ///
    /// # Errors
    /// When there is no register, or it cannot be read.
    pub fn open_read(place: impl Into<Place>) -> Result<Self> {
        Ok(Self::new(Register::open_read(place)?))
    }

    /// Returns the register.
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// Returns the register, to write to it directly.
    pub fn register_mut(&mut self) -> &mut Register {
        &mut self.register
    }
}
