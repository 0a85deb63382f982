//! What is wrong with a file: where, why and what to do next.
//!
//! Checking never stops at the first fault. Faults are gathered as they are met and shown in the order of the files.

use std::cell::RefCell;
use std::fmt;

/// How much of one file's faults is shown.
const SHOWN_PER_FILE: usize = 100;

/// A place in a file, counted from one; line 0 means the file as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing can be loaded while it stands.
    Error,
    /// It can be loaded, but it looks like an oversight.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

/// One finding in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// The file, as it was named to the reader.
    pub file: String,
    /// The line, from one; 0 for the file as a whole.
    pub line: usize,
    /// The column, from one; 0 for the file as a whole.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// How bad it is.
    pub severity: Severity,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\n  --> {}", self.severity, self.message, self.file)?;
        if self.line > 0 {
            write!(f, ":{}:{}", self.line, self.column)?;
        }
        match &self.hint {
            Some(hint) => write!(f, "\n  hint: {hint}"),
            None => Ok(()),
        }
    }
}

/// Everything that was found, in the order of files and lines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Returns the findings, in the order of files and lines.
    pub fn all(&self) -> &[Diagnostic] {
        &self.0
    }

    /// Returns only the errors, leaving warnings out.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter().filter(|found| found.severity == Severity::Error)
    }

    /// Answers whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Answers whether an error was found.
    pub fn has_errors(&self) -> bool {
        self.errors().next().is_some()
    }

    /// Puts findings in order, drops repeated ones, and keeps the first hundred of each file.
    pub(crate) fn of(mut found: Vec<Diagnostic>) -> Self {
        found.sort_by(|a, b| (&a.file, a.line, a.column, a).cmp(&(&b.file, b.line, b.column, b)));
        found.dedup();
        Self(found.chunk_by(|a, b| a.file == b.file).flat_map(shown).collect())
    }
}

fn shown(of_one_file: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut kept: Vec<_> = of_one_file.iter().take(SHOWN_PER_FILE).cloned().collect();
    if let (Some(more @ 1..), Some(last)) = (of_one_file.len().checked_sub(SHOWN_PER_FILE), kept.last()) {
        kept.push(Diagnostic {
            message: format!("{more} more faults in this file are not shown"),
            hint: Some("mend the first ones; many faults often have one cause".to_owned()),
            ..last.clone()
        });
    }
    kept
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, found) in self.0.iter().enumerate() {
            f.write_str(if position > 0 { "\n" } else { "" })?;
            write!(f, "{found}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}

/// Gathers findings while files are read.
#[derive(Debug, Default)]
pub(crate) struct Findings(RefCell<Vec<Diagnostic>>);

impl Findings {
    /// Notes an error.
    pub fn error(&self, file: &str, at: Place, message: impl Into<String>, hint: impl Into<String>) {
        self.note(file, at, message.into(), hint.into(), Severity::Error);
    }

    /// Notes something that looks like an oversight.
    pub fn warning(&self, file: &str, at: Place, message: impl Into<String>, hint: impl Into<String>) {
        self.note(file, at, message.into(), hint.into(), Severity::Warning);
    }

    fn note(&self, file: &str, at: Place, message: String, hint: String, severity: Severity) {
        self.0.borrow_mut().push(Diagnostic {
            file: file.to_owned(),
            line: at.line,
            column: at.column,
            message,
            hint: (!hint.is_empty()).then_some(hint),
            severity,
        });
    }

    /// Takes over what was found elsewhere.
    pub fn extend(&self, other: Self) {
        self.0.borrow_mut().extend(other.0.into_inner());
    }

    /// Answers whether an error was found yet.
    pub fn have_errors(&self) -> bool {
        self.0.borrow().iter().any(|found| found.severity == Severity::Error)
    }

    /// Answers whether nothing was found yet.
    pub fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    /// Answers whether more was found than anybody will read.
    pub fn are_many(&self) -> bool {
        self.0.borrow().len() > 10 * SHOWN_PER_FILE
    }

    /// Answers whether nothing was found in that file yet.
    pub fn is_empty_for(&self, file: &str) -> bool {
        self.0.borrow().iter().all(|found| found.file != file)
    }

    /// Returns everything found, in order.
    pub fn finish(self) -> Diagnostics {
        Diagnostics::of(self.0.into_inner())
    }
}
