//! `psr rules eject`: a copy of the built-in pack, to be amended.

use std::path::PathBuf;

use clap::Args;

use crate::exit::Exit;
use crate::failure::Outcome;
use crate::terminal::list::count;
use crate::world::World;

/// Copy the built-in rule pack to a folder, to be read or amended there
///
/// A copy changes nothing by itself: it is used where --rules names the folder, and a case stays under the pack it was opened with. A file that is there is never
/// written over.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  psr rules eject our-pack
  psr rules check --rules our-pack
  psr rules diff --against our-pack")]
pub struct Eject {
    /// The folder
    folder: PathBuf,
}

/// Copies the pack.
pub fn run(arguments: &Eject, world: &mut World<'_>) -> Outcome {
    let pack = psr_casefile::built_in::files();
    let files: Vec<(&str, &[u8])> = pack.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    super::super::eject::copy(&arguments.folder, &files)?;
    let copied = count(files.len(), "file", "files");
    world.stdout.print(&format!("{copied} copied to {}\n", arguments.folder.display()))?;
    Ok(Exit::Done)
}
