//! What the ledger of a contract has to say to a case about it: the sums it offers as answers, and the answers it has overtaken.

use psr_rules::id::QuestionId;
use psr_rules::money::Pence;
use psr_rules::pack::model::{ContractLedger, Severity};

use super::ledger::Ledger;
use super::state::ContractState;
use crate::casebook::{Case, Casebook};
use crate::check::Gap;
use crate::error::Result;
use crate::event::AnswerKey;

/// A sum that a ledger offers for a question of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The decision that asks.
    pub key: AnswerKey,
    /// The contract, by the authority's reference.
    pub contract: String,
    /// The sum: the value at entry, or what the changes add up to without those that this case decided.
    pub sum: Pence,
    /// Whether the change that is being decided must be added to the sum.
    pub adds_change: bool,
    /// The entries of the contract that it rests on.
    pub entries: Vec<u64>,
}

/// An answer that a ledger has overtaken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overtaken {
    /// The answer.
    pub key: AnswerKey,
    /// The contract, by the authority's reference.
    pub contract: String,
    /// The entries of the contract that are newer than the answer and were decided elsewhere.
    pub entries: Vec<u64>,
}

impl Offer {
    /// Returns the sum to answer with and the reason to record, for a change of so much that is being decided.
    pub fn answer(&self, change: Pence) -> (Pence, String) {
        let entries: Vec<String> = self.entries.iter().map(ToString::to_string).collect();
        let from = match entries.as_slice() {
            [] => format!("Taken from the ledger of contract {}, which has no changes.", self.contract),
            [one] => format!("Taken from the ledger of contract {} (entry {one}).", self.contract),
            many => format!("Taken from the ledger of contract {} (entries {}).", self.contract, many.join(", ")),
        };
        if !self.adds_change {
            return (self.sum, from);
        }
        let sum = Pence(self.sum.0.saturating_add(change.0));
        (sum, format!("{from} Changes so far: {}; this change: {change}; in all: {sum}.", self.sum))
    }
}

impl Casebook {
    /// Returns the sums that the ledger of the case's contract offers for its questions; none where the case is about no contract on record.
    ///
    /// # Errors
    /// When the contract cannot be read.
    pub fn offers(&self, case: &Case) -> Result<Vec<Offer>> {
        let Some((rules, state)) = self.ledger_of(case)? else { return Ok(Vec::new()) };
        let ledger = Ledger::of(&state);
        let contract = state.entered.what.reference.clone();
        let key = |question: &QuestionId| AnswerKey {
            decision: rules.decision.clone(),
            lot: None,
            question: question.clone(),
        };
        let original = ledger.original.map(|sum| Offer {
            key: key(&rules.original),
            contract: contract.clone(),
            sum,
            adds_change: false,
            entries: vec![state.entered.seq],
        });
        let id = case.id.to_string();
        let earlier = ledger.lines.iter().filter(|line| line.modification.what.case.as_ref() != Some(&id));
        let sum = earlier.clone().fold(0_i128, |sum, line| sum.saturating_add(line.modification.what.change.0));
        let cumulative = Offer {
            key: key(&rules.cumulative),
            contract: contract.clone(),
            sum: Pence(sum),
            adds_change: true,
            entries: earlier.map(|line| line.modification.seq).collect(),
        };
        Ok(original.into_iter().chain([cumulative]).collect())
    }

    /// Returns the answers about cumulative change that entries of the contract's ledger have overtaken: newer entries that this case did not decide.
    ///
    /// # Errors
    /// When the contract cannot be read.
    pub fn overtaken(&self, case: &Case) -> Result<Vec<Overtaken>> {
        let Some((rules, state)) = self.ledger_of(case)? else { return Ok(Vec::new()) };
        let id = case.id.to_string();
        let answers = case
            .state
            .answers
            .iter()
            .filter(|(key, _)| key.decision == rules.decision && key.question == rules.cumulative);
        let overtaken = |(key, history): (&AnswerKey, &crate::state::History)| {
            let answered = history.current.as_ref()?.at;
            let newer =
                state.modifications.iter().filter(|entry| entry.at > answered && entry.what.case.as_ref() != Some(&id));
            let entries: Vec<u64> = newer.map(|entry| entry.seq).collect();
            let contract = state.entered.what.reference.clone();
            (!entries.is_empty()).then(|| Overtaken { key: key.clone(), contract, entries })
        };
        Ok(answers.filter_map(overtaken).collect())
    }

    /// Returns the answers that the ledger has overtaken as gaps, in the pack's words.
    ///
    /// # Errors
    /// As for [`overtaken`](Self::overtaken).
    pub fn ledger_gaps(&self, case: &Case) -> Result<Vec<Gap>> {
        let stale = case.rulebook.pack().ledger.as_ref().map(|rules| &rules.stale);
        let overtaken = self.overtaken(case)?;
        let gap = |overtaken: Overtaken| {
            let stale = stale?;
            let entries: Vec<String> = overtaken.entries.iter().map(ToString::to_string).collect();
            let (contract, entries) = (&overtaken.contract, entries.join(", "));
            let message = format!("{} (contract {contract}, entries: {entries})", stale.says);
            Some(Gap {
                provisions: vec![stale.provision.to_string()],
                question: Some(overtaken.key.question.to_string()),
                lot: overtaken.key.lot.and_then(|lot| case.state.lot_name(lot)).map(str::to_owned),
                ..Gap::of_every_stage("ledger-overtaken", Severity::Warns, message, &stale.next)
            })
        };
        Ok(overtaken.into_iter().filter_map(gap).collect())
    }

    /// Returns how the pack uses ledgers and the contract that the case is about, if both are there.
    fn ledger_of<'c>(&self, case: &'c Case) -> Result<Option<(&'c ContractLedger, ContractState)>> {
        match (&case.rulebook.pack().ledger, &case.state.opened.what.contract) {
            (Some(rules), Some(contract)) => Ok(Some((rules, self.contract(&contract.id)?.1))),
            _ => Ok(None),
        }
    }
}
