//! `psr backup`: the whole register in one file.

use std::path::PathBuf;

use clap::Args;
use psr_recorder::store;

use crate::cli::Common;
use crate::exit::Exit;
use crate::failure::Outcome;
use crate::settings;
use crate::terminal::page::Page;
use crate::terminal::progress::Progress;
use crate::world::World;

/// Write the whole register to one file
///
/// The file holds everything the register holds, from one state of it, whether it is in a folder or on a server; others may go on recording meanwhile. It
/// does not hold the key. It discloses everything, so keep it as closely as the register. What is erased from the register stays in its backups until they
/// are deleted.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  psr backup /mnt/safe/register-2026-04-01.zip")]
pub struct Backup {
    /// The file to write; it may not be there yet
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Backs up.
pub fn run(arguments: &Backup, common: &Common, world: &mut World<'_>) -> Outcome {
    let from = settings::register_place(common, world)?;
    let mut progress = Progress::new(world, "copying entries");
    let head = store::back_up(&from, &arguments.file, &mut |done, of| progress.at(done, of))?;
    drop(progress);
    let mut page = Page::new(false);
    page.line(&format!("Backup    {}", arguments.file.display()));
    page.line(&format!("Register  {from}"));
    page.blank();
    page.paragraph(0, "The signed head it holds:");
    head.lines().for_each(|line| page.line(&format!("  {line}")));
    world.stdout.print(&page.finish())?;
    Ok(Exit::Done)
}
