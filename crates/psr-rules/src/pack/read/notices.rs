//! Reads `notice:` in the files that follow the instrument: what a notice, letter or invitation contains.

use super::folder::{File, Folder};
use super::index::{Index, Origin};
use super::{notice_items, to_each};
use crate::id::{EventId, NoticeId, Provision};
use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::Findings;
use crate::pack::fields::Fields;
use crate::pack::model::{EventKind, Notice, NoticeKind};
use crate::pack::node::Value;

/// Names the kinds of notice.
const KINDS: [(&str, NoticeKind); 3] =
    [("notice", NoticeKind::Notice), ("letter", NoticeKind::Letter), ("invitation", NoticeKind::Invitation)];

/// What may be named where a notice is read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known<'i> {
    /// Everything that the pack defines.
    pub index: &'i Index,
    /// The events, which are not in the index.
    pub events: &'i [EventKind],
}

/// Reads the notices, in the instrument's order.
pub(crate) fn read(files: &[File], findings: &Findings, index: &Index, events: &[EventKind]) -> Vec<Notice> {
    let known = Known { index, events };
    let mut notices: Vec<(Notice, Origin)> = Vec::new();
    for file in files.iter().filter(|file| matches!(file.folder, Folder::Regulations | Folder::Schedules)) {
        for (at, provision) in declared(file.cursor(findings), index) {
            let Some(notice) = notice(at, provision, known) else { continue };
            match notices.iter().find(|(other, _)| other.id == notice.id) {
                Some((_, first)) => {
                    at.error(
                        format!("notice `{}` is defined twice", notice.id),
                        format!("the first is in {}", first.file),
                    );
                }
                None => notices.push((notice, Origin::of(&at))),
            }
        }
    }
    notices.sort_by_key(|(notice, _)| index.provisions.get(&notice.provision).map(|(position, _)| *position));
    notices.into_iter().map(|(notice, _)| notice).collect()
}

/// Returns what a file says under `notice:` or `notices:`, with the file's provision; the keys around it are looked at with the rules.
fn declared<'a>(cursor: Cursor<'a>, index: &Index) -> Vec<(Cursor<'a>, Provision)> {
    let Value::Map(entries, extent) = &cursor.node.value else { return Vec::new() };
    let mut fields = Fields::new(cursor, entries, *extent);
    let several = fields.optional("notices").and_then(|list| list.items()).unwrap_or_default();
    let all: Vec<Cursor<'_>> = fields.optional("notice").into_iter().chain(several).collect();
    match fields.optional("provision").map(|cited| &cited.node.value) {
        Some(Value::Scalar(cited)) if index.provisions.contains_key(&Provision::new(&cited.text)) => {
            all.into_iter().map(|at| (at, Provision::new(&cited.text))).collect()
        }
        _ => Vec::new(),
    }
}

fn notice(at: Cursor<'_>, provision: Provision, known: Known<'_>) -> Option<Notice> {
    let mut fields = at.fields()?;
    let id = fields.required("id").and_then(|c| c.id(NoticeId::parse));
    let title = fields.required("title").and_then(|c| c.words());
    let kind = fields.required("kind").and_then(|c| c.one_of(&KINDS));
    let required_by = fields.required("required-by").map(|list| list.list(|item| known.index.provision(item)));
    let when = fields.optional("when").map(|list| list.list(|item| notice_items::when(item, known)));
    let [submits_at, publishes_at, sends_at] = ["submits", "publishes", "sends"].map(|key| fields.optional(key));
    let runs_from = fields.optional("runs-from");
    let to_each = fields.optional("to-each").and_then(|at| to_each::read(at, known));
    let items = fields.optional("items").map(|list| list.list(|item| notice_items::item(item, &provision, known)));
    fields.finish();
    let published = kind? == NoticeKind::Notice;
    let unfit = if published { [sends_at, None] } else { [submits_at, publishes_at] };
    for at in unfit.into_iter().flatten() {
        let hint =
            if published { "name the events under `submits` and `publishes`" } else { "name the event under `sends`" };
        at.error(
            format!(
                "{} does not fit what is {}",
                at.name,
                if published { "published" } else { "sent and not published" }
            ),
            hint,
        );
    }
    let named = |at: Option<Cursor<'_>>| at.and_then(|at| event(at, known));
    Some(Notice {
        id: id?,
        title: title?,
        kind: kind?,
        provision,
        required_by: required_by?,
        when: when.unwrap_or_default(),
        submits: named(submits_at),
        publishes: named(publishes_at),
        sends: named(sends_at),
        runs_from: named(runs_from),
        to_each,
        items: items.unwrap_or_default(),
    })
}

/// Takes the name of an event and looks it up.
pub(crate) fn event(at: Cursor<'_>, known: Known<'_>) -> Option<EventId> {
    let id = at.id(EventId::parse)?;
    let ids = || known.events.iter().map(|event| event.id.as_str());
    if !ids().any(|event| event == id.as_str()) && !known.index.has_gap(Folder::Events) {
        at.error(format!("there is no event `{id}`"), at.source.near_or(id.as_str(), ids(), "add it to events.yaml"));
        return None;
    }
    Some(id)
}
