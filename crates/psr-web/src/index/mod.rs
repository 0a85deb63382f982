//! The index of cases: what lists, searches and dashboards show of each, made from its record and made again whenever that has grown.
//!
//! It is never evidence of anything. Each summary says up to which entry it was made; the desk keeps them, so that a site that starts again, or stands
//! beside others, reads only what is newer.

mod ahead;
mod gather;
mod sought;
mod summary;
mod words;

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use psr_recorder::RecordId;

pub use ahead::Span;
pub use gather::GatherError;
pub use sought::{Found, Sought};
pub use summary::{NextDuty, Summary};

/// The summaries of all cases.
#[derive(Debug, Default)]
pub struct Index {
    inner: RwLock<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    cases: BTreeMap<RecordId, Arc<Summary>>,
    words: words::Words,
    /// How many events of the register are taken into account.
    size: u64,
    /// How many records are still to be read.
    waiting: usize,
}

impl Index {
    /// Returns how many cases there are, and how many records are still to be read.
    pub fn counts(&self) -> (usize, usize) {
        let inner = self.read();
        (inner.cases.len(), inner.waiting)
    }

    /// Returns the cases that fit, newest first or by what falls due, as is asked for.
    pub fn find(&self, sought: &Sought, today: chrono::NaiveDate, may_see: impl Fn(&Summary) -> bool) -> Found {
        let inner = self.read();
        let fitting = inner.cases.values().rev().filter(|case| may_see(case));
        sought.among(fitting, today, inner.waiting)
    }

    /// Returns the cases in which something is owed, oldest first.
    pub fn owing(&self, may_see: impl Fn(&Summary) -> bool) -> Vec<RecordId> {
        let inner = self.read();
        let owing = inner.cases.iter().filter(|(_, case)| !case.duties.is_empty() && may_see(case));
        owing.map(|(id, _)| *id).collect()
    }

    /// Returns what is owed, week by week.
    pub fn ahead(&self, today: chrono::NaiveDate, may_see: impl Fn(&Summary) -> bool) -> Vec<Span> {
        let inner = self.read();
        ahead::ahead(inner.cases.values().filter(|case| may_see(case)), today)
    }

    /// Returns the summary of a case.
    pub fn case(&self, id: RecordId) -> Option<Arc<Summary>> {
        self.read().cases.get(&id).cloned()
    }

    /// Takes summaries in, in the place of what was known of their cases.
    fn take_in(&self, made: Vec<(RecordId, Summary)>) {
        let mut inner = self.write();
        let Inner { cases, words, .. } = &mut *inner;
        cases.extend(made.into_iter().map(|(id, summary)| (id, summary.indexed(words))));
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, Inner> {
        self.inner.read().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, Inner> {
        self.inner.write().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
