//! Reads the lists of the timetable around its moments: processes, events, outputs, duties and findings.

use super::names::Names;
use super::{Around, applies, reckonings, recorded};
use crate::id::{DutyId, EventId, FindingId, ProcessId, Provision};
use crate::pack::cursor::Cursor;
use crate::pack::model::{DutyRule, FindingRule, GivenEvent, Output, Process, Round};
use crate::pack::read::uses::Uses;

const ROUNDS: [(&str, Round); 2] = [("begins", Round::Begins), ("within", Round::Within)];

/// Reads the processes.
pub(super) fn processes(list: Cursor<'_>, around: &Around<'_>) -> Vec<Process> {
    let mut processes: Vec<Process> = Vec::new();
    for item in list.some_items().unwrap_or_default() {
        let Some(process) = process(item, around) else { continue };
        if processes.iter().any(|other| other.id == process.id) {
            item.error(format!("process `{}` is defined twice", process.id), "give each its own id");
        }
        processes.push(process);
    }
    processes
}

fn process(item: Cursor<'_>, around: &Around<'_>) -> Option<Process> {
    let mut fields = item.fields()?;
    let id = fields.required("id").and_then(|c| c.id(ProcessId::parse));
    let title = fields.required("title").and_then(|c| c.words());
    let group = fields.optional("group").map(|c| c.id(ProcessId::parse));
    let cites = fields.optional("cites").map(|list| list.list(|item| cited(item, around))).unwrap_or_default();
    fields.finish();
    Some(Process { id: id?, title: title?, group: group.unwrap_or(None), cites })
}

fn cited(item: Cursor<'_>, around: &Around<'_>) -> Option<(EventId, Provision)> {
    let mut fields = item.fields()?;
    let event = fields.required("event").and_then(|c| around.index.event(c));
    let provision = fields.required("provision").and_then(|c| around.index.provision(c));
    fields.finish();
    Some((event?, provision?))
}

/// Reads the events that may be given.
pub(super) fn events(list: Cursor<'_>, around: &Around<'_>) -> Vec<GivenEvent> {
    let mut events: Vec<GivenEvent> = Vec::new();
    for item in list.some_items().unwrap_or_default() {
        let Some(event) = event(item, around) else { continue };
        if events.iter().any(|other| other.id == event.id) {
            item.error(format!("event `{}` is defined twice", event.id), "give each its own id");
        }
        events.push(event);
    }
    events
}

fn event(item: Cursor<'_>, around: &Around<'_>) -> Option<GivenEvent> {
    let mut fields = item.fields()?;
    let id = fields.required("id").and_then(|c| c.id(EventId::parse));
    let title = fields.required("title").and_then(|c| c.words());
    let provision = fields.required("provision").and_then(|c| around.index.provision(c));
    let list = fields.optional("list").map_or(Some(false), |c| c.truth());
    let recorded_as = fields.optional("recorded-as").map(|at| recorded::read(at, around)).unwrap_or_default();
    let round = fields.optional("round").map_or(Some(Round::Any), |at| at.one_of(&ROUNDS));
    fields.finish();
    Some(GivenEvent { id: id?, title: title?, provision: provision?, list: list?, recorded_as, round: round? })
}

/// Reads the moments that are shown.
pub(super) fn outputs(list: Cursor<'_>, names: &Names, around: &Around<'_>) -> Vec<Output> {
    let mut outputs: Vec<Output> = Vec::new();
    for item in list.some_items().unwrap_or_default() {
        let Some(output) = output(item, names, around) else { continue };
        if outputs.iter().any(|other| (&other.group, &other.key) == (&output.group, &output.key)) {
            item.error(format!("`{}` is shown twice", output.key), "give each its own key");
        }
        outputs.push(output);
    }
    outputs
}

