//! The ledger of a contract: its changes in the order in which they were made, each with what they add up to.

use psr_rules::money::Pence;

use super::entry::Modification;
use super::proportion::Proportion;
use super::state::ContractState;
use crate::state::Recorded;

/// The changes of a contract, added up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    /// The lifetime value when the contract was entered into, if one is on record.
    pub original: Option<Pence>,
    /// The changes that stand, in order of their dates and, on one day, of record.
    pub lines: Vec<LedgerLine>,
    /// The entries that were corrected since, each with the entry that corrects it.
    pub corrected: Vec<(Recorded<Modification>, u64)>,
    /// What the changes that stand add up to.
    pub cumulative: Pence,
}

/// A change that stands, with what it adds up to together with the earlier ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerLine {
    /// The change.
    pub modification: Recorded<Modification>,
    /// What the changes add up to by then.
    pub cumulative: Pence,
    /// That sum as a share of the value when the contract was entered into, if there is one.
    pub proportion: Option<Proportion>,
}

impl Ledger {
    /// Adds up the changes of a contract.
    pub fn of(state: &ContractState) -> Self {
        let original = state.entered.what.lifetime_value;
        let (mut standing, mut corrected) = (Vec::new(), Vec::new());
        for modification in &state.modifications {
            match state.corrected_by(modification.seq) {
                Some(by) => corrected.push((modification.clone(), by)),
                None => standing.push(modification.clone()),
            }
        }
        standing.sort_by_key(|modification| (modification.what.on, modification.seq));
        let mut cumulative = Pence::default();
        let line = |modification: Recorded<Modification>| {
            // Each sum has at most 18 digits before the point, so no register could hold enough of them to pass the end of the type.
            cumulative = Pence(cumulative.0.saturating_add(modification.what.change.0));
            let proportion = original.and_then(|original| Proportion::of(cumulative, original));
            LedgerLine { modification, cumulative, proportion }
        };
        let lines: Vec<LedgerLine> = standing.into_iter().map(line).collect();
        Self { original, lines, corrected, cumulative }
    }

    /// Returns the cumulative change as a share of the value when the contract was entered into, if there is one.
    pub fn proportion(&self) -> Option<Proportion> {
        Proportion::of(self.cumulative, self.original?)
    }

    /// Returns the position of the newest entry that the cumulative change rests on.
    pub fn newest(&self) -> Option<u64> {
        self.lines.iter().map(|line| line.modification.seq).max()
    }
}
