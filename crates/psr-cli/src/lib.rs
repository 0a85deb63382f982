//! The `psr` program: the commands, each a file, over the crates that do the work.
//!
//! This crate stands at both ends of the line *text → answer → … → document*: what somebody types comes in here, and what they read goes out. It
//! reads the clock, randomness, the environment and the disk, and hands them down as values; [`run`] takes all of them as a [`World`], so that tests
//! drive exactly what the program does.
//!
//! Results go to standard output and everything else to standard error. Exit codes are [`Exit`]'s.

mod answers_file;
mod cli;
mod command;
mod exit;
mod failure;
mod http;
mod input;
mod json;
mod refusal;
mod settings;
mod terminal;
mod words;
mod worked_cases;
mod world;

pub use exit::Exit;
pub use world::{Input, Output, Randomness, World};

use std::ffi::OsString;

use clap::Parser;

use cli::Cli;
use failure::{Outcome, Stop};
use terminal::screen::Screen;

/// Runs the program with its arguments, the program's name first, and returns how it ended.
pub fn run(arguments: impl IntoIterator<Item = OsString>, world: &mut World<'_>) -> Exit {
    let outcome = match Cli::try_parse_from(arguments) {
        Ok(cli) => command::run(cli, world),
        Err(error) => explain(&error, world),
    };
    warn_of_clock(world);
    match outcome {
        Ok(exit) => exit,
        Err(Stop::PipeClosed) => Exit::Done,
        Err(Stop::Failed(failure)) => {
            Screen::new(&mut world.stderr).failure(&failure);
            failure.exit
        }
    }
}

/// Warns when what was recorded seems to come before what was recorded last.
fn warn_of_clock(world: &mut World<'_>) {
    if let Some(step) = world.clock_notice.take() {
        let at = |instant: &chrono::DateTime<chrono::Utc>| instant.format("%Y-%m-%d %H:%M:%S UTC").to_string();
        let (from, to) = (at(&step.from), at(&step.to));
        let warning = format!(
            "the clock says {to}, and an earlier entry was recorded at {from}: set the clock right; that it stepped back is on record"
        );
        Screen::new(&mut world.stderr).warning(&warning);
    }
}

/// Returns the command line as it is declared, for documents about it.
pub fn command_line() -> clap::Command {
    use clap::CommandFactory;
    Cli::command()
}

/// Shows what the parser of arguments has to say: help and the version are results, anything else is a mistake.
fn explain(error: &clap::Error, world: &mut World<'_>) -> Outcome {
    let (output, exit) =
        if error.use_stderr() { (&mut world.stderr, Exit::CouldNotLook) } else { (&mut world.stdout, Exit::Done) };
    let text = error.render();
    let text = if output.colour { text.ansi().to_string() } else { text.to_string() };
    output.print(&text)?;
    Ok(exit)
}
