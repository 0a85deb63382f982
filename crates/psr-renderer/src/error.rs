//! What can go wrong between a decision record and a page.

use std::path::PathBuf;

use psr_casefile::notice::Gap;
use thiserror::Error;

use crate::look::LookFault;

/// Why a document could not be rendered.
#[derive(Debug, Error)]
pub enum RenderError {
    /// No document has this name.
    #[error("there is no document called `{name}`; there are: {known}")]
    UnknownDocument {
        /// The name that was asked for.
        name: String,
        /// The names there are, as a list.
        known: String,
    },
    /// No exporter writes this format.
    #[error("there is no format called `{name}`; there are: {known}")]
    UnknownFormat {
        /// The name that was asked for.
        name: String,
        /// The names there are, as a list.
        known: String,
    },
    /// The program was built without what a format needs.
    #[error("this program was built without the format `{name}`; there are: {known}")]
    NotBuiltIn {
        /// The name that was asked for.
        name: String,
        /// The names there are, as a list.
        known: String,
    },
    /// A document could not be set as pages.
    #[cfg(feature = "pdf")]
    #[error(transparent)]
    Typesetting(#[from] psr_typesetter::TypesetError),
    /// A template could not be read from the operator's folder.
    #[error("{} could not be read as a template: {source}", path.display())]
    UnreadableTemplate {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// How an authority's documents should look cannot be used.
    #[error("{}: {fault}", path.display())]
    Look {
        /// The file.
        path: PathBuf,
        /// Why not.
        fault: LookFault,
    },
    /// The mapping of notices to open data is malformed.
    #[error("{}: {message}", path.display())]
    Mapping {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        message: String,
    },
    /// A notice has no place in the mapping to open data.
    #[error("`{notice}` is not written as open data; these are: {known}")]
    NoRelease {
        /// The notice.
        notice: String,
        /// Those that are.
        known: String,
    },
    /// Something could not be written as JSON.
    #[error("it cannot be written as JSON: {0}")]
    Json(String),
    /// A template is larger than any template should be.
    #[error("template `{template}` has {bytes} bytes; a template may have at most {limit}")]
    TemplateTooLarge {
        /// The template.
        template: String,
        /// How large it is.
        bytes: u64,
        /// How large it may be.
        limit: u64,
    },
    /// The record does not supply all that the law requires in a notice or letter.
    #[error("{title}: the record does not supply {}", gaps.iter().map(gap_in_words).collect::<Vec<_>>().join("; "))]
    Incomplete {
        /// The title of the notice.
        title: String,
        /// What is missing.
        gaps: Vec<Gap>,
    },
    /// A template asks for a value that is not there, or that cannot stand in a sentence.
    #[error("template `{template}`, line {line}: {missing}")]
    MissingValue {
        /// The template.
        template: String,
        /// The line in it, counted from one.
        line: usize,
        /// What is missing, with the expression that asked for it.
        missing: String,
    },
    /// A template is malformed or misuses a filter.
    #[error("template `{template}`, line {line}: {message}")]
    FaultyTemplate {
        /// The template.
        template: String,
        /// The line in it, counted from one; zero where none is known.
        line: usize,
        /// What is wrong.
        message: String,
        /// What the template engine said.
        source: Box<minijinja::Error>,
    },
    /// A template runs too long or writes too much.
    #[error("template `{template}` was stopped: {limit}")]
    TooMuch {
        /// The template.
        template: String,
        /// The limit that was reached.
        limit: String,
    },
    /// The text a template produced is not a document as [`crate::commonmark`] reads it.
    #[error("the text made from template `{template}` is not a document: line {line}: {fault}")]
    NotADocument {
        /// The template.
        template: String,
        /// The line in the text it produced, counted from one.
        line: usize,
        /// What is wrong there.
        fault: StructureFault,
    },
}

/// Says what is missing, with its provision and its lots.
pub fn gap_in_words(gap: &Gap) -> String {
    match gap.lots.as_slice() {
        [] => format!("{} ({})", gap.says, gap.provision),
        lots => format!("{} ({}; {})", gap.says, gap.provision, lots.join(", ")),
    }
}

/// What is wrong with the structure of a text that should be a document.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StructureFault {
    /// The text does not begin with a heading of the first level.
    #[error("a document begins with its title, a heading of level 1, and has no other of that level")]
    Title,
    /// A heading skips a level.
    #[error("a heading of level {found} follows one of level {before}; no level may be skipped")]
    SkippedLevel {
        /// The level of the heading before.
        before: u8,
        /// The level found.
        found: u8,
    },
    /// A heading or a table cell heading says nothing.
    #[error("a heading says nothing")]
    EmptyHeading,
    /// Raw HTML.
    #[error("raw HTML has no place in a document: {0}")]
    Html(String),
    /// A construct of Markdown that documents do not have.
    #[error("documents have no {0}")]
    Unsupported(&'static str),
    /// A link that leads where none may.
    #[error("a link may lead to https: or mailto: only, not to `{0}`")]
    Link(String),
    /// A convention of ours that is malformed or stands where it means nothing.
    #[error("the convention `{0}` is malformed or out of place")]
    Convention(String),
    /// A table without a caption.
    #[error("a table needs a caption: put `[Caption](psr:caption)` in a paragraph before it")]
    NoCaption,
    /// Lists or quotations within one another beyond reason.
    #[error("lists and quotations stand too deep within one another")]
    TooDeep,
}
