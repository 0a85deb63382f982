//! Finding cases and reading them.

use std::collections::BTreeMap;
use std::sync::Arc;

use psr_recorder::{Entry, FieldState, RecordId};
use psr_rules::engine::Rulebook;

use super::{Case, Casebook};
use crate::error::{Error, Result};
use crate::event::{CaseEvent, Fields};
use crate::state::{CaseEntry, CaseState};

/// A case in a list.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct CaseListing {
    /// Its id.
    pub id: String,
    /// The authority's reference.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// The day it was opened, in England.
    pub opened: chrono::NaiveDate,
    /// Whether it is closed.
    pub closed: bool,
    /// How many entries it has.
    pub entries: u64,
}

impl Casebook {
    /// Lists the cases, oldest first; only the first and the last entry of each are read.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn cases(&self) -> Result<Vec<CaseListing>> {
        let newest = self.register.newest()?;
        let openings = self.register.openings()?.into_iter();
        let mut cases: Vec<(RecordId, CaseListing)> =
            openings.filter_map(|opening| Some((opening.header.rec, listing(opening, &newest)?))).collect();
        for (id, case) in &mut cases {
            // After a case is closed, only what concerns keeping it is recorded; then the entry that closed it stands further back.
            if newest.get(id).is_some_and(|entry| CaseEvent::KEEPING.contains(&entry.header.typ.as_str())) {
                case.closed = self.register.events(*id)?.iter().any(|entry| entry.header.typ == CaseEvent::CLOSED);
            }
        }
        Ok(cases.into_iter().map(|(_, case)| case).collect())
    }

    /// Finds a case by its id, the start of its id, or its reference, and reads it.
    ///
    /// # Errors
    /// When there is none or more than one, or the register cannot be read.
    pub fn case(&self, given: &str) -> Result<Case> {
        let cases = self.cases()?;
        let exact = cases.iter().find(|case| case.id == given || case.reference == given);
        let found = match exact {
            Some(case) => vec![case],
            None => cases.iter().filter(|case| !given.is_empty() && case.id.starts_with(given)).collect(),
        };
        match found.as_slice() {
            [] => Err(Error::NoSuchCase(given.to_owned())),
            [case] => self.case_by_id(case.id.parse().map_err(|_| Error::NoSuchCase(given.to_owned()))?),
            several => Err(Error::ManyCases {
                given: given.to_owned(),
                ids: several.iter().map(|case| case.id.clone()).collect(),
            }),
        }
    }

    /// Reads the case with an id.
    ///
    /// # Errors
    /// When there is none, or the register or the case's pack cannot be read.
    pub fn case_by_id(&self, id: RecordId) -> Result<Case> {
        let entries = self.entries(id)?;
        let state = CaseState::fold(&entries).ok_or_else(|| Error::NotACase(id.to_string()))?;
        let rulebook = self.rulebook(&state.opened.what.pack.digest)?;
        Ok(Case { id, entries, state, rulebook })
    }

    /// Returns the pack with a digest, compiled, from the bytes that the register keeps.
    ///
    /// # Errors
    /// When the register does not hold it, or it does not load.
    pub(crate) fn rulebook(&self, digest: &str) -> Result<Arc<Rulebook>> {
        let digest = digest.parse().map_err(|_| Error::NoPack(digest.to_owned()))?;
        self.packs.get(digest, || Ok(self.register.pack_files(digest)?.into_iter().collect()))
    }

    fn entries(&self, id: RecordId) -> Result<Vec<CaseEntry>> {
        Ok(self.register.events(id)?.into_iter().map(case_entry).collect())
    }
}

/// Reads an entry of the record as the one that opens a case; nothing where it is another.
pub fn opened(entry: &Entry) -> Option<crate::event::Opened> {
    match case_entry(entry.clone()).event {
        Some(CaseEvent::Opened(opened)) => Some(opened),
        _ => None,
    }
}

/// Reads an entry of the record as an entry of a case.
pub(crate) fn case_entry(entry: Entry) -> CaseEntry {
    let hidden = entry.fields.iter().filter(|field| !matches!(field.state, FieldState::Shown { .. })).count();
    let shown = entry.fields.into_iter().filter_map(|field| match field.state {
        FieldState::Shown { path, value } => Some((path, value)),
        _ => None,
    });
    let fields: Fields = shown.collect();
    let header = entry.header;
    let event = CaseEvent::from_fields(&header.typ, &fields);
    CaseEntry {
        seq: header.seq,
        position: entry.position,
        at: header.at,
        act: header.act,
        leaf: entry.leaf,
        typ: header.typ,
        event,
        hidden,
    }
}

fn listing(opening: Entry, newest: &BTreeMap<RecordId, Entry>) -> Option<CaseListing> {
    let id = opening.header.rec;
    let newest = newest.get(&id).map(|entry| &entry.header);
    let opening = case_entry(opening);
    let Some(CaseEvent::Opened(opened)) = opening.event else { return None };
    Some(CaseListing {
        id: id.to_string(),
        reference: opened.reference,
        title: opened.title,
        opened: crate::time::london_day(opening.at),
        closed: newest.is_some_and(|header| header.typ == CaseEvent::CLOSED),
        entries: newest.map_or(0, |header| header.seq + 1),
    })
}
