//! A list as it is typed: item after item, field after field. Nothing that was typed is lost when somebody stops in the middle.

use std::collections::BTreeMap;

use psr_casefile::casebook::Case;
use psr_rules::answer::{self, Answer};
use psr_rules::pack::model::{Field, FieldKind, Kind};

use super::question::Asked;
use super::reply::{Reply, Typed, complain, line};
use crate::failure::Stop;
use crate::terminal::list::count;
use crate::terminal::page::Page;
use crate::terminal::{plain_line, prompt};
use crate::words::field::expected;
use crate::world::World;

/// What was typed of one item: fields and texts.
type Item = BTreeMap<String, String>;

/// Reads the items of a list, of which the first field of the first was typed already.
pub fn read(fields: &[Field], first: String, asked: &Asked, case: &Case, world: &mut World<'_>) -> Result<Reply, Stop> {
    let mut items: Vec<Item> = Vec::new();
    if first.eq_ignore_ascii_case("none") {
        return Ok(Reply::Answer(Answer::List(items)));
    }
    let mut begun = Some(first);
    loop {
        let mut item = Item::new();
        match item_of(fields, begun.take(), items.len() + 1, &mut item, asked, case, world)? {
            None => items.push(item),
            Some(Reply::Skip) => return Ok(Reply::Answer(Answer::List(items))),
            Some(Reply::Quit) => return parting(fields, items, item, asked, case, world),
            Some(steers) => {
                hand_back(fields, items.iter().chain([&item]), asked, case, world)?;
                return Ok(steers);
            }
        }
    }
}

/// Reads the fields of one item; returns the word that steers away from it, which is to skip where the list has ended.
fn item_of(
    fields: &[Field],
    mut begun: Option<String>,
    number: usize,
    item: &mut Item,
    asked: &Asked,
    case: &Case,
    world: &mut World<'_>,
) -> Result<Option<Reply>, Stop> {
    for (place, field) in fields.iter().enumerate() {
        match field_text(field, number, begun.take(), asked, case, world)? {
            Typed::Text(text) => drop(item.insert(field.id.to_string(), text)),
            Typed::Steers(Reply::Skip) if place > 0 => {}
            Typed::Steers(steers) => return Ok(Some(steers)),
        }
    }
    Ok(None)
}

/// Asks whether what is complete is the answer, where somebody stops in the middle of a list; what is not recorded is handed back.
fn parting(
    fields: &[Field],
    items: Vec<Item>,
    begun: Item,
    asked: &Asked,
    case: &Case,
    world: &mut World<'_>,
) -> Result<Reply, Stop> {
    if !items.is_empty() && keeps(items.len(), world)? {
        hand_back(fields, [&begun], asked, case, world)?;
        return Ok(Reply::LastAnswer(Answer::List(items)));
    }
    hand_back(fields, items.iter().chain([&begun]), asked, case, world)?;
    Ok(Reply::Quit)
}

/// Asks whether so many items are the whole answer; at the end of input they are not.
fn keeps(items: usize, world: &mut World<'_>) -> Result<bool, Stop> {
    let whole = count(items, "item is", "items are");
    let prompt = format!("{whole} complete. Record as the answer? yes or no> ");
    loop {
        let Some(typed) = prompt::line(world, &prompt)? else { return Ok(false) };
        match answer::forgiving(&Kind::YesNo, &typed).as_str() {
            "yes" => return Ok(true),
            "no" => return Ok(false),
            _ => complain("type yes or no", world)?,
        }
    }
}

/// Prints items that are not recorded, as a file that could be given back; those of which nothing was typed are left out.
pub fn hand_back<'i>(
    fields: &[Field],
    items: impl IntoIterator<Item = &'i Item>,
    asked: &Asked,
    case: &Case,
    world: &mut World<'_>,
) -> Result<(), Stop> {
    let items: Vec<&Item> = items.into_iter().filter(|item| !item.is_empty()).collect();
    if items.is_empty() {
        return Ok(());
    }
    let (reference, question) = (&case.state.opened.what.reference, &asked.question.id);
    let mut page = Page::new(world.stdout.colour);
    let what = count(items.len(), "item is", "items are");
    page.paragraph(0, &format!("{what} not recorded. In a CSV file, for psr answer {reference} {question} --items:"));
    world.stdout.print(&page.finish())?;
    let names = fields.iter().map(|field| field.id.as_str());
    let rows = items.iter().map(|item| row(fields.iter().map(|field| text_of(item, field))));
    let rows: Vec<String> = std::iter::once(row(names)).chain(rows).collect();
    world.stdout.print(&format!("{}\n", rows.join("\n")))
}

fn text_of<'i>(item: &'i Item, field: &Field) -> &'i str {
    item.get(field.id.as_str()).map_or("", String::as_str)
}

/// Returns a row of a table as RFC 4180 writes it.
fn row<'c>(cells: impl Iterator<Item = &'c str>) -> String {
    let cell = |text: &str| {
        let text = plain_line(text);
        let plain = !text.contains([',', ';', '"']);
        if plain { text.to_string() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
    };
    cells.map(cell).collect::<Vec<_>>().join(",")
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
        FieldKind::YesNo => answer::forgiving(&Kind::YesNo, typed),
        FieldKind::Money { any_sign } => answer::forgiving(&Kind::Money { any_sign: *any_sign }, typed),
        FieldKind::Date => answer::forgiving(&Kind::Date, typed),
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
    fn a_row_is_quoted_where_it_must_be() {
        let rows: [(&[&str], &str); 3] = [
            (&["name", "role"], "name,role"),
            (&["Example, A.", ""], "\"Example, A.\","),
            (&["the \"chair\"", "a;b"], "\"the \"\"chair\"\"\",\"a;b\""),
        ];
        for (cells, expected) in rows {
            assert_eq!(row(cells.iter().copied()), expected);
        }
    }
}
