//! Impact: what another pack would make of the open cases of a register.
//!
//! The answers on record are taken through the other pack as they stand, and compared with what they lead to under the pack each case was opened with.
//! Nothing is written. An answer that does not fit the other pack is said so, and the decision it belongs to is not compared: what it would lead to
//! without that answer says nothing about the pack.

use std::collections::BTreeSet;

use psr_rules::answer::{self, Answer};
use psr_rules::engine::{Ground, Rulebook, UNDETERMINED};
use psr_rules::id::{ConclusionId, DecisionId};
use psr_rules::pack::model::{Decision, Kind, Question};
use serde::Serialize;

use crate::casebook::{Case, CaseListing, Casebook};
use crate::determine::{Determining, determine, law_date, law_date_of};
use crate::error::Result;
use crate::event::AnswerKey;
use crate::record::{clause, in_words};

/// What another pack would make of the open cases.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Impact {
    /// How many open cases there are.
    pub open: usize,
    /// The cases in which something changes, or that could not be taken through the other pack whole, oldest first.
    pub cases: Vec<CaseImpact>,
}

/// What another pack would make of one case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CaseImpact {
    /// Its id.
    pub case: String,
    /// The authority's reference.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// The conclusions that change.
    pub changes: Vec<Change>,
    /// What could not be taken through the other pack, and why.
    pub unfit: Vec<Unfit>,
}

/// A conclusion that changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The decision.
    pub decision: String,
    /// The lot, in a case with lots.
    pub lot: Option<String>,
    /// The conclusion.
    pub conclusion: String,
    /// Its name in words.
    pub name: String,
    /// Under the pack the case was opened with.
    pub before: Outcome,
    /// Under the other pack.
    pub after: Outcome,
}

/// What a conclusion comes to under one pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// The text of the law.
    pub law: String,
    /// The value, or that it is undetermined; none where the pack has no such conclusion.
    pub value: Option<String>,
    /// The answers on record that force the value and none of which can be spared; none while it is undetermined.
    pub because: Vec<AnswerBehind>,
}

/// An answer behind a conclusion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnswerBehind {
    /// The question.
    pub question: String,
    /// The answer.
    pub answer: String,
    /// What the answer says, as a clause, where the question has one.
    pub clause: Option<String>,
    /// The entry it stands in.
    pub entry: Option<u64>,
}

/// Something that does not fit the other pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unfit {
    /// The decision; none where the whole case is meant.
    pub decision: Option<String>,
    /// The question, where an answer does not fit.
    pub question: Option<String>,
    /// The lot, where the answer is one lot's own.
    pub lot: Option<String>,
    /// Why it does not fit.
    pub reason: String,
}

impl Casebook {
    /// Takes the answers of every open case through another pack, and returns the cases in which a conclusion changes, and those that do not fit.
    ///
    /// # Errors
    /// When the register cannot be read; what is wrong with a case is said beside it.
    pub fn impact(&self, other: &Rulebook, progress: &mut dyn FnMut(u64, u64)) -> Result<Impact> {
        let open: Vec<CaseListing> = self.cases()?.into_iter().filter(|case| !case.closed).collect();
        let mut impact = Impact { open: open.len(), cases: Vec::new() };
        for (listing, done) in open.iter().zip(1..) {
            let found = listing.id.parse().map_or_else(|_| Ok(None), |id| self.case_by_id(id).map(Some));
            let found = match found {
                Ok(case) => case.map(|case| of_case(&case, other)).unwrap_or_default(),
                Err(error) => CaseImpact { unfit: vec![whole(error.to_string())], ..CaseImpact::default() },
            };
            if !found.changes.is_empty() || !found.unfit.is_empty() {
                let (case, reference) = (listing.id.clone(), listing.reference.clone());
                impact.cases.push(CaseImpact { case, reference, title: listing.title.clone(), ..found });
            }
            progress(done, open.len() as u64);
        }
        Ok(impact)
    }
}

/// Takes the answers of one case through another pack.
fn of_case(case: &Case, other: &Rulebook) -> CaseImpact {
    let mut found = CaseImpact::default();
    let (date, begins) = (law_date(&case.state, other.pack()), other.pack().about.begins);
    if case.state.hidden > 0 {
        found.unfit.push(whole("answers it may rest on are withheld or erased".to_owned()));
    } else if date < begins {
        found.unfit.push(whole(format!("its procedure commenced on {date}, before the other pack begins on {begins}")));
    } else {
        found.unfit = unfit_answers(case, other);
        found.unfit.extend(too_early(case, other));
        let unfit: BTreeSet<&str> = found.unfit.iter().filter_map(|unfit| unfit.decision.as_deref()).collect();
        for decision in case.rulebook.pack().decisions.iter().filter(|decision| !unfit.contains(decision.id.as_str())) {
            for lot in case.state.lots().into_iter().filter(|_| is_touched(case, &decision.id)) {
                found.changes.extend(of_decision(case, other, decision, lot).unwrap_or_default());
            }
        }
    }
    found
}

fn whole(reason: String) -> Unfit {
    Unfit { decision: None, question: None, lot: None, reason }
}

