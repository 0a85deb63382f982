//! Whose keys signed the approvals: held against a list that the reader brings.

use std::path::Path;

use psr_casefile::signoff::{NAMESPACE, SignedApproval};
use psr_recorder::signature::AllowedSigners;
use serde::Serialize;

use super::report::{Fault, Verified};
use crate::failure::{Problem, Stop};
use crate::input;
use crate::terminal::list::count;

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

/// Tells of the signed approvals, each held against the list of signers if there is one.
///
/// # Errors
/// When the list cannot be read.
pub fn compare(verified: &mut Verified, signers: Option<&Path>) -> Result<(), Stop> {
    let signed = std::mem::take(&mut verified.signed);
    let allowed = signers.map(read).transpose()?;
    for approval in &signed {
        let known =
            allowed.as_ref().map(|allowed| allowed.allow(&approval.name, &approval.key, NAMESPACE, approval.at));
        verified
            .faults
            .extend(allowed.as_ref().filter(|_| known == Some(false)).map(|allowed| stranger(approval, allowed)));
        let (position, name, key) = (approval.position, approval.name.clone(), approval.key.fingerprint());
        verified.signatures.push(Signature { position, name, key, known: known == Some(true) });
    }
    verified.sound = verified.faults.is_empty();
    if allowed.is_none() && !signed.is_empty() {
        let keys = count(signed.len(), "approval is", "approvals are");
        verified.not_proved.push(format!(
            "authorship: {keys} signed with a personal key, and whose key that is was not shown: give a list of signers with --signers FILE"
        ));
    }
    Ok(())
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

fn read(path: &Path) -> Result<AllowedSigners, Stop> {
    AllowedSigners::read(&input::text(path)?).map_err(|wrong| {
        let hint = "write one signer on each line: a name in quotation marks, perhaps options, the kind of the key, and the key";
        let problem = |wrong: &psr_recorder::signature::BadSigners| Problem::new(wrong.what.clone(), hint).at(format!("{}:{}", path.display(), wrong.line));
        wrong.iter().map(problem).collect::<Vec<_>>().into()
    })
}
