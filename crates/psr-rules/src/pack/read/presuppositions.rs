//! Reads when a decision arises: what must, or must not, be concluded elsewhere.

use super::conclusions::value_of;
use super::index::{Index, Origin};
use super::uses::Uses;
use crate::id::DecisionId;
use crate::pack::cursor::Cursor;
use crate::pack::fields::Fields;
use crate::pack::model::Presupposition;

/// Reads what one decision says of the conclusions of others, and notes which decisions it names.
pub(crate) struct Reader<'r> {
    /// The decision.
    pub decision: &'r DecisionId,
    /// What the pack defines.
    pub index: &'r Index,
    /// What names what.
    pub uses: &'r mut Uses,
}

impl Reader<'_> {
    /// Reads one conclusion with the values that count.
    pub fn one(&mut self, item: Cursor<'_>) -> Option<Presupposition> {
        self.taken(item, item.fields()?)
    }

    /// Reads one conclusion, or `any:` with several of which one will do.
    pub fn any(&mut self, item: Cursor<'_>) -> Option<Vec<Presupposition>> {
        let mut fields = item.fields()?;
        let Some(list) = fields.optional("any") else {
            return self.taken(item, fields).map(|one| vec![one]);
        };
        fields.finish();
        let several = list.list(|item| self.one(item));
        (!several.is_empty()).then_some(several)
    }

    fn taken(&mut self, item: Cursor<'_>, fields: Fields<'_>) -> Option<Presupposition> {
        let (by, uses) = (self.decision, &mut *self.uses);
        concluded(fields, self.index, |decision| {
            uses.presupposes.push((by.clone(), decision.clone(), Origin::of(&item)))
        })
    }
}

/// Reads one conclusion with the values that count, and notes the decision once it is found.
pub(crate) fn concluded(
    mut fields: Fields<'_>,
    index: &Index,
    note: impl FnOnce(&DecisionId),
) -> Option<Presupposition> {
    let source = fields.whole().source;
    let decision = fields.required("decision").and_then(|c| index.decision(c));
    let conclusion_at = fields.required("conclusion");
    let values_at = values_at(&mut fields);
    fields.finish();
    let decision = decision?;
    note(&decision);
    let conclusion = index.conclusion(source, conclusion_at?.at(), conclusion_at?.text()?, &decision)?;
    let values: Vec<_> = values_at.into_iter().filter_map(|at| value_of(at, conclusion)).collect();
    (!values.is_empty()).then(|| Presupposition { conclusion: conclusion.id.clone(), decision, values })
}

/// Returns where the values stand: the one under `value:`, or those under `among:`.
fn values_at<'a>(fields: &mut Fields<'a>) -> Vec<Cursor<'a>> {
    match (fields.optional("value"), fields.optional("among")) {
        (Some(at), None) => vec![at],
        (None, Some(list)) => list.some_items().unwrap_or_default(),
        (Some(_), Some(at)) => {
            at.error("one value and several are given", "keep `value` or `among`");
            Vec::new()
        }
        (None, None) => {
            let whole = fields.whole();
            if fields.is_whole() {
                whole.error(format!("{} has no value", whole.name), "add `value:`, or `among:` with several");
            }
            Vec::new()
        }
    }
}
