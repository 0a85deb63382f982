//! What can go wrong between a layout and a page.

use std::fmt::{Display, Formatter};

use thiserror::Error;
use typst_library::diag::SourceDiagnostic;
use typst_library::{World, WorldExt};

/// Why something could not be set.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TypesetError {
    /// The layout and its data do not make a document.
    #[error("the document could not be set: {}", listed(.0))]
    NotSet(Vec<Fault>),
    /// The document cannot be written as a PDF that everybody can read.
    #[error("the document could not be written as an accessible PDF: {}", listed(.0))]
    NotAccessible(Vec<Fault>),
    /// A picture could not be drawn.
    #[error("the picture could not be drawn: {0}")]
    NotDrawn(String),
}

/// Something that Typst found wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What it said.
    pub message: String,
    /// The line of the layout, counted from one, where it could be told.
    pub line: Option<usize>,
}

impl Display for Fault {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        match self.line {
            Some(line) => write!(formatter, "{} (line {line} of the layout)", self.message),
            None => formatter.write_str(&self.message),
        }
    }
}

impl Fault {
    /// Reads what Typst says.
    pub(crate) fn read(diagnostic: &SourceDiagnostic, world: &dyn World) -> Fault {
        let hints = diagnostic.hints.iter().map(|hint| format!("; {}", hint.v));
        let message = format!("{}{}", diagnostic.message, hints.collect::<String>());
        let main = world.source(world.main()).ok();
        let at = world.range(diagnostic.span).map(|range| range.start);
        let line = main.zip(at).and_then(|(source, at)| source.lines().byte_to_line(at));
        Fault { message, line: line.map(|line| line + 1) }
    }
}

fn listed(faults: &[Fault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
