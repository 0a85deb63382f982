//! `psr rules show`: the reading copy of a provision.

use chrono::NaiveDate;
use clap::Args;
use psr_casefile::reading::{Reading, parts};
use psr_rules::id::Provision;
use psr_rules::pack::model::{Condition, Pack, Regulation, Rule};

use super::reading;
use crate::cli::PackChoice;
use crate::exit::Exit;
use crate::failure::{Outcome, Problem};
use crate::input;
use crate::terminal::page::Page;
use crate::words::day;
use crate::world::World;

/// Show how a provision is encoded, as a text to be read
///
/// Names every rule of the provision, or of the regulation it belongs to, with each condition's provision and the clause that will stand in the reasons. It is
/// what a legal adviser reads against the law.
#[derive(Debug, Args)]
#[command(
    after_help = "A provision is cited as the pack cites it, in quotes where it has a space. `psr rules coverage` lists them.\n\nExample:\n  psr rules show PROVISION --on 2026-04-01"
)]
pub struct Show {
    /// The provision, cited as the pack cites it
    provision: String,
    /// Show the text in force for this date
    #[arg(long, value_name = "DATE", value_parser = input::date)]
    on: Option<NaiveDate>,
    #[command(flatten)]
    pack: PackChoice,
}

/// Prints the reading copy.
pub fn run(arguments: &Show, world: &mut World<'_>) -> Outcome {
    let rulebook = super::load(&arguments.pack)?;
    let pack = rulebook.pack();
    let wanted = Provision::new(arguments.provision.trim());
    let mut page = Page::new(world.stdout.colour);
    let known = provision(pack, &wanted, &mut page);
    let copy = Reading { pack, on: arguments.on.unwrap_or(NaiveDate::MAX) };
    let mut found = false;
    for file in &pack.regulations {
        let text = |rule: &&Rule| arguments.on.is_none_or(|on| pack.stands(rule, on));
        let whole = file.provision == wanted;
        let rules: Vec<&Rule> = file
            .rules
            .iter()
            .filter(|rule| whole || cites(&rule.when, &wanted) || rule.provision == wanted)
            .filter(text)
            .collect();
        if whole || !rules.is_empty() {
            found = true;
            heading(file, &mut page);
            rules.iter().for_each(|rule| reading::add(&copy, rule, &mut page));
        }
    }
    if !known && !found {
        let files: Vec<&str> = pack.regulations.iter().map(|file| file.provision.as_str()).collect();
        let hint = format!("cite it as the pack does; its files are {}", files.join(", "));
        return Err(Problem::new(format!("the pack has no provision `{wanted}`"), hint).into());
    }
    if !found {
        page.paragraph(0, "No rule encodes it.");
    }
    world.stdout.print(&page.finish())?;
    Ok(Exit::Done)
}

fn provision(pack: &Pack, wanted: &Provision, page: &mut Page) -> bool {
    let entry = pack.provisions.iter().find(|entry| entry.id == *wanted);
    if let Some(entry) = entry {
        page.paragraph(0, &format!("{}: {}.", entry.id, entry.says));
    }
    entry.is_some()
}

fn cites(condition: &Condition, wanted: &Provision) -> bool {
    condition.provision.as_ref() == Some(wanted) || parts(condition).iter().any(|part| cites(part, wanted))
}

fn heading(file: &Regulation, page: &mut Page) {
    page.heading(&format!("{} {}", file.provision, file.heading));
    if let Some(why) = &file.no_rule {
        page.paragraph(2, &format!("No rule: {why}"));
    }
    for review in &file.reviews {
        page.aside(2, &format!("Reviewed by {} against {} on {}.", review.by, review.against, day(review.on)));
    }
    if file.reviews.is_empty() {
        page.aside(2, "Not reviewed yet.");
    }
}
