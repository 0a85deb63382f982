//! The contracts of a register: finding them, and what a person may do to one.

use psr_recorder::{Append, Entry, Receipt, RecordId};
use psr_rules::pack::model::Pack;
use serde::Serialize;

use super::draft::{ChangeGiven, ContractGiven, Wrong};
use super::entry::{Contract, ContractEvent, Modification};
use super::state::{ContractState, read};
use crate::acting::Acting;
use crate::casebook::Casebook;
use crate::casebook::record::lined_up;
use crate::error::{Error, Refusal, Result};
use crate::event::{Actor, CaseEvent, Closed};

/// A contract in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContractListing {
    /// Its id.
    pub id: String,
    /// The authority's reference.
    pub reference: String,
    /// What it is for.
    pub title: String,
    /// The provider.
    pub provider: String,
    /// When it was entered into.
    pub entered_into: chrono::NaiveDate,
    /// When its term ends; none where it is open-ended.
    pub term_end: Option<chrono::NaiveDate>,
    /// Whether nothing more is recorded in it.
    pub closed: bool,
    /// How many entries it has.
    pub entries: u64,
}

impl Casebook {
    /// Lists the contracts, oldest on record first; only the first and the last entry of each are read.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn contracts(&self) -> Result<Vec<ContractListing>> {
        let newest = self.register().newest()?;
        let listing = |opening: Entry| {
            let ContractEvent::Entered(contract) = read(&opening)? else { return None };
            let newest = newest.get(&opening.header.rec).map(|entry| &entry.header);
            Some(ContractListing {
                id: opening.header.rec.to_string(),
                reference: contract.reference,
                title: contract.title,
                provider: contract.provider,
                entered_into: contract.entered_into,
                term_end: contract.term_end,
                closed: newest.is_some_and(|header| header.typ == CaseEvent::CLOSED),
                entries: newest.map_or(0, |header| header.seq + 1),
            })
        };
        Ok(self.register().openings()?.into_iter().filter_map(listing).collect())
    }

    /// Finds a contract by its reference, its id or the start of its id, and reads it.
    ///
    /// # Errors
    /// When there is none or more than one, or the register cannot be read.
    pub fn contract(&self, given: &str) -> Result<(RecordId, ContractState)> {
        let contracts = self.contracts()?;
        let exact = contracts.iter().find(|contract| contract.id == given || contract.reference == given);
        let found: Vec<&ContractListing> = match exact {
            Some(contract) => vec![contract],
            None => contracts.iter().filter(|contract| !given.is_empty() && contract.id.starts_with(given)).collect(),
        };
        let missing = || Error::NoSuchContract(given.to_owned());
        match found.as_slice() {
            [] => Err(missing()),
            [contract] => self.contract_by_id(contract.id.parse().map_err(|_| missing())?),
            several => Err(Error::ManyCases {
                given: given.to_owned(),
                ids: several.iter().map(|contract| contract.id.clone()).collect(),
            }),
        }
    }

    fn contract_by_id(&self, id: RecordId) -> Result<(RecordId, ContractState)> {
        let state = ContractState::fold(&self.register().events(id)?);
        Ok((id, state.ok_or_else(|| Error::NoSuchContract(id.to_string()))?))
    }

    /// Puts a contract on record as a chain of its own.
    ///
    /// # Errors
    /// When something given cannot stand (all of it is listed), the reference is taken, or the register refuses.
    pub fn enter_contract(&mut self, given: &ContractGiven, pack: &Pack, acting: &mut Acting<'_>) -> Result<RecordId> {
        refuse(given.faults(pack, crate::time::london_day(acting.now)))?;
        if self.contracts()?.iter().any(|contract| contract.reference == given.reference.trim()) {
            return Err(Error::ContractTaken(given.reference.trim().to_owned()));
        }
        let (id, appends) = beginning(given, &[], acting);
        self.register_mut().append_all(&appends, acting.randomness)?;
        Ok(id)
    }

    /// Enters a change of a contract, or the correction of an earlier entry, in its ledger.
    ///
    /// # Errors
    /// When something given cannot stand (all of it is listed), the contract is closed, or the register refuses.
    pub fn change_contract(
        &mut self,
        reference: &str,
        given: &ChangeGiven,
        acting: &mut Acting<'_>,
    ) -> Result<Receipt> {
        let (id, state) = self.contract(reference)?;
        open(&state)?;
        let mut faults = given.faults(state.entered.what.entered_into, crate::time::london_day(acting.now));
        faults.extend(given.corrects.and_then(|seq| not_correctable(&state, seq)));
        refuse(faults)?;
        self.append_to(id, &state, ContractEvent::Modified(modification(given)), acting)
    }

    /// Closes a contract, so that nothing more can be recorded in it.
    ///
    /// # Errors
    /// When it is closed already, or the register refuses.
    pub fn close_contract(&mut self, reference: &str, reason: &str, acting: &mut Acting<'_>) -> Result<Receipt> {
        let (id, state) = self.contract(reference)?;
        open(&state)?;
        self.append_to(id, &state, ContractEvent::Closed(Closed { reason: Some(reason.to_owned()) }), acting)
    }

    fn append_to(
        &mut self,
        id: RecordId,
        state: &ContractState,
        event: ContractEvent,
        acting: &mut Acting<'_>,
    ) -> Result<Receipt> {
        let known = state.handle_of(&acting.actor).map(str::to_owned);
        let handle = known.clone().unwrap_or_else(|| format!("a{}", state.actors.len() + 1));
        let introduction = Actor { handle: handle.clone(), name: acting.actor.clone() };
        let mut events: Vec<ContractEvent> = Vec::new();
        if known.is_none() {
            events.push(ContractEvent::Actor(introduction));
        }
        events.push(event);
        let appends = appends(id, state.head + 1, &handle, &events, acting);
        let receipts = self.register_mut().append_all(&appends, acting.randomness)?;
        Ok(*receipts.last().expect("every append gives a receipt"))
    }
}

