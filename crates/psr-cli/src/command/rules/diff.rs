//! `psr rules diff`: what differs between the law of one date and that of another, or between two packs.

mod text;

use std::collections::BTreeSet;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use psr_rules::engine::{Amendment, CompiledDecision, Rulebook, amendment};
use serde::Serialize;

use crate::cli::{Format, PackChoice};
use crate::exit::Exit;
use crate::failure::{Outcome, Problem, Stop};
use crate::terminal::page::Page;
use crate::world::World;
use crate::{input, json};

/// Show what differs between the law of one date and that of another, or between two packs
///
/// Lists the texts of the law, provisions, rules, questions and figures that come, go or change. Each decision is compared by what it concludes, exactly: two
/// are the same when no complete set of answers leads them to different conclusions, and where they differ, answers are shown that do. Whether
/// conflicts arise otherwise is not compared, nor are events, scenarios and reviews.
///
/// With --against and no date, two packs are compared for every day from which the law of either stands differently. Ends with 0 whether anything differs or not.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  psr rules diff --from 2024-06-01 --to 2026-04-01
  psr rules diff --against rules/proposed
  psr rules diff --against rules/proposed --from 2026-04-01 --format json")]
pub struct Diff {
    /// Compare the law of this date
    #[arg(long, value_name = "DATE", value_parser = input::date, required_unless_present = "against")]
    from: Option<NaiveDate>,
    /// Compare it with the law of this date
    #[arg(long, value_name = "DATE", value_parser = input::date, required_unless_present = "against")]
    to: Option<NaiveDate>,
    /// Compare with the rule pack in this folder
    #[arg(long, value_name = "DIR")]
    against: Option<PathBuf>,
    #[command(flatten)]
    pack: PackChoice,
    /// Write the result as text or as JSON
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Serialize)]
struct Comparisons {
    comparisons: Vec<Amendment>,
}

/// Compares.
pub fn run(arguments: &Diff, world: &mut World<'_>) -> Outcome {
    let before = super::load(&arguments.pack)?;
    let other = arguments.against.clone().map(|folder| super::load(&PackChoice { rules: Some(folder) })).transpose()?;
    let after = other.as_ref().unwrap_or(&before);
    let compare = |(from, to)| amendment((&before, from), (after, to)).map_err(refused);
    let comparisons = dates(arguments, &before, after).into_iter().map(compare).collect::<Result<Vec<_>, Stop>>()?;
    if arguments.format == Format::Json {
        return json::print(world, &Comparisons { comparisons }, Exit::Done);
    }
    let mut page = Page::new(world.stdout.colour);
    text::write(&comparisons, [before.pack(), after.pack()], &mut page);
    world.stdout.print(&page.finish())?;
    Ok(Exit::Done)
}

/// Returns the pairs of dates to compare: as given, or every day from which either pack stands differently and both know the law.
fn dates(arguments: &Diff, before: &Rulebook, after: &Rulebook) -> Vec<(NaiveDate, NaiveDate)> {
    match (arguments.from, arguments.to) {
        (Some(from), Some(to)) => vec![(from, to)],
        (Some(on), None) | (None, Some(on)) => vec![(on, on)],
        (None, None) => {
            let begins = before.pack().about.begins.max(after.pack().about.begins);
            let days = before.eras().chain(after.eras()).map(CompiledDecision::from);
            let days: BTreeSet<NaiveDate> = days.filter(|day| *day > begins).chain([begins]).collect();
            days.into_iter().map(|day| (day, day)).collect()
        }
    }
}

fn refused(error: psr_rules::engine::DecisionError) -> Stop {
    Problem::new(error.to_string(), "choose a date on which the regime was in force").into()
}
