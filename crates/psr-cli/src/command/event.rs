//! `psr event`: something happened, and is put on record.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use psr_casefile::casebook::{Case, EventGiven};
use psr_casefile::determine::{law_date, law_date_of};
use psr_casefile::state::CaseState;
use psr_rules::pack::model::{EventKind, Field};

use crate::cli::Common;
use crate::exit::Exit;
use crate::failure::{Outcome, Problem, Stop};
use crate::terminal::list::table;
use crate::terminal::page::Page;
use crate::words::field::expected;
use crate::world::World;
use crate::{input, settings};

/// Put on record that something happened: a notice published, a representation received, an award, …
///
/// The rule pack knows what can happen; `psr event CASE --list` shows it. The first event with which a procedure commences fixes the law in force.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  psr event AUD-2026 --list
  psr event AUD-2026 intention-to-award-published --on 2026-04-12
  psr event AUD-2026 representation-received --on 2026-04-20 --detail from=\"Example Hearing Ltd\"

Where the pack says what is recorded of an event, the names and texts are checked against it.")]
pub struct Event {
    /// The case: its id, the start of its id, or its reference
    case: String,
    /// What happened
    #[arg(value_name = "TYPE", required_unless_present = "list", requires = "on")]
    event: Option<String>,
    /// Say on which day it happened
    #[arg(long, value_name = "DATE", value_parser = input::date)]
    on: Option<NaiveDate>,
    /// Say more about it; give it once for each name
    #[arg(long = "detail", value_name = "NAME=TEXT", value_parser = detail)]
    details: Vec<(String, String)>,
    /// Take more about it from a YAML file of names and texts
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// List what can happen
    #[arg(long, exclusive = false)]
    list: bool,
}

fn detail(text: &str) -> Result<(String, String), String> {
    let given = text.split_once('=').filter(|(name, value)| !name.trim().is_empty() && !value.trim().is_empty());
    let (name, value) =
        given.ok_or_else(|| "write a name, an equals sign and a text, such as from=\"Example Ltd\"".to_owned())?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

/// Records the event, or lists what can happen.
pub fn run(arguments: &Event, common: &Common, world: &mut World<'_>) -> Outcome {
    let (Some(event), Some(on), false) = (&arguments.event, arguments.on, arguments.list) else {
        return list(arguments, common, world);
    };
    let mut details = arguments.details.clone();
    details.extend(from_file(arguments)?);
    let given = EventGiven { event: event.clone(), on, details };
    let mut casebook = settings::open_write(common, world)?;
    let case = casebook.case(&arguments.case)?;
    let actor = settings::actor(common, world)?;
    let recorded = casebook.event(&case, &given, &mut settings::acting(&actor, world))?;
    let state = &recorded.case.state;
    let pack = recorded.case.rulebook.pack();
    let title =
        pack.events.iter().find(|kind| kind.id.as_str() == event).map_or(event.as_str(), |kind| kind.title.as_str());
    let entry = state.happened.last().map(|happened| happened.seq).unwrap_or(state.head);
    let mut page = Page::new(world.stdout.colour);
    page.line(&format!("Recorded (entry {entry}): {title}, {on}"));
    laws(&mut page, &case, state);
    world.stdout.print(&page.finish())?;
    Ok(Exit::Done)
}

/// Says where the law is now that of another date: of the case, or of decisions that go by a date of their own.
fn laws(page: &mut Page, before: &Case, now: &CaseState) {
    let pack = before.rulebook.pack();
    let law = law_date(now, pack);
    if law != law_date(&before.state, pack) {
        let said =
            format!("The law is now that of {law}, when the procedure commenced, and the case was determined again.");
        page.paragraph(0, &said);
    }
    for decision in &pack.decisions {
        let own = law_date_of(decision, now, pack);
        if own != law && own != law_date_of(decision, &before.state, pack) {
            page.paragraph(0, &format!("The law for “{}” is now that of {own}.", decision.title));
        }
    }
}

fn list(arguments: &Event, common: &Common, world: &mut World<'_>) -> Outcome {
    let (_, case) = settings::open_case(common, world, &arguments.case)?;
    let rows: Vec<Vec<String>> = case.rulebook.pack().events.iter().flat_map(rows).collect();
    world.stdout.print(&table(&rows))?;
    Ok(Exit::Done)
}

/// Returns the row of an event, and one for each field that is recorded of it.
fn rows(kind: &EventKind) -> Vec<Vec<String>> {
    let commences = match kind.selects {
        _ if kind.commences => "commences the procedure",
        Some(_) => "selects the text for the decisions that go by its date",
        None => "",
    };
    let event = vec![kind.id.to_string(), kind.title.clone(), kind.provision.to_string(), commences.to_owned()];
    let field = |field: &Field| {
        let optional = if field.optional { ", optional" } else { "" };
        vec![
            format!("- {}=", field.id),
            field.ask.clone(),
            format!("{}{optional}", expected(&field.kind)),
            String::new(),
        ]
    };
    std::iter::once(event).chain(kind.fields.iter().map(field)).collect()
}

/// Reads `name: text` lines from the file, if one is given.
fn from_file(arguments: &Event) -> Result<Vec<(String, String)>, Stop> {
    let Some(path) = &arguments.from else { return Ok(Vec::new()) };
    let text = input::text(path)?;
    let read: Result<std::collections::BTreeMap<String, String>, _> = serde_saphyr::from_str(&text);
    let details = read.map_err(|error| {
        let hint = "write one name and one text on each line, such as `from: Example Ltd`";
        Stop::from(Problem::new(format!("the file cannot be read: {error}"), hint).at(path.display()))
    })?;
    Ok(details.into_iter().collect())
}
