//! Reads `decisions/*.yaml`: the questions a decision needs and the conclusions it reaches.

use super::about::{AboutFile, SELECTED_BY};
use super::conditions::{self, Scope};
use super::folder::{File, Folder};
use super::index::{DecisionShape, Index, Origin};
use super::questions::provisions;
use super::uses::Uses;
use crate::id::{ConclusionId, DecisionId, Provision, QuestionId, ValueId};
use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::{Findings, Place};
use crate::pack::model::{Conclusion, ConclusionValue, Conflict, Decision, Kind, Presupposition, Routes, SelectedBy};
use crate::pack::suggest;

/// A decision of which the parts that name other things are still to be read.
#[derive(Debug)]
pub(crate) struct Draft<'a> {
    id: DecisionId,
    title: Option<String>,
    about: Option<String>,
    provision: Option<Provision>,
    presupposes: Option<Cursor<'a>>,
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
    let presupposes = fields.optional("presupposes");
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
    Some(Draft { id, title, about, provision, presupposes, routes, conflicts })
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

fn conclusions(list: Cursor<'_>) -> Vec<(Conclusion, Place)> {
    let mut conclusions: Vec<(Conclusion, Place)> = Vec::new();
    for item in list.some_items().unwrap_or_default() {
        match conclusion(item) {
            Some(found) if conclusions.iter().any(|(other, _)| other.id == found.id) => {
                item.error(format!("conclusion `{}` is defined twice", found.id), "give each conclusion its own id");
            }
            Some(found) => conclusions.push((found, item.at())),
            None => {}
        }
    }
    conclusions
}

fn conclusion(item: Cursor<'_>) -> Option<Conclusion> {
    let mut fields = item.fields()?;
    let id = fields.required("id").and_then(|c| c.id(ConclusionId::parse));
    let name = fields.required("name").and_then(|c| c.words());
    let intermediate = fields.optional("intermediate").map_or(Some(false), |c| c.truth());
    let listed = fields.required("values");
    fields.finish();
    Some(Conclusion {
        id: id?,
        // What is wrong with these is noted; the conclusion is known all the same.
        name: name.unwrap_or_default(),
        values: listed.map(values).unwrap_or_default(),
        intermediate: intermediate.unwrap_or(false),
    })
}

fn values(list: Cursor<'_>) -> Vec<ConclusionValue> {
    let mut values: Vec<ConclusionValue> = Vec::new();
    for item in list.items().unwrap_or_default() {
        match value(item) {
            Some(value) if values.iter().any(|other| other.id == value.id) => {
                item.error(format!("value `{}` stands twice", value.id), "give each value its own id");
            }
            Some(value) if value.id.as_str() == "undetermined" => {
                item.error(
                    "a value cannot be called `undetermined`",
                    "that is what an open conclusion is called; choose another id",
                );
            }
            Some(value) => values.push(value),
            None => {}
        }
    }
    if list.is_whole() && list.items().is_some_and(|items| items.len() < 2) {
        list.error(
            "a conclusion needs at least two values",
            "list them strongest first; the last holds where no rule sets another",
        );
    }
    values
}

fn value(item: Cursor<'_>) -> Option<ConclusionValue> {
    let mut fields = item.fields()?;
    let id = fields.required("id").and_then(|c| c.id(ValueId::parse));
    let says = fields.required("says").and_then(|c| c.words());
    fields.finish();
    Some(ConclusionValue { id: id?, says: says.unwrap_or_default() })
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
    let presupposes = draft
        .presupposes
        .map(|list| list.list(|item| presupposition(item, &draft.id, index, uses)))
        .unwrap_or_default();
    let routes = draft.routes.and_then(|at| routes(at, &draft.id, index));
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
        selected_by: shape.selected_by,
    })
}

fn presupposition(item: Cursor<'_>, by: &DecisionId, index: &Index, uses: &mut Uses) -> Option<Presupposition> {
    let mut fields = item.fields()?;
    let decision = fields.required("decision").and_then(|c| index.decision(c));
    let conclusion_at = fields.required("conclusion");
    let value_at = fields.required("value");
    fields.finish();
    let decision = decision?;
    uses.presupposes.push((by.clone(), decision.clone(), Origin::of(&item)));
    let conclusion = index.conclusion(item.source, conclusion_at?.at(), conclusion_at?.text()?, &decision)?;
    let value = value_of(value_at?, conclusion)?;
    Some(Presupposition { conclusion: conclusion.id.clone(), decision, value })
}

/// Takes the name of a value and looks it up among those of a conclusion.
pub(crate) fn value_of(at: Cursor<'_>, conclusion: &Conclusion) -> Option<ValueId> {
    let id = at.id(ValueId::parse)?;
    let known = || conclusion.values.iter().map(|value| value.id.as_str());
    if known().any(|value| value == id.as_str()) {
        return Some(id);
    }
    if !conclusion.values.is_empty() {
        at.error(format!("conclusion `{}` has no value `{id}`", conclusion.id), suggest::hint(id.as_str(), known()));
    }
    None
}

fn routes(at: Cursor<'_>, decision: &DecisionId, index: &Index) -> Option<Routes> {
    let mut fields = at.fields()?;
    let conclusions: Vec<&Conclusion> = fields
        .required("conclusions")
        .map(|list| list.list(|item| index.conclusion(item.source, item.at(), item.text()?, decision)))
        .unwrap_or_default();
    let lawful = fields.required("lawful").map(|list| list.list(|item| value_of_any(item, &conclusions)))?;
    let compulsory_at = fields.required("compulsory");
    let compulsory = compulsory_at.map(|list| {
        let items = list.items().unwrap_or_default();
        items.into_iter().filter_map(|item| value_of_any(item, &conclusions)).collect::<Vec<_>>()
    })?;
    let followed_at = fields.optional("followed");
    fields.finish();
    if let Some(value) = compulsory.iter().find(|value| !lawful.contains(value)) {
        compulsory_at?.error(format!("`{value}` is compulsory but not lawful"), "add it under `lawful` too");
    }
    Some(Routes {
        followed: followed_at.and_then(|at| followed(at, &conclusions, index)),
        conclusions: conclusions.iter().map(|conclusion| conclusion.id.clone()).collect(),
        lawful,
        compulsory,
    })
}

fn value_of_any(at: Cursor<'_>, conclusions: &[&Conclusion]) -> Option<ValueId> {
    let id = at.id(ValueId::parse)?;
    let known: Vec<&str> =
        conclusions.iter().flat_map(|conclusion| &conclusion.values).map(|value| value.id.as_str()).collect();
    if known.contains(&id.as_str()) {
        return Some(id);
    }
    if !known.is_empty() {
        at.error(format!("none of the routes has a value `{id}`"), suggest::hint(id.as_str(), known));
    }
    None
}

fn followed(at: Cursor<'_>, routes: &[&Conclusion], index: &Index) -> Option<QuestionId> {
    let id = index.question(at)?;
    match index.kind(&id) {
        Some(Kind::OneOf(choices)) => {
            let chosen = |route: &&&Conclusion| choices.iter().any(|choice| choice.id.as_str() == route.id.as_str());
            if let Some(missing) = routes.iter().find(|route| !chosen(route)) {
                let hint = format!("give it a choice `{}`: its choices are named as the routes are", missing.id);
                at.error(format!("question `{id}` cannot record the route `{}`", missing.id), hint);
            }
        }
        Some(_) => at.error(format!("question `{id}` cannot record a route"), "name a question of kind `one-of`"),
        None => {}
    }
    Some(id)
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
