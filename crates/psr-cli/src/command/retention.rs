//! `psr retention`: until when a case is kept, by the authority's own schedule.

use chrono::NaiveDate;
use clap::Args;

use crate::cli::Common;
use crate::exit::Exit;
use crate::failure::Outcome;
use crate::words::day;
use crate::world::World;
use crate::{input, settings};

/// Put on record until when a case is kept, by the authority's own schedule
///
/// Nothing is erased by itself. `psr case list --retention-due` lists the cases whose time is up and which no hold keeps.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  psr retention AUD-2026 --until 2033-03-31 --source \"Retention schedule 2025, line 14\""
)]
pub struct Retention {
    /// The case: its id, the start of its id, or its reference
    case: String,
    /// Keep it until this day, that day included
    #[arg(long, value_name = "DATE", value_parser = input::date)]
    until: NaiveDate,
    /// Name the schedule or the decision that says so
    #[arg(long, value_name = "TEXT")]
    source: String,
}

/// Puts the date on record.
pub fn run(arguments: &Retention, common: &Common, world: &mut World<'_>) -> Outcome {
    let mut casebook = settings::open_write(common, world)?;
    let case = casebook.case(&arguments.case)?;
    let actor = settings::actor(common, world)?;
    let acting = &mut settings::acting(&actor, world);
    let receipt = casebook.retain(&case, arguments.until, &arguments.source, acting)?;
    world.stdout.print(&format!("Recorded (entry {}): kept until {}.\n", receipt.seq, day(arguments.until)))?;
    Ok(Exit::Done)
}
