//! `psr contract show`: a contract and its ledger.

use clap::Args;
use psr_casefile::contract::{LedgerView, LimitView, LineView};

use crate::cli::{Common, Format, PackChoice};
use crate::exit::Exit;
use crate::failure::Outcome;
use crate::terminal::page::{Ink, Page};
use crate::words::day;
use crate::world::World;
use crate::{input, json, settings};

/// Show a contract and its ledger: every change, what they add up to, and the limits
///
/// Percentages are of the lifetime value when the contract was entered into, and are cut off after two decimals, never rounded up: 24.99% may be as little as a
/// penny short of 25%. Whether a limit is reached is worked out exactly.
#[derive(Debug, Args)]
pub struct Show {
    /// The contract: its reference, its id or the start of its id
    contract: String,
    /// Write the result as text or as JSON
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    pack: PackChoice,
}

/// Shows the contract.
pub fn run(arguments: &Show, common: &Common, world: &mut World<'_>) -> Outcome {
    let rulebook = psr_casefile::casebook::load_pack(&input::pack(&arguments.pack)?)?;
    let casebook = settings::open_read(common, world)?;
    let (id, state) = casebook.contract(&arguments.contract)?;
    let today = psr_casefile::time::london_day((world.clock)());
    let view = LedgerView::of(id, &state, rulebook.pack(), today);
    if arguments.format == Format::Json {
        return json::print(world, &view, Exit::Done);
    }
    let mut page = Page::new(world.stdout.colour);
    about(&mut page, &view);
    changes(&mut page, &view);
    limits(&mut page, &view.limits);
    world.stdout.print(&page.finish())?;
    Ok(Exit::Done)
}

fn about(page: &mut Page, view: &LedgerView) {
    page.heading(&view.title);
    let state = if view.closed { "closed" } else { "open" };
    let framework = if view.framework { ", a framework agreement" } else { "" };
    page.pair("Reference", 16, &format!("{} ({state}){framework}", view.reference));
    page.pair("Id", 16, &view.contract);
    page.pair("Provider", 16, &view.provider);
    page.pair("Awarded by", 16, &view.awarded_by);
    let late = if view.retrospective { ", put on record afterwards" } else { "" };
    page.pair("Entered into", 16, &format!("{}{late}", day(view.entered_into)));
    let from = view.term_start.map(|start| format!("from {} ", day(start))).unwrap_or_default();
    let term = view.term_end.map_or_else(|| "open-ended".to_owned(), |end| format!("to {}", day(end)));
    page.pair("Term", 16, &format!("{from}{term}"));
    if let Some(options) = &view.options {
        page.pair("Options", 16, options);
    }
    let value = view.lifetime_value.map_or_else(|| "not on record".to_owned(), |value| value.to_string());
    page.pair("Value at entry", 16, &value);
    for (name, text) in [("Basis", &view.value_basis), ("Source", &view.value_source)] {
        if let Some(text) = text {
            page.pair(name, 16, text);
        }
    }
}

fn changes(page: &mut Page, view: &LedgerView) {
    page.heading("Changes since");
    if view.changes.is_empty() {
        page.paragraph(2, "None on record.");
    }
    view.changes.iter().for_each(|line| change(page, line));
    for line in &view.corrected {
        let by = line.corrected_by.unwrap_or_default();
        page.item(
            2,
            "x ",
            &format!("entry {}, corrected by entry {by}: {}, {}", line.entry, line.what, signed(line.change)),
        );
    }
    let share = view.percentage.as_ref().map(|share| format!(", {share}% of the value at entry")).unwrap_or_default();
    page.blank();
    page.paragraph(2, &format!("Cumulative change: {}{share}", view.cumulative_change));
}

fn change(page: &mut Page, line: &LineView) {
    let share = line.percentage.as_ref().map(|share| format!(" ({share}%)")).unwrap_or_default();
    let sum = line.cumulative_change.map(|sum| format!("; in all {sum}{share}")).unwrap_or_default();
    let ground = line.ground.as_ref().map(|ground| format!(" [{ground}]")).unwrap_or_default();
    page.item(2, "- ", &format!("{}: {}{ground}, {}{sum}", day(line.on), line.what, signed(line.change)));
    let attributable = match line.attributable {
        Some(true) => "attributable to the authority",
        Some(false) => "not attributable to the authority",
        None => "not on record whether it is attributable to the authority",
    };
    let case = line.case.as_ref().map(|case| format!("; decided in case {case}")).unwrap_or_default();
    let corrects = line.corrects.map(|entry| format!(", corrects entry {entry}")).unwrap_or_default();
    page.aside(4, &format!("entry {}{corrects}; {attributable}{case}", line.entry));
}

fn signed(sum: psr_rules::money::Pence) -> String {
    if sum.0 > 0 { format!("+{sum}") } else { sum.to_string() }
}

fn limits(page: &mut Page, limits: &[LimitView]) {
    if limits.is_empty() {
        return;
    }
    page.heading("Limits");
    for limit in limits {
        let sum = limit.sum.map(|sum| sum.to_string()).filter(|sum| *sum != limit.figure);
        let sum = sum.map(|sum| format!(", here {sum}")).unwrap_or_default();
        let (ink, reached) = match limit.reached {
            Some(true) => (Ink::Bad, "reached"),
            Some(false) => (Ink::Good, "not reached"),
            None => (Ink::Open, "cannot be told without the value at entry"),
        };
        let text = format!("{}: {}{sum} [{}]: {reached}", limit.name, limit.figure, limit.provision);
        page.inked_item(2, "- ", ink, &text);
    }
}
