//! Every sentence of every document rests on something, or says that it does not.
#![allow(clippy::unwrap_used)]

use std::fs;

use psr_casefile::decision_record::DecisionRecord;
use psr_renderer::document::sentences::sentences;
use psr_renderer::{DocumentName, Privilege, Templates, document, documents};

#[test]
fn every_sentence_of_every_document_has_grounds_or_says_that_it_needs_none() {
    let templates = Templates::built_in().unwrap();
    let mut bare = Vec::new();
    for record in ["audiology-lots", "community-dental", "patient-transport"] {
        let text = fs::read_to_string(format!("{}/tests/records/{record}.json", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let record: DecisionRecord = serde_json::from_str(&text).unwrap();
        for summary in documents(&templates) {
            let name = DocumentName::parse(summary.name.as_str(), &templates).unwrap();
            let document = document(&record, &name, &templates, Privilege::Withheld).unwrap();
            let found = sentences(&document);
            assert!(found.len() > 1, "{}", summary.title);
            bare.extend(
                found
                    .into_iter()
                    .filter(|sentence| !sentence.is_accounted_for())
                    .map(|bare| format!("{} | {} | {}", record.case.reference, bare.under, bare.text)),
            );
        }
    }
    bare.sort();
    bare.dedup();
    assert!(bare.is_empty(), "{} sentences rest on nothing:\n{}", bare.len(), bare.join("\n"));
}