fn output(item: Cursor<'_>, names: &Names, around: &Around<'_>) -> Option<Output> {
    let mut fields = item.fields()?;
    let key = |at: Cursor<'_>| at.id(EventId::parse).map(|id| id.to_string());
    let group = fields.optional("group").map(key);
    let key = fields.required("key").and_then(key);
    let moment = fields.required("moment").and_then(|at| names.named(at));
    let title = fields.required("title").and_then(|c| c.words());
    let provision = fields.required("provision").and_then(|c| around.index.provision(c));
    let end_of_day = fields.optional("end-of-day").map_or(Some(false), |c| c.truth());
    let applies = applies::read(&mut fields, names, None);
    let absent = fields.optional("absent").and_then(|c| c.words());
    fields.finish();
    let group = group.unwrap_or(None);
    Some(Output {
        group,
        key: key?,
        moment: moment?,
        title: title?,
        provision: provision?,
        end_of_day: end_of_day?,
        applies,
        absent,
    })
}

/// Reads the duties.
pub(super) fn duties(list: Cursor<'_>, names: &Names, around: &Around<'_>, uses: &mut Uses) -> Vec<DutyRule> {
    list.list(|item| duty(item, names, around, uses))
}

fn duty(item: Cursor<'_>, names: &Names, around: &Around<'_>, uses: &mut Uses) -> Option<DutyRule> {
    let mut fields = item.fields()?;
    let id = fields.required("id").and_then(|c| c.id(DutyId::parse));
    let title = fields.required("title").and_then(|c| c.words());
    let provision_at = fields.required("provision");
    let provision = provision_at.and_then(|c| around.index.provision(c));
    let applies = applies::read(&mut fields, names, Some(around));
    let for_each = fields.required("for-each").and_then(|at| names.named(at));
    let due = fields.required("due").and_then(|at| reckonings::read(at, names, around, uses));
    let not_before = fields.optional("not-before").map(|at| reckonings::read(at, names, around, uses));
    let only_if = fields.optional("only-if").map(|c| around.index.provision(c));
    let done = fields.optional("done").map(|at| names.event(at));
    fields.finish();
    applies::check_texts(provision_at, provision.as_ref(), &applies.texts, around);
    Some(DutyRule {
        id: id?,
        title: title?,
        provision: provision?,
        applies,
        for_each: for_each?,
        due: due?,
        not_before: not_before.unwrap_or(None),
        only_if: only_if.unwrap_or(None),
        done: done.unwrap_or(None),
    })
}

/// Reads the findings.
pub(super) fn findings(list: Cursor<'_>, names: &Names, around: &Around<'_>) -> Vec<FindingRule> {
    list.list(|item| finding(item, names, around))
}

fn finding(item: Cursor<'_>, names: &Names, around: &Around<'_>) -> Option<FindingRule> {
    let mut fields = item.fields()?;
    let id = fields.required("id").and_then(|c| c.id(FindingId::parse));
    let provision_at = fields.required("provision");
    let provision = provision_at.and_then(|c| around.index.provision(c));
    let applies = applies::read(&mut fields, names, Some(around));
    let for_each = fields.required("for-each").and_then(|at| names.named(at));
    let says = fields.required("says").and_then(|at| sentence(at, names));
    fields.finish();
    applies::check_texts(provision_at, provision.as_ref(), &applies.texts, around);
    Some(FindingRule { id: id?, provision: provision?, applies, for_each: for_each?, says: says? })
}

/// Takes a sentence and looks up every name it mentions in braces.
fn sentence(at: Cursor<'_>, names: &Names) -> Option<String> {
    let text = at.text()?;
    for part in text.split('{').skip(1) {
        match part.split_once('}') {
            Some((name, _)) if names.knows(name) => {}
            Some((name, _)) => {
                let hint = "write the id of an event or a moment above in the braces";
                at.error(format!("{} mentions `{{{name}}}`, which is no event or moment", at.name), hint);
            }
            None => at.error(format!("{} opens a brace and does not close it", at.name), "close it with `}`"),
        }
    }
    Some(text.to_owned())
}
