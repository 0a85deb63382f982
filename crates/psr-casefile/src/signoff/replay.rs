//! What verification finds of sign-off: heads that are not those of the entries they name, and signatures that do not stand.

use chrono::{DateTime, Utc};
use psr_recorder::RecordId;
use psr_recorder::signature::PublicKey;

use super::signature::{Checked, check};
use crate::event::{ApprovalWithdrawn, CaseEvent};
use crate::state::CaseEntry;

/// What was found of one entry.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// What is wrong: the kind of fault and what was found.
    pub faults: Vec<(&'static str, String)>,
    /// The key that signed an approval.
    pub signed: Option<PublicKey>,
    /// Whether an approval stands there that nobody signed.
    pub unsigned: bool,
    /// What could not be checked, and why.
    pub not_checked: Option<String>,
}

/// An approval that was signed, for whoever knows whose key it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedApproval {
    /// The case.
    pub case: RecordId,
    /// The entry's place in the register.
    pub position: u64,
    /// The name it is recorded under.
    pub name: String,
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// The key that signed it.
    pub key: PublicKey,
}

/// Looks at one entry of a case; all of its entries up to this one are given.
pub(crate) fn look(record: RecordId, entries: &[CaseEntry]) -> Found {
    let mut found = Found::default();
    let Some(entry) = entries.last() else { return found };
    match &entry.event {
        Some(CaseEvent::Submitted(submitted)) => found.head(entries, &submitted.head, submitted.basis),
        Some(CaseEvent::Refused(refused)) => found.head(entries, &refused.head, refused.basis),
        Some(CaseEvent::ApprovalWithdrawn(taken)) => found.giver(entries, entry, taken),
        Some(CaseEvent::Approved(approved)) => {
            found.head(entries, &approved.head, approved.basis);
            match check(record, entries, entry, approved) {
                None => found.unsigned = true,
                Some(Checked::By(key)) => found.signed = Some(key),
                Some(Checked::Hidden(key)) => {
                    let what = "the approval was not checked, since something of what was signed is withheld or erased";
                    found.not_checked = Some(format!("the signature by the key {} under {what}", key.fingerprint()));
                }
                Some(Checked::Bad(error)) => {
                    found.faults.push(("signature", format!("the approval's signature does not stand: {error}")));
                }
            }
        }
        _ => {}
    }
    found
}

impl Found {
    /// What is approved, submitted or refused is named by the hash of an entry that stands before it.
    fn head(&mut self, entries: &[CaseEntry], head: &str, basis: u64) {
        let before = entries.iter().rev().skip(1).find(|entry| entry.seq == basis);
        if before.is_none_or(|entry| entry.leaf.to_string() != head) {
            let message = format!(
                "it names the head {head} at entry {basis} of the case, and that is not the hash of that entry"
            );
            self.faults.push(("approval", message));
        }
    }

    /// Only its giver takes an approval back.
    fn giver(&mut self, entries: &[CaseEntry], entry: &CaseEntry, taken: &ApprovalWithdrawn) {
        let approval = entries.iter().find(|other| other.seq == taken.approval && other.typ == "psr.approval/1");
        if approval.is_none_or(|approval| approval.act != entry.act) {
            let message =
                format!("it takes back entry {}, which is no approval by whoever takes it back", taken.approval);
            self.faults.push(("approval", message));
        }
    }
}
