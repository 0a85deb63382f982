//! From the state of a case to what it leads to: each decision, for each lot, by the pack the case was opened with.

use chrono::NaiveDate;
use psr_rules::answer::Answers;
use psr_rules::engine::{CompiledDecision, Concluded, Determination, Facts, Rulebook, UNDETERMINED};
use psr_rules::id::DecisionId;
use psr_rules::pack::model::{Decision, EventKind, Pack};

use crate::arising::Arising;
use crate::error::{Error, Result};
use crate::event::{Determined, Happened, Standing};
use crate::state::CaseState;

/// One decision of a case, determined for one lot or for the whole.
#[derive(Debug)]
pub struct Determining<'r> {
    /// The decision.
    pub decision: &'r Decision,
    /// The lot.
    pub lot: Option<usize>,
    /// The decision, compiled for the law in force.
    pub compiled: &'r CompiledDecision,
    /// What is known, as answers.
    pub known: Answers,
    /// What is known, as the engine takes it.
    pub facts: Facts,
    /// What it leads to.
    pub determination: Determination,
}

/// Returns the date that selects the law for a case: see [`CaseState::law_date`].
pub fn law_date(state: &CaseState, pack: &Pack) -> NaiveDate {
    state.law_date(|happened| commences(happened, pack))
}

/// Returns the date on which the procedure commenced, if that is on record.
pub fn commenced(state: &CaseState, pack: &Pack) -> Option<NaiveDate> {
    state.commenced(|happened| commences(happened, pack))
}

fn commences(happened: &Happened, pack: &Pack) -> bool {
    pack.events.iter().any(|kind| kind.commences && kind.id == happened.event)
}

/// Returns the date that selects the law for one decision: the latest of the events that are the date it goes by, else that of the case.
pub fn law_date_of(decision: &Decision, state: &CaseState, pack: &Pack) -> NaiveDate {
    let is_date = |kind: &EventKind| kind.selects == Some(decision.selected_by);
    let counts = |happened: &Happened| pack.events.iter().any(|kind| is_date(kind) && kind.id == happened.event);
    state.latest(counts).unwrap_or_else(|| law_date(state, pack))
}

/// Determines one decision for one lot.
///
/// # Errors
/// When no law of the pack governs the date.
pub fn determine<'r>(
    state: &CaseState,
    rulebook: &'r Rulebook,
    decision: &'r Decision,
    lot: Option<usize>,
) -> Result<Determining<'r>> {
    let date = law_date_of(decision, state, rulebook.pack());
    let compiled = rulebook.decision(&decision.id, date).map_err(|error| Error::Law(error.to_string()))?;
    let known = state.known(&decision.id, lot);
    let facts = compiled.facts(&known);
    let determination = compiled.determine(&facts);
    Ok(Determining { decision, lot, compiled, known, facts, determination })
}

/// Determines every decision that has conclusions, for every lot, as entries to put on record.
///
/// A decision for which nothing is known is left out while the standing is provisional, and one that does not arise either when it is final.
pub(crate) fn determine_all(state: &CaseState, rulebook: &Rulebook, standing: Standing) -> Result<Vec<Determined>> {
    let arising = Arising::new(state, rulebook);
    let mut all = Vec::new();
    for decision in rulebook.pack().decisions.iter().filter(|decision| !decision.conclusions.is_empty()) {
        for lot in state.lots() {
            let arises = || standing == Standing::Final && arising.arises(decision, lot);
            if touched(state, &decision.id) || arises() {
                all.push(to_record(state, &determine(state, rulebook, decision, lot)?, rulebook.pack(), standing));
            }
        }
    }
    Ok(all)
}

fn touched(state: &CaseState, decision: &DecisionId) -> bool {
    state.answers.keys().any(|key| key.decision == *decision)
}

/// Returns a determination as an entry to put on record.
pub(crate) fn to_record(
    state: &CaseState,
    determining: &Determining<'_>,
    pack: &Pack,
    standing: Standing,
) -> Determined {
    let determination = &determining.determination;
    Determined {
        decision: determining.decision.id.clone(),
        lot: determining.lot,
        standing,
        basis: state.head,
        law_date: law_date_of(determining.decision, state, pack),
        text: determination.law.to_string(),
        pack: pack.digest.to_string(),
        conclusions: determination.conclusions.iter().map(concluded).collect(),
        relevant: determination.relevant.iter().map(ToString::to_string).collect(),
        conflicts: determination.conflicts.iter().map(|conflict| conflict.message.clone()).collect(),
    }
}

/// Returns a conclusion with its value as text.
pub(crate) fn concluded(concluded: &Concluded) -> (String, String) {
    let value = concluded.value.as_ref().map_or(UNDETERMINED, |value| value.as_str());
    (concluded.conclusion.to_string(), value.to_owned())
}

/// Answers whether two determinations lead to the same, under the same law and pack.
pub(crate) fn same_outcome(one: &Determined, other: &Determined) -> bool {
    let outcome = |of: &Determined| {
        (
            of.law_date,
            of.text.clone(),
            of.pack.clone(),
            of.conclusions.clone(),
            of.relevant.clone(),
            of.conflicts.clone(),
        )
    };
    outcome(one) == outcome(other)
}
