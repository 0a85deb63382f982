//! Which events are of the one record that is reported on, when only one is.

use std::collections::BTreeMap;

use super::report::Findings;
use crate::names::RecordId;

/// Marks the positions of events: of the record reported on, and of others. Two bits an event, and none when all are reported on.
#[derive(Debug)]
pub(super) struct Mine {
    rec: Option<RecordId>,
    count: u64,
    /// By 64 positions each: which are of any record, and which are of the one.
    marks: BTreeMap<u64, (u64, u64)>,
}

impl Mine {
    pub(super) fn new(rec: Option<RecordId>) -> Mine {
        Mine { rec, count: 0, marks: BTreeMap::new() }
    }

    /// Takes note of an event and its record.
    pub(super) fn event(&mut self, position: Option<u64>, rec: RecordId) {
        let (Some(only), Some(position)) = (self.rec, position) else { return };
        let (any, mine) = self.marks.entry(position / 64).or_default();
        let bit = 1 << (position % 64);
        self.count += u64::from(rec == only && *mine & bit == 0);
        *any |= bit;
        *mine |= if rec == only { bit } else { 0 };
    }

    /// Returns how many events the record has, if only one is reported on.
    pub(super) fn count(&self) -> Option<u64> {
        self.rec.map(|_| self.count)
    }

    /// Drops what concerns the events of other records.
    pub(super) fn keep_only(&self, findings: &mut Findings) {
        if self.rec.is_some() {
            findings.faults.retain(|fault| !self.is_of_another(fault.position));
            findings.warnings.retain(|warning| !self.is_of_another(warning.position));
        }
    }

    fn is_of_another(&self, position: Option<u64>) -> bool {
        let marks = position.and_then(|position| Some((position % 64, self.marks.get(&(position / 64))?)));
        marks.is_some_and(|(bit, (any, mine))| (any & !mine) >> bit & 1 == 1)
    }
}
