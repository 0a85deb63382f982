//! `psr render`: a document of a case.

mod all;
mod keep;
mod notice;

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::Args;
use psr_renderer::drawn::{Asked, OCDS, REASONS, draw, made, open_data};
use psr_renderer::ocds::Mapping;
use psr_renderer::{Format, Privilege, RenderError, Rendition, Templates, documents};
use psr_rules::pack::PackFiles;

pub use self::notice::not_drawn;
use crate::cli::Common;
use crate::exit::Exit;
use crate::failure::{Outcome, Problem, Stop, io};
use crate::settings;
use crate::terminal::list::{and, table};
use crate::terminal::screen::Screen;
use crate::world::World;

/// Render a document of a case: the written reasons, a notice, a letter
///
/// Each sentence that rests on the law or the record shows its grounds. Answers marked as privileged are withheld unless --with-privileged is given,
/// and never stand in a notice or letter. A notice or letter is refused while the record does not supply all that the law requires in it. One that states
/// days which run from a publication still to come is made with --publication, and says so. A document that is written to a file is put on record by its
/// digest; made again from the same record, it has the same bytes.
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
    #[arg(required_unless_present_any = ["list", "all"])]
    case: Option<String>,
    /// The document or notice, or `reasons` for the written reasons, whatever the case decides
    #[arg(required_unless_present_any = ["list", "all"])]
    document: Option<String>,
    /// Write it in this format [default: as the output file ends, else md]; `ocds` for a notice, or for `record`, as open data
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
    /// Do not put on record that the document was made, as is done when it is written to a file
    #[arg(long)]
    draft: bool,
    /// Write every document of every case, or of the case named, to the folder that -o names, in every format or in those that --as lists
    #[arg(long, conflicts_with_all = ["document", "publication", "to", "list"])]
    all: bool,
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
    if arguments.all {
        return all::run(arguments, &templates, common, world);
    }
    let (Some(case), Some(document), false) = (&arguments.case, &arguments.document, arguments.list) else {
        return list(arguments.case.as_deref(), &templates, common, world);
    };
    if arguments.format.as_deref() == Some(OCDS) {
        return as_open_data(arguments, (case, document), &templates, common, world);
    }
    let format = format(arguments.format.as_deref(), arguments.output.as_deref(), world)?;
    let (casebook, opened) = settings::open_case(common, world, case)?;
    let privilege = if arguments.with_privileged { Privilege::Shown } else { Privilege::Withheld };
    let asked = Asked { document, publication: arguments.publication, to: arguments.to.as_deref(), privilege };
    let drawn = draw(asked, &casebook, &opened, &templates).map_err(not_drawn)?;
    let rendition = format.write(&drawn.document).map_err(refused)?;
    written(&rendition, arguments.output.as_deref(), world)?;
    if arguments.output.is_some() && !arguments.draft {
        let made = made(&drawn, format, &rendition, &opened, &templates);
        drop(casebook);
        if let Err(stop) = keep::keep(case, made, common, world) {
            let left = "the document is written all the same, and is not on record; --draft writes one that is not meant to be";
            Screen::new(&mut world.stderr).note(left);
            return Err(stop);
        }
    }
    Ok(Exit::Done)
}

/// Writes a notice as a release of open data, or all notices of the case.
fn as_open_data(
    arguments: &Render,
    (case, document): (&str, &str),
    templates: &Templates,
    common: &Common,
    world: &mut World<'_>,
) -> Outcome {
    let (_, opened) = settings::open_case(common, world, case)?;
    let (publication, to) = (arguments.publication, arguments.to.as_deref());
    let asked = Asked { document, publication, to, privilege: Privilege::Withheld };
    let mapping = arguments.templates.as_deref().map_or_else(Mapping::built_in, Mapping::with_folder);
    let mapping = mapping.map_err(refused)?;
    let bytes = open_data(asked, &opened, templates, &mapping).map_err(not_drawn)?;
    let rendition = Rendition { bytes, replaced: Default::default() };
    written(&rendition, arguments.output.as_deref(), world)?;
    Ok(Exit::Done)
}

/// Writes the document to its file or to standard output, and says what its format could not show.
pub fn written(rendition: &Rendition, output: Option<&Path>, world: &mut World<'_>) -> Result<(), Stop> {
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
    Ok(())
}

/// Returns the format that was named, or that the output file's ending names, or Markdown.
pub fn format(named: Option<&str>, output: Option<&Path>, world: &World<'_>) -> Result<Format, Stop> {
    let ending = output.and_then(Path::extension).and_then(|ending| ending.to_str());
    let Some(wanted) = named.or(ending) else { return Ok(Format::Markdown) };
    let format = format_named(wanted)?;
    if !format.is_text() && output.is_none() && world.stdout.is_terminal {
        let name = format.name();
        let problem = format!("a document as {name} is no text for a terminal");
        return Err(Problem::new(problem, format!("name a file to write it to, such as -o reasons.{name}")).into());
    }
    Ok(format)
}

/// Reads the name of a format.
fn format_named(wanted: &str) -> Result<Format, Stop> {
    Format::parse(wanted).map_err(|_| {
        let names: Vec<String> = Format::ALL.iter().map(|format| format.name().to_owned()).collect();
        let hint = format!("documents are written as {}; name one with --as", and(&names));
        Problem::new(format!("`{wanted}` is not a format of documents"), hint).into()
    })
}

/// Lists the documents, and the notices and letters of the case's pack or, where no case is named, of the built-in one.
fn list(case: Option<&str>, templates: &Templates, common: &Common, world: &mut World<'_>) -> Outcome {
    let formats = Format::ALL.iter().map(|format| format.name()).collect::<Vec<_>>().join(", ");
    let row = |id: &str, title: &str| vec![id.to_owned(), formats.clone(), title.to_owned()];
    let heading = ["DOCUMENT", "FORMATS", "TITLE"].map(str::to_owned).to_vec();
    let mut rows = vec![heading, row(REASONS, "The written reasons, whatever the case decides")];
    rows.extend(documents(templates).iter().map(|document| row(document.name.as_str(), &document.title)));
    let notices = match case {
        Some(case) => settings::open_case(common, world, case)?.1.rulebook.pack().notices.clone(),
        None => {
            let built_in: PackFiles = psr_casefile::built_in::files().into_iter().collect();
            psr_rules::pack::load(&built_in).map(|pack| pack.notices).unwrap_or_default()
        }
    };
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
