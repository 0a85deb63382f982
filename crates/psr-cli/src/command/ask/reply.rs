//! What is typed at a question: an answer, or one of a few words that steer the interview.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use psr_casefile::casebook::Case;
use psr_rules::answer::{self, Answer};
use psr_rules::pack::model::{Field, FieldKind, Kind};

use super::choices::{Choices, Choosing};
use super::question::{self, Asked};
use crate::failure::Stop;
use crate::terminal::page::{Ink, Page};
use crate::terminal::prompt;
use crate::words::field::expected;
use crate::world::World;

/// What somebody said to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// An answer.
    Answer(Answer),
    /// Back to the question before.
    Back,
    /// Not known yet, or keep what is on record.
    Skip,
    /// Enough for now, or the end of input.
    Quit,
}

/// A line that was typed: something to read, or a word that steers.
enum Typed {
    Text(String),
    Steers(Reply),
}

/// Asks until there is an answer or a word that steers; says what would be right where something is wrong.
pub fn read(asked: &Asked, case: &Case, world: &mut World<'_>) -> Result<Reply, Stop> {
    let mut choices = Choices::of(&asked.question.kind);
    let mut page = Page::new(world.stdout.colour);
    offer(&asked.question.kind, &choices, &mut page);
    world.stdout.print(&page.finish())?;
    loop {
        let typed = match line(asked, case, &prompt(&asked.question.kind), world)? {
            Typed::Steers(reply) => return Ok(reply),
            Typed::Text(typed) => typed,
        };
        let answer = match &asked.question.kind {
            Kind::OneOf(list) => match choices.choose(&typed, list) {
                Choosing::Chosen(id) => answer::parse(&asked.question, &id).map_err(|error| error.to_string()),
                Choosing::Several => {
                    let mut page = Page::new(world.stdout.colour);
                    choices.list(list, &mut page);
                    world.stdout.print(&page.finish())?;
                    continue;
                }
                Choosing::None => {
                    Err(format!("no choice holds `{typed}`: type a number that is shown, or part of a code or word"))
                }
            },
            Kind::List(fields) => match items(fields, typed, asked, case, world)? {
                Ok(items) => Ok(Answer::List(items)),
                Err(reply) => return Ok(reply),
            },
            kind => answer::parse(&asked.question, &forgiving(kind, &typed)).map_err(|error| error.to_string()),
        };
        match answer {
            Ok(answer) => return Ok(Reply::Answer(answer)),
            Err(wrong) => complain(&wrong, world)?,
        }
    }
}

fn offer(kind: &Kind, choices: &Choices, page: &mut Page) {
    match kind {
        Kind::OneOf(list) => choices.list(list, page),
        Kind::List(_) => {
            page.aside(0, "One after another; Enter when there are no more, none if there is none at all.")
        }
        _ => {}
    }
}

fn prompt(kind: &Kind) -> String {
    match kind {
        Kind::YesNo => "yes or no> ".to_owned(),
        Kind::Money { .. } => "pounds> ".to_owned(),
        Kind::Date => "date (2026-04-01)> ".to_owned(),
        Kind::OneOf(_) => "choice> ".to_owned(),
        Kind::Text => "text> ".to_owned(),
        Kind::List(fields) => format!("{} (1)> ", fields.first().map_or("item", |field| field.ask.as_str())),
    }
}

/// Reads a line, and deals with words that ask for help.
fn line(asked: &Asked, case: &Case, prompt: &str, world: &mut World<'_>) -> Result<Typed, Stop> {
    loop {
        let Some(typed) = prompt::line(world, prompt)? else { return Ok(Typed::Steers(Reply::Quit)) };
        let mut page = Page::new(world.stdout.colour);
        match typed.to_lowercase().as_str() {
            "" | "skip" => return Ok(Typed::Steers(Reply::Skip)),
            "back" => return Ok(Typed::Steers(Reply::Back)),
            "quit" | "exit" => return Ok(Typed::Steers(Reply::Quit)),
            "?" | "help" => question::help(asked, &mut page),
            "why" | "why?" => question::why(asked, case, &mut page),
            _ => return Ok(Typed::Text(typed)),
        }
        world.stdout.print(&page.finish())?;
    }
}

/// Takes away what people write around a sum or a date and programs do not; what is meant stays the same.
fn forgiving(kind: &Kind, typed: &str) -> String {
    match kind {
        Kind::YesNo => match typed.to_lowercase().as_str() {
            "y" => "yes".to_owned(),
            "n" => "no".to_owned(),
            other => other.to_owned(),
        },
        Kind::Money { .. } => grouped(typed).unwrap_or_else(|| typed.to_owned()),
        Kind::Date => {
            let written = NaiveDate::parse_from_str(typed, "%d %B %Y").ok();
            written.map_or_else(|| typed.to_owned(), |date| date.format("%Y-%m-%d").to_string())
        }
        _ => typed.to_owned(),
    }
}

/// Returns a sum without pound sign and commas, where the commas stand between groups of three digits as they should.
fn grouped(typed: &str) -> Option<String> {
    let (sign, sum) = typed.strip_prefix('-').map_or(("", typed), |sum| ("-", sum));
    let sum = sum.strip_prefix('£').unwrap_or(sum);
    let (pounds, pence) = sum.split_once('.').map_or((sum, None), |(pounds, pence)| (pounds, Some(pence)));
    let mut groups = pounds.split(',');
    let first = groups.next().filter(|first| !first.is_empty())?;
    let well_grouped = !pounds.contains(',') || first.len() <= 3 && groups.all(|group| group.len() == 3);
    let pence = pence.map(|pence| format!(".{pence}")).unwrap_or_default();
    well_grouped.then(|| format!("{sign}{}{pence}", pounds.replace(',', "")))
}

