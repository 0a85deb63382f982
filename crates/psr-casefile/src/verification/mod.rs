//! Verification in one report: what is stored is hashed again ([`psr_recorder`]), and what was determined is determined again ([`crate::replay`]).
//!
//! Nothing is written and no signing key is needed. What was not shown is said as plainly as what was.

mod report;
mod signers;

use std::path::Path;

use psr_recorder::{Options, Place};

use crate::casebook::Casebook;
use crate::error::Result;

pub use report::{Fault, Verified};
pub use signers::Signature;

/// Verifies a register, or one case of it if the options name one: the bytes, and then what they lead to.
///
/// # Errors
/// When it cannot be looked at; what is wrong with it is a fault, not an error.
pub fn of_register(place: &Place, options: &Options) -> Result<Verified> {
    let mut verified = bytes(place, options, &mut |_, _| {})?;
    replay(&mut verified, place, options, &mut |_| {});
    Ok(verified)
}

/// Verifies a bundle: the bytes, and then what they lead to.
///
/// # Errors
/// When it cannot be read.
pub fn of_bundle(path: &Path, options: &Options) -> Result<Verified> {
    let mut verified = Verified::new(psr_recorder::verify_bundle(path, options)?, false);
    let contents = psr_recorder::bundle::read(path)?;
    verified.join(Ok(crate::replay::replay_bundle(&contents)));
    Ok(verified)
}

/// Verifies what is stored in a register; says how many entries of how many are done.
///
/// # Errors
/// When it cannot be looked at.
pub fn bytes(place: &Place, options: &Options, progress: &mut dyn FnMut(u64, u64)) -> Result<Verified> {
    let report = psr_recorder::verify_place(place, options, progress)?;
    Ok(Verified::new(report, options.record.is_some()))
}

/// Takes the determinations again, and joins what is found; says how many more entries are done.
pub fn replay(verified: &mut Verified, place: &Place, options: &Options, progress: &mut dyn FnMut(u64)) {
    let replayed = Casebook::open_read(place).and_then(|casebook| match options.threads {
        0 => casebook.replay(options.record, progress),
        threads => casebook.replay_on(threads, options.record, progress),
    });
    verified.join(replayed);
}