/// Returns the decisions that go by a date of their own, where that lies before the other pack begins.
fn too_early(case: &Case, other: &Rulebook) -> Vec<Unfit> {
    let begins = other.pack().about.begins;
    let decisions = other.pack().decisions.iter().filter(|decision| is_touched(case, &decision.id));
    let dated = decisions.map(|decision| (decision, law_date_of(decision, &case.state, other.pack())));
    let early = dated.filter(|(_, date)| *date < begins).map(|(decision, date)| Unfit {
        decision: Some(decision.id.to_string()),
        ..whole(format!("it goes by the law of {date}, before the other pack begins on {begins}"))
    });
    early.collect()
}

/// Answers whether any answer stands for a decision.
fn is_touched(case: &Case, decision: &DecisionId) -> bool {
    case.state.answers.iter().any(|(key, history)| key.decision == *decision && history.current.is_some())
}

/// Returns the answers that stand and that the other pack would not take.
fn unfit_answers(case: &Case, other: &Rulebook) -> Vec<Unfit> {
    let standing = case.state.answers.iter().filter_map(|(key, history)| Some((key, history.current.as_ref()?)));
    let unfit = standing.filter_map(|(key, answered)| {
        let reason = match question(other, key) {
            Ok(question) => does_not_fit(question, answered.what.answer.as_ref()?)?,
            Err(reason) => reason,
        };
        Some(Unfit {
            decision: Some(key.decision.to_string()),
            question: Some(key.question.to_string()),
            lot: lot_name(case, key.lot),
            reason,
        })
    });
    unfit.collect()
}

/// Finds the question that an answer is kept for in the other pack.
fn question<'r>(other: &'r Rulebook, key: &AnswerKey) -> std::result::Result<&'r Question, String> {
    let pack = other.pack();
    let question = pack.questions.get(&key.question).ok_or("the other pack has no such question")?;
    let decision = pack.decisions.iter().find(|decision| decision.id == key.decision);
    let decision = decision.ok_or("the other pack has no such decision")?;
    let asks = decision.questions.contains(&key.question);
    if asks { Ok(question) } else { Err("the decision does not ask it in the other pack".to_owned()) }
}

/// Says why an answer is none to the question in the other pack, if it is not.
fn does_not_fit(question: &Question, answer: &Answer) -> Option<String> {
    match (&question.kind, answer) {
        (Kind::List(_), Answer::List(_)) => {
            let faults = answer::faults(question, answer);
            faults.first().map(|error| format!("in the other pack, {}", error.problem()))
        }
        (_, Answer::List(_)) => Some("the other pack does not take a list there".to_owned()),
        _ => answer::parse(question, &answer.plain())
            .err()
            .map(|error| format!("in the other pack, {}", error.problem())),
    }
}

/// Returns the conclusions of one decision that change, for one lot.
fn of_decision(case: &Case, other: &Rulebook, decision: &Decision, lot: Option<usize>) -> Result<Vec<Change>> {
    let Some(counterpart) = other.pack().decisions.iter().find(|known| known.id == decision.id) else {
        return Ok(Vec::new());
    };
    let before = determine(&case.state, &case.rulebook, decision, lot)?;
    let after = determine(&case.state, other, counterpart, lot)?;
    let mut known: Vec<(&ConclusionId, &str)> = Vec::new();
    for conclusion in counterpart.conclusions.iter().chain(&decision.conclusions) {
        if known.iter().all(|(id, _)| **id != conclusion.id) {
            known.push((&conclusion.id, &conclusion.name));
        }
    }
    let change = |(conclusion, name): (&ConclusionId, &str)| {
        let value = |of: &Determining<'_>| value(of, conclusion);
        (value(&before) != value(&after)).then(|| Change {
            decision: decision.id.to_string(),
            lot: lot_name(case, lot),
            conclusion: conclusion.to_string(),
            name: name.to_owned(),
            before: outcome(case, &before, conclusion),
            after: outcome(case, &after, conclusion),
        })
    };
    Ok(known.into_iter().filter_map(change).collect())
}

/// Returns the value of a conclusion, or that it is undetermined; nothing where the decision has no such conclusion.
fn value(of: &Determining<'_>, conclusion: &ConclusionId) -> Option<String> {
    let found = of.determination.conclusions.iter().find(|found| found.conclusion == *conclusion)?;
    Some(found.value.as_ref().map_or(UNDETERMINED, |value| value.as_str()).to_owned())
}

fn outcome(case: &Case, of: &Determining<'_>, conclusion: &ConclusionId) -> Outcome {
    let explanation = of.compiled.explain(&of.facts, conclusion);
    let grounds = explanation.map(|explanation| explanation.sufficient).unwrap_or_default();
    let because = grounds.iter().map(|ground| behind(case, of, ground)).collect();
    Outcome { law: of.determination.law.to_string(), value: value(of, conclusion), because }
}

/// Returns an answer behind a conclusion, in words and with the entry it stands in.
fn behind(case: &Case, of: &Determining<'_>, ground: &Ground) -> AnswerBehind {
    let question = of.compiled.pack().questions.get(&ground.question);
    let key = AnswerKey { decision: of.decision.id.clone(), lot: of.lot, question: ground.question.clone() };
    AnswerBehind {
        question: ground.question.to_string(),
        answer: question.map_or_else(|| ground.answer.plain(), |question| in_words(question, &ground.answer)),
        clause: question.and_then(|question| clause(question, &ground.answer)),
        entry: case.state.governing(&key).map(|answered| answered.seq),
    }
}

fn lot_name(case: &Case, lot: Option<usize>) -> Option<String> {
    lot.and_then(|lot| case.state.lot_name(lot)).map(str::to_owned)
}
