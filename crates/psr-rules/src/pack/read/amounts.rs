//! Reads comparisons of sums and the amounts in them.

use super::conditions::{Scope, question};
use super::index::{Index, Origin, Unit};
use super::uses::Uses;
use crate::id::{ParameterId, QuestionId};
use crate::pack::cursor::Cursor;
use crate::pack::fields::Fields;
use crate::pack::model::{Amount, Comparison, Kind, Relation};
use crate::pack::node::{Meaning, Value};

const RELATIONS: [(&str, Relation); 4] = [
    ("at-least", Relation::AtLeast),
    ("more-than", Relation::MoreThan),
    ("at-most", Relation::AtMost),
    ("below", Relation::Below),
];
const FORMS: &str =
    "write { figure: … }, { sum: … }, { sum: …, plus: … }, { sum: …, plus-percent: … } or { percent: …, of: … }";

/// Reads a comparison of a sum with an amount.
pub(crate) fn comparison(at: Cursor<'_>, scope: &Scope<'_>, index: &Index, uses: &mut Uses) -> Option<Comparison> {
    let mut fields = at.fields()?;
    let left = left(&mut fields);
    let sum = left.and_then(|(_, at)| sum(at, scope, index, uses));
    let right = relation(&mut fields);
    fields.finish();
    let amount = right.and_then(|(_, at)| amount(at, scope, index, uses));
    let (sum, amount) = (sum?, amount?);
    if let (Some(other), Some(decision)) = (amount.sum(), scope.decision) {
        if *other == sum {
            right?.1.error(format!("`{sum}` is compared with itself"), "name the other sum");
        }
        uses.compared.push((decision.clone(), sum.clone(), other.clone(), Origin::of(&at)));
    }
    Some(Comparison { sum, size_only: left?.0, relation: right?.0, amount })
}

/// Takes the sum on the left, and whether only its size counts.
fn left<'a>(fields: &mut Fields<'a>) -> Option<(bool, Cursor<'a>)> {
    match (fields.optional("sum"), fields.optional("size-of")) {
        (Some(sum), None) => Some((false, sum)),
        (None, Some(size)) => Some((true, size)),
        (Some(_), Some(at)) => {
            at.error(
                "the comparison has both `sum` and `size-of`",
                "keep `size-of` where the sign does not matter, else `sum`",
            );
            None
        }
        (None, None) => {
            fields.whole().error("the comparison has no sum on the left", "add `sum:` or `size-of:` with a question");
            None
        }
    }
}

fn relation<'a>(fields: &mut Fields<'a>) -> Option<(Relation, Cursor<'a>)> {
    let found: Vec<_> =
        RELATIONS.iter().filter_map(|(word, relation)| fields.optional(word).map(|at| (*relation, at))).collect();
    match found.as_slice() {
        [] => fields.whole().error("the comparison has no relation", "add one of: at-least, more-than, at-most, below"),
        [_, (_, second), ..] => {
            second.error("the comparison has two relations", "make each a comparison of its own under `all:`")
        }
        [_] => {}
    }
    found.first().copied()
}

/// Takes a question of the decision that is answered by a sum.
fn sum(at: Cursor<'_>, scope: &Scope<'_>, index: &Index, uses: &mut Uses) -> Option<QuestionId> {
    not_bare(at)?;
    let id = question(at, scope, index, uses)?;
    match index.kind(&id) {
        Some(Kind::Money { .. }) | None => Some(id),
        Some(_) => {
            at.error(
                format!("question `{id}` is not answered by a sum"),
                "compare questions of kind `money` or `change-of-money`",
            );
            None
        }
    }
}

fn parameter(at: Cursor<'_>, unit: Unit, index: &Index, uses: &mut Uses) -> Option<ParameterId> {
    not_bare(at)?;
    let id = index.parameter(at, Some(unit))?;
    uses.parameters.insert(id.clone());
    Some(id)
}

/// Notes a figure that stands where a name is needed.
fn not_bare(at: Cursor<'_>) -> Option<()> {
    match &at.node.value {
        Value::Scalar(scalar) if scalar.meaning() == Meaning::Number => {
            let message = format!("a bare figure, {}, stands in a condition", at.node.described());
            at.error(message, "define it under parameters/ with its date and source, and name it here");
            None
        }
        _ => Some(()),
    }
}

fn amount(at: Cursor<'_>, scope: &Scope<'_>, index: &Index, uses: &mut Uses) -> Option<Amount> {
    not_bare(at)?;
    if matches!(at.node.value, Value::Scalar(_)) {
        return at.expected("an amount", FORMS);
    }
    let mut fields = at.fields()?;
    let [figure, sum_at, plus, plus_percent, percent, of] =
        ["figure", "sum", "plus", "plus-percent", "percent", "of"].map(|key| fields.optional(key));
    fields.finish();
    match (figure, sum_at, plus, plus_percent, percent, of) {
        (Some(figure), None, None, None, None, None) => {
            Some(Amount::Figure(parameter(figure, Unit::Money, index, uses)?))
        }
        (None, Some(other), None, None, None, None) => Some(Amount::Sum(sum(other, scope, index, uses)?)),
        (None, Some(other), Some(plus), None, None, None) => {
            let (sum, plus) = (sum(other, scope, index, uses), parameter(plus, Unit::Money, index, uses));
            Some(Amount::SumPlus(sum?, plus?))
        }
        (None, Some(other), None, Some(plus), None, None) => {
            let (sum, plus) = (sum(other, scope, index, uses), parameter(plus, Unit::Percent, index, uses));
            Some(Amount::SumPlusPercent(sum?, plus?))
        }
        (None, None, None, None, Some(percent), Some(of)) => {
            let (percent, sum) = (parameter(percent, Unit::Percent, index, uses), sum(of, scope, index, uses));
            Some(Amount::PercentOf(percent?, sum?))
        }
        _ => {
            at.error("the amount is not one of the forms there are", FORMS);
            None
        }
    }
}

impl Amount {
    /// Returns the other sum in the amount, if there is one.
    pub(crate) fn sum(&self) -> Option<&QuestionId> {
        match self {
            Self::Figure(_) => None,
            Self::Sum(sum) | Self::SumPlus(sum, _) | Self::SumPlusPercent(sum, _) | Self::PercentOf(_, sum) => {
                Some(sum)
            }
        }
    }
}
