//! `psr check`: what a review would find missing.

use clap::Args;
use psr_casefile::check::Gap;
use serde::Serialize;

use crate::cli::{Common, Format};
use crate::exit::Exit;
use crate::failure::Outcome;
use crate::terminal::list::count;
use crate::terminal::page::{Ink, Page};
use crate::world::World;
use crate::{json, settings};

/// List what a review would find missing in a case
///
/// What blocks comes first. Ends with 1 if anything blocks.
#[derive(Debug, Args)]
pub struct Check {
    /// The case: its id, the start of its id, or its reference
    case: String,
    /// Write the result as text or as JSON
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Serialize)]
struct Checked {
    case: String,
    reference: String,
    blocked: bool,
    gaps: Vec<Gap>,
}

/// Lists the gaps, blocking ones first.
pub fn run(arguments: &Check, common: &Common, world: &mut World<'_>) -> Outcome {
    let (casebook, case) = settings::open_case(common, world, &arguments.case)?;
    let record = psr_casefile::record::decision_record(&case)?;
    let mut gaps = psr_casefile::check::check(&case, &record)?;
    gaps.extend(casebook.ledger_gaps(&case)?);
    gaps.sort_by_key(|gap| !gap.blocks);
    let blocked = gaps.iter().any(|gap| gap.blocks);
    let reference = record.case.reference;
    if arguments.format == Format::Json {
        let checked = Checked { case: case.id.to_string(), reference, blocked, gaps };
        return json::print(world, &checked, Exit::found(blocked));
    }
    let mut page = Page::new(world.stdout.colour);
    let (blocking, others) = gaps.split_at(gaps.iter().filter(|gap| gap.blocks).count());
    if !blocking.is_empty() {
        page.heading(&format!("{} in {reference}", count(blocking.len(), "gap that blocks", "gaps that block")));
        blocking.iter().for_each(|gap| list(&mut page, gap, Ink::Bad));
    }
    if !others.is_empty() {
        page.heading(&format!("{} a review may ask about", count(others.len(), "more gap", "more gaps")));
        others.iter().for_each(|gap| list(&mut page, gap, Ink::Open));
    }
    if gaps.is_empty() {
        page.paragraph(
            0,
            &format!("A review would find nothing missing in {reference}, as far as this program can look."),
        );
    }
    world.stdout.print(&page.finish())?;
    Ok(Exit::found(blocked))
}

fn list(page: &mut Page, gap: &Gap, ink: Ink) {
    let lot = gap.lot.as_ref().map(|lot| format!("{lot}: ")).unwrap_or_default();
    let provisions =
        if gap.provisions.is_empty() { String::new() } else { format!(" [{}]", gap.provisions.join(", ")) };
    page.inked_item(2, "! ", ink, &format!("{lot}{}{provisions}", gap.message));
    page.paragraph(4, &format!("next: {}", gap.next));
}
