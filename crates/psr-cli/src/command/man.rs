//! `psr man`: manual pages.

use std::path::{Path, PathBuf};

use clap::{Args, CommandFactory};
use clap_mangen::Man as Page;

use crate::cli::Cli;
use crate::exit::Exit;
use crate::failure::{Outcome, Stop, io};
use crate::world::World;

/// Print the manual page, or write one page for each command to a folder
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  psr man | man -l -\n  psr man ~/.local/share/man/man1")]
pub struct Man {
    /// Write `psr.1`, `psr-ask.1` and the others to this folder
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// Prints the manual page, or writes all of them.
pub fn run(arguments: &Man, world: &mut World<'_>) -> Outcome {
    let mut program = Cli::command().disable_help_subcommand(true);
    program.build();
    match &arguments.folder {
        None => world.stdout.write(&page(&program)?)?,
        Some(folder) => {
            std::fs::create_dir_all(folder).map_err(io("create the folder", folder))?;
            let mut written = Vec::new();
            write_all(&program, folder, &mut written)?;
            world.stdout.print(&written.join(""))?;
        }
    }
    Ok(Exit::Done)
}

/// Writes the page of a command and those of its own commands, and notes where.
fn write_all(command: &clap::Command, folder: &Path, written: &mut Vec<String>) -> Result<(), Stop> {
    let name = command.get_display_name().unwrap_or_else(|| command.get_name());
    let path = folder.join(format!("{name}.1"));
    std::fs::write(&path, page(command)?).map_err(io("write the manual page", &path))?;
    written.push(format!("{}\n", path.display()));
    command.get_subcommands().try_for_each(|below| write_all(below, folder, written))
}

fn page(command: &clap::Command) -> Result<Vec<u8>, Stop> {
    let mut text = Vec::new();
    Page::new(command.clone()).render(&mut text).map_err(crate::world::unwritten)?;
    Ok(text)
}
