//! When the answers were recorded, as the decision record tells it.

use std::collections::BTreeMap;

use crate::casebook::Case;
use crate::contemporaneity::{Contemporaneity, EntryLabel};
use crate::decision_record::{
    AnsweredQuestion, ConditionFinding, GateOnRecord, LateAnswer, LateAnswers, Section, WhenRecorded,
};
use crate::event::{AnswerKey, CaseEvent};

/// Tells which answers were on record before the gates of a case, and which came or changed after one.
pub(super) fn when_recorded(case: &Case, labels: &Contemporaneity) -> WhenRecorded {
    let gates = labels.gates.iter().map(|gate| {
        let bounds = labels.entry(gate.entry).and_then(|label| label.bounds.clone());
        GateOnRecord { gate: gate.clone(), bounds }
    });
    let standing = case.state.answers.values().filter_map(|history| history.current.as_ref());
    let before = standing.filter(|answer| labels.entry(answer.seq).is_none_or(|label| !label.is_late())).count();
    WhenRecorded { gates: gates.collect(), before, late: late(case, labels), caution: labels.caution.clone() }
}

/// Gathers what came after a gate; what was recorded on one day and is told in the same words stands together.
fn late(case: &Case, labels: &Contemporaneity) -> Vec<LateAnswers> {
    let mut late: Vec<LateAnswers> = Vec::new();
    for (entry, label) in case.entries.iter().zip(&labels.entries).filter(|(_, label)| label.is_late()) {
        let Some(answer) = entry.event.as_ref().and_then(|event| late_answer(case, event, label.entry)) else {
            continue;
        };
        let (recorded, verdict, says) = (label.recorded, label.verdict.clone(), label.in_full());
        match late.iter_mut().find(|other| other.recorded == recorded && other.says == says) {
            Some(others) => others.answers.push(answer),
            None => late.push(LateAnswers { recorded, verdict, says, answers: vec![answer] }),
        }
    }
    late
}

fn late_answer(case: &Case, event: &CaseEvent, entry: u64) -> Option<LateAnswer> {
    let key: &AnswerKey = match event {
        CaseEvent::Answered(answered) => &answered.key,
        CaseEvent::Withdrawn(withdrawn) => &withdrawn.key,
        _ => return None,
    };
    let question = case.rulebook.pack().questions.get(&key.question);
    Some(LateAnswer {
        entry,
        decision: key.decision.to_string(),
        question: key.question.to_string(),
        ask: question.map_or_else(|| key.question.to_string(), |question| question.ask.clone()),
        lot: key.lot.and_then(|lot| case.state.lot_name(lot)).map(str::to_owned),
        stands: case.state.standing(key).is_some_and(|standing| standing.seq == entry),
    })
}

/// Notes at every answer in the sections that was given or changed after a gate when that was. Where no answer was there before, as in a case that is entered
/// afterwards, only what replaces another is noted: the rest is said once, for all of them.
pub(super) fn mark(sections: &mut [Section], labels: &Contemporaneity, recorded: &WhenRecorded) {
    let noted = |label: &&EntryLabel| label.is_late() && (recorded.before > 0 || label.replaces.is_some());
    let late = labels.entries.iter().filter(noted);
    let late: BTreeMap<u64, String> = late.map(|label| (label.entry, label.in_full())).collect();
    let note = |answer: &mut AnsweredQuestion| answer.late = late.get(&answer.entry).cloned();
    for section in sections {
        section.answers.iter_mut().for_each(note);
        section.route.iter_mut().for_each(|route| note(&mut route.answer));
        section.rules.iter_mut().for_each(|rule| mark_condition(&mut rule.condition, &note));
    }
}

fn mark_condition(condition: &mut ConditionFinding, note: &impl Fn(&mut AnsweredQuestion)) {
    condition.answers.iter_mut().for_each(note);
    condition.parts.iter_mut().for_each(|part| mark_condition(part, note));
}
