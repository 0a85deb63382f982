//! `psr export --auditor`: every header of the register, and all of the cases that are audited.

use psr_recorder::bundle::Request;

use super::{Export, check_privileged, write};
use crate::cli::Common;
use crate::failure::Outcome;
use crate::settings;
use crate::world::World;

/// Writes the bundle.
pub(super) fn run(arguments: &Export, common: &Common, world: &mut World<'_>) -> Outcome {
    let casebook = settings::open_read(common, world)?;
    let (mut records, mut privileged) = (Vec::new(), false);
    for name in &arguments.cases {
        let case = casebook.case(name)?;
        privileged |= check_privileged(&case, arguments)?;
        records.push(case.id);
    }
    write(casebook.register(), &Request::register(records), &arguments.output, privileged, world)
}
