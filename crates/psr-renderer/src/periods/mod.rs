//! Reports on a period: what the case file counted becomes a document.

pub mod table;

use minijinja::Value;
use minijinja::value::Serde;
use psr_casefile::period::PeriodReport;
use serde::Serialize;

use crate::commonmark::{self, Fault};
use crate::document::{Document, Metadata};
use crate::error::RenderError;
use crate::export::{Format, Rendition};
use crate::template::Templates;

/// The template of a report that has none of its own.
const USUAL: &str = "reports/annual-summary.md.j2";

/// What a template sees: the fields of the report, and the report as a whole to hand on.
#[derive(Serialize)]
struct Values<'a> {
    #[serde(flatten)]
    fields: &'a PeriodReport,
    report: &'a PeriodReport,
}

/// Renders a report on a period.
///
/// # Errors
/// When the template fails, what it gives is no document, or the format cannot show it.
pub fn render_period(report: &PeriodReport, format: Format, templates: &Templates) -> Result<Rendition, RenderError> {
    period_document(report, templates).and_then(|document| format.write(&document))
}

/// Makes a report on a period, for whichever exporter.
///
/// # Errors
/// When the template fails or what it gives is no document.
pub fn period_document(report: &PeriodReport, templates: &Templates) -> Result<Document, RenderError> {
    let own = format!("reports/{}.md.j2", report.id);
    let template = if templates.has(&own) { own } else { USUAL.to_owned() };
    let text = templates.fill(&template, Value::from(Serde(Values { fields: report, report })))?;
    let (reference, head) = (report.register.name.clone(), report.register.root.clone());
    let metadata = Metadata { reference, head, as_at: None };
    commonmark::read(&text, metadata, templates.look()).map_err(|Fault { line, fault }| RenderError::NotADocument {
        template,
        line,
        fault,
    })
}
