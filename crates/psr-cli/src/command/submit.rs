//! `psr submit`: a draft is put before those who approve.

use clap::Args;

use crate::cli::Common;
use crate::exit::Exit;
use crate::failure::Outcome;
use crate::settings;
use crate::terminal::list::and;
use crate::world::World;

/// Submit a case as it stands to those who approve it
///
/// Records what the answers lead to, as final, and then the draft with its head: what approvers look at, and what `psr approve` approves while nothing else is
/// recorded. After a refusal, nothing is approved until a draft is submitted again.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  psr submit AUD-2026 --for \"Director of Commissioning\" --note \"For the meeting on 12 May.\""
)]
pub struct Submit {
    /// The case: its id, the start of its id, or its reference
    case: String,
    /// Submit it to this role; give it once for each
    #[arg(long = "for", value_name = "ROLE")]
    roles: Vec<String>,
    /// Say something beside it
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

/// Records the draft.
pub fn run(arguments: &Submit, common: &Common, world: &mut World<'_>) -> Outcome {
    let mut casebook = settings::open_write(common, world)?;
    let case = casebook.case(&arguments.case)?;
    let actor = settings::actor(common, world)?;
    let (roles, note) = (arguments.roles.clone(), arguments.note.clone());
    let recorded = casebook.submit(&case, roles, note, &mut settings::acting(&actor, world))?;
    let state = &recorded.case.state;
    let reference = &state.opened.what.reference;
    let head = state.submissions.last().map(|submitted| submitted.what.head.clone()).unwrap_or_default();
    let to = if arguments.roles.is_empty() { String::new() } else { format!(" to {}", and(&arguments.roles)) };
    let text = format!(
        "Case {reference} is submitted{to} for approval (entry {}), at head {head}.\nTo read it as they do: psr render {reference} reasons\n",
        state.head
    );
    world.stdout.print(&text)?;
    Ok(Exit::Done)
}
