//! The references that cases have, as far as the register was looked through: so that opening a case need not read all of the others again.

use std::collections::BTreeMap;

use psr_recorder::{RecordId, Register};

use super::{Casebook, find};
use crate::error::Result;
use crate::event::CaseEvent;

/// References by case, up to a size of the register.
#[derive(Debug, Default)]
pub(super) struct References {
    size: u64,
    cases: BTreeMap<RecordId, String>,
}

impl Casebook {
    /// Tells whether a case with this reference is in the register.
    pub(super) fn has_reference(&mut self, reference: &str) -> Result<bool> {
        let size = self.register.size()?;
        if self.references.size == 0 {
            let cases = self.cases()?.into_iter();
            self.references.cases = cases.filter_map(|case| Some((case.id.parse().ok()?, case.reference))).collect();
        } else if self.references.size < size {
            for id in self.register.records_since(self.references.size)? {
                self.references.note(&self.register, id)?;
            }
        }
        self.references.size = size;
        Ok(self.references.cases.values().any(|known| known == reference))
    }
}

impl References {
    /// Notes the reference of a record that is new here and a case. What was erased or withheld has none.
    fn note(&mut self, register: &Register, id: RecordId) -> Result<()> {
        if self.cases.contains_key(&id) {
            return Ok(());
        }
        let first = register.events(id)?.into_iter().next().map(find::case_entry);
        if let Some(CaseEvent::Opened(opened)) = first.and_then(|entry| entry.event) {
            self.cases.insert(id, opened.reference);
        }
        Ok(())
    }
}
