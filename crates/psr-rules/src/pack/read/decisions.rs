//! Reads `decisions/*.yaml`: the questions a decision needs and the conclusions it reaches.

use super::about::{AboutFile, SELECTED_BY};
use super::conclusions::conclusions;
use super::conditions::{self, Scope};
use super::folder::{File, Folder};
use super::index::{DecisionShape, Index, Origin};
use super::presuppositions;
use super::questions::provisions;
use super::routes;
use super::uses::Uses;
use crate::id::{DecisionId, Provision, QuestionId};
use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::{Findings, Place};
use crate::pack::model::{Conflict, Decision, SelectedBy};

/// A decision of which the parts that name other things are still to be read.
#[derive(Debug)]
pub(crate) struct Draft<'a> {
    id: DecisionId,
    title: Option<String>,
    about: Option<String>,
    provision: Option<Provision>,
    presupposes: Option<Cursor<'a>>,
    only_where: Option<Cursor<'a>>,
    after: Option<Cursor<'a>>,
    routes: Option<Cursor<'a>>,
    conflicts: Option<Cursor<'a>>,
}

/// Reads every decision, except for what it says of others and of rules.
pub(crate) fn read<'a>(files: &'a [File], findings: &'a Findings, index: &mut Index) -> Vec<Draft<'a>> {
    let decisions = files.iter().filter(|file| file.folder == Folder::Decisions);
    decisions.filter_map(|file| draft(file, findings, index)).collect()
}

fn draft<'a>(file: &'a File, findings: &'a Findings, index: &mut Index) -> Option<Draft<'a>> {
    let cursor = file.cursor(findings);
    let by_name = DecisionId::parse(file.stem()).ok();
    let Some(mut fields) = cursor.fields() else {
        index.decisions.insert(by_name?, unread(cursor));
        return None;
    };
    let id_at = fields.required("id");
    let id = id_at.and_then(|c| c.id(DecisionId::parse));
    let title = fields.required("title").and_then(|c| c.words());
    let about = fields.required("about").and_then(|c| c.words());
    let provision = fields.required("provision").and_then(|c| index.provision(c));
    let questions = fields.required("questions").map(|c| questions(c, index)).unwrap_or_default();
    let [presupposes, only_where, after] = ["presupposes", "only-where", "after"].map(|key| fields.optional(key));
    let listed = fields.optional("conclusions");
    let routes = fields.optional("routes");
    let conflicts = fields.optional("conflicts");
    let selected_by = fields.optional("selected-by").and_then(|c| c.one_of(&SELECTED_BY));
    fields.finish();

    let misnamed = id.as_ref().filter(|id| by_name.as_ref() != Some(id));
    if let (Some(id), Some(at)) = (misnamed, id_at) {
        let hint = format!("name the file {id}.yaml, or write `id: {}`", file.stem());
        at.error(format!("the file's name is not the decision's id `{id}`"), hint);
        index.note_gap(Folder::Decisions);
    }
    let conclusions = listed.map(conclusions).unwrap_or_default();
    if listed.is_some_and(|list| !list.has_items(conclusions.len())) {
        index.note_gap(Folder::Decisions);
    }
    let shape = DecisionShape {
        origin: Origin::of(&cursor),
        questions,
        conclusions,
        concludes: listed.is_some(),
        selected_by: selected_by.unwrap_or(SelectedBy::Commencement),
    };
    for id in id.iter().chain(&by_name) {
        index.decisions.entry(id.clone()).or_insert(shape.clone());
    }
    let id = id.or(by_name)?;
    Some(Draft { id, title, about, provision, presupposes, only_where, after, routes, conflicts })
}

fn unread(cursor: Cursor<'_>) -> DecisionShape {
    DecisionShape {
        origin: Origin::of(&cursor),
        questions: Vec::new(),
        conclusions: Vec::new(),
        concludes: false,
        selected_by: SelectedBy::Commencement,
    }
}

