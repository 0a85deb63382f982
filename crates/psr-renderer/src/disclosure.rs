//! The schedule of items that goes with a disclosure.

use minijinja::Value;
use minijinja::value::Serde;
use psr_casefile::disclosure::Schedule;

use crate::commonmark::{self, Fault};
use crate::document::{Document, Metadata};
use crate::error::RenderError;
use crate::export::{Format, Rendition};
use crate::template::Templates;

/// The template of the schedule.
const TEMPLATE: &str = "disclosure/schedule.md.j2";

/// Renders the schedule of a disclosure.
///
/// # Errors
/// When the template fails, what it gives is no document, or the format cannot show it.
pub fn render_schedule(schedule: &Schedule, format: Format, templates: &Templates) -> Result<Rendition, RenderError> {
    schedule_document(schedule, templates).and_then(|document| format.write(&document))
}

/// Makes the schedule of a disclosure, for whichever exporter.
///
/// # Errors
/// When the template fails or what it gives is no document.
pub fn schedule_document(schedule: &Schedule, templates: &Templates) -> Result<Document, RenderError> {
    let text = templates.fill(TEMPLATE, Value::from(Serde(schedule)))?;
    let metadata =
        Metadata { reference: schedule.reference.clone(), head: schedule.head.clone(), as_at: Some(schedule.as_at) };
    let fault = |Fault { line, fault }| RenderError::NotADocument { template: TEMPLATE.to_owned(), line, fault };
    commonmark::read(&text, metadata, templates.look()).map_err(fault)
}

/// Renders the schedule of items in every format that is text, each with the name under which it lies in the bundle.
///
/// # Errors
/// As for [`render_schedule`].
pub fn attached_schedule(schedule: &Schedule, templates: &Templates) -> Result<Vec<(String, Vec<u8>)>, RenderError> {
    let render = |format: Format| {
        let rendition = render_schedule(schedule, format, templates)?;
        Ok((format!("schedule-of-information.{}", format.name()), rendition.bytes))
    };
    Format::TEXT.iter().copied().map(render).collect()
}
