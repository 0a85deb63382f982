//! The limits that two decisions put on the same sums, together.

use std::collections::BTreeSet;

use crate::engine::decision::CompiledDecision;
use crate::engine::difference::Incomparable;
use crate::engine::limit::{Limit, Normal};
use crate::engine::sums::Sums;
use crate::engine::variable::{Cells, Variable};
use crate::id::QuestionId;
use crate::pack::model::Kind;

use super::{joint_places, kind};

/// Divides one sum, or two connected ones, by the limits of both decisions.
pub(super) fn joint_sums(
    sides: [&CompiledDecision; 2],
    names: &[&QuestionId],
    questions: [usize; 2],
) -> Result<Sums, Incomparable> {
    let mine: Vec<Own<'_>> = sides.iter().flat_map(|side| own_sums(side, names, questions)).collect();
    let any_sign = questions.map(|place| {
        let mut kinds = sides.iter().filter_map(|side| kind(side, names[place]));
        kinds.all(|kind| *kind == Kind::Money { any_sign: true })
    });
    let counts =
        |place: usize| mine.iter().any(|own| own.places().any(|sum| own.at[sum] == place && own.sums.signed[sum]));
    let signed = [0, 1].map(|place| any_sign[place] && counts(place));
    let mut limits = BTreeSet::new();
    mine.iter().for_each(|own| own.add_to(&mut limits, signed));
    let refused = |_| Incomparable::Sums { question: names[questions[0]].clone() };
    Sums::new(limits.into_iter().collect(), signed, [false; 2]).map_err(refused)
}

/// A decision's own variable for some sums, with where its sums stand among the joint ones.
struct Own<'a> {
    is_pair: bool,
    sums: &'a Sums,
    at: [usize; 2],
}

impl Own<'_> {
    /// Returns the places of its sums.
    fn places(&self) -> std::ops::Range<usize> {
        if self.is_pair { 0..2 } else { 0..1 }
    }

    /// Adds its limits, as limits on the joint sums.
    ///
    /// Where it looks only at the size of a sum and the other decision at its sign, a limit on the size is one on either side of zero.
    fn add_to(&self, limits: &mut BTreeSet<Limit>, signed: [bool; 2]) {
        let both_signs = |sum: usize| self.places().contains(&sum) && self.sums.sizes[sum] && signed[self.at[sum]];
        for sum in self.places().filter(|sum| both_signs(*sum)) {
            let mut factors = [0; 2];
            factors[self.at[sum]] = 1;
            add(limits, factors, 0);
        }
        let signs = |sum: usize| if both_signs(sum) { [1, -1] } else { [1, 1] };
        for limit in &self.sums.limits {
            for first in signs(0) {
                for second in signs(1) {
                    let mut factors = [0; 2];
                    factors[self.at[0]] += first * limit.first;
                    factors[self.at[1]] += second * limit.second;
                    add(limits, factors, limit.at_least);
                }
            }
        }
    }
}

fn add(limits: &mut BTreeSet<Limit>, factors: [i128; 2], at_least: i128) {
    if let Normal::When(limit, _) = Limit::normal(factors[0], factors[1], at_least) {
        limits.insert(limit);
    }
}

/// Returns a decision's own variables for some sums.
fn own_sums<'a>(side: &'a CompiledDecision, names: &[&QuestionId], questions: [usize; 2]) -> Vec<Own<'a>> {
    let own = |variable: &'a Variable| {
        let Cells::Sums(sums) = &variable.cells_of else { return None };
        let [first, second] = joint_places(side, variable, names);
        let at = |place: usize| questions.iter().position(|known| *known == place);
        Some(Own { is_pair: variable.is_pair(), sums: sums.as_ref(), at: [at(first)?, at(second)?] })
    };
    side.vocabulary.variables.iter().filter_map(own).collect()
}
