//! `psr log`: every entry of a case, oldest first.

mod entry;

use clap::Args;
use serde::Serialize;

use crate::cli::{Common, Format};
use crate::exit::Exit;
use crate::failure::Outcome;
use crate::terminal::page::{Ink, Page};
use crate::world::World;
use crate::{json, settings};

pub use entry::LogEntry;

/// List every entry of a case, oldest first
///
/// Nothing is ever changed or removed: an answer that was corrected stands here with the one that replaced it.
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
    entries: Vec<LogEntry>,
}

/// Lists the entries.
pub fn run(arguments: &Log, common: &Common, world: &mut World<'_>) -> Outcome {
    let (_, case) = settings::open_case(common, world, &arguments.case)?;
    let entries: Vec<LogEntry> = case.entries.iter().map(|entry| LogEntry::of(entry, &case)).collect();
    if arguments.format == Format::Json {
        let reference = case.state.opened.what.reference.clone();
        return json::print(world, &Entries { case: case.id.to_string(), reference, entries }, Exit::Done);
    }
    let mut page = Page::new(world.stdout.colour);
    entries.iter().for_each(|entry| show(&mut page, entry));
    world.stdout.print(&page.finish())?;
    Ok(Exit::Done)
}

/// Adds an entry; whatever replaces another says which.
pub fn show(page: &mut Page, entry: &LogEntry) {
    let position = format!("{:>3}  ", entry.position);
    page.inked_item(0, &position, Ink::Bold, &format!("{}, recorded as by {}", entry.when(), entry.by));
    page.paragraph(5, &entry.what);
    for (name, text) in entry.beside() {
        page.paragraph(7, &format!("{name}: {text}"));
    }
}
