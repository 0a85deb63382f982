//! Why a document of a case could not be drawn: what is missing, and how it is put on record.

use psr_casefile::notice::{Lack, Missing, Supplies};
use psr_renderer::drawn::{DrawError, Incomplete, RECORD};
use psr_renderer::error::gap_in_words;

use super::refused;
use crate::exit::Exit;
use crate::failure::{Failure, Problem, Stop};

/// Says why a document could not be drawn; what is missing is named, each with its provision and the question or event that supplies it.
pub fn not_drawn(error: DrawError) -> Stop {
    let hint = match &error {
        DrawError::NotToEach(_) => "leave --to out".to_owned(),
        DrawError::StatesNoDays(_) => "leave --publication out".to_owned(),
        DrawError::NotANotice(_) => format!("name a notice, or `{RECORD}` for all notices of the case"),
        DrawError::NothingWhole => "`psr render CASE NOTICE` says what each lacks".to_owned(),
        DrawError::Incomplete(_) | DrawError::Render(_) | DrawError::Case(_) => String::new(),
    };
    match error {
        DrawError::Incomplete(incomplete) => lacking(&incomplete),
        DrawError::Render(error) => refused(error),
        DrawError::Case(error) => error.into(),
        other => Problem::new(other.to_string(), hint).into(),
    }
}

fn lacking(incomplete: &Incomplete) -> Stop {
    let case = &incomplete.draft.case.reference;
    let problem = |lack: &Lack| Problem::new(format!("missing: {}", gap_in_words(&lack.gap)), how(lack, case));
    Stop::Failed(Failure { exit: Exit::FoundWrong, problems: incomplete.lacks.iter().map(problem).collect() })
}

fn how(lack: &Lack, case: &str) -> String {
    let way = |way: &Vec<Supplies>, and: &str| way.iter().map(|one| supply(one, case)).collect::<Vec<_>>().join(and);
    match lack.ways.as_slice() {
        [] => "`psr show` says what is on record".to_owned(),
        [only] => way(only, "; "),
        several => {
            let ways: Vec<String> = several.iter().map(|one| way(one, ", together with: ")).collect();
            format!("one of these is enough: {}", ways.join("; or: "))
        }
    }
}

/// Says how something missing is put on record.
fn supply(supplies: &Supplies, case: &str) -> String {
    match &supplies.missing {
        Missing { says, decision: Some(decision), question: Some(question), .. } => {
            format!("{says} (`psr answer {case} {question}`, for {decision})")
        }
        Missing { says, event: Some(event), .. } => {
            let planned = if supplies.may_be_planned { ", or --publication" } else { "" };
            format!("{says} (`psr event {case} {event}`{planned})")
        }
        missing => missing.says.clone(),
    }
}
