//! Which decisions arise in a case: by what others conclude, and by what has happened.
//!
//! A conclusion counts only where its own decision arises, so that answers left over from another turn of the case bring nothing up.

use std::cell::RefCell;
use std::collections::BTreeMap;

use psr_rules::engine::Rulebook;
use psr_rules::id::{ConclusionId, DecisionId, EventId, ValueId};
use psr_rules::pack::model::{Decision, Presupposition};

use crate::determine::law_date_of;
use crate::state::CaseState;

/// The decision and the lot; none for the whole case.
type Place = (DecisionId, Option<usize>);

/// Answers which decisions of a case arise, and remembers what it found out on the way.
#[derive(Debug)]
pub struct Arising<'c> {
    state: &'c CaseState,
    rulebook: &'c Rulebook,
    arises: RefCell<BTreeMap<Place, bool>>,
    concluded: RefCell<BTreeMap<Place, BTreeMap<ConclusionId, ValueId>>>,
}

impl<'c> Arising<'c> {
    /// Begins with a case as it stands and the pack it was opened with.
    pub fn new(state: &'c CaseState, rulebook: &'c Rulebook) -> Self {
        Self { state, rulebook, arises: RefCell::default(), concluded: RefCell::default() }
    }

    /// Answers whether a decision arises for a lot: nothing it presupposes is concluded otherwise, everything it waits for is concluded so, and one of
    /// the events it comes after is on record.
    ///
    /// What a decision presupposes may still be open, so that work can go on while one question is being settled.
    pub fn arises(&self, decision: &Decision, lot: Option<usize>) -> bool {
        let place = (decision.id.clone(), lot);
        if let Some(known) = self.arises.borrow().get(&place) {
            return *known;
        }
        // The loader refuses decisions that arise only by themselves, so this comes to an end.
        let found = self.has_happened(decision)
            && decision
                .presupposes
                .iter()
                .all(|wanted| self.value(wanted, lot).is_none_or(|value| is_one(wanted, &value)))
            && decision
                .only_where
                .iter()
                .all(|alternatives| alternatives.iter().any(|wanted| self.is_concluded(wanted, lot)));
        self.arises.borrow_mut().insert(place, found);
        found
    }

    /// Answers whether a decision is out of the question for a lot: something it presupposes or waits for is concluded otherwise, or cannot be concluded
    /// at all. One that is neither ruled out nor arises may arise yet.
    pub fn is_ruled_out(&self, decision: &Decision, lot: Option<usize>) -> bool {
        let otherwise = |wanted: &Presupposition| self.value(wanted, lot).is_some_and(|value| !is_one(wanted, &value));
        let never = |wanted: &Presupposition| {
            let waited_for = self.rulebook.pack().decisions.iter().find(|other| other.id == wanted.decision);
            waited_for.is_some_and(|other| self.is_ruled_out(other, lot))
        };
        decision.presupposes.iter().any(otherwise)
            || decision.only_where.iter().any(|ways| ways.iter().all(|wanted| otherwise(wanted) || never(wanted)))
    }

    /// Returns where a decision stands in the case: for each lot, or for the whole case where it has none or where what is collected is the same for
    /// all of them; nowhere if it does not arise.
    pub fn places(&self, decision: &Decision) -> Vec<Option<usize>> {
        let lots = self.state.lots().into_iter().filter(|lot| self.arises(decision, *lot));
        if !decision.conclusions.is_empty() || !self.arises(decision, None) {
            return lots.collect();
        }
        let own = lots.filter(|lot| lot.is_some() && self.has_own_answers(decision, *lot));
        std::iter::once(None).chain(own).collect()
    }

    /// Answers whether something is concluded for a lot, by a decision that arises.
    pub fn is_concluded(&self, wanted: &Presupposition, lot: Option<usize>) -> bool {
        self.value(wanted, lot).is_some_and(|value| is_one(wanted, &value))
    }

    /// Answers whether something is concluded for a lot; nothing while that is open, or where the pack of the case does not know the decision.
    pub fn concluded(&self, wanted: &Presupposition, lot: Option<usize>) -> Option<bool> {
        let decision = self.rulebook.pack().decisions.iter().find(|other| other.id == wanted.decision)?;
        let value = self.value(wanted, lot).map(|value| is_one(wanted, &value));
        value.or_else(|| self.is_ruled_out(decision, lot).then_some(false))
    }

    fn has_happened(&self, decision: &Decision) -> bool {
        let happened = |event: &EventId| self.state.happened.iter().any(|happened| happened.what.event == *event);
        decision.after.is_empty() || decision.after.iter().any(happened)
    }

    fn has_own_answers(&self, decision: &Decision, lot: Option<usize>) -> bool {
        self.state.answers.keys().any(|key| key.decision == decision.id && key.lot == lot)
    }

    /// Returns the value of a conclusion of a decision that arises; none while it is open.
    fn value(&self, wanted: &Presupposition, lot: Option<usize>) -> Option<ValueId> {
        let decision = self.rulebook.pack().decisions.iter().find(|other| other.id == wanted.decision)?;
        if !self.arises(decision, lot) {
            return None;
        }
        let place = (decision.id.clone(), lot);
        let mut concluded = self.concluded.borrow_mut();
        concluded.entry(place).or_insert_with(|| self.conclude(decision, lot)).get(&wanted.conclusion).cloned()
    }

    /// Concludes a decision; nothing where no law of the pack governs the date.
    fn conclude(&self, decision: &Decision, lot: Option<usize>) -> BTreeMap<ConclusionId, ValueId> {
        let date = law_date_of(decision, self.state, self.rulebook.pack());
        let Ok(compiled) = self.rulebook.decision(&decision.id, date) else {
            return BTreeMap::new();
        };
        let facts = compiled.facts(&self.state.known(&decision.id, lot));
        let found = compiled.conclude(&facts).into_iter();
        found.filter_map(|concluded| Some((concluded.conclusion, concluded.value?))).collect()
    }
}

fn is_one(wanted: &Presupposition, value: &ValueId) -> bool {
    wanted.values.contains(value)
}
