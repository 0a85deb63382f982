//! Notices and letters: the drafts that the case file draws up become documents.

use minijinja::Value;
use minijinja::value::Serde;
use psr_casefile::notice::Draft;
use serde::Serialize;

use crate::commonmark::{self, Fault};
use crate::document::{Document, Metadata};
use crate::error::RenderError;
use crate::export::{Format, Rendition};
use crate::look::Look;
use crate::template::Templates;

/// What a template sees: the draft, and whose document it is.
#[derive(Serialize)]
struct Values<'a> {
    #[serde(flatten)]
    draft: &'a Draft,
    authority: Authority<'a>,
}

/// Whose document it is.
#[derive(Serialize)]
struct Authority<'a> {
    name: Option<&'a str>,
    contact: Option<&'a str>,
}

/// Renders a notice or letter.
///
/// # Errors
/// When the record does not supply all that the law requires in it, the template fails, or the format cannot show it.
pub fn render_notice(draft: &Draft, format: Format, templates: &Templates) -> Result<Rendition, RenderError> {
    notice_document(draft, templates).and_then(|document| format.write(&document))
}

/// Makes a notice or letter, for whichever exporter.
///
/// # Errors
/// When the record does not supply all that the law requires in it, or the template fails.
pub fn notice_document(draft: &Draft, templates: &Templates) -> Result<Document, RenderError> {
    if !draft.gaps.is_empty() {
        return Err(RenderError::Incomplete { title: draft.title.clone(), gaps: draft.gaps.clone() });
    }
    let look = templates.look();
    let template = template(draft, templates);
    let text = templates.fill(&template, Value::from(Serde(Values { draft, authority: authority(&look) })))?;
    let metadata = Metadata {
        reference: draft.case.reference.clone(),
        head: draft.record.head.clone(),
        as_at: Some(draft.record.as_at),
    };
    commonmark::read(&text, metadata, look).map_err(|Fault { line, fault }| RenderError::NotADocument {
        template,
        line,
        fault,
    })
}

fn authority(look: &Look) -> Authority<'_> {
    Authority { name: look.authority.as_deref(), contact: look.contact.as_deref() }
}

/// Returns the template of its own that a notice has, or the one for its kind.
fn template(draft: &Draft, templates: &Templates) -> String {
    let folder = if draft.kind == "notice" { "notices" } else { "letters" };
    let own = format!("{folder}/{}.md.j2", draft.notice);
    match templates.has(&own) {
        true => own,
        false => format!("{folder}/{}.md.j2", if draft.kind == "notice" { "notice" } else { "letter" }),
    }
}
