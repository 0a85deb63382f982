//! Reads `recorded-as:`, the events of a case by which something is recorded.

use super::Around;
use crate::pack::cursor::Cursor;
use crate::pack::model::{EventKind, FieldKind, RecordedAs};
use crate::pack::node::Value;

/// Takes the events, each by its id or, where not every one of its kind is meant, with a field and its values.
pub(super) fn read(list: Cursor<'_>, around: &Around<'_>) -> Vec<RecordedAs> {
    list.list(|item| match &item.node.value {
        Value::Map(..) => some_of(item, around),
        _ => Some(RecordedAs { event: around.index.event(item)?, only: None }),
    })
}

fn some_of(item: Cursor<'_>, around: &Around<'_>) -> Option<RecordedAs> {
    let mut fields = item.fields()?;
    let event = fields.required("event").and_then(|at| around.index.event(at));
    let field_at = fields.required("field");
    let among = fields.required("among");
    fields.finish();
    let (event, field) = (event?, field_at?.text()?.to_owned());
    let listed = among?.some_items()?;
    let known = around.events.iter().find(|known| known.id == event);
    let values = match known {
        Some(kind) => values(field_at?, &field, listed, kind)?,
        // The events could not be read: its fields are taken on trust.
        None => listed.into_iter().filter_map(|at| at.text().map(str::to_owned)).collect(),
    };
    Some(RecordedAs { event, only: Some((field, values)) })
}

/// Takes values of a field that is a choice, and looks them up among its choices.
fn values(at: Cursor<'_>, field: &str, listed: Vec<Cursor<'_>>, kind: &EventKind) -> Option<Vec<String>> {
    let Some(found) = kind.fields.iter().find(|known| known.id.as_str() == field) else {
        let known = kind.fields.iter().map(|known| known.id.as_str());
        at.error(format!("event `{}` has no field `{field}`", kind.id), at.source.hint(field, known));
        return None;
    };
    let FieldKind::OneOf(choices) = &found.kind else {
        at.error(format!("field `{field}` of event `{}` is no choice", kind.id), "name a field of kind `one-of`");
        return None;
    };
    let value = |at: Cursor<'_>| {
        let given = at.text()?;
        let known = || choices.iter().map(|choice| choice.id.as_str());
        if !known().any(|choice| choice == given) {
            at.error(format!("field `{field}` has no choice `{given}`"), at.source.hint(given, known()));
            return None;
        }
        Some(given.to_owned())
    };
    listed.into_iter().map(value).collect()
}
