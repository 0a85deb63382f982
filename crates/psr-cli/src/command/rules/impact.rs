//! `psr rules impact`: what another pack would make of the open cases of a register.

use std::path::PathBuf;

use clap::Args;
use psr_casefile::casebook::Casebook;
use psr_casefile::impact::{AnswerBehind, CaseImpact, Change, Unfit};
use psr_rules::engine::PackName;
use psr_rules::pack::model::Pack;
use serde::Serialize;

use crate::cli::{Common, Format, PackChoice};
use crate::exit::Exit;
use crate::failure::Outcome;
use crate::terminal::list::{and, count};
use crate::terminal::page::{Ink, Page};
use crate::terminal::progress::Progress;
use crate::world::World;
use crate::{json, settings};

/// Show which open cases would be concluded otherwise under another rule pack
///
/// Takes the answers on record of every open case through the pack and compares each conclusion with what the same answers lead to under the pack the case was
/// opened with. Answers that the other pack does not take are listed with the reason, and their decision is not compared. Nothing is written and no signing key is
/// needed. Ends with 0 whether anything changes or not.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  psr rules impact --rules rules/proposed\n  psr rules impact --rules rules/proposed my-register --format json"
)]
pub struct Impact {
    /// The register's folder [default: as for all commands]
    #[arg(value_name = "REGISTER")]
    folder: Option<PathBuf>,
    #[command(flatten)]
    pack: PackChoice,
    /// Write the result as text or as JSON
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Serialize)]
struct Told<'i> {
    pack: PackName,
    #[serde(flatten)]
    impact: &'i psr_casefile::impact::Impact,
}

/// Compares every open case.
pub fn run(arguments: &Impact, common: &Common, world: &mut World<'_>) -> Outcome {
    let other = super::load(&arguments.pack)?;
    let casebook = match &arguments.folder {
        Some(folder) => Casebook::open_read(folder)?,
        None => settings::open_read(common, world)?,
    };
    let mut progress = Progress::new(world, "replaying open cases");
    let impact = casebook.impact(&other, &mut |done, of| progress.at(done, of))?;
    drop(progress);
    let pack = pack_name(other.pack());
    if arguments.format == Format::Json {
        return json::print(world, &Told { pack, impact: &impact }, Exit::Done);
    }
    let mut page = Page::new(world.stdout.colour);
    page.line(&format!("{} {} ({})", pack.id, pack.version, pack.digest));
    page.paragraph(0, &summary(&impact));
    impact.cases.iter().for_each(|case| write(case, &mut page));
    world.stdout.print(&page.finish())?;
    Ok(Exit::Done)
}

fn pack_name(pack: &Pack) -> PackName {
    PackName { id: pack.about.id.clone(), version: pack.about.version.clone(), digest: pack.digest.to_string() }
}

fn summary(impact: &psr_casefile::impact::Impact) -> String {
    let changed = impact.cases.iter().filter(|case| !case.changes.is_empty()).count();
    let unfit = impact.cases.iter().filter(|case| !case.unfit.is_empty()).count();
    if impact.open == 0 {
        return "There are no open cases.".to_owned();
    }
    let whole = match unfit {
        0 => String::new(),
        1 => "; 1 could not be compared whole".to_owned(),
        _ => format!("; {unfit} could not be compared whole"),
    };
    let changed = if changed == 0 { "none".to_owned() } else { changed.to_string() };
    format!("{}: conclusions change in {changed}{whole}.", count(impact.open, "open case", "open cases"))
}

fn write(case: &CaseImpact, page: &mut Page) {
    page.heading(&format!("{}: {}", case.reference, case.title));
    case.changes.iter().for_each(|change| write_change(change, page));
    case.unfit.iter().for_each(|unfit| page.inked_item(2, "? ", Ink::Open, &not_taken(unfit)));
}

fn write_change(change: &Change, page: &mut Page) {
    let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "not concluded".to_owned());
    let lot = change.lot.as_ref().map(|lot| format!(" ({lot})")).unwrap_or_default();
    let (before, after) = (&change.before, &change.after);
    let text = format!("{}{lot}: {}, then {}", change.name, value(&before.value), value(&after.value));
    page.inked_item(2, "~ ", Ink::Open, &text);
    if before.law != after.law {
        page.aside(4, &format!("law {}, then {}", before.law, after.law));
    }
    if before.because == after.because {
        page.aside(4, &because("because", &before.because));
    } else {
        page.aside(4, &because("before because", &before.because));
        page.aside(4, &because("then because", &after.because));
    }
}

/// Names the answers behind a conclusion; nothing where there are none.
fn because(word: &str, answers: &[AnswerBehind]) -> String {
    let clause = |behind: &AnswerBehind| {
        let words = behind.clause.clone().unwrap_or_else(|| format!("`{}` is {}", behind.question, behind.answer));
        behind.entry.map_or_else(|| words.clone(), |entry| format!("{words} (entry {entry})"))
    };
    let clauses: Vec<String> = answers.iter().map(clause).collect();
    if clauses.is_empty() { String::new() } else { format!("{word} {}", and(&clauses)) }
}

fn not_taken(unfit: &Unfit) -> String {
    let lot = unfit.lot.as_ref().map(|lot| format!(" ({lot})")).unwrap_or_default();
    match (&unfit.decision, &unfit.question) {
        (Some(decision), Some(question)) => {
            format!("`{decision}` was not compared: the answer to `{question}`{lot} does not fit: {}", unfit.reason)
        }
        _ => format!("the case was not compared: {}", unfit.reason),
    }
}
