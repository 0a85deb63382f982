//! What falls due in a case: `psr timetable --case`, and its part of `psr show`.

use chrono::NaiveDate;
use psr_casefile::casebook::Case;
use psr_casefile::timetable::{self, CaseTimetable, Taken};
use psr_rules::timetable::ical_of;
use serde::Serialize;

use super::{Format, text};
use crate::cli::Common;
use crate::exit::Exit;
use crate::failure::Outcome;
use crate::terminal::list::and;
use crate::terminal::page::Page;
use crate::words::day;
use crate::world::World;
use crate::{json, settings};

/// What is said while nothing can be counted.
const NO_PROCESS: &str =
    "What falls due depends on the process that is followed, and no process with days of its own is settled yet.";

#[derive(Serialize)]
struct OfCase {
    case: String,
    reference: String,
    as_of: NaiveDate,
    timetables: Vec<CaseTimetable>,
}

/// Says what falls due in a case, by the pack it was opened with, from what is on record.
pub fn run(
    case: &str,
    as_of: Option<NaiveDate>,
    format: Option<Format>,
    common: &Common,
    world: &mut World<'_>,
) -> Outcome {
    let (_, case) = settings::open_case(common, world, case)?;
    let as_of = as_of.unwrap_or_else(|| today(world));
    let timetables = timetable::of_case(&case, Some(as_of))?;
    match super::usual(format, world) {
        Format::Text => world.stdout.print(&say(&case, &timetables, as_of, world.stdout.colour))?,
        Format::Ics => {
            let plain: Vec<_> = timetables.iter().map(|of| &of.timetable).collect();
            world.stdout.print(&ical_of(&plain))?;
        }
        Format::Json => {
            let reference = case.state.opened.what.reference.clone();
            return json::print(world, &OfCase { case: case.id.to_string(), reference, as_of, timetables }, Exit::Done);
        }
    }
    Ok(Exit::Done)
}

/// What falls due in a case, or why that cannot be told.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Due {
    /// What falls due, once for each process that is followed.
    Counted(Vec<CaseTimetable>),
    /// Why it cannot be counted.
    Not {
        /// The reason.
        error: String,
    },
}

/// Returns what falls due in a case today.
pub fn of(case: &Case, world: &World<'_>) -> Due {
    match timetable::of_case(case, Some(today(world))) {
        Ok(timetables) => Due::Counted(timetables),
        Err(error) => Due::Not { error: error.to_string() },
    }
}

/// Returns the day it is.
pub fn today(world: &World<'_>) -> NaiveDate {
    psr_casefile::time::london_day((world.clock)())
}

fn say(case: &Case, timetables: &[CaseTimetable], as_of: NaiveDate, colour: bool) -> String {
    let mut page = Page::new(colour);
    if timetables.is_empty() {
        page.heading(&case.state.opened.what.reference);
        page.paragraph(2, NO_PROCESS);
    }
    for of in timetables {
        page.heading(&format!("{}: {}", case.state.opened.what.reference, followed(of)));
        page.paragraph(2, &format!("As of {}.", day(as_of)));
        text::section(&mut page, &of.timetable);
    }
    if let Some(of) = timetables.first() {
        taken(&mut page, &of.taken);
        text::notes(&mut page, &of.timetable);
    }
    page.finish()
}

/// Shows what is due in a case, below one heading for each process; nothing where no process is settled.
pub fn show(page: &mut Page, case: &Case, today: NaiveDate) {
    let timetables = match timetable::of_case(case, Some(today)) {
        Ok(timetables) => timetables,
        Err(error) => {
            page.heading("What is due");
            page.paragraph(2, &format!("It cannot be counted: {error}."));
            return;
        }
    };
    for of in timetables {
        page.heading(&format!("What is due: {}", followed(&of)));
        text::everything(page, &of.timetable);
    }
}

/// Returns the process, with the lots that follow it.
fn followed(of: &CaseTimetable) -> String {
    let process = &of.timetable.process_title;
    if of.lots.is_empty() { process.clone() } else { format!("{process} ({})", and(&of.lots)) }
}

fn taken(page: &mut Page, taken: &[Taken]) {
    if taken.is_empty() {
        return;
    }
    page.heading("Counted from what is on record");
    for event in taken {
        let details: Vec<String> = event.details.iter().map(|(name, value)| format!("; {name}: {value}")).collect();
        let earlier = if event.earlier_round { ", of an earlier round: no longer counted" } else { "" };
        let text = format!("{}, {}{earlier} [entry {}]{}", day(event.on), event.title, event.entry, details.concat());
        page.item(2, "- ", &text);
    }
}
