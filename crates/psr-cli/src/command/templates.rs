//! `psr templates`: the templates of documents, and an authority's own.

mod check;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use psr_renderer::Templates;

use crate::cli::Common;
use crate::exit::Exit;
use crate::failure::{Outcome, Problem, Stop};
use crate::terminal::list::count;
use crate::world::World;

/// Copy the templates of documents to a folder of your own, or check such a folder
#[derive(Debug, Subcommand)]
pub enum Command {
    Eject(Eject),
    Check(Check),
}

/// Copy built-in templates to a folder, to be changed there
///
/// A template in that folder takes the place of the built-in one of the same name wherever --templates names the folder. Copy only what you mean to change: the
/// rest is then kept up with new versions. A file there is never written over.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  psr templates eject our-templates letters/letter.md.j2
  psr templates check our-templates")]
pub struct Eject {
    /// The folder
    folder: PathBuf,
    /// The templates to copy, by their paths; all of them if none is named
    names: Vec<String>,
}

/// Render every template against every worked case, and report all problems at once
///
/// It looks at the built-in templates, with those of a folder over them if one is named, and at `look.yaml` in it.
#[derive(Debug, Args)]
pub struct Check {
    /// The folder with your own templates
    folder: Option<PathBuf>,
}

/// Runs the command.
pub fn run(command: &Command, common: &Common, world: &mut World<'_>) -> Outcome {
    match command {
        Command::Eject(arguments) => eject(arguments, world),
        Command::Check(arguments) => check::run(arguments.folder.as_deref(), common, world),
    }
}

fn eject(arguments: &Eject, world: &mut World<'_>) -> Outcome {
    let all = Templates::built_in_files();
    let known = |name: &String| all.iter().any(|(known, _)| known == name);
    let unknown: Vec<Problem> =
        arguments.names.iter().filter(|name| !known(name)).map(|name| no_such(name, &all)).collect();
    if !unknown.is_empty() {
        return Err(Stop::from(unknown));
    }
    let wanted = all.iter().filter(|(name, _)| arguments.names.is_empty() || arguments.names.contains(name));
    let files: Vec<(&str, &[u8])> = wanted.map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    super::eject::copy(&arguments.folder, &files)?;
    let copied = count(files.len(), "template", "templates");
    world.stdout.print(&format!("{copied} copied to {}\n", arguments.folder.display()))?;
    Ok(Exit::Done)
}

fn no_such(name: &str, all: &[(String, Vec<u8>)]) -> Problem {
    let names: Vec<&str> = all.iter().map(|(known, _)| known.as_str()).collect();
    Problem::new(format!("there is no built-in template `{name}`"), format!("there are: {}", names.join(", ")))
}
