//! Reads `disclosure.yaml`: what is given to somebody who asks for information, and on which grounds it may be withheld.

use std::collections::BTreeMap;

use super::folder::{File, Folder};
use super::index::Index;
use crate::id::{DisclosureId, EventId, Provision, QuestionId};
use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::Findings;
use crate::pack::fields::Fields;
use crate::pack::model::{
    Carriers, DisclosureItem, DisclosureKind, Disclosures, EntryKind, EventKind, Kind, OutsideTheRequest, ProviderName,
    Question, Withholding,
};

const ENTRIES: [(&str, EntryKind); 3] =
    [("approvals", EntryKind::Approvals), ("opening", EntryKind::Opening), ("people", EntryKind::People)];

/// What the names in the file are looked up in.
pub(crate) struct Around<'a> {
    /// Everything defined.
    pub index: &'a Index,
    /// The questions.
    pub questions: &'a BTreeMap<QuestionId, Question>,
    /// The events.
    pub events: &'a [EventKind],
}

/// Reads how the pack has information disclosed, where it says so.
pub(crate) fn read(files: &[File], findings: &Findings, around: &Around<'_>) -> Option<Disclosures> {
    let file = files.iter().find(|file| file.folder == Folder::Disclosure)?;
    let mut fields = file.cursor(findings).fields()?;
    let kinds = fields.required("kinds").map(|list| list.distinct(|item| kind(item, around), |kind| &kind.id));
    let outside = fields.required("outside").and_then(outside);
    let providers = fields.optional("providers").map(|list| list.list(|item| provider(item, around)));
    fields.finish();
    Some(Disclosures { kinds: kinds?, outside: outside?, providers: providers.unwrap_or_default() })
}

fn kind(item: Cursor<'_>, around: &Around<'_>) -> Option<DisclosureKind> {
    let mut fields = item.fields()?;
    let id = fields.required("id").and_then(|c| c.id(DisclosureId::parse));
    let title = fields.required("title").and_then(|c| c.words());
    let provision = fields.required("provision").and_then(|c| around.index.provision(c));
    let about = fields.required("about").and_then(|c| c.words());
    let limits = fields.required("limits").and_then(|c| c.words());
    let items = fields.required("items").map(|list| list.distinct(|item| thing(item, around), |item| &item.id));
    let ground = |item| withholding(item, around.index, true);
    let grounds = fields.required("grounds").map(|list| list.distinct(ground, |ground| &ground.id));
    let bar = |item| withholding(item, around.index, false);
    let bars_at = fields.optional("bars");
    let bars = bars_at.map(|list| list.distinct(bar, |bar| &bar.id)).unwrap_or_default();
    let privileged_at = fields.required("privileged");
    fields.finish();
    let grounds = grounds?;
    if let (Some(at), Some(twice)) = (bars_at, bars.iter().find(|bar| grounds.iter().any(|ground| ground.id == bar.id)))
    {
        at.error(format!("`{}` is a ground and a bar", twice.id), "a bar is not a ground: name it otherwise");
    }
    let privileged = privileged_at.and_then(|at| known_withholding(at, grounds.iter().chain(&bars)));
    Some(DisclosureKind {
        id: id?,
        title: title?,
        provision: provision?,
        about: about?,
        limits: limits?,
        items: items?,
        grounds,
        bars,
        privileged: privileged?,
    })
}

fn known_withholding<'w>(at: Cursor<'_>, known: impl Iterator<Item = &'w Withholding>) -> Option<DisclosureId> {
    let id = at.id(DisclosureId::parse)?;
    let known: Vec<&str> = known.map(|known| known.id.as_str()).collect();
    if !known.contains(&id.as_str()) {
        at.error(format!("`{id}` is no ground and no bar of this kind"), at.source.hint(id.as_str(), known));
        return None;
    }
    Some(id)
}

fn thing(item: Cursor<'_>, around: &Around<'_>) -> Option<DisclosureItem> {
    let mut fields = item.fields()?;
    let id = fields.required("id").and_then(|c| c.id(DisclosureId::parse));
    let title = fields.required("title").and_then(|c| c.words());
    let provision = fields.required("provision").and_then(|c| around.index.provision(c));
    let carried = fields.required("carried-by").and_then(|c| carriers(c, around));
    fields.finish();
    Some(DisclosureItem { id: id?, title: title?, provision: provision?, carried: carried? })
}

fn carriers(at: Cursor<'_>, around: &Around<'_>) -> Option<Carriers> {
    let mut fields = at.fields()?;
    let everything = fields.optional("everything").and_then(|c| c.truth()).unwrap_or(false);
    let mut questions = listed(&mut fields, "questions", |item| around.index.question(item));
    let citing = fields.optional("citing").map(|list| list.list(|item| citing(item, around)));
    let decisions = listed(&mut fields, "decisions", |item| around.index.decision(item));
    let findings = listed(&mut fields, "findings", |item| finding(item, around));
    let events = listed(&mut fields, "events", |item| around.index.event(item));
    let entries = listed(&mut fields, "entries", |item| item.one_of(&ENTRIES));
    let empty = fields.is_whole() && fields.entries().next().is_none();
    fields.finish();
    if empty {
        at.error(
            "nothing carries this item",
            "name what does: questions, citing, decisions, findings, events or entries",
        );
    }
    for question in citing.into_iter().flatten().flatten() {
        if !questions.contains(&question) {
            questions.push(question);
        }
    }
    Some(Carriers { everything, questions, decisions, findings, events, entries })
}

