//! Reads the items of a list answer from a file of their own: CSV as a spreadsheet saves it, or YAML or JSON.

use std::collections::BTreeMap;

use super::file::{INPUT_LIMIT, LEAST, finished, tree};
use super::value;
use crate::answer::{self, Answer, AnswerError};
use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::{Diagnostics, Findings, Place};
use crate::pack::model::{Field, Kind, Question};
use crate::pack::node::shortened;
use crate::pack::source::Source;

/// How many items a file may hold.
pub const ITEMS_LIMIT: usize = 20_000;

/// The items of a list.
type Items = Vec<BTreeMap<String, String>>;

/// Reads the items of a list answer from a file: CSV whose first row names the fields, or YAML or JSON with the list, by the ending of its name.
///
/// # Errors
/// When anything is wrong; each finding names the column and its line, and carries `name` as the file.
pub fn read_items(name: &str, bytes: &[u8], question: &Question) -> Result<Answer, Diagnostics> {
    let findings = Findings::default();
    let source = Source { file: name, findings: &findings };
    let is_tree = [".yaml", ".yml", ".json"].iter().any(|ending| name.to_lowercase().ends_with(ending));
    let answer = match &question.kind {
        Kind::List(_) if is_tree => {
            tree(bytes, source, LEAST).and_then(|root| listed(Cursor::root(&root, source), &question.kind))
        }
        Kind::List(fields) => table(bytes, source, fields).map(Answer::List),
        _ => {
            let message = format!("question `{}` does not take a list", question.id);
            source.error(Place::default(), message, "give its answer as a value");
            None
        }
    };
    finished(answer, findings)
}

fn listed(root: Cursor<'_>, kind: &Kind) -> Option<Answer> {
    let answer = value::answer(root, kind)?;
    if let Answer::List(items) = &answer
        && items.len() > ITEMS_LIMIT
    {
        too_many(root.source);
    }
    Some(answer)
}

fn too_many(source: Source<'_>) {
    source.error(Place::default(), format!("the list has more than {ITEMS_LIMIT} items"), "is this the right file?");
}

fn table(bytes: &[u8], source: Source<'_>, fields: &[Field]) -> Option<Items> {
    if bytes.len() > INPUT_LIMIT {
        source.error(Place::default(), "the file is larger than 1 MiB", "is this the right file?");
        return None;
    }
    let text = source.text(bytes)?;
    if text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1 {
        source.error(Place::default(), "a quotation mark is not closed", "write one inside a cell twice: \"\"");
        return None;
    }
    let mut rows = rows(text, source)?.into_iter().filter(|row| row.cells.iter().any(|cell| !cell.trim().is_empty()));
    let Some(header) = rows.next() else {
        let names: Vec<&str> = fields.iter().map(|field| field.id.as_str()).collect();
        source.error(
            Place::default(),
            "the file is empty",
            format!("begin with the names of the fields: {}", names.join(",")),
        );
        return None;
    };
    let columns = columns(&header, fields, source);
    let mut items = Items::new();
    for (row, number) in rows.zip(1..) {
        if number > ITEMS_LIMIT {
            too_many(source);
            break;
        }
        items.push(item(&row, number, &columns, fields, source));
    }
    Some(items)
}

/// A row with the line in which it begins.
struct Row {
    line: usize,
    cells: Vec<String>,
}

impl Row {
    fn at(&self) -> Place {
        Place { line: self.line, column: 1 }
    }
}

/// Reads the rows; the cells are separated by semicolons where the first row says so, else by commas.
fn rows(text: &str, source: Source<'_>) -> Option<Vec<Row>> {
    let header = text.lines().next().unwrap_or_default();
    let delimiter = if header.contains(';') && !header.contains(',') { b';' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                let line = usize::try_from(line).unwrap_or_default();
                rows.push(Row { line, cells: record.iter().map(str::to_owned).collect() });
            }
            Err(error) => {
                source.error(Place::default(), format!("the file cannot be read: {error}"), "save it again as CSV");
                return None;
            }
        }
    }
    Some(rows)
}

/// Finds the field of each column, and notes names that are unknown, repeated or missing.
fn columns<'f>(header: &Row, fields: &'f [Field], source: Source<'_>) -> Vec<Option<&'f Field>> {
    let mut columns: Vec<Option<&Field>> = Vec::new();
    for name in header.cells.iter().map(|cell| cell.trim()) {
        let field = fields.iter().find(|field| field.id.as_str() == name);
        match field {
            None => {
                let message = format!("`{}` is not a field of this list", shortened(name));
                let hint = source.hint(name, fields.iter().map(|field| field.id.as_str()));
                source.error(header.at(), message, hint);
            }
            Some(field) if columns.contains(&Some(field)) => {
                source.error(header.at(), format!("column `{name}` stands twice"), "keep one of them");
            }
            Some(_) => {}
        }
        columns.push(field);
    }
    for field in fields.iter().filter(|field| !field.optional && !columns.contains(&Some(field))) {
        source.error(header.at(), format!("there is no column `{}`", field.id), "add it to the first row");
    }
    columns
}

/// Takes one row as an item; an empty cell leaves its field out.
fn item(
    row: &Row,
    number: usize,
    columns: &[Option<&Field>],
    fields: &[Field],
    source: Source<'_>,
) -> BTreeMap<String, String> {
    if row.cells.len() != columns.len() {
        let message = format!("item {number} has {} cells, and the first row names {}", row.cells.len(), columns.len());
        source.error(
            row.at(),
            message,
            "put a cell that holds a comma, a semicolon or a line break in quotation marks",
        );
        return BTreeMap::new();
    }
    let cells = row.cells.iter().zip(columns).filter(|(cell, _)| !cell.trim().is_empty());
    let mut item = BTreeMap::new();
    for (cell, field) in cells.filter_map(|(cell, field)| Some((cell.trim(), (*field)?))) {
        match answer::parse_field(&field.kind, cell) {
            Ok(text) => drop(item.insert(field.id.to_string(), text)),
            Err(error) => {
                let name = format!("`{}` of item {number}", field.id);
                let problem = problem(&error, cell);
                source.error(row.at(), format!("{name} has no sound answer: {problem}"), error.hint());
                item.insert(field.id.to_string(), cell.to_owned());
            }
        }
    }
    // A column that is missing was noted with the first row.
    let missing = fields.iter().filter(|field| !field.optional && columns.contains(&Some(field)));
    for field in missing.filter(|field| !item.contains_key(field.id.as_str())) {
        source.error(row.at(), format!("item {number} has no `{}`", field.id), "fill in the cell");
    }
    item
}

/// Says what is wrong, with what was given cut short.
fn problem(error: &AnswerError, given: &str) -> String {
    error.problem().replace(&format!("`{given}`"), &format!("`{}`", shortened(given)))
}
