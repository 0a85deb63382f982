//! Whom the verifier believes beside the register: a policy, and time-stamp authorities.

use std::path::Path;

use psr_recorder::anchor::Authorities;
use psr_recorder::trust::Policy;

use crate::failure::{Problem, Stop};
use crate::input;

/// Reads a policy; everything that is wrong with it is said at once.
pub fn policy(path: &Path) -> Result<Policy, Stop> {
    let hint = "write it as C2SP tlog-policy has it: log, witness, group, quorum; and ours, revoked";
    let problem = |what: String| Problem::new(what, hint).at(path.display());
    Policy::parse(input::text(path)?.as_bytes())
        .map_err(|wrong| wrong.iter().map(|wrong| problem(format!("the policy: {wrong}"))).collect::<Vec<_>>().into())
}

/// Reads the certificates of time-stamp authorities.
pub fn authorities(path: &Path) -> Result<Authorities, Stop> {
    let hint = "give the authority's certificates as it publishes them, in PEM";
    let refused = |reason| Problem::new(format!("no time-stamp authority can be read here: {reason}"), hint);
    Authorities::from_pem(input::text(path)?.as_bytes()).map_err(|reason| refused(reason).at(path.display()).into())
}
