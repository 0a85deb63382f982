//! `psr contract`: the contracts that decisions are about, and their changes.

mod change;
mod import;
mod open;
mod show;

use clap::{Args, Subcommand};
use psr_casefile::contract::ContractListing;
use serde::Serialize;

use crate::cli::{Common, Format};
use crate::exit::Exit;
use crate::failure::Outcome;
use crate::terminal::list::table;
use crate::terminal::screen::Screen;
use crate::world::World;
use crate::{json, settings};

/// Keep contracts and the ledger of their changes
///
/// A contract is a record of its own, with its value when it was entered into and every change since, whichever case decided it. Nothing in it is
/// overwritten: a correction names the entry that it corrects.
#[derive(Debug, Subcommand)]
pub enum Contract {
    Open(Box<open::Open>),
    List(List),
    Show(show::Show),
    Change(change::Change),
    Import(import::Import),
    Close(Close),
}

/// List the contracts, oldest on record first
#[derive(Debug, Args)]
pub struct List {
    /// Write the list as text or as JSON
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Close a contract, so that nothing more can be recorded in it
#[derive(Debug, Args)]
pub struct Close {
    /// The contract: its reference, its id or the start of its id
    contract: String,
    /// Say why it is closed
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

/// Does what was asked for.
pub fn run(arguments: &Contract, common: &Common, world: &mut World<'_>) -> Outcome {
    match arguments {
        Contract::Open(arguments) => open::run(arguments, common, world),
        Contract::List(arguments) => list(arguments, common, world),
        Contract::Show(arguments) => show::run(arguments, common, world),
        Contract::Change(arguments) => change::run(arguments, common, world),
        Contract::Import(arguments) => import::run(arguments, common, world),
        Contract::Close(arguments) => close(arguments, common, world),
    }
}

#[derive(Serialize)]
struct Contracts {
    contracts: Vec<ContractListing>,
}

fn list(arguments: &List, common: &Common, world: &mut World<'_>) -> Outcome {
    let contracts = settings::open_read(common, world)?.contracts()?;
    if arguments.format == Format::Json {
        return json::print(world, &Contracts { contracts }, Exit::Done);
    }
    if contracts.is_empty() {
        Screen::new(&mut world.stderr).note(
            "the register has no contracts yet; enter one with `psr contract open` or many with `psr contract import`",
        );
        return Ok(Exit::Done);
    }
    let heading = ["REFERENCE", "ENTERED INTO", "TERM ENDS", "STATE", "PROVIDER", "TITLE"].map(str::to_owned).to_vec();
    let rows: Vec<Vec<String>> = std::iter::once(heading).chain(contracts.iter().map(row)).collect();
    world.stdout.print(&table(&rows))?;
    Ok(Exit::Done)
}

fn row(contract: &ContractListing) -> Vec<String> {
    let ends = contract.term_end.map_or_else(|| "open-ended".to_owned(), |end| end.to_string());
    let state = if contract.closed { "closed" } else { "open" }.to_owned();
    let (provider, title) = (contract.provider.clone(), contract.title.clone());
    vec![contract.reference.clone(), contract.entered_into.to_string(), ends, state, provider, title]
}

fn close(arguments: &Close, common: &Common, world: &mut World<'_>) -> Outcome {
    let mut casebook = settings::open_write(common, world)?;
    let actor = settings::actor(common, world)?;
    let receipt =
        casebook.close_contract(&arguments.contract, &arguments.reason, &mut settings::acting(&actor, world))?;
    world.stdout.print(&format!("Contract {} is closed (entry {}).\n", arguments.contract, receipt.seq))?;
    Ok(Exit::Done)
}
