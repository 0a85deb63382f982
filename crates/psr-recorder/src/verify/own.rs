//! The register's own record: what it says about keys and about proofs from outside.

use super::event::Said;
use super::report::{FaultKind, Findings};
use super::source::{Source, text};
use crate::digest::Digest;
use crate::key::VerifierKey;
use crate::names::RecordId;
use crate::trust::{Keys, Statement};

/// Gathers the register's own events as they come by.
#[derive(Debug, Default)]
pub(super) struct Own {
    rec: Option<RecordId>,
    statements: Vec<(Option<u64>, String)>,
}

impl Own {
    /// Begins with the record that the register says is its own.
    pub(super) fn of(source: &mut dyn Source, findings: &mut Findings) -> Own {
        let rec = findings.read(source.about("register")).and_then(|rec| text(&rec).parse().ok());
        Own { rec, statements: Vec::new() }
    }

    /// Takes over what an event says, if it is one of the own record; returns the digest of a proof that it records.
    pub(super) fn event(&mut self, rec: RecordId, position: Option<u64>, said: &[Said]) -> Option<Digest> {
        if self.rec != Some(rec) {
            return None;
        }
        let mut anchor = None;
        for said in said {
            match said {
                Said::Key(note) => self.statements.push((position, note.clone())),
                Said::Anchor(digest) => anchor = Some(*digest),
            }
        }
        anchor
    }

    /// Returns the succession of keys that the statements tell of, and says which of them stand in another place than they say.
    pub(super) fn keys(&self, first: VerifierKey, findings: &mut Findings) -> Keys {
        for (position, note) in &self.statements {
            let size = Statement::open(note).ok().map(|(statement, _)| statement.size());
            if let Some(size) = size.filter(|size| position.is_some_and(|position| position != *size)) {
                let message = format!("the key statement says that {size} event(s) stood before it");
                findings.fault(*position, FaultKind::Key, message);
            }
        }
        let notes: Vec<&String> = self.statements.iter().map(|(_, note)| note).collect();
        Keys::from_statements(first, &notes)
    }
}
