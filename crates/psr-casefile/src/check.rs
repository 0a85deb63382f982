//! What a review would find missing in a case.

use psr_rules::pack::model::{Decision, Pack};
use serde::Serialize;

use crate::arising::Arising;
use crate::casebook::Case;
use crate::decision_record::{AnsweredQuestion, DecisionRecord, Section, Status};
use crate::error::Result;
use crate::interview;

/// Something a review would find missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// Whether the case should not go on before it is mended.
    pub blocks: bool,
    /// What is missing, as a sentence.
    pub message: String,
    /// The provisions that ask for it.
    pub provisions: Vec<String>,
    /// What to do next.
    pub next: String,
    /// The question it concerns, if it concerns one.
    pub question: Option<String>,
    /// The lot, in a case with lots.
    pub lot: Option<String>,
}

/// Lists what a review would find missing, in the order of the record; what blocks is marked.
///
/// # Errors
/// When no law of the pack governs the case's date.
pub fn check(case: &Case, record: &DecisionRecord) -> Result<Vec<Gap>> {
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
    gaps.extend(approval_gaps(record));
    gaps.extend(record.case.retrospective.then(entered_afterwards));
    Ok(gaps)
}

/// A view without a name or without reasons blocks; any other answer without reasons is pointed out.
fn answer_gaps(answered: &AnsweredQuestion, section: &Section) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let mut gap = |blocks: bool, message: String, next: &str| {
        gaps.push(Gap {
            blocks,
            message,
            provisions: answered.provisions.clone(),
            next: next.to_owned(),
            question: Some(answered.question.clone()),
            lot: section.lot.clone(),
        });
    };
    if answered.reason.is_none() && !section.collects {
        let next = "answer it again with the reasons (--reason)";
        gap(answered.view.is_some(), format!("No reasons are on record for “{}”.", answered.ask), next);
    }
    if answered.view.is_some() && answered.view_of.is_none() {
        let next = "answer it again and name who formed the view (--view-of)";
        gap(true, format!("It is not on record who formed the view on “{}”.", answered.ask), next);
    }
    gaps
}

fn conflict_gaps(section: &Section) -> Vec<Gap> {
    let gap = |conflict: &crate::decision_record::Statement| Gap {
        blocks: true,
        message: conflict.text.clone(),
        provisions: conflict.grounds.provisions.clone(),
        next: "look again at the answers behind it, and take advice".to_owned(),
        question: None,
        lot: section.lot.clone(),
    };
    section.conflicts.iter().map(gap).collect()
}

/// Where the conclusions are routes, the one followed must be on record, and be one that may be followed.
fn route_gaps(section: &Section, case: &Case) -> Vec<Gap> {
    let decision = case.rulebook.pack().decisions.iter().find(|decision| decision.id.as_str() == section.decision);
    let followed = decision.and_then(|decision| decision.routes.as_ref()?.followed.as_ref());
    let gap = |message: String, next: &str, blocks: bool| Gap {
        blocks,
        message,
        provisions: vec![section.provision.clone()],
        next: next.to_owned(),
        question: followed.map(ToString::to_string),
        lot: section.lot.clone(),
    };
    match (&section.route, followed) {
        (Some(route), _) if route.lawful == Status::NotMet => {
            let message = format!("{} was followed, but the answers on record do not permit it.", route.name);
            vec![gap(message, "correct the answers, or abandon and follow a process that is open", true)]
        }
        (Some(route), _) if route.lawful == Status::Undetermined => {
            let message =
                format!("{} was followed, but the answers on record do not settle whether it may be.", route.name);
            vec![gap(message, "answer the questions that are still open", true)]
        }
        (None, Some(question)) if section.complete => {
            let message = "It is not on record which process is followed, and why.".to_owned();
            vec![gap(message, &format!("answer `{question}` with the reasons"), true)]
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
        for question in interview::open_questions(case, decision, lot)? {
            gaps.push(Gap {
                blocks: true,
                message: format!("{}: “{}” is not answered.", decision.title, question.ask),
                provisions: question.provisions.iter().map(ToString::to_string).collect(),
                next: format!("answer `{}`", question.id),
                question: Some(question.id.to_string()),
                lot: lot.and_then(|lot| case.state.lot_name(lot)).map(str::to_owned),
            });
        }
    }
    Ok(gaps)
}

/// Answers whether a decision only records which route was followed; that is looked at with the routes themselves.
fn is_route(pack: &Pack, decision: &Decision) -> bool {
    let followed = pack.decisions.iter().filter_map(|other| other.routes.as_ref()?.followed.as_ref());
    followed.into_iter().any(|question| decision.questions == [question.clone()])
}

fn entered_afterwards() -> Gap {
    Gap {
        blocks: false,
        message: "The case was decided before it was entered here.".to_owned(),
        provisions: Vec::new(),
        next: "keep the papers of the time as evidence, and give each answer the date it concerns".to_owned(),
        question: None,
        lot: None,
    }
}

fn approval_gaps(record: &DecisionRecord) -> Vec<Gap> {
    let gap = |message: &str, next: &str| Gap {
        blocks: true,
        message: message.to_owned(),
        provisions: Vec::new(),
        next: next.to_owned(),
        question: None,
        lot: None,
    };
    match record.approvals.last() {
        None => vec![gap("Nobody has approved the decision.", "approve it with `psr approve`")],
        Some(last) if last.overtaken => {
            vec![gap(
                "Something that was approved has been replaced since.",
                "have it approved again with `psr approve`",
            )]
        }
        Some(_) => Vec::new(),
    }
}