type Items = Vec<BTreeMap<String, String>>;

/// Reads the items of a list, of which the first field of the first was typed already.
fn items(
    fields: &[Field],
    first: String,
    asked: &Asked,
    case: &Case,
    world: &mut World<'_>,
) -> Result<Result<Items, Reply>, Stop> {
    let mut items = Items::new();
    if first.eq_ignore_ascii_case("none") {
        return Ok(Ok(items));
    }
    let mut begun = Some(first);
    loop {
        let mut item = BTreeMap::new();
        for (place, field) in fields.iter().enumerate() {
            let text = match field_text(field, items.len() + 1, begun.take(), asked, case, world)? {
                Typed::Text(text) => text,
                Typed::Steers(Reply::Skip) if place == 0 => return Ok(Ok(items)),
                Typed::Steers(Reply::Skip) => String::new(),
                Typed::Steers(reply) => return Ok(Err(reply)),
            };
            if !text.is_empty() {
                item.insert(field.id.to_string(), text);
            }
        }
        items.push(item);
    }
}

/// Reads one field of an item, unless it was typed already; one that may not be left out, or is not of its kind, is asked for again.
fn field_text(
    field: &Field,
    number: usize,
    mut typed: Option<String>,
    asked: &Asked,
    case: &Case,
    world: &mut World<'_>,
) -> Result<Typed, Stop> {
    let first = is_first(field, &asked.question.kind);
    loop {
        let optional = if field.optional { ", may be left out" } else { "" };
        let given = match typed.take() {
            Some(text) => Typed::Text(text),
            None => line(asked, case, &format!("{} ({number}{}{optional})> ", field.ask, expectation(field)), world)?,
        };
        match given {
            Typed::Steers(Reply::Skip) if !field.optional && !first => complain("this cannot be left out", world)?,
            Typed::Text(text) => match field_answer(&field.kind, &text) {
                Ok(text) => return Ok(Typed::Text(text)),
                Err(wrong) => complain(&wrong, world)?,
            },
            steers => return Ok(steers),
        }
    }
}

/// Says what a field takes, where it is more than words.
fn expectation(field: &Field) -> String {
    match &field.kind {
        FieldKind::Text => String::new(),
        kind => format!(", {}", expected(kind)),
    }
}

/// Takes what was typed for a field, as it is kept.
fn field_answer(kind: &FieldKind, typed: &str) -> Result<String, String> {
    let meant = match kind {
        FieldKind::YesNo => forgiving(&Kind::YesNo, typed),
        FieldKind::Money { any_sign } => forgiving(&Kind::Money { any_sign: *any_sign }, typed),
        FieldKind::Date => forgiving(&Kind::Date, typed),
        FieldKind::OneOf(choices) => {
            let labelled = choices.iter().find(|choice| choice.label.eq_ignore_ascii_case(typed));
            labelled.map_or_else(|| typed.to_lowercase(), |choice| choice.id.to_string())
        }
        FieldKind::Number | FieldKind::Text => typed.to_owned(),
    };
    answer::parse_field(kind, &meant).map_err(|error| error.to_string())
}

fn is_first(field: &Field, kind: &Kind) -> bool {
    matches!(kind, Kind::List(fields) if fields.first() == Some(field))
}

/// Says what is wrong with what was typed.
pub fn complain(wrong: &str, world: &mut World<'_>) -> Result<(), Stop> {
    let mut page = Page::new(world.stdout.colour);
    page.inked_item(2, "! ", Ink::Bad, wrong);
    world.stdout.print(&page.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fields_of_an_item_are_taken_as_people_write_them() {
        let money = FieldKind::Money { any_sign: false };
        let cases = [
            (&money, "£1,250", Some("1250")),
            (&money, "many", None),
            (&FieldKind::Date, "1 April 2026", Some("2026-04-01")),
            (&FieldKind::Number, "3.5", Some("3.5")),
            (&FieldKind::Number, "three", None),
            (&FieldKind::YesNo, "Y", Some("yes")),
            (&FieldKind::Text, "Wheel", Some("Wheel")),
        ];
        for (kind, typed, taken) in cases {
            assert_eq!(field_answer(kind, typed).ok().as_deref(), taken, "{typed}");
        }
    }

    #[test]
    fn people_write_sums_and_dates_in_their_own_way() {
        let money = Kind::Money { any_sign: true };
        let cases = [
            (&money, "£1,157,738.50", "1157738.50"),
            (&money, "-£1,000", "-1000"),
            (&money, "1,15", "1,15"),
            (&money, "12,345", "12345"),
            (&money, "1e6", "1e6"),
            (&Kind::Date, "1 April 2026", "2026-04-01"),
            (&Kind::Date, "31 February 2026", "31 February 2026"),
            (&Kind::YesNo, "Y", "yes"),
            (&Kind::YesNo, "NO", "no"),
        ];
        for (kind, typed, taken) in cases {
            assert_eq!(forgiving(kind, typed), taken);
        }
    }
}