fn questions(list: Cursor<'_>, index: &Index) -> Vec<(QuestionId, Place)> {
    let mut questions: Vec<(QuestionId, Place)> = Vec::new();
    for item in list.some_items().unwrap_or_default() {
        match index.question(item) {
            Some(id) if questions.iter().any(|(other, _)| *other == id) => {
                item.error(format!("question `{id}` is listed twice"), "keep it once");
            }
            Some(id) => questions.push((id, item.at())),
            None => {}
        }
    }
    questions
}

/// Completes the decisions by what they say of others and of rules, in the order that `pack.yaml` gives.
pub(crate) fn complete(
    drafts: Vec<Draft<'_>>,
    index: &Index,
    uses: &mut Uses,
    about: Option<&AboutFile<'_>>,
) -> Vec<Decision> {
    let mut decisions: Vec<Decision> = drafts.into_iter().filter_map(|draft| finished(draft, index, uses)).collect();
    let Some(about) = about else {
        return decisions;
    };
    let order = order(about, index);
    let place = |id: &DecisionId| order.iter().position(|listed| listed == id);
    decisions.sort_by_key(|decision| place(&decision.id));
    decisions
}

fn order(about: &AboutFile<'_>, index: &Index) -> Vec<DecisionId> {
    let mut order: Vec<DecisionId> = Vec::new();
    for item in &about.decisions {
        match index.decision(*item) {
            Some(id) if order.contains(&id) => item.error(format!("decision `{id}` is listed twice"), "keep it once"),
            Some(id) => order.push(id),
            None => {}
        }
    }
    if let Some(at) = about.default_decision {
        index.decision(at);
    }
    if !index.has_gap(Folder::About)
        && !index.has_gap(Folder::Decisions)
        && let Some(source) = about.decisions.first().map(|item| item.source)
    {
        for (id, shape) in index.decisions.iter().filter(|(id, _)| !order.contains(id)) {
            let message = format!("decision `{id}` is not listed in pack.yaml");
            let hint = "add it under `decisions:` at the place where an interview takes it";
            source.findings.error(&shape.origin.file, shape.origin.at, message, hint);
        }
    }
    order
}

fn finished(draft: Draft<'_>, index: &Index, uses: &mut Uses) -> Option<Decision> {
    let shape = index.decisions.get(&draft.id)?;
    let mut reader = presuppositions::Reader { decision: &draft.id, index, uses };
    let presupposes = draft.presupposes.map(|list| list.list(|item| reader.one(item))).unwrap_or_default();
    let only_where = draft.only_where.map(|list| list.list(|item| reader.any(item))).unwrap_or_default();
    let after = draft.after.map(|list| list.list(|item| index.event(item))).unwrap_or_default();
    let routes = draft.routes.and_then(|at| routes::read(at, &draft.id, index));
    let conflicts =
        draft.conflicts.map(|list| list.list(|item| conflict(item, &draft.id, index, uses))).unwrap_or_default();
    Some(Decision {
        id: draft.id,
        title: draft.title?,
        about: draft.about?,
        provision: draft.provision?,
        questions: shape.questions.iter().map(|(id, _)| id.clone()).collect(),
        conclusions: shape.conclusions.iter().map(|(conclusion, _)| conclusion.clone()).collect(),
        routes,
        conflicts,
        presupposes,
        only_where,
        after,
        selected_by: shape.selected_by,
    })
}

fn conflict(item: Cursor<'_>, decision: &DecisionId, index: &Index, uses: &mut Uses) -> Option<Conflict> {
    let mut fields = item.fields()?;
    let message = fields.required("message").and_then(|c| c.words());
    let cited = fields.required("provisions").map(|c| provisions(c, index)).unwrap_or_default();
    let scope = Scope { decision: Some(decision), rule: None, texts: index.texts_of(decision) };
    let when = fields.required("when").and_then(|c| conditions::read(c, &scope, index, uses));
    fields.finish();
    Some(Conflict { message: message?, provisions: cited, when: when? })
}
