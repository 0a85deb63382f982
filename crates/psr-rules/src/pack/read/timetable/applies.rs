//! Reads where a part of the timetable applies: `processes:`, `texts:`, `once:` and `unless:`.

use super::Around;
use super::names::Names;
use crate::id::{Provision, TextId};
use crate::pack::cursor::Cursor;
use crate::pack::fields::Fields;
use crate::pack::model::Applies;

/// Takes the keys that say where a part applies.
pub(super) fn read(fields: &mut Fields<'_>, names: &Names, around: Option<&Around<'_>>) -> Applies {
    let named = |at: Option<Cursor<'_>>| at.map(|list| list.list(|item| names.named(item))).unwrap_or_default();
    Applies {
        processes: fields.optional("processes").map(|list| names.processes(list)).unwrap_or_default(),
        texts: around.map(|around| around.index.texts(fields.optional("texts"))).unwrap_or_default(),
        once: named(fields.optional("once")),
        unless: named(fields.optional("unless")),
    }
}

/// Notes texts of the law in which a part applies and its provision does not stand.
pub(super) fn check_texts(
    at: Option<Cursor<'_>>,
    provision: Option<&Provision>,
    texts: &[TextId],
    around: &Around<'_>,
) {
    let (Some(at), Some(provision)) = (at, provision) else { return };
    let Some((_, stands)) = around.index.provisions.get(provision) else { return };
    if stands.is_empty() {
        return;
    }
    let all = around.index.texts.iter().map(|text| &text.id);
    let applies: Vec<&TextId> = if texts.is_empty() { all.collect() } else { texts.iter().collect() };
    if let Some(text) = applies.into_iter().find(|text| !stands.contains(text)) {
        let names: Vec<&str> = stands.iter().map(TextId::as_str).collect();
        let message = format!("`{provision}` does not stand in text {text}, and this would apply there");
        at.error(message, format!("add `texts: [{}]`", names.join(", ")));
    }
}
