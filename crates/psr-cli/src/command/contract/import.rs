//! `psr contract import`: a register of contracts from tables.

use std::path::{Path, PathBuf};

use clap::Args;
use psr_casefile::contract::csv::TABLE_LIMIT;
use psr_casefile::contract::{Import as Read, ImportFault};

use crate::cli::{Common, PackChoice};
use crate::exit::Exit;
use crate::failure::{Outcome, Problem, Stop, io};
use crate::terminal::list::count;
use crate::terminal::page::Page;
use crate::world::World;
use crate::{input, settings};

/// Take a register of contracts from a CSV file, all of it or nothing
///
/// Its first line names the columns: reference, title, provider, awarded-by, entered-into, and, where they are known, term-start, term-end, options,
/// lifetime-value, value-basis, value-source, framework. Everything that is wrong is listed with its line and column, and nothing is recorded until nothing is.
/// What is imported is marked as put on record afterwards.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  psr contract import contracts.csv --dry-run
  psr contract import contracts.csv --changes changes.csv

The columns of past changes are: reference, on, what, change, and, where they are known, ground, attributable.")]
pub struct Import {
    /// The table of contracts
    file: PathBuf,
    /// Take past changes of these contracts from this table
    #[arg(long, value_name = "FILE")]
    changes: Option<PathBuf>,
    /// Say what would be recorded, and record nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    pack: PackChoice,
}

/// Imports the tables.
pub fn run(arguments: &Import, common: &Common, world: &mut World<'_>) -> Outcome {
    let rulebook = psr_casefile::casebook::load_pack(&input::pack(&arguments.pack)?)?;
    let contracts = table(&arguments.file)?;
    let changes = arguments.changes.as_deref().map(table).transpose()?;
    let open = if arguments.dry_run { settings::open_read } else { settings::open_write };
    let mut casebook = open(common, world)?;
    let today = psr_casefile::time::london_day((world.clock)());
    let read = casebook.read_import(&contracts, changes.as_deref(), rulebook.pack(), today)?;
    let import = read.map_err(|faults| refused(&faults, arguments))?;
    if arguments.dry_run {
        world.stdout.print(&would(&import))?;
        return Ok(Exit::Done);
    }
    let actor = settings::actor(common, world)?;
    let imported = casebook.import(&import, &mut settings::acting(&actor, world))?;
    let (contracts, changes) = counted(imported.references.len(), imported.changes);
    world.stdout.print(&format!("Recorded {contracts} with {changes}.\n"))?;
    Ok(Exit::Done)
}

fn counted(contracts: usize, changes: usize) -> (String, String) {
    (count(contracts, "contract", "contracts"), count(changes, "past change", "past changes"))
}

/// Reads a table as text, within bounds.
fn table(path: &Path) -> Result<String, Stop> {
    let bytes = input::bounded(path, TABLE_LIMIT).map_err(io("read the table", path))?;
    let refused = |what: &str, hint: &str| Stop::from(Problem::new(what, hint).at(path.display()));
    if bytes.len() > TABLE_LIMIT {
        return Err(refused("the table is larger than 8 MiB", "split it, and import the parts one after another"));
    }
    String::from_utf8(bytes).map_err(|_| refused("the table is not UTF-8 text", "save it again as CSV in UTF-8"))
}

fn refused(faults: &[ImportFault], arguments: &Import) -> Stop {
    let problem = |found: &ImportFault| {
        let file = arguments.changes.as_deref().filter(|_| found.in_changes).unwrap_or(&arguments.file);
        let fault = &found.fault;
        Problem::new(fault.message.clone(), fault.hint.clone()).at(format!(
            "{}:{}:{}",
            file.display(),
            fault.line,
            fault.column
        ))
    };
    let mut problems: Vec<Problem> = faults.iter().map(problem).collect();
    if let Some(last) = problems.last_mut() {
        last.hint = last.hint.take().map(|hint| format!("{hint}; nothing was recorded"));
    }
    problems.into()
}

fn would(import: &Read) -> String {
    let mut page = Page::new(false);
    let imported = import.imported();
    let (contracts, changes) = counted(imported.references.len(), imported.changes);
    page.line(&format!("Would record {contracts} with {changes}:"));
    for (contract, changes) in import.contracts() {
        let value = contract.lifetime_value.map_or_else(|| "no value".to_owned(), |value| value.to_string());
        let changes = count(changes.len(), "past change", "past changes");
        page.item(
            2,
            "- ",
            &format!("{}: {}, {}, {value}, {changes}", contract.reference, contract.title, contract.provider),
        );
    }
    page.finish()
}
