//! Comparisons of sums, as linear inequalities in whole pence.

use crate::id::ParameterId;
use crate::money::Pence;
use crate::pack::model::{Amount, Comparison, Figure, Relation};

use super::scope::Scope;
use super::set::QuestionSet;

/// One hundred per cent, in the unit of [`Figure::Percent`].
pub(super) const WHOLE: i128 = 1_000_000;

/// The largest figure that is taken: enough for any sum and percentage, and far from where numbers overflow.
const LARGEST: i128 = 10_i128.pow(20);
const LARGEST_PERCENT: i64 = 1_000_000_000;

/// Says that the sums, each times its factor, come to `at_least` so many pence in all. Questions are given by their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Linear {
    pub terms: Vec<(usize, i128)>,
    pub at_least: i128,
}

/// A comparison: it is met when any of the inequalities holds, or, if it is the `contrary`, when none does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Inequalities {
    pub any: Vec<Linear>,
    pub contrary: bool,
}

/// Why a comparison has no inequality.
pub(super) enum Unfit {
    Figure(ParameterId),
    Question,
}

/// Turns a comparison into inequalities; `signed` holds the sums that may be negative and whose sign counts somewhere.
pub(super) fn inequalities(
    comparison: &Comparison,
    scope: &Scope<'_>,
    signed: QuestionSet,
) -> Result<Inequalities, Unfit> {
    let left = scope.place(comparison.sum.as_str()).ok_or(Unfit::Question)?;
    let (scale, right) = right_side(&comparison.amount, scope)?;
    // "More than" and "at most" differ from the other pair by one unit: all factors are whole numbers.
    let (strict, contrary) = match comparison.relation {
        Relation::AtLeast => (0, false),
        Relation::MoreThan => (1, false),
        Relation::AtMost => (1, true),
        Relation::Below => (0, true),
    };
    let of_sign = |sign: i128| {
        let mut terms = vec![(left, sign * scale)];
        terms.extend(right.terms.iter().map(|(place, factor)| (*place, -factor)));
        Linear { terms, at_least: right.at_least + strict }
    };
    // The size of a sum is at least an amount when the sum, or what it is below zero, is.
    let both_signs = comparison.size_only && signed.contains(left);
    let any = if both_signs { vec![of_sign(1), of_sign(-1)] } else { vec![of_sign(1)] };
    Ok(Inequalities { any, contrary })
}

/// Returns the factor of the left sum, and the right side as a sum of terms and a number of pence.
fn right_side(amount: &Amount, scope: &Scope<'_>) -> Result<(i128, Linear), Unfit> {
    let place = |question: &crate::id::QuestionId| scope.place(question.as_str()).ok_or(Unfit::Question);
    let linear = |terms, at_least| Linear { terms, at_least };
    Ok(match amount {
        Amount::Figure(figure) => (1, linear(Vec::new(), money(figure, scope)?)),
        Amount::Sum(other) => (1, linear(vec![(place(other)?, 1)], 0)),
        Amount::SumPlus(other, figure) => {
            let plus = money(figure, scope)?;
            (1, linear(vec![(place(other)?, 1)], plus))
        }
        Amount::SumPlusPercent(other, figure) => {
            let factor = WHOLE + percent(figure, scope)?;
            (WHOLE, linear(vec![(place(other)?, factor)], 0))
        }
        Amount::PercentOf(figure, other) => {
            let factor = percent(figure, scope)?;
            (WHOLE, linear(vec![(place(other)?, factor)], 0))
        }
    })
}

fn money(parameter: &ParameterId, scope: &Scope<'_>) -> Result<i128, Unfit> {
    match scope.figure(parameter) {
        Some(Figure::Money(Pence(pence))) if pence.abs() <= LARGEST => Ok(pence),
        _ => Err(Unfit::Figure(parameter.clone())),
    }
}

fn percent(parameter: &ParameterId, scope: &Scope<'_>) -> Result<i128, Unfit> {
    match scope.figure(parameter) {
        Some(Figure::Percent(percent)) if percent.abs() <= LARGEST_PERCENT => Ok(i128::from(percent)),
        _ => Err(Unfit::Figure(parameter.clone())),
    }
}
