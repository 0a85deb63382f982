//! `psr completions`: completions for a shell.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::cli::Cli;
use crate::exit::Exit;
use crate::failure::Outcome;
use crate::world::World;

/// Print completions for a shell
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  psr completions bash > ~/.local/share/bash-completion/completions/psr")]
pub struct Completions {
    /// The shell
    shell: Shell,
}

/// Prints completions for a shell.
pub fn run(arguments: &Completions, world: &mut World<'_>) -> Outcome {
    let mut text = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "psr", &mut text);
    world.stdout.write(&text)?;
    Ok(Exit::Done)
}
