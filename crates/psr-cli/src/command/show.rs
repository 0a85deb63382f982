//! `psr show`: where a case stands.

mod approvals;

use clap::Args;
use psr_casefile::casebook::{Case, Casebook};
use psr_casefile::decision_record::{DecisionRecord, Section, StandingSection, Status};
use serde::Serialize;

use crate::cli::{Common, Format};
use crate::command::timetable::{self, case::Due};
use crate::exit::Exit;
use crate::failure::{Outcome, Stop};
use crate::terminal::list::count;
use crate::terminal::page::{Ink, Page};
use crate::words::{day, minute, section};
use crate::world::World;
use crate::{json, settings};

/// Show where a case stands: conclusions, answers, what is missing
///
/// Each conclusion stands with the answers that force it and the smallest change of answers that would alter it. Missing questions are in the order in
/// which they are best asked; what cannot matter any more is not listed.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  psr show AUD-2026\n  psr show AUD-2026 --format json")]
pub struct Show {
    /// The case: its id, the start of its id, or its reference
    case: String,
    /// Write the result as text or as JSON
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// What is shown as JSON.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    record: DecisionRecord,
    timetable: Due,
}

/// Shows the case.
pub fn run(arguments: &Show, common: &Common, world: &mut World<'_>) -> Outcome {
    let (casebook, case) = settings::open_case(common, world, &arguments.case)?;
    let checkpoints = casebook.register().checkpoints()?;
    let record = psr_casefile::record::decision_record_bounded(&case, &checkpoints)?;
    if arguments.format == Format::Json {
        return json::print(world, &Shown { record, timetable: timetable::case::of(&case, world) }, Exit::Done);
    }
    let mut page = Page::new(world.stdout.colour);
    about(&mut page, &record);
    cautions(&mut page, &record);
    record.sections.iter().for_each(|section| show_section(&mut page, section));
    ledger(&mut page, &casebook, &case)?;
    record.standings.iter().for_each(|standing| show_standing(&mut page, standing));
    timetable::case::show(&mut page, &case, timetable::case::today(world));
    happened(&mut page, &record);
    approvals::show(&mut page, &record);
    disclosures(&mut page, &case);
    world.stdout.print(&page.finish())?;
    Ok(Exit::Done)
}

fn about(page: &mut Page, record: &DecisionRecord) {
    let (case, law) = (&record.case, &record.law);
    page.heading(&case.title);
    let state = if case.closed { "closed" } else { "open" };
    page.pair("Reference", 11, &format!("{} ({state})", case.reference));
    page.pair("Id", 11, &case.id);
    if !case.lots.is_empty() {
        page.pair("Lots", 11, &case.lots.join(", "));
    }
    let entered = if case.retrospective { ", decided before it was entered here" } else { "" };
    page.pair("Opened", 11, &format!("{}{entered}", minute(case.opened)));
    let selected = if case.commenced.is_some() { "" } else { ", until it is on record when the procedure commenced" };
    page.pair("Law", 11, &format!("{} ({}), as on {}{selected}", law.text, law.text_source, day(case.law_date)));
    page.pair("Pack", 11, &format!("{} {} ({})", law.pack, law.version, law.digest));
    page.pair("Head", 11, &format!("{} ({} entries)", record.record.head, record.record.entries));
}

fn cautions(page: &mut Page, record: &DecisionRecord) {
    if record.cautions.is_empty() {
        return;
    }
    page.heading("Before relying on this");
    for caution in &record.cautions {
        page.inked_item(2, "! ", Ink::Open, &caution.text);
    }
}

fn show_section(page: &mut Page, section: &Section) {
    section::title(page, section);
    section::conclusions(page, section);
    section::conflicts(page, section);
    if let Some(route) = &section.route {
        page.item(2, "= ", &format!("Followed: {} (entry {}).", route.name, route.answer.entry));
    }
    if !section.answers.is_empty() {
        page.blank();
        page.line(&format!("  {}:", count(section.answers.len(), "answer", "answers")));
        section.answers.iter().for_each(|answer| section::answer(page, answer));
    }
    if !section.open.is_empty() {
        page.blank();
        let missing = if section.collects { "missing" } else { "missing, best asked first" };
        page.line(&format!("  {} {missing}:", count(section.open.len(), "answer", "answers")));
        section::open(page, &section.open, false);
    }
}

/// Shows what the ledger of the case's contract offers for questions that are not answered yet.
fn ledger(page: &mut Page, casebook: &Casebook, case: &Case) -> Result<(), Stop> {
    let open: Vec<_> =
        casebook.offers(case)?.into_iter().filter(|offer| case.state.standing(&offer.key).is_none()).collect();
    if let Some(first) = open.first() {
        page.heading(&format!("The ledger of contract {} says", first.contract));
    }
    for offer in open {
        let plus = if offer.adds_change { " --plus SUM" } else { "" };
        let so_far = if offer.adds_change { ", without the change that is being decided" } else { "" };
        page.item(2, "= ", &format!("{}: {}{so_far}", offer.key.question, offer.sum));
        let reference = &case.state.opened.what.reference;
        page.aside(4, &format!("psr answer {reference} {} --from-ledger{plus}", offer.key.question));
    }
    Ok(())
}

/// Shows a provision limb by limb: met, not met, or not yet known.
fn show_standing(page: &mut Page, standing: &StandingSection) {
    let lot = standing.lot.as_ref().map(|lot| format!(" ({lot})")).unwrap_or_default();
    page.heading(&format!("{}{lot} [{}]", standing.title, standing.provision));
    for limb in &standing.limbs {
        let (mark, ink, said) = match limb.status {
            Status::Met => ("+ ", Ink::Good, "met"),
            Status::NotMet => ("- ", Ink::Bad, "not met"),
            Status::Undetermined => ("? ", Ink::Open, "not yet known"),
        };
        page.inked_item(2, mark, ink, &format!("{}: {said}: {}", limb.provision, limb.clause));
    }
}

fn happened(page: &mut Page, record: &DecisionRecord) {
    if record.events.is_empty() {
        return;
    }
    page.heading("What happened");
    for event in &record.events {
        let details: Vec<String> = event.details.iter().map(|(name, value)| format!("; {name}: {value}")).collect();
        let text = format!(
            "{}, {} [{}; entry {}]{}",
            day(event.on),
            event.title,
            event.provision,
            event.entry,
            details.concat()
        );
        page.item(2, "- ", &text);
    }
}

/// Shows what was given of the case, to whom.
fn disclosures(page: &mut Page, case: &Case) {
    if case.state.disclosures.is_empty() {
        return;
    }
    page.heading("Disclosed");
    for disclosure in &case.state.disclosures {
        let what = &disclosure.what;
        let request = what.request.as_ref().map(|request| format!(" ({request})")).unwrap_or_default();
        let withheld: usize = what.withheld.iter().map(|withheld| withheld.places.len()).sum();
        let text = format!(
            "{}: to {}{request}, as {}: {} given, {withheld} withheld (entry {})",
            minute(disclosure.at),
            what.to,
            what.kind,
            what.given.len(),
            disclosure.seq
        );
        page.item(2, "- ", &text);
    }
}
