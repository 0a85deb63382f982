//! Whose keys signed the approvals: the list of signers that the reader brings.

use std::path::Path;

use psr_casefile::verification::Verified;
use psr_recorder::signature::AllowedSigners;

use crate::failure::{Problem, Stop};
use crate::input;

/// Tells of the signed approvals, each held against the list of signers if there is one.
///
/// # Errors
/// When the list cannot be read.
pub fn compare(verified: &mut Verified, signers: Option<&Path>) -> Result<(), Stop> {
    let allowed = signers.map(read).transpose()?;
    verified.compare_signers(allowed.as_ref(), "give a list of signers with --signers FILE");
    Ok(())
}

fn read(path: &Path) -> Result<AllowedSigners, Stop> {
    AllowedSigners::read(&input::text(path)?).map_err(|wrong| {
        let hint = "write one signer on each line: a name in quotation marks, perhaps options, the kind of the key, and the key";
        let problem = |wrong: &psr_recorder::signature::BadSigners| Problem::new(wrong.what.clone(), hint).at(format!("{}:{}", path.display(), wrong.line));
        wrong.iter().map(problem).collect::<Vec<_>>().into()
    })
}
