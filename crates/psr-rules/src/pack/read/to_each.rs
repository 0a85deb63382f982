//! Reads `to-each:` of a letter: the list on record that has one of it for each of several readers.

use super::notice_items;
use super::notices::Known;
use crate::id::{ChoiceId, QuestionId};
use crate::pack::cursor::Cursor;
use crate::pack::model::{Field, FieldKind, Kind, ToEach};

/// Reads it: `of:` the questions, `by:` the field that names the reader, `where:` with `is:` which items are meant, and `last-day:`
/// the field that holds the last day on which the reader may act.
pub(crate) fn read(at: Cursor<'_>, known: Known<'_>) -> Option<ToEach> {
    let mut fields = at.fields()?;
    let of_at = fields.required("of");
    let by_at = fields.required("by");
    let where_at = fields.optional("where");
    let is_at = fields.optional("is");
    let last_day_at = fields.optional("last-day");
    fields.finish();
    let of = of_at?.list(|item| notice_items::question(item, known));
    let questions: Vec<&QuestionId> = of.iter().map(|(_, question)| question).collect();
    let by = field(by_at?, &questions, known)?;
    let only = match (where_at, is_at) {
        (None, None) => None,
        (Some(field_at), Some(choice_at)) => Some(only(field_at, choice_at, &questions, known)?),
        _ => return at.expected("`where:` and `is:` together", "write both, or neither"),
    };
    let last_day = last_day_at.and_then(|at| field(at, &questions, known));
    Some(ToEach { of, by, only, last_day })
}

fn field(at: Cursor<'_>, questions: &[&QuestionId], known: Known<'_>) -> Option<QuestionId> {
    let id = at.id(QuestionId::parse)?;
    let has = |question: &QuestionId| fields_of(question, known).iter().any(|field| field.id == id);
    match questions.iter().find(|question| !has(question)) {
        None => Some(id),
        Some(question) => {
            let ids = fields_of(question, known).iter().map(|field| field.id.as_str());
            at.error(
                format!("the items of question `{question}` have no field `{id}`"),
                at.source.hint(id.as_str(), ids),
            );
            None
        }
    }
}

fn only(
    field_at: Cursor<'_>,
    choice_at: Cursor<'_>,
    questions: &[&QuestionId],
    known: Known<'_>,
) -> Option<(QuestionId, ChoiceId)> {
    let id = field(field_at, questions, known)?;
    let wanted = choice_at.id(ChoiceId::parse)?;
    let has = |question: &&QuestionId| {
        let field = fields_of(question, known).iter().find(|field| field.id == id);
        matches!(field.map(|field| &field.kind), Some(FieldKind::OneOf(choices)) if choices.iter().any(|choice| choice.id == wanted))
    };
    if questions.iter().all(has) {
        return Some((id, wanted));
    }
    choice_at
        .error(format!("the field `{id}` has no choice `{wanted}`"), "name a choice that it has in every question");
    None
}

fn fields_of<'i>(question: &QuestionId, known: Known<'i>) -> &'i [Field] {
    match known.index.kind(question) {
        Some(Kind::List(fields)) => fields,
        _ => &[],
    }
}
