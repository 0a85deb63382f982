//! What the ledger of a contract is for: the questions it answers and the limits it is held against.

use crate::id::{DecisionId, EventId, ParameterId, Provision, QuestionId};

/// How a pack uses the ledgers of contracts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractLedger {
    /// The decision whose questions the ledger answers.
    pub decision: DecisionId,
    /// The question that asks for the lifetime value when the contract was entered into.
    pub original: QuestionId,
    /// The question that asks for the cumulative change since.
    pub cumulative: QuestionId,
    /// Whether only the size of the cumulative change counts, whichever way it goes.
    pub size_only: bool,
    /// The events with which a case decides a change.
    pub recorded_by: Vec<EventId>,
    /// The limits that the cumulative change is held against.
    pub limits: Vec<LedgerLimit>,
    /// What to say where an answer no longer agrees with the ledger.
    pub stale: StaleAnswer,
}

/// A limit that the cumulative change is held against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerLimit {
    /// The figure: a sum, or a percentage of the value when the contract was entered into.
    pub parameter: ParameterId,
    /// The provision that sets it.
    pub provision: Provision,
    /// What it is, in words.
    pub name: String,
}

/// What to say where an answer no longer agrees with the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaleAnswer {
    /// What it means, as a sentence.
    pub says: String,
    /// What is open to whoever reads it, as a sentence.
    pub next: String,
    /// The provision behind it.
    pub provision: Provision,
}
