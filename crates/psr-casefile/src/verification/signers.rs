//! Whose keys signed the approvals: held against a list that the reader brings.

use psr_recorder::signature::AllowedSigners;
use serde::Serialize;

use super::{Fault, Verified};
use crate::signoff::{NAMESPACE, SignedApproval};
use crate::words::count;

/// A signed approval as the report tells it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Signature {
    /// The entry's place in the register.
    pub position: u64,
    /// The name under which it is recorded.
    pub name: String,
    /// The fingerprint of the key.
    pub key: String,
    /// Whether the list of signers says that this key is that person's.
    pub known: bool,
}

impl Verified {
    /// Tells of the signed approvals, each held against the list of signers if there is one; where there is none, the hint says how to give one.
    pub fn compare_signers(&mut self, allowed: Option<&AllowedSigners>, hint: &str) {
        let signed = std::mem::take(&mut self.signed);
        for approval in &signed {
            let known = allowed.map(|allowed| allowed.allow(&approval.name, &approval.key, NAMESPACE, approval.at));
            self.faults.extend(allowed.filter(|_| known == Some(false)).map(|allowed| stranger(approval, allowed)));
            let (position, name, key) = (approval.position, approval.name.clone(), approval.key.fingerprint());
            self.signatures.push(Signature { position, name, key, known: known == Some(true) });
        }
        self.sound = self.faults.is_empty();
        if allowed.is_none() && !signed.is_empty() {
            let keys = count(signed.len(), "approval is", "approvals are");
            self.not_proved.push(format!(
                "authorship: {keys} signed with a personal key, and whose key that is was not shown: {hint}"
            ));
        }
    }
}

fn stranger(approval: &SignedApproval, allowed: &AllowedSigners) -> Fault {
    let names = allowed.names(&approval.key);
    let whose = if names.is_empty() { "nobody's".to_owned() } else { format!("that of {}", names.join(" and ")) };
    let (name, key) = (&approval.name, approval.key.fingerprint());
    let message = format!(
        "the approval of {name} is signed with the key {key}, which by the list of signers is {whose} for this purpose at that time"
    );
    Fault { position: Some(approval.position), kind: "signature".to_owned(), message }
}
