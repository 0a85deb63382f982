//! `psr rules`: check, test, read and compare rule packs.

mod book;
mod check;
mod coverage;
mod diff;
mod eject;
mod graph;
mod impact;
mod reading;
mod show;
mod test;

use clap::Subcommand;
use psr_rules::engine::Rulebook;

use crate::cli::{Common, PackChoice};
use crate::exit::Exit;
use crate::failure::{Failure, Outcome, Stop};
use crate::input;
use crate::world::World;

/// Check, test, read and compare rule packs: the law as data
#[derive(Debug, Subcommand)]
pub enum Rules {
    Check(check::Check),
    Test(test::Test),
    Coverage(coverage::Coverage),
    Show(show::Show),
    Graph(graph::Graph),
    Book(book::Book),
    Diff(diff::Diff),
    Eject(eject::Eject),
    Impact(impact::Impact),
}

/// Does what was asked with a pack.
pub fn run(arguments: &Rules, common: &Common, world: &mut World<'_>) -> Outcome {
    match arguments {
        Rules::Check(arguments) => check::run(arguments, world),
        Rules::Test(arguments) => test::run(arguments, world),
        Rules::Coverage(arguments) => coverage::run(arguments, world),
        Rules::Show(arguments) => show::run(arguments, world),
        Rules::Graph(arguments) => graph::run(arguments, world),
        Rules::Book(arguments) => book::run(arguments, world),
        Rules::Diff(arguments) => diff::run(arguments, world),
        Rules::Eject(arguments) => eject::run(arguments, world),
        Rules::Impact(arguments) => impact::run(arguments, common, world),
    }
}

/// Loads the pack that was chosen. Here a broken one is what was looked for, and found.
fn load(choice: &PackChoice) -> Result<Rulebook, Stop> {
    let files = input::pack(choice)?;
    psr_casefile::casebook::load_pack(&files).map_err(|error| match error.into() {
        Stop::Failed(failure) => Stop::Failed(Failure { exit: Exit::FoundWrong, ..failure }),
        stop => stop,
    })
}
