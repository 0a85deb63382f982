//! Whole records rendered in every format that is text; the snapshots are the documents a board would read.
#![allow(clippy::panic, clippy::unwrap_used)]

use std::fs;

use psr_casefile::decision_record::DecisionRecord;
use psr_renderer::{DocumentName, Format, Templates, render};

fn check(name: &str) {
    let text = fs::read_to_string(format!("{}/tests/records/{name}.json", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let record: DecisionRecord = serde_json::from_str(&text).unwrap();
    let templates = Templates::built_in().unwrap();
    let document = DocumentName::parse("choice-of-process", &templates).unwrap();
    for format in Format::TEXT.iter().copied() {
        let written = render(&record, &document, format, &templates).unwrap_or_else(|error| panic!("{name}: {error}"));
        insta::assert_snapshot!(format!("{name}.{}", format.name()), String::from_utf8(written.bytes).unwrap());
    }
}

#[test]
fn a_replacement_contract_under_direct_award_process_c() {
    check("patient-transport");
}

#[test]
fn a_case_that_is_only_half_known() {
    check("community-dental");
}

#[test]
fn a_case_with_lots_one_of_which_has_two_compulsory_routes() {
    check("audiology-lots");
}
