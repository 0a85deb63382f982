//! `psr report`: what an authority tells of all its cases and contracts over a period.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use psr_casefile::period::{Period, PeriodReport};
use psr_renderer::periods::table;
use psr_renderer::{Templates, render_period};
use psr_rules::pack::model::{self, Pack, Reports};

use super::render::{format, refused, written};
use crate::cli::{Common, Format, PackChoice};
use crate::exit::Exit;
use crate::failure::{Outcome, Problem, Stop, io};
use crate::terminal::list::{and, table as listed};
use crate::terminal::progress::Progress;
use crate::terminal::screen::Screen;
use crate::world::World;
use crate::{input, json, settings};

/// Tell of all cases over a period: the annual summary, the report on compliance
///
/// Each number stands with the list of cases and contracts behind it. What cannot be counted, because something it turns on is not on record, is listed and
/// stands in no number. Both days belong to the period. In the CSV, a cell that a spreadsheet would take for a formula begins with an apostrophe.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  psr report --list
  psr report annual-summary --from 2025-04-01 --to 2026-03-31 -o summary.html
  psr report annual-summary --from 2025-04-01 --to 2026-03-31 --csv summary.csv
  psr report monitoring-report --from 2025-04-01 --to 2026-03-31 --format json")]
pub struct Report {
    /// The report, by its id in the rule pack
    #[arg(required_unless_present = "list")]
    report: Option<String>,
    /// The first day of the period
    #[arg(long, value_name = "DATE", value_parser = input::date, required_unless_present = "list")]
    from: Option<NaiveDate>,
    /// The last day of the period
    #[arg(long, value_name = "DATE", value_parser = input::date, required_unless_present = "list")]
    to: Option<NaiveDate>,
    /// Write it in this format [default: as the output file ends, else md]
    #[arg(long = "as", value_name = "FORMAT")]
    document: Option<String>,
    /// Write it to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write each number with what is behind it to this file as comma-separated values; no document then, unless -o or --as asks for one
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Write the result as text or as JSON
    #[arg(long, value_enum, default_value_t, conflicts_with_all = ["document", "output"])]
    format: Format,
    /// Use the templates in this folder over the built-in ones
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
    #[command(flatten)]
    pack: PackChoice,
    /// List the reports
    #[arg(long)]
    list: bool,
}

/// Draws up the report, or lists which there are.
pub fn run(arguments: &Report, common: &Common, world: &mut World<'_>) -> Outcome {
    let rulebook = psr_casefile::casebook::load_pack(&input::pack(&arguments.pack)?)?;
    let pack = rulebook.pack();
    let (Some(report), Some(from), Some(to), false) = (&arguments.report, arguments.from, arguments.to, arguments.list)
    else {
        return list(pack, world);
    };
    let (report, period) = (named(pack, report)?, Period::new(from, to)?);
    let casebook = settings::open_read(common, world)?;
    let today = psr_casefile::time::london_day((world.clock)());
    let mut progress = Progress::new(world, "counting");
    let drawn = casebook.period_report((pack, report), period, today, &mut |done, of| progress.at(done, of))?;
    drop(progress);
    if let Some(path) = &arguments.csv {
        std::fs::write(path, table::write(&drawn)).map_err(io("write the table", path))?;
        Screen::new(&mut world.stderr).note(&format!("written to {}", path.display()));
    }
    tell(arguments, &drawn, world)
}

/// Writes the report as it is asked for; one that is asked for as a table alone is written already.
fn tell(arguments: &Report, drawn: &PeriodReport, world: &mut World<'_>) -> Outcome {
    if arguments.format == Format::Json {
        return json::print(world, drawn, Exit::Done);
    }
    if arguments.csv.is_some() && arguments.output.is_none() && arguments.document.is_none() {
        return Ok(Exit::Done);
    }
    let format = format(arguments.document.as_deref(), arguments.output.as_deref(), world)?;
    let templates = arguments.templates.as_deref().map_or_else(Templates::built_in, Templates::with_folder);
    let rendition = render_period(drawn, format, &templates.map_err(refused)?).map_err(refused)?;
    written(&rendition, arguments.output.as_deref(), world)?;
    Ok(Exit::Done)
}

fn reports(pack: &Pack) -> &[model::Report] {
    pack.reports.as_ref().map_or(&[], |Reports { reports, .. }| reports.as_slice())
}

fn named<'p>(pack: &'p Pack, id: &str) -> Result<&'p model::Report, Stop> {
    let known: Vec<String> = reports(pack).iter().map(|report| report.id.to_string()).collect();
    let hint = if known.is_empty() { "this pack has none".to_owned() } else { format!("there are: {}", and(&known)) };
    let found = reports(pack).iter().find(|report| report.id.as_str() == id);
    found.ok_or_else(|| Problem::new(format!("the pack `{}` has no report `{id}`", pack.about.id), hint).into())
}

/// Lists the reports of the pack.
fn list(pack: &Pack, world: &mut World<'_>) -> Outcome {
    let heading = ["REPORT", "BY", "TITLE"].map(str::to_owned).to_vec();
    let row = |report: &model::Report| vec![report.id.to_string(), report.provision.to_string(), report.title.clone()];
    let rows: Vec<Vec<String>> = std::iter::once(heading).chain(reports(pack).iter().map(row)).collect();
    world.stdout.print(&listed(&rows))?;
    Ok(Exit::Done)
}
