//! `psr render`: a document of a case.

mod notice;

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::Args;
use psr_casefile::casebook::{Case, Casebook};
use psr_renderer::{DocumentName, Format, Privilege, RenderError, Rendition, Templates, documents, render_with};
use psr_rules::pack::PackFiles;
use psr_rules::pack::model::Pack;

use crate::cli::Common;
use crate::exit::Exit;
use crate::failure::{Outcome, Problem, Stop, io};
use crate::settings;
use crate::terminal::list::{and, table};
use crate::terminal::screen::Screen;
use crate::world::World;

/// Names the written reasons of the case, whatever it decides.
const REASONS: &str = "reasons";

/// Render a document of a case: the written reasons, a notice, a letter
///
/// Each sentence that rests on the law or the record shows its grounds. Answers marked as privileged are withheld unless --with-privileged is given,
/// and never stand in a notice or letter. A notice or letter is refused while the record does not supply all that the law requires in it. One that states
/// days which run from a publication still to come is made with --publication, and says so.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  psr render --list
  psr render AUD-2026 reasons > reasons.md
  psr render AUD-2026 reasons --as html -o reasons.html
  psr render AUD-2026 direct-award-c-intention --publication 2026-03-12 -o notice.html
  psr render AUD-2026 unsuccessful-provider-letter --to \"A provider\" --publication 2026-03-12")]
pub struct Render {
    /// The case: its id, the start of its id, or its reference
    #[arg(required_unless_present = "list")]
    case: Option<String>,
    /// The document or notice, or `reasons` for the written reasons, whatever the case decides
    #[arg(required_unless_present = "list")]
    document: Option<String>,
    /// Write it in this format [default: as the output file ends, else md]
    #[arg(long = "as", value_name = "FORMAT")]
    format: Option<String>,
    /// Write it to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Use the templates in this folder over the built-in ones
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
    /// Show privileged answers, for readers who share the privilege
    #[arg(long)]
    with_privileged: bool,
    /// Reckon the days that a notice or letter states from this day, on which publication is planned
    #[arg(long, value_name = "DATE")]
    publication: Option<NaiveDate>,
    /// Write the letter to this provider, as the record names it
    #[arg(long, value_name = "NAME")]
    to: Option<String>,
    /// List the documents and their formats
    #[arg(long)]
    list: bool,
}

/// Renders the document, or lists which there are.
pub fn run(arguments: &Render, common: &Common, world: &mut World<'_>) -> Outcome {
    let templates = match &arguments.templates {
        Some(folder) => Templates::with_folder(folder),
        None => Templates::built_in(),
    };
    let templates = templates.map_err(refused)?;
    let (Some(case), Some(document), false) = (&arguments.case, &arguments.document, arguments.list) else {
        return list(&templates, world);
    };
    let format = format(arguments)?;
    if !format.is_text() && arguments.output.is_none() && world.stdout.is_terminal {
        let problem = format!("a file of the kind `{}` cannot be shown on a terminal", format.name());
        return Err(Problem::new(problem, "write it to a file with -o").into());
    }
    let (casebook, case) = settings::open_case(common, world, case)?;
    let rendition = match notice::find(case.rulebook.pack(), document) {
        Some(of) => notice::render(of, &notice::drawn_up(arguments, &case, of)?, format, &templates)?,
        None => of_record(arguments, (&casebook, &case), document, format, &templates)?,
    };
    written(&rendition, arguments.output.as_deref(), world)
}

/// Renders a document that is made from the decision record.
fn of_record(
    arguments: &Render,
    (casebook, case): (&Casebook, &Case),
    document: &str,
    format: Format,
    templates: &Templates,
) -> Result<Rendition, Stop> {
    let checkpoints = casebook.register().checkpoints()?;
    let record = psr_casefile::record::decision_record_bounded(case, &checkpoints)?;
    let pack = case.rulebook.pack();
    let name = match document {
        REASONS => DocumentName::of_reasons(&record, pack.about.default_decision.as_str(), templates),
        named => DocumentName::parse(named, templates),
    };
    let name = name.map_err(|error| unknown(error, pack))?;
    let privilege = if arguments.with_privileged { Privilege::Shown } else { Privilege::Withheld };
    render_with(&record, &name, format, templates, privilege).map_err(refused)
}

/// Adds the notices and letters of the pack to the documents that there are.
fn unknown(error: RenderError, pack: &Pack) -> Stop {
    let RenderError::UnknownDocument { name, known } = error else { return refused(error) };
    let notices: Vec<&str> = pack.notices.iter().map(|notice| notice.id.as_str()).collect();
    refused(RenderError::UnknownDocument { name, known: format!("{known}, {}", notices.join(", ")) })
}

/// Writes the document to its file or to standard output, and says what its format could not show.
fn written(rendition: &Rendition, output: Option<&Path>, world: &mut World<'_>) -> Outcome {
    match output {
        None => world.stdout.write(&rendition.bytes)?,
        Some(path) => {
            std::fs::write(path, &rendition.bytes).map_err(io("write the document", path))?;
            Screen::new(&mut world.stderr).note(&format!("written to {}", path.display()));
        }
    }
    for (character, times) in &rendition.replaced {
        let code = u32::from(*character);
        let note = format!("the fonts have no U+{code:04X}: its number stands in its place, {times} times");
        Screen::new(&mut world.stderr).warning(&note);
    }
    Ok(Exit::Done)
}

/// Returns the format that was named, or that the output file's ending names, or Markdown.
fn format(arguments: &Render) -> Result<Format, Stop> {
    let ending = arguments.output.as_deref().and_then(Path::extension).and_then(|ending| ending.to_str());
    let Some(wanted) = arguments.format.as_deref().or(ending) else { return Ok(Format::Markdown) };
    Format::parse(wanted).map_err(|_| {
        let names: Vec<String> = Format::ALL.iter().map(|format| format.name().to_owned()).collect();
        let hint = format!("documents are written as {}; name one with --as", and(&names));
        Problem::new(format!("`{wanted}` is not a format of documents"), hint).into()
    })
}

/// Lists the documents, and the notices and letters of the built-in pack.
fn list(templates: &Templates, world: &mut World<'_>) -> Outcome {
    let formats = Format::ALL.map(Format::name).join(", ");
    let row = |id: &str, title: &str| vec![id.to_owned(), formats.clone(), title.to_owned()];
    let heading = ["DOCUMENT", "FORMATS", "TITLE"].map(str::to_owned).to_vec();
    let mut rows = vec![heading, row(REASONS, "The written reasons, whatever the case decides")];
    rows.extend(documents(templates).iter().map(|document| row(document.name.as_str(), &document.title)));
    let built_in: PackFiles = psr_casefile::built_in::files().into_iter().collect();
    let notices = psr_rules::pack::load(&built_in).map(|pack| pack.notices).unwrap_or_default();
    rows.extend(notices.iter().map(|notice| row(notice.id.as_str(), &notice.title)));
    world.stdout.print(&table(&rows))?;
    Ok(Exit::Done)
}

/// Says why a document could not be rendered.
pub fn refused(error: RenderError) -> Stop {
    let hint = match &error {
        RenderError::UnknownDocument { .. } | RenderError::UnknownFormat { .. } => "`psr render --list` names them",
        RenderError::MissingValue { .. } => "what it needs is not on record yet; `psr check` says what is missing",
        _ => "mend the template, or leave --templates out",
    };
    Problem::new(error.to_string(), hint).into()
}
