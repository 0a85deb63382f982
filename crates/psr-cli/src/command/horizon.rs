//! `psr horizon`: what sums for each year lead to, over every number of years that may be counted.

use std::path::PathBuf;

use clap::Args;
use psr_rules::engine::{Horizon as Spreads, Spread, YearRange};
use psr_rules::facts::HorizonFile;
use psr_rules::pack::model::{Decision, Pack};

use crate::cli::{Format, PackChoice};
use crate::exit::Exit;
use crate::failure::{Outcome, Problem, Stop};
use crate::terminal::page::Page;
use crate::words::day;
use crate::world::World;
use crate::{input, json, refusal};

/// The most years that are tried.
const MOST: u32 = 1000;

/// Show over which horizons each conclusion holds, where sums are so much a year
///
/// A contract without an end has no lifetime over which its value could be counted, unless whoever decides states one. This takes sums for each year, tries every
/// whole number of years exactly, and says which conclusions and conditions depend on that number, and where they change.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  psr horizon - <<'END'
  decision: modification
  commenced: 2026-04-01
  answers:
    modification-attributable-to-authority: yes
    modification-renders-materially-different: no
  per-year:
    original-lifetime-value: 1000000
    cumulative-change-in-lifetime-value: 60000
  END

A sum under `answers` is the same for every number of years; one under `per-year` is multiplied by it.")]
pub struct Horizon {
    /// A YAML or JSON file with the facts, as for `psr determine`, and `per-year:` with sums; or - for standard input
    #[arg(value_name = "FACTS")]
    facts: PathBuf,
    /// Try every number of years up to this
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST)))]
    years: u32,
    /// Determine this decision [default: the one the facts name, else the pack's default]
    #[arg(long, value_name = "ID")]
    decision: Option<String>,
    /// Write the result as text or as JSON [default: text on a terminal, else json]
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    pack: PackChoice,
}

/// Tries every number of years.
pub fn run(arguments: &Horizon, world: &mut World<'_>) -> Outcome {
    let rulebook = psr_casefile::casebook::load_pack(&input::pack(&arguments.pack)?)?;
    let chosen = arguments.decision.as_deref().map(|id| super::determine::decision(id, &rulebook)).transpose()?;
    let (name, bytes) = input::given(&arguments.facts, world)?;
    let file = psr_rules::facts::read_horizon(&name, &bytes, rulebook.pack(), chosen.as_ref());
    let file = file.map_err(|found| Stop::from(refusal::diagnostics(&found)))?;
    let compiled = rulebook.decision(&file.facts.decision, file.facts.commenced);
    let compiled = compiled.map_err(|error| Stop::from(Problem { what: error.to_string(), ..Problem::default() }))?;
    let horizon = compiled.horizon(&file.facts.answers, &file.per_year, arguments.years);
    let terminal = if world.stdout.is_terminal { Format::Text } else { Format::Json };
    if arguments.format.unwrap_or(terminal) == Format::Json {
        return json::print(world, &horizon, Exit::Done);
    }
    let text = say(rulebook.pack(), compiled.decision(), &file, &horizon, world.stdout.colour);
    world.stdout.print(&text)?;
    Ok(Exit::Done)
}

fn say(pack: &Pack, decision: &Decision, file: &HorizonFile, horizon: &Spreads, colour: bool) -> String {
    let mut page = Page::new(colour);
    page.heading(&decision.title);
    page.aside(
        0,
        &format!(
            "By {}, as on {}; every number of years from 1 to {}",
            horizon.law,
            day(file.facts.commenced),
            horizon.years
        ),
    );
    page.blank();
    for (question, sum) in &file.per_year {
        let ask = pack.questions.get(question).map_or(question.as_str(), |question| question.ask.as_str());
        page.item(2, "= ", &format!("{sum} a year: {ask}"));
    }
    page.heading("What follows");
    if horizon.independent {
        page.paragraph(2, "Nothing depends on the number of years.");
    }
    for spread in &horizon.conclusions {
        let conclusion = decision.conclusions.iter().find(|conclusion| conclusion.id == spread.id);
        let name = conclusion.map_or(spread.id.as_str(), |conclusion| conclusion.name.as_str());
        page.item(2, "- ", &format!("{name}: {}", told(spread)));
    }
    if !horizon.findings.is_empty() {
        page.heading("What the sums decide");
    }
    for finding in &horizon.findings {
        let provision = pack.provisions.iter().find(|provision| provision.id == finding.spread.id);
        let says = provision.map(|provision| format!(" ({})", provision.says)).unwrap_or_default();
        page.item(2, "- ", &format!("{}{says}: {}", finding.spread.id, told(&finding.spread)));
    }
    if !horizon.open.is_empty() {
        page.heading("What is open and can still matter");
        for question in &horizon.open {
            let ask = pack.questions.get(question).map_or("", |question| question.ask.as_str());
            page.item(2, "? ", &format!("{question}: {ask}"));
        }
    }
    page.blank();
    page.paragraph(
        0,
        "How many years count is for whoever decides to say, and to give reasons for: nothing here chooses it.",
    );
    page.finish()
}

/// Says how something stands over the years.
fn told<T>(spread: &Spread<T>) -> String {
    if !spread.depends {
        return format!("{}, whatever the number of years", spread.beyond);
    }
    let last = spread.ranges.len().saturating_sub(1);
    let range = |(place, range): (usize, &YearRange)| {
        let years = match (range.from, range.to) {
            (from, _) if place == last && range.value == spread.beyond => format!("from {from} years on"),
            (1, 1) => "for 1 year".to_owned(),
            (from, to) if from == to => format!("for {from} years"),
            (from, to) => format!("for {from} to {to} years"),
        };
        format!("{} {years}", range.value)
    };
    let mut told: Vec<String> = spread.ranges.iter().enumerate().map(range).collect();
    if spread.ranges.last().is_some_and(|range| range.value != spread.beyond) {
        told.push(format!("{} in the end, beyond the years tried", spread.beyond));
    }
    told.join("; ")
}
