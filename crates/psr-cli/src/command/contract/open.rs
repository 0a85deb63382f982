//! `psr contract open`: a contract is put on record.

use chrono::NaiveDate;
use clap::Args;
use psr_casefile::contract::ContractGiven;
use psr_rules::money::Pence;

use crate::cli::{Common, PackChoice};
use crate::exit::Exit;
use crate::failure::Outcome;
use crate::terminal::screen::Screen;
use crate::world::World;
use crate::{input, settings};

/// Put a contract on record as it was when entered into, and print its id
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  psr contract open --reference GP-17 --title \"Primary medical services\" --provider \"Example Practice\" \\
    --awarded-by other --entered-into 2019-04-01 --lifetime-value 4000000 \\
    --value-basis \"Ten years of the global sum of the first year\" --retrospective")]
pub struct Open {
    /// Give it the authority's own reference, by which it can be named from then on
    #[arg(long)]
    reference: String,
    /// Say what it is for
    #[arg(long)]
    title: String,
    /// Name the provider
    #[arg(long)]
    provider: String,
    /// Say by which process it was awarded: one of the pack's, or `other`
    #[arg(long, value_name = "ID")]
    awarded_by: String,
    /// Say when it was entered into
    #[arg(long, value_name = "DATE", value_parser = input::date)]
    entered_into: NaiveDate,
    /// Say when its term begins
    #[arg(long, value_name = "DATE", value_parser = input::date)]
    term_start: Option<NaiveDate>,
    /// Say when its term ends; leave it out of an open-ended one
    #[arg(long, value_name = "DATE", value_parser = input::date)]
    term_end: Option<NaiveDate>,
    /// Say which extensions or other options it has
    #[arg(long, value_name = "TEXT")]
    options: Option<String>,
    /// Give its lifetime value when it was entered into, in pounds
    #[arg(long, value_name = "SUM", value_parser = input::sum)]
    lifetime_value: Option<Pence>,
    /// Say how that value was worked out: years, options, extensions, taxes
    #[arg(long, value_name = "TEXT")]
    value_basis: Option<String>,
    /// Say where that value is taken from
    #[arg(long, value_name = "TEXT")]
    value_source: Option<String>,
    /// Mark it as a framework agreement
    #[arg(long)]
    framework: bool,
    /// Mark it as put on record after it was entered into by other means
    #[arg(long)]
    retrospective: bool,
    #[command(flatten)]
    pack: PackChoice,
}

/// Puts the contract on record.
pub fn run(arguments: &Open, common: &Common, world: &mut World<'_>) -> Outcome {
    let rulebook = psr_casefile::casebook::load_pack(&input::pack(&arguments.pack)?)?;
    let mut casebook = settings::open_write(common, world)?;
    let actor = settings::actor(common, world)?;
    let given = given(arguments);
    let id = casebook.enter_contract(&given, rulebook.pack(), &mut settings::acting(&actor, world))?;
    world.stdout.print(&format!("{id}\n"))?;
    Screen::new(&mut world.stderr).note(&format!("next: psr contract show {}", given.reference.trim()));
    Ok(Exit::Done)
}

fn given(arguments: &Open) -> ContractGiven {
    ContractGiven {
        reference: arguments.reference.clone(),
        title: arguments.title.clone(),
        provider: arguments.provider.clone(),
        awarded_by: arguments.awarded_by.clone(),
        entered_into: arguments.entered_into,
        term_start: arguments.term_start,
        term_end: arguments.term_end,
        options: arguments.options.clone(),
        lifetime_value: arguments.lifetime_value,
        value_basis: arguments.value_basis.clone(),
        value_source: arguments.value_source.clone(),
        framework: arguments.framework,
        retrospective: arguments.retrospective,
    }
}
