//! Reads `providers:`, which says how it is found which providers hold a contract.

use super::Around;
use super::events::{field, shown};
use crate::id::{DecisionId, EventId, QuestionId};
use crate::pack::cursor::Cursor;
use crate::pack::model::{Field, FieldKind, Kind, NamedBy, ProviderRules};

/// Reads how providers are found.
pub(super) fn read(at: Cursor<'_>, around: &Around<'_>) -> Option<ProviderRules> {
    let mut fields = at.fields()?;
    let awarded_by = fields.required("awarded-by").map(|list| list.list(|item| around.known.index.event(item)));
    let named_by_at = fields.required("named-by");
    let until = fields.optional("until").map(|list| list.list(|item| until(item, around)));
    let open_ended = shown(&mut fields, "open-ended", around);
    let ended_by = fields.optional("ended-by").map(|at| ended_by(at, around));
    fields.finish();
    let awarded_by = awarded_by?;
    let named_by = named_by_at?.list(|item| named_by(item, &awarded_by, around));
    let ended_by = ended_by.map_or(Some(None), |ended| ended.map(Some))?;
    Some(ProviderRules { awarded_by, named_by, until: until.unwrap_or_default(), open_ended, ended_by })
}

fn named_by(item: Cursor<'_>, awarded_by: &[EventId], around: &Around<'_>) -> Option<NamedBy> {
    let mut fields = item.fields()?;
    let decision_at = fields.optional("decision");
    let question_at = decision_at.and_then(|_| fields.required("question"));
    let field_at = if decision_at.is_some() { fields.optional("field") } else { fields.required("field") };
    fields.finish();
    let Some(decision_at) = decision_at else {
        return field(field_at?, awarded_by, around).map(NamedBy::Event);
    };
    let (decision, question) = asked(decision_at, question_at?, around)?;
    let named = match field_at {
        Some(at) => Some(field_of_list(at, &question, around)?),
        None => None,
    };
    Some(NamedBy::Answer(decision, question, named))
}

fn asked(decision_at: Cursor<'_>, question_at: Cursor<'_>, around: &Around<'_>) -> Option<(DecisionId, QuestionId)> {
    let decision = around.known.index.decision(decision_at)?;
    let question = around.known.index.question_of(question_at, Some(&decision))?;
    Some((decision, question))
}

fn field_of_list(at: Cursor<'_>, question: &QuestionId, around: &Around<'_>) -> Option<QuestionId> {
    let id = at.id(QuestionId::parse)?;
    let fields: &[Field] = match around.questions.get(question).map(|question| &question.kind) {
        Some(Kind::List(fields)) => fields,
        Some(_) => return at.expected("left out", "only lists have fields"),
        None => return None,
    };
    if fields.iter().all(|field| field.id != id) {
        let hint = at.source.hint(id.as_str(), fields.iter().map(|field| field.id.as_str()));
        at.error(format!("the items of question `{question}` have no field `{id}`"), hint);
        return None;
    }
    Some(id)
}

/// Takes a question that asks for a day.
fn until(item: Cursor<'_>, around: &Around<'_>) -> Option<(DecisionId, QuestionId)> {
    let mut fields = item.fields()?;
    let (decision_at, question_at) = (fields.required("decision"), fields.required("question"));
    fields.finish();
    let asked = asked(decision_at?, question_at?, around)?;
    match around.known.index.kind(&asked.1) {
        Some(Kind::Date) | None => Some(asked),
        Some(_) => {
            item.error(format!("question `{}` does not ask for a day", asked.1), "name one of kind `date`");
            None
        }
    }
}

/// Takes an event and its field that holds a day.
fn ended_by(at: Cursor<'_>, around: &Around<'_>) -> Option<(EventId, QuestionId)> {
    let mut fields = at.fields()?;
    let event = fields.required("event").and_then(|c| around.known.index.event(c));
    let field_at = fields.required("field");
    fields.finish();
    let event = event?;
    let field_id = field(field_at?, std::slice::from_ref(&event), around)?;
    let kinds = around.known.events.iter().filter(|kind| kind.id == event);
    let of_event = kinds.flat_map(|kind| &kind.fields).find(|field| field.id == field_id);
    if of_event.is_some_and(|field| field.kind != FieldKind::Date) {
        field_at?.error(format!("field `{field_id}` holds no day"), "name one of kind `date`");
        return None;
    }
    Some((event, field_id))
}
