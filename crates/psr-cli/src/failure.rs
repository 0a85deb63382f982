//! Why a command ended early: what happened, where, and what to do next, for everything that is wrong at once.

use std::fmt;
use std::path::Path;

use crate::exit::Exit;

/// How a command ends: with an exit code, or early.
pub type Outcome = Result<Exit, Stop>;

/// Why a command ended early.
#[derive(Debug)]
pub enum Stop {
    /// Something is wrong.
    Failed(Failure),
    /// Whoever was reading the output has gone; nothing is left to say, and nobody to say it to.
    PipeClosed,
}

/// Everything that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// How the program ends.
    pub exit: Exit,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problem {
    /// What happened.
    pub what: String,
    /// Where, if it has a place of its own.
    pub place: Option<String>,
    /// What to do next.
    pub hint: Option<String>,
}

impl Problem {
    /// Says what happened and what to do next.
    pub fn new(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { what: what.into(), place: None, hint: Some(hint.into()) }
    }

    /// Adds where it happened.
    pub fn at(mut self, place: impl fmt::Display) -> Self {
        self.place = Some(place.to_string());
        self
    }

    /// Takes a message that ends with advice after its last separator apart into what happened and what to do.
    pub fn from_message(message: &str, separator: &str) -> Self {
        match message.rsplit_once(separator) {
            Some((what, hint)) if !what.is_empty() && !hint.contains('\n') => Self::new(what, hint),
            _ => Self { what: message.to_owned(), ..Self::default() },
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.what)?;
        if let Some(place) = &self.place {
            write!(f, "\n  --> {place}")?;
        }
        match &self.hint {
            Some(hint) => write!(f, "\n  hint: {hint}"),
            None => Ok(()),
        }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self { exit: Exit::CouldNotLook, problems: vec![problem] }
    }
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Failed(problem.into())
    }
}

impl From<Vec<Problem>> for Stop {
    fn from(problems: Vec<Problem>) -> Self {
        Self::Failed(Failure { exit: Exit::CouldNotLook, problems })
    }
}

/// Says that the operating system refused something about a file.
pub fn io(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Stop + use<> {
    let place = path.display().to_string();
    move |error| {
        let hint = match error.kind() {
            std::io::ErrorKind::NotFound => "check the name of the file or folder",
            std::io::ErrorKind::PermissionDenied => "check who may read and write there",
            std::io::ErrorKind::AlreadyExists => "name another file; nothing is overwritten",
            _ => "see to the cause, then try again",
        };
        Problem::new(format!("cannot {action}: {error}"), hint).at(place).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_gives_up_its_advice() {
        let cases = [
            ("it is locked; nothing was recorded; wait", "error: it is locked; nothing was recorded\n  hint: wait"),
            ("it is locked", "error: it is locked"),
        ];
        for (message, shown) in cases {
            assert_eq!(Problem::from_message(message, "; ").to_string(), shown);
        }
    }
}
