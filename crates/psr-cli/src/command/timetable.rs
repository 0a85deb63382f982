//! `psr timetable`: what falls due when, from what has happened.

pub mod case;
mod line;
pub mod text;

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use psr_rules::pack::model::Pack;
use psr_rules::timetable;

use crate::cli::{Common, PackChoice};
use crate::command::batch;
use crate::exit::Exit;
use crate::failure::{Outcome, Problem, Stop};
use crate::world::World;
use crate::{cli, input, refusal};
use line::LineWorker;

/// Say what falls due when: periods, last days, notices
///
/// Working days are counted by the calendar of the rule pack; a year of which it holds no bank holidays is refused by name. From an event that has
/// not happened nothing is guessed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  psr timetable events.yaml
  psr timetable events.yaml --as-of 2026-05-20
  psr timetable events.yaml --format ics > standstill.ics
  psr timetable - <<'END'
  process: direct-award-process-c
  commenced: 2026-03-12
  events:
    intention-to-award-published: 2026-03-12
    representations-received: [2026-03-17]
  END
  psr timetable --case AUD-2026
  psr timetable --batch < many.jsonl > timetables.jsonl

An event is a date, or an instant with its offset such as 2026-06-30T23:30:00Z, which counts on the day that it is in the calendar's time zone.
A batch takes one JSON object a line and gives one for each, in the same order. A line that cannot be read gives
{\"schema\":1,\"error\":\"…\",\"line\":N} in its place, the rest go on, and the exit code is 1.

A case is counted by the pack it was opened with, from the events recorded in it, once for each process that its lots follow. When a notice of intention
is published again, what came before it no longer counts.")]
pub struct Timetable {
    /// A YAML or JSON file with the process and what has happened, or - for standard input
    #[arg(value_name = "EVENTS", required_unless_present_any = ["batch", "case"], conflicts_with = "batch")]
    events: Option<PathBuf>,
    /// Take what has happened from this case: its id, the start of its id, or its reference
    #[arg(long, value_name = "CASE", conflicts_with_all = ["events", "batch", "rules"])]
    case: Option<String>,
    /// Write the result as text, as JSON or as a calendar [default: text on a terminal, else json]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Mark what is overdue on this day; for a case, today if none is given
    #[arg(long, value_name = "DATE", value_parser = input::date)]
    as_of: Option<NaiveDate>,
    /// Read JSON Lines from standard input, and write JSON Lines
    #[arg(long)]
    batch: bool,
    #[command(flatten)]
    pack: PackChoice,
}

/// How a timetable is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Text to be read.
    Text,
    /// JSON for other programs.
    Json,
    /// An iCalendar file that calendars import.
    Ics,
}

/// Says what falls due when.
pub fn run(arguments: &Timetable, common: &Common, world: &mut World<'_>) -> Outcome {
    if let Some(case) = &arguments.case {
        return case::run(case, arguments.as_of, arguments.format, common, world);
    }
    let rulebook = psr_casefile::casebook::load_pack(&input::pack(&arguments.pack)?)?;
    if arguments.batch {
        let format =
            arguments.format.map(|format| if format == Format::Json { cli::Format::Json } else { cli::Format::Text });
        return batch::run(|| LineWorker::new(rulebook.pack(), arguments.as_of), format, "reckoning", world);
    }
    let path = arguments.events.as_deref().unwrap_or(Path::new("-"));
    let (name, bytes) = input::given(path, world)?;
    let given = timetable::read(&name, &bytes, rulebook.pack());
    let given = given.map_err(|found| Stop::from(refusal::diagnostics(&found)))?;
    let found = reckon(rulebook.pack(), &given, arguments.as_of).map_err(|problem| Stop::from(problem.at(&name)))?;
    write(&found, arguments.format, world)
}

/// Reckons, or says why that cannot be done.
fn reckon(pack: &Pack, given: &timetable::Given, as_of: Option<NaiveDate>) -> Result<timetable::Timetable, Problem> {
    timetable::reckon(pack, given, as_of).map_err(|error| {
        let hint = "look at the dates again; the pack's calendar folder is where bank holidays are added";
        Problem::new(error.to_string(), hint)
    })
}

fn write(found: &timetable::Timetable, format: Option<Format>, world: &mut World<'_>) -> Outcome {
    let result = match usual(format, world) {
        Format::Text => text::say(found, world.stdout.colour),
        Format::Ics => found.ical(),
        Format::Json => {
            let text = serde_json::to_string_pretty(found).map_err(std::io::Error::from);
            text.map_err(crate::world::unwritten)? + "\n"
        }
    };
    world.stdout.print(&result)?;
    Ok(Exit::Done)
}

/// Returns the form that was asked for, else the usual one.
fn usual(format: Option<Format>, world: &World<'_>) -> Format {
    format.unwrap_or(if world.stdout.is_terminal { Format::Text } else { Format::Json })
}
