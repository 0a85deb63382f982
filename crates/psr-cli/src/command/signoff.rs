//! `psr signoff`: who must approve a case.

use clap::Args;
use psr_casefile::event::SignOff;

use crate::cli::Common;
use crate::exit::Exit;
use crate::failure::Outcome;
use crate::settings;
use crate::terminal::list::and;
use crate::world::World;

/// Say who must approve a case
///
/// Which roles must approve, and under what delegation or scheme, is the authority's own. Without it, one approval is enough. The case is approved when each
/// role has approved the same draft and that still stands.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  psr signoff AUD-2026 --need \"Director of Commissioning\" --need \"Chief Finance Officer\" --under \"Standing financial instructions, 7\"")]
pub struct Signoff {
    /// The case: its id, the start of its id, or its reference
    case: String,
    /// Need the approval of this role; give it once for each
    #[arg(long = "need", value_name = "ROLE", required_unless_present = "one_is_enough")]
    need: Vec<String>,
    /// Say under what delegation or scheme
    #[arg(long, value_name = "TEXT")]
    under: Option<String>,
    /// Let one approval be enough again
    #[arg(long, conflicts_with = "need")]
    one_is_enough: bool,
}

/// Records who must approve.
pub fn run(arguments: &Signoff, common: &Common, world: &mut World<'_>) -> Outcome {
    let mut casebook = settings::open_write(common, world)?;
    let case = casebook.case(&arguments.case)?;
    let actor = settings::actor(common, world)?;
    let sign_off = SignOff { need: arguments.need.clone(), under: arguments.under.clone() };
    let recorded = casebook.sign_off(&case, sign_off, &mut settings::acting(&actor, world))?;
    let state = &recorded.case.state;
    let reference = &state.opened.what.reference;
    let who = if arguments.need.is_empty() {
        "one approval".to_owned()
    } else {
        format!("the approval of {}", and(&arguments.need))
    };
    world.stdout.print(&format!("Case {reference} needs {who} (entry {}).\n", state.head))?;
    Ok(Exit::Done)
}
