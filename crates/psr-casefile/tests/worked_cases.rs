//! Every worked case plays, leads to what it expects, verifies, replays, and has a decision record that hangs together.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::path::{Path, PathBuf};

use common::{Desk, folder, pack};
use psr_casefile::check::check;
use psr_casefile::decision_record::DecisionRecord;
use psr_casefile::record::decision_record;
use psr_casefile::worked::WorkedCase;
use psr_recorder::verify::{Options, verify};

fn cases() -> Vec<PathBuf> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/cases"));
    let mut cases: Vec<PathBuf> = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.join("case.yaml").exists());
    cases.sort();
    assert!(cases.len() >= 6, "there are at least six worked cases");
    cases
}

#[test]
fn every_worked_case_plays_and_leads_to_what_it_expects() {
    let mut desk = Desk::new();
    for path in cases() {
        let files = folder(&path);
        let worked = WorkedCase::read(&files).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let played = desk.act("", |casebook, acting| worked.play(&files, &pack(), casebook, acting));
        let case = played.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(worked.surprises(&case).unwrap(), Vec::<String>::new(), "{}", path.display());

        let record = decision_record(&case).unwrap();
        grounds_point_at_entries(&record);
        let text = serde_json::to_string(&record).unwrap();
        assert_eq!(serde_json::from_str::<DecisionRecord>(&text).unwrap(), record, "it survives being written down");
        check(&case, &record, "2026-11-21".parse().unwrap()).unwrap();
    }
    let report = verify(&desk.dir(), &Options::default(), &mut |_, _| {}).unwrap();
    assert_eq!(report.faults, Vec::new());
    let replay = desk.casebook.replay(None, &mut |_| {}).unwrap();
    assert_eq!((replay.faults, replay.not_replayed), (Vec::new(), Vec::new()));
    assert!(replay.replayed > 0);
}

/// Every entry that a statement rests on is one of the case's.
fn grounds_point_at_entries(record: &DecisionRecord) {
    for section in &record.sections {
        for conclusion in &section.conclusions {
            for statement in &conclusion.because {
                assert!(!statement.grounds.entries.is_empty(), "{} has grounds", statement.text);
                assert!(statement.grounds.entries.iter().all(|entry| *entry < record.record.entries));
            }
            let settled = conclusion.value != "undetermined";
            assert_eq!(settled, !conclusion.says.contains("not settled"), "{}", conclusion.says);
        }
    }
}
