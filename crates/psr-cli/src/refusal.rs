//! What the crates below refuse, as problems: what happened, where, and what to do next.
//!
//! Their messages end with advice; here the advice becomes the hint.

use psr_casefile::error::Error;
use psr_rules::pack::{Diagnostics, Severity};

use crate::exit::Exit;
use crate::failure::{Failure, Problem, Stop};

impl From<psr_recorder::Error> for Stop {
    fn from(error: psr_recorder::Error) -> Self {
        use psr_recorder::Error::{Damaged, EvidenceAltered, RolledBack};
        // A register that does not agree with itself was looked at, and found wrong.
        let found = matches!(error, Damaged { .. } | RolledBack { .. } | EvidenceAltered { .. });
        let exit = if found { Exit::FoundWrong } else { Exit::CouldNotLook };
        Self::Failed(Failure { exit, problems: vec![Problem::from_message(&error.to_string(), "; ")] })
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        match error {
            Error::Register(error) => error.into(),
            Error::Refused(refusals) => {
                let advised = |message: String| Problem::from_message(&message, ": ");
                let mut problems: Vec<Problem> = refusals.iter().map(|refusal| advised(refusal.to_string())).collect();
                if let Some(last) = problems.last_mut() {
                    let hint = last.hint.take().map_or_else(String::new, |hint| format!("{hint}; "));
                    last.hint = Some(format!("{hint}nothing was recorded"));
                }
                problems.into()
            }
            Error::Pack(found) => diagnostics(&found).into(),
            Error::NoPack(_) | Error::NotACase(_) => {
                let problem = Problem::from_message(&error.to_string(), ": ");
                Self::Failed(Failure { exit: Exit::FoundWrong, problems: vec![problem] })
            }
            other => Problem::from_message(&other.to_string(), ": ").into(),
        }
    }
}

/// Returns the errors among what was found in files, as problems.
pub fn diagnostics(found: &Diagnostics) -> Vec<Problem> {
    let errors = found.all().iter().filter(|found| found.severity == Severity::Error);
    let place = |found: &psr_rules::pack::Diagnostic| match found.line {
        0 => found.file.clone(),
        line => format!("{}:{line}:{}", found.file, found.column),
    };
    errors
        .map(|found| Problem { what: found.message.clone(), place: Some(place(found)), hint: found.hint.clone() })
        .collect()
}
