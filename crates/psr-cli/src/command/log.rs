//! `psr log`: every entry of a case, oldest first.

use clap::Args;
use psr_casefile::contemporaneity::{Contemporaneity, Gate};
use psr_casefile::log::{self, LogEntry};
use serde::Serialize;

use crate::cli::{Common, Format};
use crate::exit::Exit;
use crate::failure::Outcome;
use crate::terminal::page::{Ink, Page};
use crate::words::minute;
use crate::world::World;
use crate::{json, settings};

/// List every entry of a case, oldest first
///
/// Nothing is ever changed or removed: an answer that was corrected stands here with the one that replaced it. Each entry says what it came after and
/// before, of the approvals and the events that the case's pack calls gates; with --format json all of them, and the kept checkpoints around it.
#[derive(Debug, Args)]
pub struct Log {
    /// The case: its id, the start of its id, or its reference
    case: String,
    /// Write the entries as text or as JSON
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Serialize)]
struct Entries {
    case: String,
    reference: String,
    gates: Vec<Gate>,
    caution: String,
    entries: Vec<LogEntry>,
}

/// Lists the entries.
pub fn run(arguments: &Log, common: &Common, world: &mut World<'_>) -> Outcome {
    let (casebook, case) = settings::open_case(common, world, &arguments.case)?;
    let (entries, labels) = log::of(&case, &casebook.register().checkpoints()?);
    if arguments.format == Format::Json {
        let reference = case.state.opened.what.reference.clone();
        let Contemporaneity { gates, caution, .. } = labels;
        let entries = Entries { case: case.id.to_string(), reference, gates, caution, entries };
        return json::print(world, &entries, Exit::Done);
    }
    let mut page = Page::new(world.stdout.colour);
    entries.iter().for_each(|entry| show(&mut page, entry));
    if !labels.gates.is_empty() {
        page.blank();
        page.paragraph(0, &labels.caution);
    }
    world.stdout.print(&page.finish())?;
    Ok(Exit::Done)
}

/// Adds an entry; whatever replaces another says which.
pub fn show(page: &mut Page, entry: &LogEntry) {
    let position = format!("{:>3}  ", entry.position);
    page.inked_item(0, &position, Ink::Bold, &format!("{}, recorded as by {}", minute(entry.at), entry.by));
    page.paragraph(5, &entry.what);
    for (name, text) in entry.beside() {
        page.paragraph(7, &format!("{name}: {text}"));
    }
}
