//! `psr comment`: what somebody says of a case, a question, a conclusion or a document.

use clap::Args;
use psr_casefile::casebook::{Case, CommentGiven};
use psr_casefile::event::Subject;
use psr_casefile::record::about_in_words;
use psr_renderer::{Templates, drawn};
use serde::Serialize;

use crate::cli::{Common, Format};
use crate::exit::Exit;
use crate::failure::{Outcome, Problem, Stop};
use crate::world::World;
use crate::{json, settings};

/// Comment on a case, a question, a conclusion or a document
///
/// A comment is on record for good; it changes neither what the answers lead to nor what was approved. It is privileged as legal advice unless you say
/// otherwise: privileged comments leave in no disclosure, and in a bundle only with --with-privileged. A reply to one is privileged too.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  psr comment AUD-2026 --about question:existing-provider --lot North --text \"See the notice of 2021.\"
  psr comment AUD-2026 --about conclusion:choice-of-process/competitive-process --text \"…\"
  psr comment AUD-2026 --about document:reasons --text \"Say why in paragraph 4.\" --not-privileged
  psr comment AUD-2026 --reply-to 14 --text \"Mended.\"")]
pub struct Comment {
    /// The case: its id, the start of its id, or its reference
    case: String,
    /// Say what it is about: case, question:QUESTION, conclusion:CONCLUSION (each with its decision before it where several have one), or document:DOCUMENT
    #[arg(long, value_name = "WHAT", required_unless_present = "reply_to")]
    about: Option<String>,
    /// Comment on the question or the conclusion for this lot alone
    #[arg(long)]
    lot: Option<String>,
    /// Say it
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    text: String,
    /// Reply to the comment of this entry
    #[arg(long, value_name = "ENTRY")]
    reply_to: Option<u64>,
    /// Say that it is not privileged: whoever sees the case sees it
    #[arg(long)]
    not_privileged: bool,
    /// Write what was recorded as text or as JSON
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// What was recorded.
#[derive(Serialize)]
struct Told {
    case: String,
    reference: String,
    entry: u64,
    about: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    lot: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reply_to: Option<u64>,
    privileged: bool,
}

/// Records the comment.
pub fn run(arguments: &Comment, common: &Common, world: &mut World<'_>) -> Outcome {
    let mut casebook = settings::open_write(common, world)?;
    let case = casebook.case(&arguments.case)?;
    arguments.about.as_deref().map(|about| document_is_there(&case, about)).transpose()?;
    let given = CommentGiven {
        about: arguments.about.clone(),
        lot: arguments.lot.clone(),
        text: arguments.text.clone(),
        reply_to: arguments.reply_to,
        privileged: !arguments.not_privileged,
    };
    let actor = settings::actor(common, world)?;
    let recorded = casebook.comment(&case, &given, &mut settings::acting(&actor, world))?;
    tell(&recorded.case, arguments.format, world)
}

/// A comment is on a document that there is.
fn document_is_there(case: &Case, about: &str) -> Result<(), Stop> {
    let Some(Subject::Document(name)) = Subject::parse(about) else { return Ok(()) };
    let templates = Templates::built_in().map_err(super::render::refused)?;
    match drawn::title(case, &templates, &name) {
        Some(_) => Ok(()),
        None => Err(Problem::new(format!("there is no document `{name}`"), "`psr render --list` names them").into()),
    }
}

/// Says what was recorded.
fn tell(case: &Case, format: Format, world: &mut World<'_>) -> Outcome {
    let Some(last) = case.state.comments.last() else { return Ok(Exit::Done) };
    let what = &last.what;
    let lot = what.lot.and_then(|lot| case.state.lot_name(lot)).map(str::to_owned);
    let reference = case.state.opened.what.reference.clone();
    if format == Format::Json {
        let (about, reply_to, privileged) = (what.about.to_string(), what.reply_to, what.privileged);
        let told = Told { case: case.id.to_string(), reference, entry: last.seq, about, lot, reply_to, privileged };
        return json::print(world, &told, Exit::Done);
    }
    let lot = lot.map(|lot| format!(" ({lot})")).unwrap_or_default();
    let privileged = if what.privileged { ", privileged" } else { "" };
    let about = about_in_words(case, &what.about);
    world.stdout.print(&format!("Recorded (entry {}{privileged}): a comment on {about}{lot}.\n", last.seq))?;
    Ok(Exit::Done)
}
