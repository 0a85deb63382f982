//! The case that decided a change of a contract, and the day it has on record for it.

use chrono::NaiveDate;
use psr_recorder::RecordId;

use crate::casebook::Case;

/// Says why a case is not the one that decided a change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Undecided {
    /// It is about another contract.
    #[error("case {case} is about contract {about}, not this one")]
    AboutAnother {
        /// The case, by reference.
        case: String,
        /// The contract it is about, by reference.
        about: String,
    },
    /// It does not have it on record that the contract was modified.
    #[error("case {case} does not have it on record that the contract was modified")]
    NotModified {
        /// The case, by reference.
        case: String,
        /// The events that would put it on record, by id.
        events: Vec<String>,
    },
    /// Nothing says on which day it was.
    #[error("it is not known on which day the change was made")]
    NoDay,
}

/// Returns the day on which a case has it that a contract was modified, unless another is given.
///
/// # Errors
/// When the case is about another contract, or does not have it on record.
pub fn decided(case: &Case, contract: RecordId, on: Option<NaiveDate>) -> Result<NaiveDate, Undecided> {
    let opened = &case.state.opened.what;
    let reference = || opened.reference.clone();
    if let Some(other) = opened.contract.as_ref().filter(|other| other.id != contract.to_string()) {
        return Err(Undecided::AboutAnother { case: reference(), about: other.reference.clone() });
    }
    let rules = case.rulebook.pack().ledger.as_ref();
    let counts = |event| rules.is_none_or(|rules| rules.recorded_by.contains(event));
    let modified = case.state.happened.iter().map(|happened| &happened.what).rfind(|happened| counts(&happened.event));
    if modified.is_none() {
        let events = rules.iter().flat_map(|rules| &rules.recorded_by).map(ToString::to_string).collect();
        return Err(Undecided::NotModified { case: reference(), events });
    }
    on.or(modified.filter(|_| rules.is_some()).map(|happened| happened.on)).ok_or(Undecided::NoDay)
}