fn listed<'a, T>(fields: &mut Fields<'a>, key: &'static str, each: impl FnMut(Cursor<'a>) -> Option<T>) -> Vec<T> {
    fields.optional(key).map(|list| list.list(each)).unwrap_or_default()
}

/// Returns the questions that cite a provision; there must be one.
fn citing(item: Cursor<'_>, around: &Around<'_>) -> Option<Vec<QuestionId>> {
    let provision: Provision = around.index.provision(item)?;
    let cites = |question: &&Question| question.provisions.contains(&provision);
    let found: Vec<QuestionId> = around.questions.values().filter(cites).map(|question| question.id.clone()).collect();
    if found.is_empty() && !around.index.has_gap(Folder::Questions) {
        item.error(
            format!("no question cites `{provision}`"),
            "let the questions that ask for it cite it, or leave it out",
        );
        return None;
    }
    Some(found)
}

/// Takes the name of a decision that concludes something.
fn finding(item: Cursor<'_>, around: &Around<'_>) -> Option<crate::id::DecisionId> {
    let id = around.index.decision(item)?;
    if !around.index.decisions[&id].concludes {
        item.error(format!("decision `{id}` concludes nothing"), "name it under `decisions:` instead");
        return None;
    }
    Some(id)
}

/// Takes a ground, which has a provision, or a bar, which has a source of its own.
fn withholding(item: Cursor<'_>, index: &Index, ground: bool) -> Option<Withholding> {
    let mut fields = item.fields()?;
    let id = fields.required("id").and_then(|c| c.id(DisclosureId::parse));
    let (provision, source) = if ground {
        let provision = fields.required("provision").and_then(|c| index.provision(c));
        (provision.clone(), provision.map(|provision| provision.to_string()))
    } else {
        (None, fields.required("source").and_then(|c| c.words()))
    };
    let says = fields.required("says").and_then(|c| c.words());
    let explain = fields.required("explain").and_then(|c| c.words());
    let weighed = if ground { fields.optional("weighed").and_then(|c| c.truth()) } else { None };
    fields.finish();
    Some(Withholding {
        id: id?,
        source: source?,
        says: says?,
        explain: explain?,
        weighed: weighed.unwrap_or(false),
        provision,
    })
}

fn outside(at: Cursor<'_>) -> Option<OutsideTheRequest> {
    let mut fields = at.fields()?;
    let id = fields.required("id").and_then(|c| c.id(DisclosureId::parse));
    let says = fields.required("says").and_then(|c| c.words());
    fields.finish();
    Some(OutsideTheRequest { id: id?, says: says? })
}

fn provider(item: Cursor<'_>, around: &Around<'_>) -> Option<ProviderName> {
    let mut fields = item.fields()?;
    let [question, event, field] = ["question", "event", "field"].map(|key| fields.optional(key));
    let whole = fields.whole();
    fields.finish();
    match (question, event) {
        (Some(at), None) => {
            let id = around.index.question(at)?;
            let name = field.map(|field| field_of(field, &id, around)).map_or(Some(None), |name| name.map(Some))?;
            Some(ProviderName::Question(id, name))
        }
        (None, Some(at)) => {
            let id: EventId = around.index.event(at)?;
            let kind = around.events.iter().find(|kind| kind.id == id)?;
            let known: Vec<&str> = kind.fields.iter().map(|field| field.id.as_str()).collect();
            named(field?, &known, &format!("event `{id}`")).map(|name| ProviderName::Event(id, name))
        }
        _ => {
            whole.error(
                format!("{} must name a question or an event", whole.name),
                "keep one of `question` and `event`",
            );
            None
        }
    }
}

fn field_of(at: Cursor<'_>, question: &QuestionId, around: &Around<'_>) -> Option<String> {
    match around.questions.get(question).map(|question| &question.kind) {
        Some(Kind::List(fields)) => {
            let known: Vec<&str> = fields.iter().map(|field| field.id.as_str()).collect();
            named(at, &known, &format!("question `{question}`"))
        }
        Some(_) => at.expected("left out", "only lists have fields"),
        None => None,
    }
}

fn named(at: Cursor<'_>, known: &[&str], of: &str) -> Option<String> {
    let name = at.text()?;
    if !known.contains(&name) {
        at.error(format!("{of} has no field `{name}`"), at.source.hint(name, known.iter().copied()));
        return None;
    }
    Some(name.to_owned())
}
