//! Reads the kinds of published notice: by what each is recognised, what it must hold, and what its dates put on record.

use std::collections::BTreeMap;

use super::Reading;
use super::conditions::{condition, field_named};
use super::names::once;
use crate::id::{EventId, NoticeId, NoticeKindId, ProcessId};
use crate::pack::cursor::Cursor;
use crate::pack::model::{FieldForm, NoticeField, PublishedKind};

/// Reads the list of kinds.
pub(super) fn read(list: Cursor<'_>, reading: &mut Reading<'_, '_>) -> Vec<PublishedKind> {
    list.list(|item| kind(item, reading))
}

fn kind(item: Cursor<'_>, reading: &mut Reading<'_, '_>) -> Option<PublishedKind> {
    let mut fields = item.fields()?;
    let id_at = fields.required("id");
    let id = id_at.and_then(|at| at.id(NoticeKindId::parse));
    let title = fields.required("title").and_then(|at| at.words());
    let (notice_at, process_at) = (fields.optional("notice"), fields.optional("process"));
    let events = fields.optional("events").map(|at| events(at, reading)).unwrap_or_default();
    let when = fields.required("when").and_then(|at| condition(at, reading));
    fields.finish();
    reading.names.gaps |= id.is_none();
    let id = once(id?, id_at?, "kind of notice", &mut reading.names.kinds)?;
    let (notice, process) = (notice_at.map(|at| notice(at, reading)), process_at.map(|at| process(at, reading)));
    Some(PublishedKind { id, title: title?, notice: notice.flatten(), process: process.flatten(), events, when: when? })
}

fn notice(at: Cursor<'_>, reading: &Reading<'_, '_>) -> Option<NoticeId> {
    let id = at.id(NoticeId::parse)?;
    let known = || reading.around.notices.iter().map(|notice| notice.id.as_str());
    if !known().any(|notice| notice == id.as_str()) {
        at.error(format!("there is no notice `{id}`"), at.source.hint(id.as_str(), known()));
        return None;
    }
    Some(id)
}

fn process(at: Cursor<'_>, reading: &Reading<'_, '_>) -> Option<ProcessId> {
    let id = at.id(ProcessId::parse)?;
    let Some(rules) = reading.around.timetable else {
        at.error(
            "the pack has no timetable that could count for a process",
            "add timetable.yaml, or leave the key out",
        );
        return None;
    };
    if rules.process(id.as_str()).is_none() {
        let known = rules.processes.iter().map(|process| process.id.as_str());
        at.error(format!("the timetable has no process `{id}`"), at.source.hint(id.as_str(), known));
        return None;
    }
    Some(id)
}

/// Takes the events of the timetable, each with the field that gives its day.
fn events(at: Cursor<'_>, reading: &Reading<'_, '_>) -> BTreeMap<EventId, NoticeField> {
    let mut events = BTreeMap::new();
    let known = || reading.around.timetable.into_iter().flat_map(|rules| &rules.events);
    for (key, value) in at.fields().into_iter().flat_map(|fields| fields.entries()) {
        let event = EventId::parse(&key.text).ok().filter(|id| known().any(|event| event.id == *id));
        let Some(event) = event else {
            let names = known().map(|event| event.id.as_str());
            let message = format!("the timetable has no event `{}`", crate::pack::node::shortened(&key.text));
            value.source.error(key.at, message, value.source.hint(&key.text, names));
            continue;
        };
        events.extend(field_named(value, Some(FieldForm::Day)).map(|field| (event, field)));
    }
    events
}
