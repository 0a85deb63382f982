//! `psr check`: what a review would find missing.

use chrono::NaiveDate;
use clap::Args;
use psr_casefile::casebook::Case;
use psr_casefile::check::{self, Gap};
use psr_rules::pack::model::{GroundKind, Severity};
use serde::Serialize;

use crate::cli::{Common, Format};
use crate::exit::Exit;
use crate::failure::{Outcome, Problem, Stop};
use crate::terminal::list::count;
use crate::terminal::page::{Ink, Page};
use crate::world::World;
use crate::{json, settings};

/// List what a review would find missing in a case
///
/// The gaps stand by how bad they are and by the stage before which they matter, each with its ground (the law, guidance, or practice) and what to do
/// next. Ends with 1 if anything blocks.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  psr check AUD-2026\n  psr check AUD-2026 --stage notice --as-of 2026-05-01")]
pub struct Check {
    /// The case: its id, the start of its id, or its reference
    case: String,
    /// Look only for what matters up to this stage of the pack
    #[arg(long, value_name = "STAGE")]
    stage: Option<String>,
    /// Read the case as on this day, by default today
    #[arg(long, value_name = "DATE")]
    as_of: Option<NaiveDate>,
    /// Write the result as text or as JSON
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Serialize)]
struct Checked {
    case: String,
    reference: String,
    as_of: NaiveDate,
    blocked: bool,
    gaps: Vec<Gap>,
}

/// Lists the gaps, blocking ones first.
pub fn run(arguments: &Check, common: &Common, world: &mut World<'_>) -> Outcome {
    let (casebook, case) = settings::open_case(common, world, &arguments.case)?;
    let as_of = arguments.as_of.unwrap_or_else(|| psr_casefile::time::london_day((world.clock)()));
    let record = psr_casefile::record::decision_record(&case)?;
    let gaps = casebook.gaps(&case, &record, as_of)?;
    let gaps = match &arguments.stage {
        Some(stage) => check::up_to(gaps, &case, stage).ok_or_else(|| no_such_stage(&case, stage))?,
        None => gaps,
    };
    let blocked = gaps.iter().any(|gap| gap.blocks);
    let reference = record.case.reference;
    if arguments.format == Format::Json {
        let checked = Checked { case: case.id.to_string(), reference, as_of, blocked, gaps };
        return json::print(world, &checked, Exit::found(blocked));
    }
    let mut page = Page::new(world.stdout.colour);
    for gaps in gaps.chunk_by(|one, other| one.severity == other.severity) {
        show_severity(&mut page, &case, gaps, &reference);
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

fn no_such_stage(case: &Case, given: &str) -> Stop {
    let stages: Vec<&str> = case.rulebook.pack().readiness.stages.iter().map(|stage| stage.id.as_str()).collect();
    let hint =
        if stages.is_empty() { "this pack has none".to_owned() } else { format!("there are: {}", stages.join(", ")) };
    Problem::new(format!("the case's pack has no stage `{given}`"), hint).into()
}

fn show_severity(page: &mut Page, case: &Case, gaps: &[Gap], reference: &str) {
    let (title, ink) = match gaps.first().map(|gap| gap.severity) {
        Some(Severity::Blocks) => {
            (format!("{} in {reference}", count(gaps.len(), "gap that blocks", "gaps that block")), Ink::Bad)
        }
        Some(Severity::Warns) => {
            (format!("{} a review may ask about", count(gaps.len(), "more gap", "more gaps")), Ink::Open)
        }
        _ => (format!("{} that would be better otherwise", count(gaps.len(), "more thing", "more things")), Ink::Faint),
    };
    page.heading(&title);
    for gaps in gaps.chunk_by(|one, other| one.stage == other.stage) {
        if let Some(place) = check::place(case, &gaps[0]) {
            page.blank();
            page.line(&format!("  {}:", case.rulebook.pack().readiness.stages[place].title));
        }
        gaps.iter().for_each(|gap| list(page, gap, ink));
    }
}

fn list(page: &mut Page, gap: &Gap, ink: Ink) {
    let lot = gap.lot.as_ref().map(|lot| format!("{lot}: ")).unwrap_or_default();
    page.inked_item(2, "! ", ink, &format!("{lot}{}{}", gap.message, ground(gap)));
    page.paragraph(4, &format!("next: {}", gap.next));
}

/// Says on what ground it is a gap: the provisions for the law, and for guidance and practice which of them it is, and whose.
fn ground(gap: &Gap) -> String {
    let provisions = gap.provisions.join(", ");
    let kind = match gap.ground {
        GroundKind::Law => return if provisions.is_empty() { provisions } else { format!(" [{provisions}]") },
        GroundKind::Guidance => "guidance",
        GroundKind::Practice => "practice",
    };
    let near = if provisions.is_empty() { provisions } else { format!("; {provisions}") };
    let source = gap.source.as_ref().map(|source| format!(": {source}")).unwrap_or_default();
    format!(" [{kind}{source}{near}]")
}
