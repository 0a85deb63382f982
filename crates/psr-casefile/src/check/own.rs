//! What is missing in any case, whatever its law: answers, reasons, names of those who formed a view, a lawful route, an approval.

use psr_rules::pack::model::{Decision, GroundKind, Pack, Question, Severity};

use super::{Gap, approval, documents};
use crate::arising::Arising;
use crate::casebook::Case;
use crate::decision_record::{AnsweredQuestion, DecisionRecord, Section, Status};
use crate::error::Result;
use crate::interview;

/// Names the gap of a route that was followed and may not be: what was done is wrong, and no answer is missing.
pub(crate) const ROUTE_NOT_PERMITTED: &str = "route-not-permitted";

/// Lists what is missing, in the order of the record.
pub(super) fn gaps(case: &Case, record: &DecisionRecord) -> Result<Vec<Gap>> {
    let mut gaps = Vec::new();
    for section in &record.sections {
        gaps.extend(section.answers.iter().flat_map(|answered| answer_gaps(answered, section)));
        gaps.extend(conflict_gaps(section));
        gaps.extend(route_gaps(section, case));
    }
    let arising = Arising::new(&case.state, &case.rulebook);
    for decision in case.rulebook.pack().decisions.iter().filter(|decision| !is_route(case.rulebook.pack(), decision)) {
        gaps.extend(open_gaps(case, decision, arising.places(decision))?);
    }
    gaps.extend(approval::gaps(record));
    gaps.extend(documents::gaps(case));
    gaps.extend(record.case.retrospective.then(entered_afterwards));
    Ok(gaps)
}

/// A view without a name or without reasons blocks; any other answer without reasons is pointed out.
fn answer_gaps(answered: &AnsweredQuestion, section: &Section) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let mut gap = |id: &str, blocks: bool, message: String, next: &str| {
        let severity = if blocks { Severity::Blocks } else { Severity::Warns };
        gaps.push(Gap {
            provisions: answered.provisions.clone(),
            question: Some(answered.question.clone()),
            lot: section.lot.clone(),
            entries: vec![answered.entry],
            ..Gap::of_every_stage(id, severity, message, next)
        });
    };
    if answered.reason.is_none() && !section.collects {
        let next = "answer it again with the reasons (--reason)";
        gap(
            "answer-without-reasons",
            answered.view.is_some(),
            format!("No reasons are on record for “{}”.", answered.ask),
            next,
        );
    }
    if answered.view.is_some() && answered.view_of.is_none() {
        let next = "answer it again and name who formed the view (--view-of)";
        gap(
            "view-without-a-name",
            true,
            format!("It is not on record who formed the view on “{}”.", answered.ask),
            next,
        );
    }
    gaps
}

fn conflict_gaps(section: &Section) -> Vec<Gap> {
    let next = "look again at the answers behind it, and take advice";
    let gap = |conflict: &crate::decision_record::Statement| Gap {
        provisions: conflict.grounds.provisions.clone(),
        lot: section.lot.clone(),
        entries: conflict.grounds.entries.clone(),
        ..Gap::of_every_stage("conflict", Severity::Blocks, conflict.text.clone(), next)
    };
    section.conflicts.iter().map(gap).collect()
}

/// Where the conclusions are routes, the one followed must be on record, and be one that may be followed.
fn route_gaps(section: &Section, case: &Case) -> Vec<Gap> {
    let decision = case.rulebook.pack().decisions.iter().find(|decision| decision.id.as_str() == section.decision);
    let followed = decision.and_then(|decision| decision.routes.as_ref()?.followed.as_ref());
    let gap = |id: &str, message: String, next: &str| Gap {
        provisions: vec![section.provision.clone()],
        question: followed.map(ToString::to_string),
        lot: section.lot.clone(),
        entries: section.route.iter().map(|route| route.answer.entry).collect(),
        ..Gap::of_every_stage(id, Severity::Blocks, message, next)
    };
    match (&section.route, followed) {
        (Some(route), _) if route.lawful == Status::NotMet => {
            let message = format!("{} was followed, but the answers on record do not permit it.", route.name);
            vec![gap(ROUTE_NOT_PERMITTED, message, "correct the answers, or abandon and follow a process that is open")]
        }
        (Some(route), _) if route.lawful == Status::Undetermined => {
            let message =
                format!("{} was followed, but the answers on record do not settle whether it may be.", route.name);
            vec![gap("route-not-settled", message, "answer the questions that are still open")]
        }
        (None, Some(question)) if section.complete => {
            let message = "It is not on record which process is followed, and why.".to_owned();
            vec![gap("route-not-recorded", message, &format!("answer `{question}` with the reasons"))]
        }
        _ => Vec::new(),
    }
}

/// A decision that arises must be settled, and what must be on file must be on file.
fn open_gaps(case: &Case, decision: &Decision, mut places: Vec<Option<usize>>) -> Result<Vec<Gap>> {
    let mut gaps = Vec::new();
    // What is on file for the whole case is on file for each lot.
    if decision.conclusions.is_empty() && places.contains(&None) {
        places = vec![None];
    }
    for lot in places {
        let open = interview::open_questions(case, decision, lot)?;
        let found = if decision.conclusions.is_empty() {
            open.into_iter().map(not_answered(decision)).collect()
        } else {
            Vec::from_iter(not_settled(decision, &open))
        };
        let lot = lot.and_then(|lot| case.state.lot_name(lot));
        gaps.extend(found.into_iter().map(|gap| Gap { lot: lot.map(str::to_owned), ..gap }));
    }
    Ok(gaps)
}

/// A question of a decision that collects.
fn not_answered(decision: &Decision) -> impl Fn(&Question) -> Gap {
    |question| {
        let message = format!("{}: “{}” is not answered.", decision.title, question.ask);
        let next = format!("answer `{}`", question.id);
        Gap {
            provisions: question.provisions.iter().map(ToString::to_string).collect(),
            question: Some(question.id.to_string()),
            ..Gap::of_every_stage("question-not-answered", Severity::Blocks, message, &next)
        }
    }
}

/// A decision that leads nowhere yet: one gap, however many of its questions are open.
fn not_settled(decision: &Decision, open: &[&Question]) -> Option<Gap> {
    let question = open.first()?;
    let message = match open.len() {
        1 => format!("“{}” is not settled: one question can still matter, “{}”", decision.title, question.ask),
        many => format!(
            "“{}” is not settled: {many} questions can still matter; the next is “{}”",
            decision.title, question.ask
        ),
    };
    let next = format!("answer `{}`", question.id);
    Some(Gap {
        provisions: vec![decision.provision.to_string()],
        question: Some(question.id.to_string()),
        open: Some(open.len()),
        ..Gap::of_every_stage("decision-not-settled", Severity::Blocks, message, &next)
    })
}

/// Answers whether a decision only records which route was followed; that is looked at with the routes themselves.
fn is_route(pack: &Pack, decision: &Decision) -> bool {
    let followed = pack.decisions.iter().filter_map(|other| other.routes.as_ref()?.followed.as_ref());
    followed.into_iter().any(|question| decision.questions == [question.clone()])
}

fn entered_afterwards() -> Gap {
    let message = "The case was decided before it was entered here.".to_owned();
    let next = "keep the papers of the time as evidence, and give each answer the date it concerns";
    let source = Some("what is entered afterwards is weighed against the papers of the time".to_owned());
    Gap {
        ground: GroundKind::Practice,
        source,
        ..Gap::of_every_stage("entered-afterwards", Severity::Warns, message, next)
    }
}
