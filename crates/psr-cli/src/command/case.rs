//! `psr case`: open, list and close cases.

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use psr_casefile::casebook::{CaseListing, CaseOpening, RetentionDue};
use serde::Serialize;

use crate::cli::{Common, Format, PackChoice};
use crate::exit::Exit;
use crate::failure::Outcome;
use crate::terminal::list::{count, table};
use crate::terminal::screen::Screen;
use crate::world::World;
use crate::{input, json, settings};

/// Open, list or close cases
#[derive(Debug, Subcommand)]
pub enum Case {
    Open(Open),
    List(List),
    Close(Close),
}

/// Open a case and print its id
///
/// The case is decided by the rule pack it is opened with, whose bytes are kept in the register, so that it can be determined again for as long as the
/// register is kept.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  psr case open --title \"Community audiology\" --reference AUD-2026 --commenced 2026-04-01
  psr case open --title \"Eye care\" --reference EYE-7 --lot North --lot South")]
pub struct Open {
    /// Call the case this
    #[arg(long)]
    title: String,
    /// Give it the authority's own reference, by which it can be named from then on
    #[arg(long)]
    reference: String,
    /// Say when the procedure commenced, or is expected to; it selects the law in force
    #[arg(long, value_name = "DATE", value_parser = input::date)]
    commenced: Option<NaiveDate>,
    /// Add a lot; give it once for each
    #[arg(long = "lot", value_name = "LOT")]
    lots: Vec<String>,
    /// Mark the case as one that was decided already and is entered afterwards
    #[arg(long)]
    retrospective: bool,
    /// Say which contract on record it is about, such as the one to be modified or replaced
    #[arg(long, value_name = "CONTRACT")]
    contract: Option<String>,
    #[command(flatten)]
    pack: PackChoice,
}

/// List the cases, oldest first
#[derive(Debug, Args)]
pub struct List {
    /// Write the list as text or as JSON
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// List only the cases whose time to be kept is up and which no hold keeps
    #[arg(long)]
    retention_due: bool,
    /// Count as of this day instead of today
    #[arg(long, value_name = "DATE", value_parser = input::date, requires = "retention_due")]
    as_of: Option<NaiveDate>,
}

/// Close a case, so that nothing more can be recorded in it
#[derive(Debug, Args)]
pub struct Close {
    /// The case: its id, the start of its id, or its reference
    case: String,
    /// Say why it is closed
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Write the result as text or as JSON
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Opens, lists or closes.
pub fn run(arguments: &Case, common: &Common, world: &mut World<'_>) -> Outcome {
    match arguments {
        Case::Open(arguments) => open(arguments, common, world),
        Case::List(arguments) => list(arguments, common, world),
        Case::Close(arguments) => close(arguments, common, world),
    }
}

fn open(arguments: &Open, common: &Common, world: &mut World<'_>) -> Outcome {
    let files = input::pack(&arguments.pack)?;
    let mut casebook = settings::open_write(common, world)?;
    let opening = CaseOpening {
        title: arguments.title.clone(),
        reference: arguments.reference.clone(),
        commenced: arguments.commenced,
        lots: arguments.lots.clone(),
        source: None,
        retrospective: arguments.retrospective,
        contract: arguments.contract.clone(),
    };
    let actor = settings::actor(common, world)?;
    let case = casebook.open_case(&opening, &files, &mut settings::acting(&actor, world))?;
    world.stdout.print(&format!("{}\n", case.id))?;
    Screen::new(&mut world.stderr).note(&format!("next: psr ask {}", case.state.opened.what.reference));
    Ok(Exit::Done)
}

#[derive(Serialize)]
struct Cases {
    cases: Vec<CaseListing>,
}

fn list(arguments: &List, common: &Common, world: &mut World<'_>) -> Outcome {
    if arguments.retention_due {
        return due(arguments, common, world);
    }
    let cases = settings::open_read(common, world)?.cases()?;
    if arguments.format == Format::Json {
        return json::print(world, &Cases { cases }, Exit::Done);
    }
    if cases.is_empty() {
        Screen::new(&mut world.stderr).note("the register has no cases yet; open one with `psr case open`");
        return Ok(Exit::Done);
    }
    let heading = ["REFERENCE", "OPENED", "STATE", "ENTRIES", "ID", "TITLE"].map(str::to_owned).to_vec();
    let rows: Vec<Vec<String>> = std::iter::once(heading).chain(cases.iter().map(row)).collect();
    world.stdout.print(&table(&rows))?;
    Ok(Exit::Done)
}

#[derive(Serialize)]
struct Due {
    as_of: NaiveDate,
    cases: Vec<RetentionDue>,
}

/// Lists the cases whose time to be kept is up.
fn due(arguments: &List, common: &Common, world: &mut World<'_>) -> Outcome {
    let as_of = arguments.as_of.unwrap_or_else(|| psr_casefile::time::london_day((world.clock)()));
    let cases = settings::open_read(common, world)?.retention_due(as_of)?;
    if arguments.format == Format::Json {
        return json::print(world, &Due { as_of, cases }, Exit::Done);
    }
    if cases.is_empty() {
        Screen::new(&mut world.stderr).note(&format!("no case is past the day until which it is kept, as of {as_of}"));
        return Ok(Exit::Done);
    }
    let heading = ["REFERENCE", "KEPT UNTIL", "SOURCE", "TITLE"].map(str::to_owned).to_vec();
    let row = |due: &RetentionDue| {
        vec![due.case.reference.clone(), due.until.to_string(), due.source.clone(), due.case.title.clone()]
    };
    let rows: Vec<Vec<String>> = std::iter::once(heading).chain(cases.iter().map(row)).collect();
    world.stdout.print(&table(&rows))?;
    Ok(Exit::Done)
}

fn row(case: &CaseListing) -> Vec<String> {
    let state = if case.closed { "closed" } else { "open" };
    let (reference, opened, entries) = (case.reference.clone(), case.opened.to_string(), case.entries.to_string());
    vec![reference, opened, state.to_owned(), entries, case.id.clone(), case.title.clone()]
}

#[derive(Serialize)]
struct Closed {
    case: String,
    reference: String,
    entry: Option<u64>,
    head: String,
}

fn close(arguments: &Close, common: &Common, world: &mut World<'_>) -> Outcome {
    let mut casebook = settings::open_write(common, world)?;
    let case = casebook.case(&arguments.case)?;
    let actor = settings::actor(common, world)?;
    let recorded = casebook.close(&case, arguments.reason.clone(), &mut settings::acting(&actor, world))?;
    let state = &recorded.case.state;
    let reference = state.opened.what.reference.clone();
    if arguments.format == Format::Json {
        let (case, head) = (recorded.case.id.to_string(), state.head_leaf.to_string());
        return json::print(world, &Closed { case, reference, entry: state.closed, head }, Exit::Done);
    }
    let entries = count(usize::try_from(state.head + 1).unwrap_or(usize::MAX), "entry", "entries");
    world.stdout.print(&format!("Case {reference} is closed, with {entries}; its head is {}.\n", state.head_leaf))?;
    Ok(Exit::Done)
}
