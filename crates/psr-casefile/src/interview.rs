//! What to ask next in a case: only what can still matter, in an order that keeps the expected number of questions small.
//!
//! The interview is a function of the case's state, so it can be interrupted at any point, resumed, and corrected: after each answer it is simply
//! asked again. What somebody said is not known yet is set aside for the sitting, never recorded as an answer.

use std::collections::BTreeSet;

use psr_rules::pack::model::{Decision, Question};

use crate::arising::Arising;
use crate::casebook::Case;
use crate::determine;
use crate::error::Result;
use crate::event::AnswerKey;

/// A question to ask.
#[derive(Debug, Clone)]
pub struct Next<'c> {
    /// The decision it is asked for.
    pub decision: &'c Decision,
    /// The lot.
    pub lot: Option<usize>,
    /// The question.
    pub question: &'c Question,
    /// How many more could still matter in this decision, this one included.
    pub remaining: usize,
}

impl Next<'_> {
    /// Returns the key under which the answer will stand.
    pub fn key(&self) -> AnswerKey {
        AnswerKey { decision: self.decision.id.clone(), lot: self.lot, question: self.question.id.clone() }
    }
}

/// Returns the question to ask next, for the whole case or for one lot; none when nothing that can still matter is left but what was set aside.
///
/// Decisions are taken in the pack's order. One that does not arise is passed over. One that only collects is asked in full, since all of it belongs
/// on file.
///
/// # Errors
/// When no law of the pack governs the case's date.
pub fn next<'c>(case: &'c Case, lot: Option<usize>, set_aside: &BTreeSet<AnswerKey>) -> Result<Option<Next<'c>>> {
    let arising = Arising::new(&case.state, &case.rulebook);
    for decision in &case.rulebook.pack().decisions {
        if !arising.arises(decision, lot) {
            continue;
        }
        let open = open_questions(case, decision, lot)?;
        let key = |question: &Question| AnswerKey { decision: decision.id.clone(), lot, question: question.id.clone() };
        if let Some(question) = open.iter().find(|question| !set_aside.contains(&key(question))) {
            return Ok(Some(Next { decision, lot, question, remaining: open.len() }));
        }
    }
    Ok(None)
}

/// Returns the question to ask next in a case with or without lots: what counts for the whole case comes first, then each lot is gone through; or only
/// what concerns one lot, where one is named.
///
/// # Errors
/// When no law of the pack governs the case's date.
pub fn next_anywhere<'c>(
    case: &'c Case,
    only: Option<usize>,
    set_aside: &BTreeSet<AnswerKey>,
) -> Result<Option<Next<'c>>> {
    let lots = (1..=case.state.opened.what.lots.len()).map(Some);
    let places = if only.is_some() { vec![only] } else { std::iter::once(None).chain(lots).collect() };
    for lot in places {
        if let Some(next) = next(case, lot, &passed_over(case, lot, set_aside))? {
            return Ok(Some(next));
        }
    }
    Ok(None)
}

/// Returns what is passed over: what was set aside, and for the whole case what every lot has an answer of its own to.
fn passed_over(case: &Case, lot: Option<usize>, set_aside: &BTreeSet<AnswerKey>) -> BTreeSet<AnswerKey> {
    let state = &case.state;
    let lots = 1..=state.opened.what.lots.len();
    let of = |key: &AnswerKey, lot: Option<usize>| AnswerKey { lot, ..key.clone() };
    let own = |key: &&AnswerKey| {
        lot.is_none() && key.lot.is_some() && lots.clone().all(|lot| state.standing(&of(key, Some(lot))).is_some())
    };
    let by_lot = state.answers.keys().filter(own).map(|key| of(key, None));
    by_lot.chain(set_aside.iter().cloned()).collect()
}

/// Returns the questions of a decision that are open and matter, in the order in which they are best asked.
///
/// # Errors
/// When no law of the pack governs the case's date.
pub fn open_questions<'c>(case: &'c Case, decision: &Decision, lot: Option<usize>) -> Result<Vec<&'c Question>> {
    let questions = &case.rulebook.pack().questions;
    if decision.conclusions.is_empty() {
        let known = case.state.known(&decision.id, lot);
        return Ok(decision
            .questions
            .iter()
            .filter(|id| !known.contains_key(*id))
            .filter_map(|id| questions.get(id))
            .collect());
    }
    let determining = determine::determine(&case.state, &case.rulebook, decision, lot)?;
    let next = determining.compiled.next_questions(&determining.facts);
    Ok(next.iter().filter_map(|id| questions.get(id)).collect())
}
