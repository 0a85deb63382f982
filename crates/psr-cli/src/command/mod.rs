//! The commands, each a file: its arguments, with help written as their doc comment, then its function.

pub mod anchor;
pub mod answer;
pub mod approve;
pub mod ask;
pub mod backup;
mod batch;
pub mod case;
pub mod check;
pub mod checkpoint;
pub mod comment;
pub mod completions;
pub mod contract;
pub mod copy;
pub mod demo;
pub mod determine;
pub mod disclose;
mod eject;
pub mod erase;
pub mod event;
pub mod export;
mod guide;
pub mod hold;
pub mod horizon;
pub mod import;
pub mod init;
pub mod key;
pub mod log;
pub mod man;
pub mod notice;
pub mod render;
pub mod report;
pub mod restore;
pub mod retention;
pub mod rules;
pub mod serve;
pub mod show;
pub mod signoff;
pub mod submit;
pub mod templates;
pub mod timetable;
pub mod verify;
pub mod why;

use crate::cli::{Cli, Command};
use crate::failure::Outcome;
use crate::world::World;

/// Runs the command that was given; without one, shows the way in.
pub fn run(cli: Cli, world: &mut World<'_>) -> Outcome {
    let Cli { common, command } = cli;
    match command {
        None => guide::run(world),
        Some(Command::Init(arguments)) => init::run(&arguments, &common, world),
        Some(Command::Demo(arguments)) => demo::run(&arguments, &common, world),
        Some(Command::Case(arguments)) => case::run(&arguments, &common, world),
        Some(Command::Contract(arguments)) => contract::run(&arguments, &common, world),
        Some(Command::Ask(arguments)) => ask::run(&arguments, &common, world),
        Some(Command::Answer(arguments)) => answer::run(&arguments, &common, world),
        Some(Command::Event(arguments)) => event::run(&arguments, &common, world),
        Some(Command::Comment(arguments)) => comment::run(&arguments, &common, world),
        Some(Command::Signoff(arguments)) => signoff::run(&arguments, &common, world),
        Some(Command::Submit(arguments)) => submit::run(&arguments, &common, world),
        Some(Command::Approve(arguments)) => approve::run(&arguments, &common, world),
        Some(Command::Show(arguments)) => show::run(&arguments, &common, world),
        Some(Command::Check(arguments)) => check::run(&arguments, &common, world),
        Some(Command::Checkpoint(arguments)) => checkpoint::run(&arguments, &common, world),
        Some(Command::Anchor(arguments)) => anchor::run(&arguments, &common, world),
        Some(Command::Key(arguments)) => key::run(&arguments, &common, world),
        Some(Command::Log(arguments)) => log::run(&arguments, &common, world),
        Some(Command::Hold(arguments)) => hold::run(&arguments, &common, world),
        Some(Command::Retention(arguments)) => retention::run(&arguments, &common, world),
        Some(Command::Erase(arguments)) => erase::run(&arguments, &common, world),
        Some(Command::Render(arguments)) => render::run(&arguments, &common, world),
        Some(Command::Report(arguments)) => report::run(&arguments, &common, world),
        Some(Command::Export(arguments)) => export::run(&arguments, &common, world),
        Some(Command::Copy(arguments)) => copy::run(&arguments, &common, world),
        Some(Command::Restore(arguments)) => restore::run(&arguments, &common, world),
        Some(Command::Backup(arguments)) => backup::run(&arguments, &common, world),
        Some(Command::Import(arguments)) => import::run(&arguments, &common, world),
        Some(Command::Disclose(arguments)) => disclose::run(&arguments, &common, world),
        Some(Command::Verify(arguments)) => verify::run(&arguments, &common, world),
        Some(Command::Determine(arguments)) => determine::run(&arguments, world),
        Some(Command::Horizon(arguments)) => horizon::run(&arguments, world),
        Some(Command::Templates(command)) => templates::run(&command, &common, world),
        Some(Command::Why(arguments)) => why::run(&arguments, &common, world),
        Some(Command::Timetable(arguments)) => timetable::run(&arguments, &common, world),
        Some(Command::Notice(arguments)) => notice::run(&arguments, world),
        Some(Command::Rules(arguments)) => rules::run(&arguments, &common, world),
        Some(Command::Serve(arguments)) => serve::run(&arguments, &common, world),
        Some(Command::Completions(arguments)) => completions::run(&arguments, world),
        Some(Command::Man(arguments)) => man::run(&arguments, world),
    }
}
