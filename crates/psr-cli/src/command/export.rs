//! `psr export`: one file that a stranger can verify.

mod auditor;
mod page;

use std::fs::File;
use std::path::{Path, PathBuf};

use clap::Args;
use psr_casefile::casebook::Case;
use psr_casefile::export::privileged;
use psr_recorder::Register;
use psr_recorder::bundle::{self, Request};
use psr_renderer::{Templates, attached};

use crate::cli::Common;
use crate::command::render::refused;
use crate::exit::Exit;
use crate::failure::{Outcome, Problem, Stop, io};
use crate::settings;
use crate::terminal::list::and;
use crate::terminal::screen::Screen;
use crate::world::World;

/// Export a case as one file that a stranger can verify with no other help
///
/// The bundle is a ZIP file with every entry of the case and what it discloses, the evidence, the rule pack, the register's signed head and the proof that the
/// case is under it, and the format's description. Its documents are attached for convenience. `psr verify BUNDLE` checks it, without the register.
///
/// With --as html it is one page instead, for readers: the written reasons, the timeline, the evidence, and a check of all of it that the reader's browser
/// makes, with no network. The page says what it checked and what it could not, and asks the reader to compare the register's key.
///
/// With --auditor it is a bundle of the whole register, for those who audit it: the header of every entry of every case, which says nothing of its
/// content, every signed head that was kept, and all of the cases that --cases names. It shows that no entry and no case was left out.
///
/// It holds everything that is on record in the case. A case with privileged answers or comments is exported only with --with-privileged.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  psr export AUD-2026 -o aud-2026.zip && psr verify aud-2026.zip
  psr export AUD-2026 -o aud-2026.html
  psr export --auditor --cases AUD-2026,POD-2025 -o audit.zip")]
pub struct Export {
    /// The case: its id, the start of its id, or its reference
    #[arg(required_unless_present = "auditor", conflicts_with = "auditor")]
    case: Option<String>,
    /// Write a bundle of the whole register, for auditors
    #[arg(long, conflicts_with = "form")]
    auditor: bool,
    /// The cases of which an auditor's bundle holds everything
    #[arg(long, value_name = "CASE", value_delimiter = ',', requires = "auditor")]
    cases: Vec<String>,
    /// Write it to this file, which may not exist yet
    #[arg(short, long, value_name = "BUNDLE")]
    output: PathBuf,
    /// Write it in this form [default: as the file ends, else zip]
    #[arg(long = "as", value_name = "FORM")]
    form: Option<page::Form>,
    /// Take privileged answers and comments along, for readers who share the privilege
    #[arg(long)]
    with_privileged: bool,
}

/// Writes the bundle or the page.
pub fn run(arguments: &Export, common: &Common, world: &mut World<'_>) -> Outcome {
    let Some(case) = &arguments.case else { return auditor::run(arguments, common, world) };
    let (casebook, case) = settings::open_case(common, world, case)?;
    let privileged = check_privileged(&case, arguments)?;
    if page::Form::of(arguments.form, &arguments.output) == page::Form::Html {
        return page::run(&case, casebook.register(), &arguments.output, privileged, world);
    }
    let record = psr_casefile::record::decision_record(&case)?;
    let attached = Templates::built_in().and_then(|templates| attached(&record, &templates)).map_err(refused)?;
    let templates = Templates::built_in_files();
    let request = Request { attached: &attached, templates: &templates, ..Request::record(case.id) };
    write(casebook.register(), &request, &arguments.output, privileged, world)
}

/// Writes the bundle to a new file.
fn write(register: &Register, request: &Request<'_>, path: &Path, privileged: bool, world: &mut World<'_>) -> Outcome {
    let file = File::create_new(path).map_err(io("write the bundle", path))?;
    let written = bundle::write(register, request, &file, path);
    written.map_err(|error| discarded(path, error.into()))?;
    file.sync_all().map_err(io("store the bundle", path))?;
    world.stdout.print(&format!("{}\n", path.display()))?;
    if privileged {
        Screen::new(&mut world.stderr).warning(
            "the bundle holds what is privileged as legal advice: give it only to those who share the privilege",
        );
    }
    Ok(Exit::Done)
}

/// Tells whether a case holds anything privileged, which leaves only when that is asked for.
fn check_privileged(case: &Case, arguments: &Export) -> Result<bool, Stop> {
    let privileged = privileged(case);
    if privileged.is_empty() || arguments.with_privileged {
        return Ok(!privileged.is_empty());
    }
    let reference = &case.state.opened.what.reference;
    let problem = format!("the case {reference} holds what is privileged as legal advice, in {}", entries(&privileged));
    let hint = "a bundle is for strangers: give readers the written reasons, which withhold them, or add --with-privileged for those who share \
                the privilege";
    Err(Problem::new(problem, hint).into())
}

fn entries(positions: &[u64]) -> String {
    let names: Vec<String> = positions.iter().map(ToString::to_string).collect();
    format!("{} {}", if names.len() == 1 { "entry" } else { "entries" }, and(&names))
}

/// Half a bundle is worse than none.
fn discarded(path: &Path, stop: Stop) -> Stop {
    let _ = std::fs::remove_file(path);
    stop
}
