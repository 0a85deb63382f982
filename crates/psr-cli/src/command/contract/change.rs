//! `psr contract change`: a change is entered in a contract's ledger, or an earlier entry is corrected.

use chrono::NaiveDate;
use clap::Args;
use psr_casefile::casebook::Casebook;
use psr_casefile::contract::{self, ChangeGiven, Ledger, Undecided};
use psr_rules::money::Pence;

use crate::cli::Common;
use crate::exit::Exit;
use crate::failure::{Outcome, Problem, Stop};
use crate::world::World;
use crate::{input, settings};

/// Enter a change of a contract in its ledger, or correct an earlier entry
///
/// With --case, the change is the one that the case decided: the case must have it on record that the contract was modified, and the day is taken from there.
/// A correction stands in place of the entry that it names; both stay on record.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  psr contract change GP-17 --on 2025-10-01 --what \"Enhanced access added\" --change 40000 --attributable yes --ground \"own decision\"
  psr contract change GP-17 --case MOD-3 --what \"Care home beds\" --change -12500.50 --attributable yes
  psr contract change GP-17 --corrects 2 --on 2025-10-01 --what \"Enhanced access added\" --change 45000")]
pub struct Change {
    /// The contract: its reference, its id or the start of its id
    contract: String,
    /// Say on which day it was made
    #[arg(long, value_name = "DATE", value_parser = input::date, required_unless_present = "case")]
    on: Option<NaiveDate>,
    /// Say what was changed
    #[arg(long, value_name = "TEXT")]
    what: String,
    /// Give the ground on which it was made, such as a provision
    #[arg(long, value_name = "TEXT")]
    ground: Option<String>,
    /// Give the change in lifetime value, in pounds; below zero where it fell, 0 where it stayed
    #[arg(long, value_name = "SUM", value_parser = input::sum, allow_hyphen_values = true)]
    change: Pence,
    /// Say whether it is attributable to a decision of the authority
    #[arg(long, value_name = "YES|NO", value_parser = input::yes_no)]
    attributable: Option<bool>,
    /// Name the case that decided it
    #[arg(long, value_name = "CASE")]
    case: Option<String>,
    /// Correct this entry of the ledger
    #[arg(long, value_name = "ENTRY")]
    corrects: Option<u64>,
}

/// Enters the change.
pub fn run(arguments: &Change, common: &Common, world: &mut World<'_>) -> Outcome {
    let mut casebook = settings::open_write(common, world)?;
    let decided = arguments.case.as_ref().map(|case| decided(&casebook, case, arguments)).transpose()?;
    let (case, on) = decided.map_or((None, arguments.on), |(case, on)| (Some(case), Some(on)));
    let given = ChangeGiven {
        on: on.unwrap_or_default(),
        what: arguments.what.clone(),
        ground: arguments.ground.clone(),
        change: arguments.change,
        attributable: arguments.attributable,
        case,
        corrects: arguments.corrects,
    };
    let actor = settings::actor(common, world)?;
    let receipt = casebook.change_contract(&arguments.contract, &given, &mut settings::acting(&actor, world))?;
    let ledger = Ledger::of(&casebook.contract(&arguments.contract)?.1);
    let share = ledger.proportion().map(|share| format!(", {share}% of the value at entry")).unwrap_or_default();
    let text =
        format!("Recorded (entry {}). The cumulative change is now {}{share}.\n", receipt.seq, ledger.cumulative);
    world.stdout.print(&text)?;
    Ok(Exit::Done)
}

/// Returns the id of the case that decided the change, and the day on which the case has it that the contract was modified.
fn decided(casebook: &Casebook, given: &str, arguments: &Change) -> Result<(String, NaiveDate), Stop> {
    let case = casebook.case(given)?;
    let (contract, _) = casebook.contract(&arguments.contract)?;
    let on = contract::decided(&case, contract, arguments.on).map_err(|undecided| refused(&undecided, arguments))?;
    Ok((case.id.to_string(), on))
}

fn refused(undecided: &Undecided, arguments: &Change) -> Stop {
    let (what, hint) = match undecided {
        Undecided::AboutAnother { case, about } => (
            format!("case {case} is about contract {about}, not {}", arguments.contract),
            "name that contract, or leave the case out".to_owned(),
        ),
        Undecided::NotModified { case, events } => {
            (undecided.to_string(), format!("put it on record first: psr event {case} {} --on DATE", events.join("|")))
        }
        Undecided::NoDay => (undecided.to_string(), "give it with --on DATE".to_owned()),
    };
    Problem::new(what, hint).into()
}
