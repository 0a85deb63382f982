//! Reads which conclusions of a decision are routes, and under which values they may or must be taken.

use super::index::Index;
use crate::id::{DecisionId, QuestionId, ValueId};
use crate::pack::cursor::Cursor;
use crate::pack::model::{Conclusion, Kind, Routes};

/// Takes the routes of a decision.
pub(crate) fn read(at: Cursor<'_>, decision: &DecisionId, index: &Index) -> Option<Routes> {
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
        at.error(format!("none of the routes has a value `{id}`"), at.source.hint(id.as_str(), known));
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
