//! `psr export`: one file that a stranger can verify.

use std::path::PathBuf;

use clap::Args;

use crate::cli::Common;
use crate::failure::{Outcome, Problem};
use crate::settings;
use crate::world::World;

/// Export a case as one file that a stranger can verify (not available yet)
#[derive(Debug, Args)]
pub struct Export {
    /// The case: its id, the start of its id, or its reference
    case: String,
    /// Write it to this file
    #[arg(short, long, value_name = "BUNDLE")]
    output: PathBuf,
}

/// Says what to do instead, after making sure that there is such a case.
pub fn run(arguments: &Export, common: &Common, world: &mut World<'_>) -> Outcome {
    settings::open_case(common, world, &arguments.case)?;
    let hint = "copy the register's folder without its key: `psr verify` on the copy needs nothing else";
    Err(Problem::new("this version cannot export a single case yet", hint).at(arguments.output.display()).into())
}
