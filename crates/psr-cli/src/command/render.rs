//! `psr render`: a document of a case.

use std::path::{Path, PathBuf};

use clap::Args;
use psr_renderer::{
    DocumentName, DocumentSummary, Format, Privilege, RenderError, Rendition, Templates, documents, render_with,
};

use crate::cli::Common;
use crate::exit::Exit;
use crate::failure::{Outcome, Problem, Stop, io};
use crate::settings;
use crate::terminal::list::{and, count, table};
use crate::terminal::screen::Screen;
use crate::world::World;

/// Names the written reasons of the case, whatever it decides.
const REASONS: &str = "reasons";

/// Render a document of a case, such as the written reasons
///
/// Each sentence that rests on the law or the record shows its grounds. Answers marked as privileged are withheld unless --with-privileged is given.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  psr render --list
  psr render AUD-2026 reasons > reasons.md
  psr render AUD-2026 reasons --as html -o reasons.html")]
pub struct Render {
    /// The case: its id, the start of its id, or its reference
    #[arg(required_unless_present = "list")]
    case: Option<String>,
    /// The document, or `reasons` for the written reasons, whatever the case decides
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
        return list(&documents(&templates), world);
    };
    let format_of = |name: &DocumentName| format(arguments, name, &templates);
    if document != REASONS {
        // What can be refused without looking at the register is refused first.
        let format = format_of(&DocumentName::parse(document, &templates).map_err(refused)?)?;
        unseen(format, arguments, world)?;
    }
    let (casebook, case) = settings::open_case(common, world, case)?;
    let checkpoints = casebook.register().checkpoints()?;
    let record = psr_casefile::record::decision_record_bounded(&case, &checkpoints)?;
    let name = match document.as_str() {
        REASONS => DocumentName::of_reasons(&record, case.rulebook.pack().about.default_decision.as_str(), &templates),
        named => DocumentName::parse(named, &templates),
    };
    let name = name.map_err(refused)?;
    let format = format_of(&name)?;
    unseen(format, arguments, world)?;
    let privilege = if arguments.with_privileged { Privilege::Shown } else { Privilege::Withheld };
    let rendition = render_with(&record, &name, format, &templates, privilege).map_err(refused)?;
    match &arguments.output {
        None => world.stdout.write(&rendition.bytes)?,
        Some(path) => {
            std::fs::write(path, &rendition.bytes).map_err(io("write the document", path))?;
            Screen::new(&mut world.stderr).note(&format!("written to {}", path.display()));
        }
    }
    if let Some(note) = replaced(&rendition) {
        Screen::new(&mut world.stderr).note(&note);
    }
    Ok(Exit::Done)
}

/// Refuses to write to a terminal what is no text.
fn unseen(format: Format, arguments: &Render, world: &World<'_>) -> Result<(), Stop> {
    if format.is_text() || arguments.output.is_some() || !world.stdout.is_terminal {
        return Ok(());
    }
    let name = format.name();
    let hint = format!("name a file to write it to, such as -o reasons.{name}");
    Err(Problem::new(format!("a document as {name} is no text for a terminal"), hint).into())
}

/// Says which characters the document shows by their number, since the format's fonts do not have them.
fn replaced(rendition: &Rendition) -> Option<String> {
    let total: usize = rendition.replaced.values().sum();
    let named: Vec<String> =
        rendition.replaced.keys().take(8).map(|character| format!("[U+{:04X}]", u32::from(*character))).collect();
    let others = if rendition.replaced.len() > named.len() { " and others" } else { "" };
    let what = count(total, "character that the fonts do not have is", "characters that the fonts do not have are");
    (total > 0).then(|| format!("{what} shown by number: {}{others}", named.join(", ")))
}

/// Returns the format that was named, or that the output file's ending names, or Markdown.
fn format(arguments: &Render, name: &DocumentName, templates: &Templates) -> Result<Format, Stop> {
    let ending = arguments.output.as_deref().and_then(Path::extension).and_then(|ending| ending.to_str());
    let Some(wanted) = arguments.format.as_deref().or(ending) else { return Ok(Format::Markdown) };
    let offered = documents(templates).into_iter().find(|document| document.name == *name);
    let offered = offered.map(|document| document.formats).unwrap_or_default();
    let found = match Format::parse(wanted) {
        Err(error @ RenderError::NotBuiltIn { .. }) => return Err(refused(error)),
        other => other.ok().filter(|format| offered.contains(format)),
    };
    found.ok_or_else(|| {
        let names: Vec<String> = offered.iter().map(|format| format.name().to_owned()).collect();
        let hint = format!("it is available as {}; name one with --as", and(&names));
        Problem::new(format!("`{}` is not available as `{wanted}`", name.as_str()), hint).into()
    })
}

fn list(documents: &[DocumentSummary], world: &mut World<'_>) -> Outcome {
    let row = |document: &DocumentSummary| {
        let formats: Vec<&str> = document.formats.iter().map(|format| format.name()).collect();
        vec![document.name.as_str().to_owned(), formats.join(", "), document.title.clone()]
    };
    let heading = ["DOCUMENT", "FORMATS", "TITLE"].map(str::to_owned).to_vec();
    let rows: Vec<Vec<String>> = std::iter::once(heading).chain(documents.iter().map(row)).collect();
    world.stdout.print(&table(&rows))?;
    Ok(Exit::Done)
}

/// Says why a document could not be rendered.
pub fn refused(error: RenderError) -> Stop {
    let hint = match &error {
        RenderError::UnknownDocument { .. } | RenderError::UnknownFormat { .. } => "`psr render --list` names them",
        RenderError::NotBuiltIn { .. } => "build it without --no-default-features, or choose another format",
        RenderError::MissingValue { .. } => "what it needs is not on record yet; `psr check` says what is missing",
        _ => "mend the template, or leave --templates out",
    };
    Problem::new(error.to_string(), hint).into()
}
