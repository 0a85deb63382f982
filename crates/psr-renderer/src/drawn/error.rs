//! Why a document of a case could not be drawn.

use psr_casefile::notice::{Draft, Lack};
use thiserror::Error;

use crate::error::{RenderError, gap_in_words};

/// Why a document of a case could not be drawn.
#[derive(Debug, Error)]
pub enum DrawError {
    /// It is asked for a reader, and is not written once for each of several.
    #[error("`{0}` is not written once for each of several readers")]
    NotToEach(String),
    /// It is asked for with a planned publication, and states no days that run from one.
    #[error("`{0}` states no days that run from a publication")]
    StatesNoDays(String),
    /// It is asked for as open data, and is no notice.
    #[error("`{0}` is not a notice, and only notices are written as open data")]
    NotANotice(String),
    /// No notice of the case is whole.
    #[error("the record supplies no notice of this case whole, so there is nothing to write as open data")]
    NothingWhole,
    /// The record does not supply all that the law requires in it.
    #[error("{}: the record does not supply {}", .0.draft.title, .0.draft.gaps.iter().map(gap_in_words).collect::<Vec<_>>().join("; "))]
    Incomplete(Box<Incomplete>),
    /// It could not be rendered.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// The case could not be read.
    #[error(transparent)]
    Case(#[from] psr_casefile::Error),
}

/// A notice as far as the record supplies it.
#[derive(Debug, Clone)]
pub struct Incomplete {
    /// What is there, and what is missing.
    pub draft: Draft,
    /// What is missing, each with the ways to supply it.
    pub lacks: Vec<Lack>,
}
