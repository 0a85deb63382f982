//! `psr hold`: a case is held, so that nothing of it is erased.

use clap::{Args, ValueEnum};

use crate::cli::Common;
use crate::exit::Exit;
use crate::failure::Outcome;
use crate::settings;
use crate::terminal::page::Page;
use crate::words::day;
use crate::world::World;

/// Hold a case, so that nothing of it is erased, or release it; without more, show what holds it
///
/// A hold also arises by itself while something is open that the rule pack names, such as a review, and ends with what ends it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  psr hold AUD-2026
  psr hold AUD-2026 place --reason \"A claim was intimated on 3 May.\"
  psr hold AUD-2026 release --reason \"The claim was withdrawn.\"")]
pub struct Hold {
    /// The case: its id, the start of its id, or its reference
    case: String,
    /// What to do
    #[arg(value_enum, requires = "reason")]
    act: Option<Act>,
    /// Say why
    #[arg(long, value_name = "TEXT", requires = "act")]
    reason: Option<String>,
}

/// What to do with a hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Act {
    /// Place a hold.
    Place,
    /// Release the hold that was placed.
    Release,
}

/// Places or releases a hold, and shows what holds the case.
pub fn run(arguments: &Hold, common: &Common, world: &mut World<'_>) -> Outcome {
    let mut page = Page::new(world.stdout.colour);
    let case = match (arguments.act, &arguments.reason) {
        (Some(act), Some(reason)) => {
            let mut casebook = settings::open_write(common, world)?;
            let case = casebook.case(&arguments.case)?;
            let actor = settings::actor(common, world)?;
            let receipt = casebook.hold(&case, act == Act::Place, reason, &mut settings::acting(&actor, world))?;
            page.line(&format!("Recorded (entry {}).", receipt.seq));
            casebook.case_by_id(case.id)?
        }
        _ => settings::open_case(common, world, &arguments.case)?.1,
    };
    let holds = psr_casefile::hold::standing(&case.state, case.rulebook.pack());
    let reference = &case.state.opened.what.reference;
    if holds.is_empty() {
        page.line(&format!("Nothing holds case {reference}."));
    }
    for hold in holds {
        let by = hold.by.map(|by| format!(", placed by {by}")).unwrap_or_default();
        page.item(0, "- ", &format!("held since {}{by}: {} (entry {})", day(hold.since), hold.why, hold.entry));
        page.aside(2, &format!("ends {}", hold.ends));
    }
    world.stdout.print(&page.finish())?;
    Ok(Exit::Done)
}
