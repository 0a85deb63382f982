//! Reads `events.yaml`: what can happen in a case and is put on record.

use super::about::SELECTED_BY;
use super::folder::{File, Folder};
use super::gates::{self, Gates};
use super::index::Index;
use super::list_fields;
use crate::id::EventId;
use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::{Findings, Place};
use crate::pack::model::{EventKind, GateKind, SelectedBy};

/// Reads the gates and the events, where the pack has any.
pub(crate) fn read(files: &[File], findings: &Findings, index: &mut Index) -> (Vec<GateKind>, Vec<EventKind>) {
    let file = files.iter().find(|file| file.folder == Folder::Events);
    let Some(mut fields) = file.and_then(|file| file.cursor(findings).fields()) else {
        // A pack without events is whole; one whose events cannot be read is not.
        file.inspect(|_| index.note_gap(Folder::Events));
        return (Vec::new(), Vec::new());
    };
    let gates = fields.optional("gates").map(gates::read);
    let list = fields.required("events");
    fields.finish();
    let gates = gates.unwrap_or_default();
    let mut events: Vec<EventKind> = Vec::new();
    let items = list.and_then(|list| list.some_items()).unwrap_or_default();
    let mut whole = !items.is_empty();
    for item in items {
        match event(item, index, &gates) {
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
    if whole {
        unmatched(file, findings, &events);
        gates.never_passed(&events);
    } else {
        index.note_gap(Folder::Events);
    }
    (gates.all, events)
}

/// Notes what an event holds and none releases, or the other way round.
fn unmatched(file: Option<&File>, findings: &Findings, events: &[EventKind]) {
    let Some(source) = file.map(|file| file.source(findings)) else { return };
    for kind in events {
        let ended = |name: &String| events.iter().any(|other| other.releases.as_ref() == Some(name));
        let begun = |name: &String| events.iter().any(|other| other.holds.as_ref() == Some(name));
        if let Some(name) = kind.holds.as_ref().filter(|name| !ended(name)) {
            let message = format!("event `{}` holds `{name}`, and no event releases it", kind.id);
            source.error(Place::default(), message, format!("add `releases: {name}` to the event that ends it"));
        }
        if let Some(name) = kind.releases.as_ref().filter(|name| !begun(name)) {
            let message = format!("event `{}` releases `{name}`, and no event holds it", kind.id);
            source.error(Place::default(), message, format!("add `holds: {name}` to the event that begins it"));
        }
    }
}

fn event(item: Cursor<'_>, index: &Index, gates: &Gates<'_>) -> Option<EventKind> {
    let mut fields = item.fields()?;
    let id = fields.required("id").and_then(|c| c.id(EventId::parse));
    let title = fields.required("title").and_then(|c| c.words());
    let provision = fields.required("provision").and_then(|c| index.provision(c));
    let commences = fields.optional("commences").map_or(Some(false), |c| c.truth());
    let selects = fields.optional("selects").and_then(selects);
    let gate = fields.optional("gate").map(|at| gates.named(at));
    let more = fields.optional("fields").map(list_fields::read).unwrap_or_default();
    let [holds, releases] = ["holds", "releases"].map(|key| fields.optional(key).map(|c| c.id(EventId::parse)));
    fields.finish();
    let name = |given: Option<Option<EventId>>| {
        given.map(|id| id.map(|id| id.to_string())).map_or(Some(None), |id| id.map(Some))
    };
    Some(EventKind {
        id: id?,
        title: title?,
        provision: provision?,
        commences: commences?,
        gate: gate.map_or(Some(None), |gate| gate.map(Some))?,
        selects,
        fields: more,
        holds: name(holds)?,
        releases: name(releases)?,
    })
}

/// Reads which date an event is; that of commencement has a key of its own.
fn selects(at: Cursor<'_>) -> Option<SelectedBy> {
    let date = at.one_of(&SELECTED_BY)?;
    if date == SelectedBy::Commencement {
        at.error("an event with which the procedure commences has a key of its own", "write `commences: true`");
        return None;
    }
    Some(date)
}
