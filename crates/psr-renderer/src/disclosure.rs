//! The schedule of items that goes with a disclosure.

use minijinja::Value;
use minijinja::value::Serde;
use psr_casefile::disclosure::Schedule;

use crate::commonmark::{self, Fault};
use crate::document::{Document, Metadata};
use crate::error::RenderError;
use crate::export::Format;
use crate::template::{Templates, in_london};

/// The template of the schedule.
const TEMPLATE: &str = "disclosure/schedule.md.j2";

/// Renders the schedule of a disclosure.
///
/// # Errors
/// When the template fails or what it gives is no document.
pub fn render_schedule(schedule: &Schedule, format: Format, templates: &Templates) -> Result<String, RenderError> {
    schedule_document(schedule, templates).map(|document| format.write(&document))
}

/// Makes the schedule of a disclosure, for whichever exporter.
///
/// # Errors
/// As for [`render_schedule`].
pub fn schedule_document(schedule: &Schedule, templates: &Templates) -> Result<Document, RenderError> {
    let text = templates.fill(TEMPLATE, Value::from(Serde(schedule)))?;
    let metadata = Metadata {
        reference: schedule.reference.clone(),
        head: schedule.head.clone(),
        as_at: in_london(schedule.as_at),
    };
    let fault = |Fault { line, fault }| RenderError::NotADocument { template: TEMPLATE.to_owned(), line, fault };
    commonmark::read(&text, metadata).map_err(fault)
}
