//! The sections of a decision record: each decision of the pack that arises, for each lot.

use psr_rules::engine::Status as Found;
use psr_rules::pack::model::Decision;

use super::{answers, conclusions, rules};
use crate::arising::Arising;
use crate::casebook::Case;
use crate::decision_record::{
    AnsweredQuestion, Grounds, OpenQuestion, OwnLaw, RouteFollowed, Section, Statement, Status,
};
use crate::determine::{self, Determining};
use crate::error::Result;
use crate::event::AnswerKey;
use crate::interview;

/// Draws up the sections, in the pack's order; a decision that only collects has one section for the whole case and one for each lot that has answers of
/// its own.
pub(super) fn sections(case: &Case) -> Result<Vec<Section>> {
    let arising = Arising::new(&case.state, &case.rulebook);
    let mut sections = Vec::new();
    for decision in &case.rulebook.pack().decisions {
        for lot in arising.places(decision) {
            sections.push(section(case, decision, lot)?);
        }
    }
    Ok(sections)
}

/// Draws up the section of one decision for the whole case, whether or not it arises there: facts alone are no case in which anything could have happened
/// before.
///
/// # Errors
/// When no law of the pack governs the case's date.
pub fn decision_section(case: &Case, decision: &Decision) -> Result<Section> {
    section(case, decision, None)
}

fn section(case: &Case, decision: &Decision, lot: Option<usize>) -> Result<Section> {
    let determining = determine::determine(&case.state, &case.rulebook, decision, lot)?;
    let determination = &determining.determination;
    let collects = decision.conclusions.is_empty();
    let open = interview::open_questions(case, decision, lot)?;
    Ok(Section {
        decision: decision.id.to_string(),
        title: decision.title.clone(),
        about: decision.about.clone(),
        provision: decision.provision.to_string(),
        own_law: own_law(case, &determining)?,
        lot: lot.and_then(|lot| case.state.lot_name(lot)).map(str::to_owned),
        collects,
        complete: determination.complete,
        conclusions: conclusions::conclusions(case, &determining),
        rules: rules::rules(case, &determining),
        answers: given(case, decision, lot),
        open: open.into_iter().map(open_question).collect(),
        conflicts: conflicts(case, &determining),
        route: route(case, &determining),
    })
}

/// Returns the law that governs a decision, where its text or its date is not that of the case.
fn own_law(case: &Case, determining: &Determining<'_>) -> Result<Option<OwnLaw>> {
    let pack = case.rulebook.pack();
    let date = determine::law_date_of(determining.decision, &case.state, pack);
    let (of_case, own) = (super::law(case)?, determining.compiled.law());
    if date == determine::law_date(&case.state, pack) && own.as_str() == of_case.text {
        return Ok(None);
    }
    let text_source = super::source_of(pack, own);
    Ok(Some(OwnLaw { text: own.to_string(), text_source, date }))
}

/// Returns the answers that govern, in the decision's order.
fn given(case: &Case, decision: &Decision, lot: Option<usize>) -> Vec<AnsweredQuestion> {
    let answer = |id: &psr_rules::id::QuestionId| {
        let key = AnswerKey { decision: decision.id.clone(), lot, question: id.clone() };
        let question = case.rulebook.pack().questions.get(id)?;
        answers::answered(&case.state, question, case.state.governing(&key)?)
    };
    decision.questions.iter().filter_map(answer).collect()
}

fn open_question(question: &psr_rules::pack::model::Question) -> OpenQuestion {
    OpenQuestion {
        question: question.id.to_string(),
        ask: question.ask.clone(),
        why: question.why.clone(),
        provisions: question.provisions.iter().map(ToString::to_string).collect(),
    }
}

fn conflicts(case: &Case, determining: &Determining<'_>) -> Vec<Statement> {
    let statement = |conflict: &psr_rules::engine::ConflictFound| {
        let provisions: Vec<String> = conflict.provisions.iter().map(ToString::to_string).collect();
        let findings = determining.determination.findings.iter();
        let behind =
            findings.filter(|finding| finding.status == Found::Met && conflict.provisions.contains(&finding.provision));
        let mut entries: Vec<u64> = behind
            .flat_map(|finding| finding.because.iter())
            .filter_map(|ground| conclusions::entry(case, determining, &ground.question))
            .collect();
        entries.sort_unstable();
        entries.dedup();
        Statement { text: conflict.message.clone(), grounds: Grounds { provisions, entries } }
    };
    determining.determination.conflicts.iter().map(statement).collect()
}

/// Returns the route that was followed, where the conclusions are routes and an answer elsewhere records it.
fn route(case: &Case, determining: &Determining<'_>) -> Option<RouteFollowed> {
    let routes = determining.decision.routes.as_ref()?;
    let pack = case.rulebook.pack();
    let question = pack.questions.get(routes.followed.as_ref()?)?;
    let records = pack.decisions.iter().find(|decision| decision.questions.contains(&question.id))?;
    let key = AnswerKey { decision: records.id.clone(), lot: determining.lot, question: question.id.clone() };
    let answer = answers::answered(&case.state, question, case.state.governing(&key)?)?;
    let concluded =
        determining.determination.conclusions.iter().find(|found| found.conclusion.as_str() == answer.plain);
    let lawful = match concluded.map(|found| found.value.as_ref()) {
        Some(Some(value)) if routes.lawful.contains(value) => Status::Met,
        Some(None) => Status::Undetermined,
        _ => Status::NotMet,
    };
    let open = determining.determination.conclusions.iter().filter(|found| {
        routes.conclusions.contains(&found.conclusion)
            && found.value.as_ref().is_some_and(|value| routes.lawful.contains(value))
    });
    Some(RouteFollowed {
        route: answer.plain.clone(),
        name: answer.answer.clone(),
        lawful,
        choice: open.count() > 1,
        answer,
    })
}
