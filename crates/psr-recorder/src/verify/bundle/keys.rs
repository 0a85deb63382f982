//! Stands in for the succession of keys until it is here.

use crate::checkpoint::Checkpoint;
use crate::key::VerifierKey;
use crate::note::SignedNote;

#[derive(Debug)]
pub(super) struct Keys(VerifierKey);

impl Keys {
    pub(super) fn from_statements(first: VerifierKey, _notes: &[&str]) -> Keys {
        Keys(first)
    }

    pub(super) fn faults(&self, pinned: Option<&VerifierKey>) -> Vec<String> {
        let unknown = pinned.filter(|pinned| **pinned != self.0);
        unknown
            .map(|pinned| format!("the pinned key {pinned} is none of the register's: {}", self.0))
            .into_iter()
            .collect()
    }

    pub(super) fn unproved(&self, _pinned: Option<&VerifierKey>) -> Vec<String> {
        Vec::new()
    }

    pub(super) fn check_head(&self, note: &SignedNote) -> Result<Option<String>, String> {
        self.check_kept(note)
    }

    pub(super) fn check_kept(&self, note: &SignedNote) -> Result<Option<String>, String> {
        let key = &self.0;
        let checkpoint = Checkpoint::parse(&note.text).ok_or("is not a checkpoint")?;
        if !note.is_signed_by(key) {
            return Err(format!("is not signed with the key {key}"));
        }
        if checkpoint.origin != key.name() {
            return Err(format!("is of another register: {}", checkpoint.origin));
        }
        Ok(None)
    }
}
