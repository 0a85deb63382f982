//! Reads `events.yaml`: what can happen in a case and is put on record.

use super::folder::{File, Folder};
use super::index::Index;
use super::list_fields;
use crate::id::EventId;
use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::Findings;
use crate::pack::model::EventKind;

/// Reads the events, where the pack has any.
pub(crate) fn read(files: &[File], findings: &Findings, index: &mut Index) -> Vec<EventKind> {
    let file = files.iter().find(|file| file.folder == Folder::Events);
    let Some(mut fields) = file.and_then(|file| file.cursor(findings).fields()) else {
        // A pack without events is whole; one whose events cannot be read is not.
        file.inspect(|_| index.note_gap(Folder::Events));
        return Vec::new();
    };
    let list = fields.required("events");
    fields.finish();
    let mut events: Vec<EventKind> = Vec::new();
    let items = list.and_then(|list| list.some_items()).unwrap_or_default();
    let mut whole = !items.is_empty();
    for item in items {
        match event(item, index) {
            Some(event) if events.iter().any(|other| other.id == event.id) => {
                item.error(format!("event `{}` is defined twice", event.id), "give each event its own id");
            }
            Some(event) => {
                index.events.insert(event.id.clone());
                events.push(event);
            }
            None => whole = false,
        }
    }
    if !whole {
        index.note_gap(Folder::Events);
    }
    events
}

fn event(item: Cursor<'_>, index: &Index) -> Option<EventKind> {
    let mut fields = item.fields()?;
    let id = fields.required("id").and_then(|c| c.id(EventId::parse));
    let title = fields.required("title").and_then(|c| c.words());
    let provision = fields.required("provision").and_then(|c| index.provision(c));
    let commences = fields.optional("commences").map_or(Some(false), |c| c.truth());
    let more = fields.optional("fields").map(list_fields::read).unwrap_or_default();
    fields.finish();
    Some(EventKind { id: id?, title: title?, provision: provision?, commences: commences?, fields: more })
}
