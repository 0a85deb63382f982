//! A decision record becomes written reasoning in several formats.
//!
//! This crate is the end of the line that an answer travels. A template turns the [`DecisionRecord`](psr_casefile::decision_record::DecisionRecord)
//! into CommonMark with a few conventions of our own, [`commonmark`] reads that into a [`Document`], and one exporter for each [`Format`] writes
//! it out:
//!
//! ```text
//! decision record → template → CommonMark → document → Markdown, HTML, PDF, a page that verifies itself
//! ```
//!
//! Three things hold in every format. What a person typed is text and never markup. Every sentence that rests on the law or the record shows
//! its grounds. And nothing is printed that is not there: a missing value is an error with the template's name and line, never a gap.
//!
//! PDF is the feature `pdf`, on by default: it brings a typesetter, which is more than half of what there is to build.

pub mod commonmark;
pub mod convention;
pub mod disclosure;
pub mod document;
pub mod drawn;
pub mod error;
pub mod export;
pub mod figure;
pub mod look;
pub mod notices;
pub mod ocds;
pub mod page;
pub mod periods;
pub mod privilege;
pub mod reasons;
pub mod template;

pub use disclosure::{render_schedule, schedule_document};
pub use document::Document;
pub use error::RenderError;
pub use export::{Format, Rendition};
pub use look::Look;
pub use notices::{notice_document, render_notice};
pub use periods::{period_document, render_period};
pub use privilege::Privilege;
pub use reasons::{DocumentName, DocumentSummary, attached, document, documents, render, render_with};
pub use template::Templates;
