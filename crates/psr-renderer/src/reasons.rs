//! The documents: which there are, and how one is rendered.

use minijinja::Value;
use minijinja::value::Serde;
use psr_casefile::decision_record::{DecisionRecord, Section};
use serde::Serialize;

use crate::commonmark::{self, Fault};
use crate::document::{Document, Metadata};
use crate::error::RenderError;
use crate::export::{Format, Rendition};
use crate::privilege::{Privilege, withhold};
use crate::template::Templates;

/// Names the reasons for a decision of any kind.
const ANY_DECISION: &str = "decision";

/// The name of a document: the file name of its template, without what all of them end in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentName {
    id: String,
    template: String,
}

impl DocumentName {
    /// Reads the name of a document that these templates declare.
    pub fn parse(name: &str, templates: &Templates) -> Result<DocumentName, RenderError> {
        let found = documents(templates).into_iter().find(|document| document.name.id == name);
        let known =
            || documents(templates).iter().map(|document| document.name.id.clone()).collect::<Vec<_>>().join(", ");
        found
            .map(|document| document.name)
            .ok_or_else(|| RenderError::UnknownDocument { name: name.to_owned(), known: known() })
    }

    /// Finds the written reasons of a case: the document named after the pack's main decision where that is what the case is about, else the one
    /// for decisions of any kind.
    pub fn of_reasons(record: &DecisionRecord, main: &str, templates: &Templates) -> Result<DocumentName, RenderError> {
        let answered = |section: &&Section| !section.collects && !section.answers.is_empty();
        let elsewhere = record.sections.iter().any(|section| answered(&section));
        let on_main = record.sections.iter().filter(answered).any(|section| section.decision == main);
        DocumentName::parse(if on_main || !elsewhere { main } else { ANY_DECISION }, templates)
    }

    /// Answers whether it is one of the documents that give reasons, of which a case has one.
    pub fn is_of_reasons(&self) -> bool {
        self.template.starts_with("reasoning/")
    }

    /// Returns the name.
    pub fn as_str(&self) -> &str {
        &self.id
    }
}

/// A document that can be rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentSummary {
    /// Its name.
    pub name: DocumentName,
    /// Its title.
    pub title: String,
    /// The formats it can be written in.
    pub formats: Vec<Format>,
}

/// Returns the documents that these templates declare, in the order of their templates' names.
pub fn documents(templates: &Templates) -> Vec<DocumentSummary> {
    let summary = |(template, title): (&str, &str)| DocumentSummary {
        name: DocumentName { id: stem(template).to_owned(), template: template.to_owned() },
        title: title.to_owned(),
        formats: Format::ALL.to_vec(),
    };
    templates.declared().map(summary).collect()
}

/// Renders a document of a case; privileged answers are withheld.
pub fn render(
    record: &DecisionRecord,
    name: &DocumentName,
    format: Format,
    templates: &Templates,
) -> Result<Rendition, RenderError> {
    render_with(record, name, format, templates, Privilege::Withheld)
}

/// Renders a document of a case, with privileged answers withheld or shown.
pub fn render_with(
    record: &DecisionRecord,
    name: &DocumentName,
    format: Format,
    templates: &Templates,
    privilege: Privilege,
) -> Result<Rendition, RenderError> {
    document(record, name, templates, privilege).and_then(|document| format.write(&document))
}

/// Renders every document of a case in every format that is text, by the names of their files; privileged answers are withheld.
///
/// # Errors
/// When one of them cannot be rendered.
pub fn attached(record: &DecisionRecord, templates: &Templates) -> Result<Vec<(String, Vec<u8>)>, RenderError> {
    let mut attached = Vec::new();
    for document in documents(templates) {
        for format in document.formats.into_iter().filter(|format| format.is_text()) {
            let rendition = render(record, &document.name, format, templates)?;
            attached.push((format!("{}.{}", document.name.as_str(), format.name()), rendition.bytes));
        }
    }
    Ok(attached)
}

/// Makes a document of a case, for whichever exporter.
pub fn document(
    record: &DecisionRecord,
    name: &DocumentName,
    templates: &Templates,
    privilege: Privilege,
) -> Result<Document, RenderError> {
    let withheld;
    let shown = match privilege {
        Privilege::Shown => record,
        Privilege::Withheld => {
            withheld = withhold(record);
            &withheld
        }
    };
    let text = templates.fill(
        &name.template,
        Value::from(Serde(Values { record: shown, privileged_shown: privilege == Privilege::Shown })),
    )?;
    commonmark::read(&text, metadata(record), templates.look())
        .map_err(|Fault { line, fault }| RenderError::NotADocument { template: name.template.clone(), line, fault })
}

/// What a template sees: the fields of the decision record, and whether privileged answers are in it.
#[derive(Serialize)]
struct Values<'a> {
    #[serde(flatten)]
    record: &'a DecisionRecord,
    privileged_shown: bool,
}

fn metadata(record: &DecisionRecord) -> Metadata {
    Metadata {
        reference: record.case.reference.clone(),
        head: record.record.head.clone(),
        as_at: Some(record.record.as_at),
    }
}

fn stem(template: &str) -> &str {
    let file = template.rsplit('/').next().unwrap_or(template);
    file.split('.').next().unwrap_or(file)
}
