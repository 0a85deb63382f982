//! What must hold between the entries of a contract, beyond what the recorder verifies.

use psr_recorder::Entry;

use super::entry::ContractEvent;
use super::state::read;

/// Lists what does not hold between the entries of a contract, each with its position in the register; none where the entries are no contract.
pub(crate) fn check_contract(entries: &[Entry]) -> Option<Vec<(u64, String)>> {
    let first = entries.first().filter(|first| first.header.typ == ContractEvent::CONTRACT)?;
    let mut faults = Vec::new();
    if read(first).is_none() {
        faults.push((first.position, "the contract does not say when it was entered into".to_owned()));
    }
    let (mut changes, mut corrected, mut closed) = (Vec::new(), Vec::new(), None);
    for entry in &entries[1..] {
        let seq = entry.header.seq;
        if let Some(by) = closed {
            faults.push((entry.position, format!("it was recorded after entry {by} had closed the contract")));
        }
        match read(entry) {
            Some(ContractEvent::Modified(modification)) => {
                if let Some(earlier) = modification.supersedes {
                    if !changes.contains(&earlier) || corrected.contains(&earlier) {
                        let message = format!("it corrects entry {earlier}, which is no change that stands");
                        faults.push((entry.position, message));
                    }
                    corrected.push(earlier);
                }
                changes.push(seq);
            }
            Some(ContractEvent::Closed(_)) => closed = Some(seq),
            Some(ContractEvent::Entered(_)) => {
                faults.push((entry.position, "it begins a contract that has begun already".to_owned()));
            }
            // What is withheld or erased cannot be read, but its place in the chain may be referred to.
            None if entry.header.typ.starts_with("psr.modification/") => changes.push(seq),
            _ => {}
        }
    }
    Some(faults)
}
