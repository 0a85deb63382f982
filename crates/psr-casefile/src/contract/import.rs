//! Import: a register of contracts from tables, all of it or nothing.

use std::collections::BTreeMap;

use psr_rules::pack::model::Pack;
use serde::Serialize;

use super::book::beginning;
use super::csv::{self, Fault};
use super::draft::{ChangeGiven, ContractGiven};
use crate::acting::Acting;
use crate::casebook::Casebook;
use crate::error::Result;

/// Contracts read from tables, ready to be put on record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Import {
    contracts: Vec<(ContractGiven, Vec<ChangeGiven>)>,
}

/// What an import puts on record, or would.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// The reference of each contract.
    pub references: Vec<String>,
    /// How many past changes they have together.
    pub changes: usize,
}

/// Something wrong in one of the tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportFault {
    /// Whether it is in the table of changes rather than in that of contracts.
    pub in_changes: bool,
    /// What is wrong.
    pub fault: Fault,
}

impl Casebook {
    /// Reads tables of contracts and of their past changes, and checks them against each other, the pack and the register.
    ///
    /// # Errors
    /// When the register cannot be read; what is wrong with the tables is returned inside, all of it.
    pub fn read_import(
        &self,
        contracts: &str,
        changes: Option<&str>,
        pack: &Pack,
        today: chrono::NaiveDate,
    ) -> Result<std::result::Result<Import, Vec<ImportFault>>> {
        let taken: Vec<String> = self.contracts()?.into_iter().map(|contract| contract.reference).collect();
        let mut first = Vec::new();
        let mut import = Import::default();
        let mut places = BTreeMap::new();
        for (mut row, given) in csv::contracts(contracts, &mut first) {
            given.faults(pack, today).into_iter().for_each(|(part, wrong, hint)| row.fault(part, wrong, hint));
            let reference = given.reference.clone();
            if taken.contains(&reference) {
                let hint = "leave its row out, and enter its changes with `psr contract change`";
                row.fault("reference", format!("contract `{reference}` is already in the register"), hint);
            }
            let before = if reference.is_empty() { None } else { places.insert(reference.clone(), row.line) };
            if let Some(line) = before {
                row.fault(
                    "reference",
                    format!("`{reference}` stands in line {line} already"),
                    "give each contract once",
                );
            }
            first.extend(row.faults());
            import.contracts.push((given, Vec::new()));
        }
        let second = changes.map(|changes| import.take_changes(changes, first.is_empty(), today)).unwrap_or_default();
        let faults = faults(first, false).chain(faults(second, true)).collect::<Vec<_>>();
        Ok(if faults.is_empty() { Ok(import) } else { Err(faults) })
    }

    /// Puts everything that was read on record, in one transaction.
    ///
    /// # Errors
    /// When the register refuses; then nothing was recorded.
    pub fn import(&mut self, import: &Import, acting: &mut Acting<'_>) -> Result<Imported> {
        let beginnings = import.contracts.iter().map(|(given, changes)| beginning(given, changes, acting).1);
        let appends: Vec<_> = beginnings.collect::<Vec<_>>().concat();
        self.register_mut().append_all(&appends, acting.randomness)?;
        Ok(import.imported())
    }
}

impl Import {
    /// Returns what putting it on record comes to.
    pub fn imported(&self) -> Imported {
        Imported {
            references: self.contracts.iter().map(|(given, _)| given.reference.clone()).collect(),
            changes: self.contracts.iter().map(|(_, changes)| changes.len()).sum(),
        }
    }

    /// Returns the contracts with their past changes.
    pub fn contracts(&self) -> &[(ContractGiven, Vec<ChangeGiven>)] {
        &self.contracts
    }

    /// Takes past changes; where contracts could not all be read, one that is missing may stand in a row that could not.
    fn take_changes(&mut self, changes: &str, all_read: bool, today: chrono::NaiveDate) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (mut row, reference, given) in csv::changes(changes, &mut faults) {
            match self.contracts.iter_mut().find(|(contract, _)| contract.reference == reference) {
                Some((contract, changes)) => {
                    let wrong = given.faults(contract.entered_into, today);
                    wrong.into_iter().for_each(|(part, wrong, hint)| row.fault(part, wrong, hint));
                    changes.push(given);
                }
                None if all_read => {
                    let hint = "correct the reference, or add the contract to its table";
                    row.fault("reference", format!("`{reference}` is not among the contracts that are imported"), hint);
                }
                None => {}
            }
            faults.extend(row.faults());
        }
        faults
    }
}

fn faults(mut faults: Vec<Fault>, in_changes: bool) -> impl Iterator<Item = ImportFault> {
    faults.sort();
    faults.into_iter().map(move |fault| ImportFault { in_changes, fault })
}
