//! The state of a contract: the fold of all its entries.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use psr_recorder::{Entry, FieldState};

use super::entry::{Contract, ContractEvent, Modification};
use crate::event::Fields;
use crate::state::Recorded;

/// The state of a contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractState {
    /// The contract as it was when entered into.
    pub entered: Recorded<Contract>,
    /// Its changes and their corrections, in order of record.
    pub modifications: Vec<Recorded<Modification>>,
    /// Who acted in it: handle to name.
    pub actors: BTreeMap<String, String>,
    /// The entry that closed it.
    pub closed: Option<u64>,
    /// The position of the last entry.
    pub head: u64,
    /// How many entries of changes cannot be read, since too much of them is withheld or erased.
    pub unread: usize,
}

impl ContractState {
    /// Folds the entries of a contract; none when the first does not begin one.
    pub fn fold(entries: &[Entry]) -> Option<Self> {
        let (first, rest) = entries.split_first()?;
        let ContractEvent::Entered(contract) = read(first)? else { return None };
        let mut state = Self {
            entered: recorded(first, contract),
            modifications: Vec::new(),
            actors: BTreeMap::new(),
            closed: None,
            head: first.header.seq,
            unread: 0,
        };
        rest.iter().for_each(|entry| state.take(entry));
        Some(state)
    }

    fn take(&mut self, entry: &Entry) {
        self.head = entry.header.seq;
        match read(entry) {
            Some(ContractEvent::Actor(actor)) => drop(self.actors.insert(actor.handle, actor.name)),
            Some(ContractEvent::Modified(modification)) => self.modifications.push(recorded(entry, modification)),
            Some(ContractEvent::Closed(_)) => self.closed = Some(entry.header.seq),
            Some(ContractEvent::Entered(_)) => {}
            None => self.unread += usize::from(entry.header.typ.starts_with("psr.modification/")),
        }
    }

    /// Returns the handle under which somebody acts in this contract, if they have acted before.
    pub fn handle_of(&self, name: &str) -> Option<&str> {
        self.actors.iter().find(|(_, known)| *known == name).map(|(handle, _)| handle.as_str())
    }

    /// Returns the entry that corrects an entry, if one does.
    pub fn corrected_by(&self, seq: u64) -> Option<u64> {
        let correction = self.modifications.iter().find(|other| other.what.supersedes == Some(seq));
        correction.map(|correction| correction.seq)
    }
}

/// Reads an entry of the record as an entry of a contract.
pub(super) fn read(entry: &Entry) -> Option<ContractEvent> {
    let shown = entry.fields.iter().filter_map(|field| match &field.state {
        FieldState::Shown { path, value } => Some((path.clone(), value.clone())),
        _ => None,
    });
    ContractEvent::from_fields(&entry.header.typ, &shown.collect::<Fields>())
}

fn recorded<T>(entry: &Entry, what: T) -> Recorded<T> {
    let at: DateTime<Utc> = entry.header.at;
    Recorded { seq: entry.header.seq, at, act: entry.header.act.clone(), what }
}
