//! Takes one answer, of the kind its question asks for.

use std::collections::BTreeMap;

use crate::answer::{self, Answer, AnswerError};
use crate::pack::cursor::Cursor;
use crate::pack::model::{Field, FieldKind, Kind};
use crate::pack::node::{Meaning, Scalar, Value, shortened};

/// Takes the answer to a question of the kind, noting why when it is none.
pub(crate) fn answer(at: Cursor<'_>, kind: &Kind) -> Option<Answer> {
    match (kind, &at.node.value) {
        (_, Value::Scalar(scalar)) if scalar.meaning() == Meaning::Nothing => {
            at.error(format!("{} has no answer", at.name), "leave it out while the answer is not known");
            None
        }
        (Kind::List(fields), _) => items(at, fields).map(Answer::List),
        (_, Value::Scalar(scalar)) => single(at, scalar, kind),
        _ => at.expected(expectation(kind), "write a single value after the colon"),
    }
}

fn single(at: Cursor<'_>, scalar: &Scalar, kind: &Kind) -> Option<Answer> {
    if matches!(kind, Kind::Text | Kind::OneOf(_)) {
        at.text()?;
    }
    answer::parse_kind(kind, &scalar.text).map_err(|error| note(at, &at.name.to_string(), scalar, &error)).ok()
}

/// Notes why a value is no answer. The message quotes what was given, which may be as long as the file.
fn note(at: Cursor<'_>, name: &str, scalar: &Scalar, error: &AnswerError) {
    let problem = error.problem().replace(&quoted(&scalar.text), &quoted(&shortened(&scalar.text)));
    at.error(format!("{name} has no sound answer: {problem}"), error.hint());
}

fn quoted(text: &str) -> String {
    format!("`{text}`")
}

fn expectation(kind: &Kind) -> &'static str {
    match kind {
        Kind::YesNo => "`yes` or `no`",
        Kind::Money { .. } => "a sum",
        Kind::Date => "a date",
        Kind::OneOf(_) => "one of the choices",
        Kind::Text => "text",
        Kind::List(_) => "a list of items",
    }
}

fn items(at: Cursor<'_>, fields: &[Field]) -> Option<Vec<BTreeMap<String, String>>> {
    // An empty list is an answer: that there is none.
    let read: Vec<_> = at.items()?.into_iter().map(|entry| item(entry, fields)).collect();
    read.into_iter().collect()
}

fn item(entry: Cursor<'_>, wanted: &[Field]) -> Option<BTreeMap<String, String>> {
    let mut item = BTreeMap::new();
    let mut sound = true;
    for (key, value) in entry.fields()?.entries() {
        if wanted.iter().all(|field| field.id.as_str() != key.text) {
            let message = format!("`{}` is not a field of this list", shortened(&key.text));
            let known = wanted.iter().map(|field| field.id.as_str());
            value.source.error(key.at, message, value.source.hint(&key.text, known));
        }
        let kind = wanted.iter().find(|field| field.id.as_str() == key.text).map(|field| &field.kind);
        let text = field(entry, value, kind.unwrap_or(&FieldKind::Text));
        sound &= text.is_some();
        item.insert(key.text.clone(), text.unwrap_or_default());
    }
    for field in wanted.iter().filter(|field| !field.optional && !item.contains_key(field.id.as_str())) {
        entry.error(format!("{} has no `{}`", entry.name, field.id), format!("add `{}:`", field.id));
    }
    sound.then_some(item)
}

/// Takes one field of an item, of its kind.
fn field(entry: Cursor<'_>, at: Cursor<'_>, kind: &FieldKind) -> Option<String> {
    if matches!(kind, FieldKind::Text | FieldKind::OneOf(_)) {
        at.text()?;
    }
    let scalar = at.scalar()?;
    let name = format!("{} of {}", at.name, entry.name);
    answer::parse_field(kind, &scalar.text).map_err(|error| note(at, &name, scalar, &error)).ok()
}
