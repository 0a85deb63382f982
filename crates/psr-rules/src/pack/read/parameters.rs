//! Reads `parameters/*.yaml`: the dated figures of the law.

use std::collections::BTreeMap;

use super::folder::{File, Folder};
use super::index::{Index, Origin, Unit};
use crate::id::ParameterId;
use crate::money::Pence;
use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::Findings;
use crate::pack::model::{DatedFigure, Figure, Parameter};

const UNITS: [(&str, Unit); 4] =
    [("money", Unit::Money), ("percent", Unit::Percent), ("days", Unit::Days), ("working-days", Unit::WorkingDays)];

/// Reads the parameters of every file.
pub(crate) fn read(files: &[File], findings: &Findings, index: &mut Index) -> BTreeMap<ParameterId, Parameter> {
    let mut parameters = BTreeMap::new();
    for file in files.iter().filter(|file| file.folder == Folder::Parameters) {
        let Some(mut fields) = file.cursor(findings).fields() else {
            continue;
        };
        let list = fields.required("parameters");
        fields.finish();
        let read = list.map(|list| list.list(|item| parameter(item, index))).unwrap_or_default();
        parameters.extend(read.into_iter().map(|parameter| (parameter.id.clone(), parameter)));
    }
    parameters
}

fn parameter(item: Cursor<'_>, index: &mut Index) -> Option<Parameter> {
    let mut fields = item.fields()?;
    let id_at = fields.required("id");
    let id = id_at.and_then(|c| c.id(ParameterId::parse));
    let unit = fields.required("kind").and_then(|c| c.one_of(&UNITS));
    let meaning = fields.required("meaning").and_then(|c| c.words());
    let values = fields.required("values");
    fields.finish();
    match (&id, id_at) {
        (Some(id), Some(at)) => declare(id, at, unit, index),
        _ => index.note_gap(Folder::Parameters),
    }
    let values = values.map(|list| dated(list, unit, index)).unwrap_or_default();
    Some(Parameter { id: id?, meaning: meaning?, values })
}

fn declare(id: &ParameterId, at: Cursor<'_>, unit: Option<Unit>, index: &mut Index) {
    if let Some((first, _)) = index.parameters.get(id) {
        let hint = format!("keep one of them; the first is in {}:{}", first.file, first.at.line);
        at.error(format!("parameter `{id}` is defined twice"), hint);
    } else {
        index.parameters.insert(id.clone(), (Origin::of(&at), unit));
    }
}

fn dated(list: Cursor<'_>, unit: Option<Unit>, index: &Index) -> Vec<DatedFigure> {
    let mut values: Vec<DatedFigure> = Vec::new();
    for item in list.some_items().unwrap_or_default() {
        let Some(value) = figure(item, unit, index) else {
            continue;
        };
        match values.last() {
            Some(earlier) if earlier.from >= value.from => {
                let message =
                    format!("the value from {} does not come after the one from {}", value.from, earlier.from);
                item.error(message, "list the values oldest first, each with a later date than the one before");
            }
            None if index.begins.is_some_and(|begins| value.from > begins) => {
                let begins = index.begins.map(|begins| begins.to_string()).unwrap_or_default();
                let message = format!("there is no value from {begins}, when the regime begins, until {}", value.from);
                item.error(message, format!("let the first value hold from {begins} or earlier"));
            }
            _ => {}
        }
        values.push(value);
    }
    values
}

fn figure(item: Cursor<'_>, unit: Option<Unit>, index: &Index) -> Option<DatedFigure> {
    let mut fields = item.fields()?;
    let from = fields.required("from").and_then(|c| c.date());
    let figure = fields.required("figure");
    let source = fields.required("source").and_then(|c| index.provision(c));
    fields.finish();
    let figure = match unit? {
        Unit::Money => money(figure?)?,
        Unit::Percent => percent(figure?)?,
        Unit::Days => Figure::Days(figure?.number(0, 36_500)?),
        Unit::WorkingDays => Figure::WorkingDays(figure?.number(0, 1_000)?),
    };
    Some(DatedFigure { from: from?, figure, source: source? })
}

fn money(cursor: Cursor<'_>) -> Option<Figure> {
    match Pence::parse(&cursor.scalar()?.text) {
        Ok(sum) if sum.0 >= 0 => Some(Figure::Money(sum)),
        _ => cursor.expected("a sum in pounds", "write plain digits, such as 500000 or 1157738.50"),
    }
}

/// Reads a percentage exactly, with at most four digits after the point.
fn percent(cursor: Cursor<'_>) -> Option<Figure> {
    let text = &cursor.scalar()?.text;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let parts = (digits(whole, 6) && digits(fraction, 4)).then(|| format!("{whole}{fraction:0<4}"));
    match parts.and_then(|parts| parts.parse().ok()) {
        Some(parts) => Some(Figure::Percent(parts)),
        None => {
            cursor.expected("a percentage", "write plain digits, such as 25 or 12.5, with at most four after the point")
        }
    }
}
