//! Reads the ways in which events of cases are counted.

use super::Around;
use crate::id::{EventId, MomentId, QuestionId};
use crate::pack::cursor::Cursor;
use crate::pack::fields::Fields;
use crate::pack::model::{CountedWithin, EventCount, Field, Shown};
use crate::pack::read::notice_items::when;

/// Reads the ways, each of which counts events.
pub(super) fn ways(list: Cursor<'_>, around: &Around<'_>) -> Vec<EventCount> {
    list.list(|item| way(item, around))
}

fn way(item: Cursor<'_>, around: &Around<'_>) -> Option<EventCount> {
    let mut fields = item.fields()?;
    let events = fields.required("events").map(|list| list.list(|item| around.known.index.event(item)));
    let only_where = shown(&mut fields, "only-where", around);
    let unless = shown(&mut fields, "unless", around);
    let within = fields.optional("within").map(|at| within(at, around));
    let tells_at = fields.optional("tells");
    let outcome = fields.optional("outcome").map(|list| list.list(|item| outcome(item, around)));
    fields.finish();
    let events = events.filter(|events| !events.is_empty())?;
    let tells = tells_at.map(|list| list.list(|item| field(item, &events, around))).unwrap_or_default();
    let within = within.map_or(Some(None), |within| within.map(Some))?;
    Some(EventCount { events, only_where, unless, within, tells, outcome: outcome.unwrap_or_default() })
}

/// Takes what a case must show, or must not.
pub(super) fn shown(fields: &mut Fields<'_>, key: &'static str, around: &Around<'_>) -> Vec<Shown> {
    fields.optional(key).map(|list| list.list(|item| when(item, around.known))).unwrap_or_default()
}

fn within(at: Cursor<'_>, around: &Around<'_>) -> Option<CountedWithin> {
    let mut fields = at.fields()?;
    let from = fields.required("from").and_then(|c| timetable_event(c, around));
    let [to, ended] = ["to", "ended"].map(|key| fields.required(key).and_then(|c| moment(c, around)));
    fields.finish();
    Some(CountedWithin { from: from?, to: to?, ended: ended? })
}

fn timetable_event(at: Cursor<'_>, around: &Around<'_>) -> Option<EventId> {
    let known = || around.timetable.iter().flat_map(|rules| &rules.events).map(|event| event.id.as_str());
    let id = at.id(EventId::parse)?;
    found(at, id.as_str(), known, "event").then_some(id)
}

fn moment(at: Cursor<'_>, around: &Around<'_>) -> Option<MomentId> {
    let known = || around.timetable.iter().flat_map(|rules| &rules.moments).map(|moment| moment.id.as_str());
    let id = at.id(MomentId::parse)?;
    found(at, id.as_str(), known, "moment").then_some(id)
}

fn found<'k, I: Iterator<Item = &'k str>>(at: Cursor<'_>, id: &str, known: impl Fn() -> I, what: &str) -> bool {
    let there = known().any(|name| name == id);
    if !there {
        let hint = at.source.near_or(id, known(), "define it in timetable.yaml");
        at.error(format!("the timetable has no {what} `{id}`"), hint);
    }
    there
}

fn outcome(item: Cursor<'_>, around: &Around<'_>) -> Option<(EventId, Vec<QuestionId>)> {
    let mut fields = item.fields()?;
    let event = fields.required("event").and_then(|c| around.known.index.event(c));
    let tells_at = fields.optional("tells");
    fields.finish();
    let event = event?;
    let events = [event.clone()];
    let tells = tells_at.map(|list| list.list(|item| field(item, &events, around))).unwrap_or_default();
    Some((event, tells))
}

/// Takes the name of a field that one of the events has; where the pack does not say what is recorded of an event, any name will do.
pub(super) fn field(at: Cursor<'_>, events: &[EventId], around: &Around<'_>) -> Option<QuestionId> {
    let id = at.id(QuestionId::parse)?;
    let kinds: Vec<_> = around.known.events.iter().filter(|kind| events.contains(&kind.id)).collect();
    let fields = || kinds.iter().flat_map(|kind| &kind.fields);
    let is_it = |field: &Field| field.id == id;
    if kinds.is_empty() || fields().any(is_it) {
        return Some(id);
    }
    let hint = at.source.hint(id.as_str(), fields().map(|field| field.id.as_str()));
    at.error(format!("none of the events has a field `{id}`"), hint);
    None
}
