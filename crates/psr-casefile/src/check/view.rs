//! The life of a case as the pack's checks read it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use psr_rules::engine::Status;
use psr_rules::id::ParameterId;
use psr_rules::pack::model::{Asked, Figure, Pack};
use psr_rules::readiness::{AnswerView, ApprovalView, CaseView, EarlierAnswer, EventView, Truth};

use crate::arising::Arising;
use crate::casebook::Case;
use crate::determine;
use crate::error::Result;
use crate::event::{AnswerKey, Answered, CaseEvent, Happened};
use crate::record::in_words;
use crate::signoff::{self, ApprovalStanding};
use crate::state::Recorded;
use crate::time::london_day;
use crate::timetable;

/// What stands in messages for an answer that is privileged.
const PRIVILEGED: &str = "(privileged)";

/// Returns the life of a case for one lot or for the whole, as it stands on a day.
///
/// # Errors
/// When no law of the pack governs the case's date.
pub fn view(case: &Case, lot: Option<usize>, today: NaiveDate) -> Result<CaseView> {
    let pack = case.rulebook.pack();
    let mut view = CaseView {
        today,
        answers: answers(case, lot),
        happened: case.state.happened.iter().map(event).collect(),
        approvals: approvals(case),
        figures: figures(pack, determine::law_date(&case.state, pack)),
        ..CaseView::default()
    };
    conclude(&mut view, case, lot)?;
    if let Some(timetable) = timetable::of_lot(case, lot, today) {
        (view.moments, view.duties) = timetable::facts_for_readiness(&timetable);
    }
    Ok(view)
}

/// Adds what the decisions that arise lead to.
fn conclude(view: &mut CaseView, case: &Case, lot: Option<usize>) -> Result<()> {
    let arising = Arising::new(&case.state, &case.rulebook);
    for decision in case.rulebook.pack().decisions.iter().filter(|decision| arising.arises(decision, lot)) {
        view.arising.insert(decision.id.clone());
        if decision.conclusions.is_empty() {
            continue;
        }
        let found = determine::determine(&case.state, &case.rulebook, decision, lot)?.determination;
        let concluded = found.conclusions.into_iter();
        view.concluded.extend(concluded.map(|found| ((decision.id.clone(), found.conclusion), found.value)));
        view.rules.extend(found.findings.into_iter().map(|finding| (finding.rule, truth(finding.status))));
    }
    Ok(())
}

fn truth(status: Status) -> Truth {
    match status {
        Status::Met => Truth::Yes,
        Status::NotMet => Truth::No,
        Status::Undetermined => Truth::Unknown,
    }
}

/// Returns the answers that govern, each with what stood before it.
fn answers(case: &Case, lot: Option<usize>) -> BTreeMap<Asked, AnswerView> {
    let before = replaced(case);
    let keys = case.state.answers.keys().filter(|key| key.lot.is_none() || key.lot == lot);
    let answer = |key: &AnswerKey| {
        let key = AnswerKey { lot, ..key.clone() };
        let recorded = case.state.governing(&key)?;
        let asked = Asked { decision: key.decision, question: key.question };
        Some((asked, answer(case, recorded, &before)?))
    };
    keys.filter_map(answer).collect()
}

/// Returns every answer that was ever given, by its entry.
fn replaced(case: &Case) -> BTreeMap<u64, EarlierAnswer> {
    let answered = case.entries.iter().filter_map(|entry| match &entry.event {
        Some(CaseEvent::Answered(answered)) => {
            let value = answered.answer.clone();
            Some((entry.seq, EarlierAnswer { value, entry: entry.seq, recorded: london_day(entry.at) }))
        }
        _ => None,
    });
    answered.collect()
}

fn answer(case: &Case, recorded: &Recorded<Answered>, before: &BTreeMap<u64, EarlierAnswer>) -> Option<AnswerView> {
    let what = &recorded.what;
    let question = case.rulebook.pack().questions.get(&what.key.question)?;
    let history = case.state.answers.get(&what.key);
    let earlier = history.into_iter().flat_map(|history| &history.replaced);
    let words = what.answer.as_ref().map(|answer| in_words(question, answer)).unwrap_or_default();
    Some(AnswerView {
        words: if what.privileged { PRIVILEGED.to_owned() } else { words },
        value: what.answer.clone(),
        ask: question.ask.clone(),
        is_view: question.view.is_some(),
        reason: what.reason.clone(),
        view_of: what.view_of.clone(),
        evidence: what.evidence.len(),
        entry: recorded.seq,
        recorded: london_day(recorded.at),
        concerns: what.concerns,
        earlier: earlier.filter_map(|entry| before.get(entry).cloned()).collect(),
    })
}

fn event(recorded: &Recorded<Happened>) -> EventView {
    EventView {
        event: recorded.what.event.clone(),
        on: recorded.what.on,
        recorded: london_day(recorded.at),
        fields: recorded.what.details.iter().cloned().collect(),
        entry: recorded.seq,
    }
}

fn approvals(case: &Case) -> Vec<ApprovalView> {
    let approval =
        |approval: ApprovalStanding| ApprovalView { on: london_day(approval.at), overtaken: !approval.counts() };
    signoff::standing(case).approvals.into_iter().map(approval).collect()
}

/// Returns the figures in force on a day.
fn figures(pack: &Pack, on: NaiveDate) -> BTreeMap<ParameterId, Figure> {
    let in_force = |parameter: &psr_rules::pack::model::Parameter| {
        let value = parameter.values.iter().rev().find(|value| value.from <= on)?;
        Some((parameter.id.clone(), value.figure))
    };
    pack.parameters.values().filter_map(in_force).collect()
}
