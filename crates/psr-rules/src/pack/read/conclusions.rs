//! Reads the conclusions that a decision can reach, and the values they can have.

use crate::id::{ConclusionId, ValueId};
use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::Place;
use crate::pack::model::{Conclusion, ConclusionValue};

/// Takes the conclusions of a decision, each with its place.
pub(crate) fn conclusions(list: Cursor<'_>) -> Vec<(Conclusion, Place)> {
    let mut conclusions: Vec<(Conclusion, Place)> = Vec::new();
    for item in list.some_items().unwrap_or_default() {
        match conclusion(item) {
            Some(found) if conclusions.iter().any(|(other, _)| other.id == found.id) => {
                item.error(format!("conclusion `{}` is defined twice", found.id), "give each conclusion its own id");
            }
            Some(found) => conclusions.push((found, item.at())),
            None => {}
        }
    }
    conclusions
}

fn conclusion(item: Cursor<'_>) -> Option<Conclusion> {
    let mut fields = item.fields()?;
    let id = fields.required("id").and_then(|c| c.id(ConclusionId::parse));
    let name = fields.required("name").and_then(|c| c.words());
    let intermediate = fields.optional("intermediate").map_or(Some(false), |c| c.truth());
    let listed = fields.required("values");
    fields.finish();
    Some(Conclusion {
        id: id?,
        // What is wrong with these is noted; the conclusion is known all the same.
        name: name.unwrap_or_default(),
        values: listed.map(values).unwrap_or_default(),
        intermediate: intermediate.unwrap_or(false),
    })
}

fn values(list: Cursor<'_>) -> Vec<ConclusionValue> {
    let mut values: Vec<ConclusionValue> = Vec::new();
    for item in list.items().unwrap_or_default() {
        match value(item) {
            Some(value) if values.iter().any(|other| other.id == value.id) => {
                item.error(format!("value `{}` stands twice", value.id), "give each value its own id");
            }
            Some(value) if value.id.as_str() == "undetermined" => {
                item.error(
                    "a value cannot be called `undetermined`",
                    "that is what an open conclusion is called; choose another id",
                );
            }
            Some(value) => values.push(value),
            None => {}
        }
    }
    if list.is_whole() && list.items().is_some_and(|items| items.len() < 2) {
        list.error(
            "a conclusion needs at least two values",
            "list them strongest first; the last holds where no rule sets another",
        );
    }
    values
}

fn value(item: Cursor<'_>) -> Option<ConclusionValue> {
    let mut fields = item.fields()?;
    let id = fields.required("id").and_then(|c| c.id(ValueId::parse));
    let says = fields.required("says").and_then(|c| c.words());
    fields.finish();
    Some(ConclusionValue { id: id?, says: says.unwrap_or_default() })
}

/// Takes the name of a value and looks it up among those of a conclusion.
pub(crate) fn value_of(at: Cursor<'_>, conclusion: &Conclusion) -> Option<ValueId> {
    let id = at.id(ValueId::parse)?;
    let known = || conclusion.values.iter().map(|value| value.id.as_str());
    if known().any(|value| value == id.as_str()) {
        return Some(id);
    }
    if !conclusion.values.is_empty() {
        at.error(format!("conclusion `{}` has no value `{id}`", conclusion.id), at.source.hint(id.as_str(), known()));
    }
    None
}
