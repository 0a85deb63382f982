//! `psr erase`: what an entry says is erased for good, and that it was is recorded.

use clap::Args;
use psr_casefile::casebook::{Case, ErasureGiven};

use crate::cli::Common;
use crate::exit::Exit;
use crate::failure::{Outcome, Problem, Stop};
use crate::settings;
use crate::terminal::prompt;
use crate::terminal::screen::Screen;
use crate::words::day;
use crate::world::World;

/// Erase what an entry says, for good, and record that it was
///
/// The entry keeps its place, and the record still verifies; what it said cannot be brought back, by anybody. Evidence that only the erased fields name is erased too.
/// No file of the register keeps a byte of it: its database is built anew. Copies, exports and backups keep it until they expire. Refused while the case is held.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  psr erase AUD-2026 12 --reason \"It named a patient.\" --ground \"UK GDPR art 17(1)(d)\"
  psr erase AUD-2026 12 reason evidence/0 --reason \"…\" --ground \"…\" --yes")]
pub struct Erase {
    /// The case: its id, the start of its id, or its reference
    case: String,
    /// The entry, by its number in `psr log`
    entry: u64,
    /// Erase only these of its fields, such as reason or evidence/0 [default: everything it says]
    #[arg(value_name = "PATH")]
    paths: Vec<String>,
    /// Say why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Give the legal ground
    #[arg(long, value_name = "TEXT")]
    ground: String,
    /// Erase without asking again
    #[arg(long)]
    yes: bool,
}

/// Erases, once it is sure that this is meant.
pub fn run(arguments: &Erase, common: &Common, world: &mut World<'_>) -> Outcome {
    let mut casebook = settings::open_write(common, world)?;
    let case = casebook.case(&arguments.case)?;
    let given = ErasureGiven {
        entry: arguments.entry,
        paths: arguments.paths.clone(),
        reason: arguments.reason.clone(),
        ground: arguments.ground.clone(),
    };
    let paths = casebook.erasable(&case, &given)?;
    warn_early(&case, world);
    if !arguments.yes && !confirmed(&paths, arguments.entry, world)? {
        Screen::new(&mut world.stderr).note("nothing was erased");
        return Ok(Exit::CouldNotLook);
    }
    let actor = settings::actor(common, world)?;
    let receipt = casebook.erase(&case, &given, &mut settings::acting(&actor, world))?;
    let list = paths.iter().map(|path| format!("  {path}\n")).collect::<String>();
    world.stdout.print(&format!("Erased of entry {} (recorded as entry {}):\n{list}", arguments.entry, receipt.seq))?;
    let mut screen = Screen::new(&mut world.stderr);
    screen.note("copies, exports and backups keep it until they expire");
    if let Some(why) = casebook.register().uncleared() {
        screen.warning(&format!("a part of it may still be in the register's own files: {why}"));
    }
    Ok(Exit::Done)
}

fn warn_early(case: &Case, world: &mut World<'_>) {
    let today = psr_casefile::time::london_day((world.clock)());
    if let Some(retention) = case.state.retention.as_ref().filter(|retention| retention.what.until >= today) {
        let (until, source) = (day(retention.what.until), &retention.what.source);
        Screen::new(&mut world.stderr).warning(&format!("the case was to be kept until {until} ({source})"));
    }
}

/// Asks whether the erasure is meant; where nobody can be asked, it must have been said beforehand.
fn confirmed(paths: &[String], entry: u64, world: &mut World<'_>) -> Result<bool, Stop> {
    if !world.stdin.is_terminal {
        let hint = "say so with --yes; it cannot be undone";
        return Err(Problem::new("nobody is here to confirm that this is to be erased, so nothing was", hint).into());
    }
    let list = paths.iter().map(|path| format!("  {path}\n")).collect::<String>();
    let typed = prompt::line(world, &format!("Erase of entry {entry}, for good:\n{list}Type yes to erase: "))?;
    Ok(typed.as_deref() == Some("yes"))
}