/// Returns the entries that put a contract with its past changes on record, and the id it is to have.
pub(super) fn beginning(
    given: &ContractGiven,
    changes: &[ChangeGiven],
    acting: &mut Acting<'_>,
) -> (RecordId, Vec<Append>) {
    let id = RecordId::draw(acting.now, acting.randomness);
    let actor = Actor { handle: "a1".to_owned(), name: acting.actor.clone() };
    let mut events = vec![ContractEvent::Entered(contract(given, &acting.program)), ContractEvent::Actor(actor)];
    events.extend(changes.iter().map(|change| ContractEvent::Modified(modification(change))));
    let appends = appends(id, 0, "a1", &events, acting);
    (id, appends)
}

fn appends(id: RecordId, first: u64, act: &str, events: &[ContractEvent], acting: &mut Acting<'_>) -> Vec<Append> {
    let drafts = events.iter().map(|event| (event.typ(), event.to_fields(), false));
    lined_up(id, first, act, drafts, acting)
}

fn contract(given: &ContractGiven, program: &str) -> Contract {
    let text = |text: &String| text.trim().to_owned();
    Contract {
        reference: text(&given.reference),
        title: text(&given.title),
        provider: text(&given.provider),
        awarded_by: given.awarded_by.clone(),
        entered_into: given.entered_into,
        term_start: given.term_start,
        term_end: given.term_end,
        options: given.options.as_ref().map(text),
        lifetime_value: given.lifetime_value,
        value_basis: given.value_basis.as_ref().map(text),
        value_source: given.value_source.as_ref().map(text),
        framework: given.framework,
        retrospective: given.retrospective,
        program: program.to_owned(),
    }
}

fn modification(given: &ChangeGiven) -> Modification {
    Modification {
        on: given.on,
        what: given.what.trim().to_owned(),
        ground: given.ground.as_ref().map(|ground| ground.trim().to_owned()),
        change: given.change,
        attributable: given.attributable,
        case: given.case.clone(),
        supersedes: given.corrects,
    }
}

fn open(state: &ContractState) -> Result<()> {
    let reference = state.entered.what.reference.clone();
    state.closed.map_or(Ok(()), |entry| Err(Error::ContractClosed { reference, entry }))
}

/// Says why an entry cannot be corrected, if it cannot.
fn not_correctable(state: &ContractState, seq: u64) -> Option<Wrong> {
    let hint = "`psr contract show` lists the entries".to_owned();
    if let Some(by) = state.corrected_by(seq) {
        let message = format!("entry {seq} is corrected already, by entry {by}");
        return Some(("corrects", message, format!("correct entry {by} instead")));
    }
    let known = state.modifications.iter().any(|modification| modification.seq == seq);
    (!known).then(|| ("corrects", format!("entry {seq} is no change of this contract"), hint))
}

fn refuse(faults: Vec<Wrong>) -> Result<()> {
    if faults.is_empty() {
        return Ok(());
    }
    let refusal = |(part, wrong, hint): Wrong| Refusal::CannotStand(format!("`{part}`: {wrong}: {hint}"));
    Err(Error::Refused(faults.into_iter().map(refusal).collect()))
}
