//! `psr rules coverage`: provision by provision, what of the law a pack encodes.

use clap::Args;
use psr_rules::coverage::{Covered, Standing, coverage};
use serde::Serialize;

use crate::cli::{Format, PackChoice};
use crate::exit::Exit;
use crate::failure::Outcome;
use crate::json;
use crate::terminal::list::{count, table};
use crate::terminal::page::{Ink, Page};
use crate::world::World;

/// Show provision by provision what a rule pack encodes, and what it does not
///
/// For each provision: how many rules and conditions encode it, questions rest on it, clauses state it, scenarios settle a rule of it, and how many entries of the
/// timetable, checks of readiness, notices, disclosures, reports, events and figures cite it. A provision that nothing cites must say why it needs no rule; one with parts may stand by them, while its
/// parts are looked at on their own.
///
/// Ends with 1 when a provision has nothing and no reason.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  psr rules coverage\n  psr rules coverage --missing\n  psr rules coverage --format json"
)]
pub struct Coverage {
    #[command(flatten)]
    pack: PackChoice,
    /// List only the provisions that nothing encodes and nothing excuses
    #[arg(long)]
    missing: bool,
    /// Write the result as text or as JSON
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Serialize)]
struct Told<'c> {
    missing: usize,
    provisions: &'c [Covered],
}

/// Prints the table.
pub fn run(arguments: &Coverage, world: &mut World<'_>) -> Outcome {
    let rulebook = super::load(&arguments.pack)?;
    let covered = coverage(&rulebook);
    let missing: Vec<&Covered> = covered.iter().filter(|covered| covered.standing == Standing::Missing).collect();
    let exit = Exit::found(!missing.is_empty());
    if arguments.format == Format::Json {
        return json::print(world, &Told { missing: missing.len(), provisions: &covered }, exit);
    }
    let mut page = Page::new(world.stdout.colour);
    if !arguments.missing {
        page.line(&laid_out(&covered));
        no_rules(&covered, &mut page);
    }
    summary(&covered, &missing, &mut page);
    world.stdout.print(&page.finish())?;
    Ok(exit)
}

fn laid_out(covered: &[Covered]) -> String {
    let heading = [
        "PROVISION",
        "RULES",
        "CONDITIONS",
        "QUESTIONS",
        "CLAUSES",
        "SCENARIOS",
        "TIMETABLE",
        "READINESS",
        "NOTICES",
        "DISCLOSED",
        "REPORTED",
        "EVENTS",
        "FIGURES",
        "SAYS",
    ];
    let row = |covered: &Covered| {
        let held = &covered.held;
        let numbers = [
            held.rules.len(),
            held.conditions,
            held.questions.len(),
            held.clauses,
            held.scenarios.len(),
            held.timetable.len(),
            held.readiness.len(),
            held.notices.len(),
            held.disclosure.len(),
            held.reports.len(),
            held.events.len(),
            held.figures.len(),
        ];
        let numbers = numbers.map(|number| if number == 0 { "·".to_owned() } else { number.to_string() });
        [vec![covered.provision.to_string()], numbers.to_vec(), vec![covered.says.clone()]].concat()
    };
    let rows: Vec<Vec<String>> =
        std::iter::once(heading.map(str::to_owned).to_vec()).chain(covered.iter().map(row)).collect();
    table(&rows)
}

/// Adds what needs no rule, and why.
fn no_rules(covered: &[Covered], page: &mut Page) {
    page.heading("No rule, and why");
    for covered in covered.iter().filter(|covered| covered.standing == Standing::Reasoned) {
        let why = covered.no_rule.as_deref().unwrap_or_default();
        page.item(2, "- ", &format!("{} ({}): {why}", covered.provision, covered.says));
    }
}

fn summary(covered: &[Covered], missing: &[&Covered], page: &mut Page) {
    let needless: Vec<&Covered> = covered.iter().filter(|covered| covered.needless_reason).collect();
    if !needless.is_empty() || !missing.is_empty() {
        page.heading("What to look at");
    }
    for covered in missing {
        let text = format!("{} ({}): nothing encodes it, and no reason is given", covered.provision, covered.says);
        page.inked_item(2, "! ", Ink::Bad, &text);
    }
    for covered in needless {
        let text = format!("{}: `no-rule` is said of it, and rules encode it", covered.provision);
        page.inked_item(2, "? ", Ink::Open, &text);
    }
    let standing = |wanted: Standing| covered.iter().filter(|covered| covered.standing == wanted).count();
    page.blank();
    page.paragraph(
        0,
        &format!(
            "{}: {} encoded, {} standing by their parts, {} with a reason, {} missing.",
            count(covered.len(), "provision", "provisions"),
            standing(Standing::Encoded),
            standing(Standing::ByItsParts),
            standing(Standing::Reasoned),
            missing.len()
        ),
    );
}
