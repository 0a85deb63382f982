//! Personal signatures under approvals: rebuilt from the record, and checked.

use psr_recorder::signature::{BadSignature, PersonalSignature, PublicKey};
use serde::{Deserialize, Serialize};

use super::{NAMESPACE, Statement};
use crate::casebook::Case;
use crate::event::{Approved, CaseEvent};
use crate::state::{CaseEntry, Recorded};

/// A personal signature under an approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// The fingerprint of the key that made it, written `SHA256:…`; none where it cannot be read.
    pub key: Option<String>,
    /// What is wrong with it; none where it stands.
    pub fault: Option<String>,
    /// Whether it could be checked: not where something of what was signed is withheld.
    pub checked: bool,
}

/// What came of checking a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Checked {
    /// This key signed what the record says.
    By(PublicKey),
    /// Something of what was signed is withheld, so that this key's signature could not be checked.
    Hidden(PublicKey),
    /// The signature does not stand.
    Bad(BadSignature),
}

/// Checks the signature of an approval in a case; none where it has none.
pub(super) fn of(case: &Case, approval: &Recorded<Approved>) -> Option<Signed> {
    let entry = case.entries.iter().find(|entry| entry.seq == approval.seq)?;
    let checked = check(case.id, &case.entries, entry, &approval.what)?;
    Some(match checked {
        Checked::By(key) => Signed { key: Some(key.fingerprint()), fault: None, checked: true },
        Checked::Hidden(key) => Signed { key: Some(key.fingerprint()), fault: None, checked: false },
        Checked::Bad(error) => Signed { key: None, fault: Some(error.to_string()), checked: true },
    })
}

/// Checks the signature of an approval against what the entries of its case say; none where it has none.
pub(crate) fn check(
    record: psr_recorder::RecordId,
    entries: &[CaseEntry],
    entry: &CaseEntry,
    approved: &Approved,
) -> Option<Checked> {
    let signature = match PersonalSignature::read(approved.signature.as_ref()?) {
        Ok(signature) => signature,
        Err(error) => return Some(Checked::Bad(error)),
    };
    let Some(statement) = rebuilt(record, entries, entry, approved) else {
        return Some(Checked::Hidden(signature.key));
    };
    Some(match signature.verify(NAMESPACE, statement.text().as_bytes()) {
        Ok(()) => Checked::By(signature.key),
        Err(error) => Checked::Bad(error),
    })
}

/// Builds again what was signed; none where any part of it is withheld or erased.
fn rebuilt(
    record: psr_recorder::RecordId,
    entries: &[CaseEntry],
    entry: &CaseEntry,
    approved: &Approved,
) -> Option<Statement> {
    let whole = |entry: &&CaseEntry| entry.hidden == 0;
    let Some(CaseEvent::Opened(opened)) = &entries.first().filter(|entry| entry.register_is_shown())?.event else {
        return None;
    };
    let introduced = entries.iter().filter(whole).find_map(|other| match other.event.as_ref()? {
        CaseEvent::Actor(actor) if actor.handle == entry.act => Some(actor.name.clone()),
        _ => None,
    });
    Some(entry).filter(whole)?;
    Some(Statement {
        origin: opened.register.clone(),
        record,
        head: approved.head.clone(),
        basis: approved.basis,
        role: approved.role.clone(),
        delegation: approved.delegation.clone(),
        name: introduced?,
    })
}

impl CaseEntry {
    /// Answers whether the name of the register in which a case was opened is shown.
    fn register_is_shown(&self) -> bool {
        // A field that is withheld reads as that word; a register of that very name is taken for one that is withheld.
        matches!(&self.event, Some(CaseEvent::Opened(opened)) if self.hidden == 0 || opened.register != "withheld")
    }
}
