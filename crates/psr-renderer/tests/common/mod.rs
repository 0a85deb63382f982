//! What the tests of documents share: records, the documents made of them, and typed markup.
#![allow(clippy::unwrap_used, dead_code, unreachable_pub)]

use std::fs;

use psr_casefile::decision_record::{AnsweredQuestion, DecisionRecord};
use psr_renderer::document::Document;
use psr_renderer::reasons::document;
use psr_renderer::{DocumentName, Privilege, Templates};

pub const RECORDS: [&str; 3] = ["audiology-lots", "community-dental", "patient-transport"];
pub const DOCUMENTS: [&str; 2] = ["choice-of-process", "decision"];

/// Every document of every record.
pub fn all() -> impl Iterator<Item = (DecisionRecord, &'static str)> {
    RECORDS.into_iter().flat_map(|name| DOCUMENTS.map(|document| (record(name), document)))
}

pub fn record(name: &str) -> DecisionRecord {
    let path = format!("{}/tests/records/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

pub fn made(record: &DecisionRecord, name: &str) -> Document {
    let templates = Templates::built_in().unwrap();
    let name = DocumentName::parse(name, &templates).unwrap();
    document(record, &name, &templates, Privilege::Withheld).unwrap()
}

pub fn answers(record: &mut DecisionRecord) -> impl Iterator<Item = &mut AnsweredQuestion> {
    record
        .sections
        .iter_mut()
        .flat_map(|section| section.answers.iter_mut().chain(section.route.iter_mut().map(|route| &mut route.answer)))
}

/// Markup of every format there is, and what the fonts do not have.
pub const HOSTILE: &str = "#evil $x$ *bold* _it_ <b> `raw` @ref <lab> \u{202e} // c \\ #read(\"data.json\") 日 😀";

/// Puts a text in every place where a person types.
pub fn type_everywhere(record: &mut DecisionRecord, typed: &str) {
    record.case.title = format!("<b>{typed}");
    record.case.reference = typed.to_owned();
    answers(record).for_each(|answer| {
        answer.reason = Some(typed.to_owned());
        answer.view_of = Some(typed.to_owned());
        answer.by = typed.to_owned();
        answer.evidence.iter_mut().for_each(|file| file.name = typed.to_owned());
    });
}

pub fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}
