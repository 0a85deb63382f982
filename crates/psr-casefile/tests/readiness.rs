//! Every check of the built-in pack finds what it should, and finds nothing where its subject is in order: small cases, told as data.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Utc};
use common::{Desk, folder, pack};
use psr_casefile::casebook::{AnswerGiven, Case, CaseOpening, EventGiven};
use psr_casefile::check::check;
use psr_casefile::record::decision_record;
use psr_casefile::worked::EventStep;
use psr_rules::facts;
use serde::Deserialize;

/// A small case: what is put on record, and which checks find something then.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Fixture {
    /// What the case is, in words.
    case: String,
    /// What is done, in order.
    steps: Vec<Step>,
    /// The checks that find something; no other does.
    missing: Vec<String>,
    /// Checks whose subject is there and in order.
    #[serde(default)]
    in_order: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
enum Step {
    /// The day on which what follows is put on record, and on which the case is read in the end.
    Today(NaiveDate),
    /// Answers, as a file of answers has them.
    Answers(serde_json::Value),
    /// Something that happened.
    Event(EventStep),
}

fn fixtures() -> Vec<(PathBuf, Fixture)> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/readiness"));
    let read = |(name, bytes): (String, Vec<u8>)| {
        let text = String::from_utf8(bytes).unwrap();
        let fixture = serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        (PathBuf::from(name), fixture)
    };
    folder(root).into_iter().map(read).collect()
}

fn at(day: NaiveDate) -> DateTime<Utc> {
    day.and_hms_opt(10, 0, 0).unwrap().and_utc()
}

/// Plays a case, and returns the checks of the pack that find something.
fn play(desk: &mut Desk, path: &Path, fixture: &Fixture) -> BTreeSet<String> {
    let mut today: NaiveDate = "2026-04-01".parse().unwrap();
    let opening = CaseOpening {
        title: fixture.case.clone(),
        reference: path.file_stem().unwrap().to_str().unwrap().to_owned(),
        commenced: Some(today),
        ..CaseOpening::default()
    };
    let mut case = desk.act_on(at(today), |book, acting| book.open_case(&opening, &pack(), acting)).unwrap();
    for step in &fixture.steps {
        case = match step {
            Step::Today(day) => {
                today = *day;
                continue;
            }
            Step::Answers(answers) => answer(desk, path, &case, answers, today),
            Step::Event(step) => {
                let details = step.details.clone().into_iter().collect();
                let given = EventGiven { event: step.event.clone(), on: step.on, details };
                let put = desk.act_on(at(today), |book, acting| book.event(&case, &given, acting));
                put.unwrap_or_else(|error| panic!("{}: {error}", path.display())).case
            }
        };
    }
    let gaps = check(&case, &decision_record(&case).unwrap(), today).unwrap();
    let checks = &case.rulebook.pack().readiness.checks;
    let of_the_pack = |id: &String| checks.iter().any(|check| check.id.as_str() == id);
    gaps.into_iter().map(|gap| gap.id).filter(of_the_pack).collect()
}

fn answer(desk: &mut Desk, path: &Path, case: &Case, answers: &serde_json::Value, today: NaiveDate) -> Case {
    let text = serde_json::json!({ "answers": answers }).to_string();
    let entries = facts::read_answers("answers.json", text.as_bytes(), case.rulebook.pack());
    let entries = entries.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let none = |_: &str| -> psr_casefile::error::Result<Box<dyn std::io::Read>> { panic!("no evidence is attached") };
    let given = entries.into_iter().map(|entry| AnswerGiven::from_entry(entry, none)).collect::<Result<_, _>>();
    let put = desk.act_on(at(today), |book, acting| book.answer(case, given.unwrap(), acting));
    put.unwrap_or_else(|error| panic!("{}: {error}", path.display())).case
}

#[test]
fn each_check_finds_what_it_should_and_nothing_where_its_subject_is_in_order() {
    let mut desk = Desk::new();
    let (mut missing, mut in_order, mut wrong) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    for (path, fixture) in fixtures() {
        let found = play(&mut desk, &path, &fixture);
        let expected: BTreeSet<String> = fixture.missing.iter().cloned().collect();
        wrong.extend(found.difference(&expected).map(|id| format!("{}: {id} is found", path.display())));
        wrong.extend(expected.difference(&found).map(|id| format!("{}: {id} is not found", path.display())));
        let both = fixture.in_order.iter().filter(|id| expected.contains(*id));
        wrong.extend(both.map(|id| format!("{}: {id} stands in both lists", path.display())));
        missing.extend(expected);
        in_order.extend(fixture.in_order);
    }
    assert_eq!(wrong, Vec::<String>::new());
    let mut desk = Desk::new();
    let case = desk.open("PACK", &[]);
    let ids: BTreeSet<String> =
        case.rulebook.pack().readiness.checks.iter().map(|check| check.id.to_string()).collect();
    let unknown: Vec<_> = missing.union(&in_order).filter(|id| !ids.contains(*id)).collect();
    assert_eq!(unknown, Vec::<&String>::new(), "these are no checks of the pack");
    let never_found: Vec<&str> = ids.difference(&missing).map(String::as_str).collect();
    let never_in_order: Vec<&str> = ids.difference(&in_order).map(String::as_str).collect();
    assert_eq!((never_found, never_in_order), (NEVER_FOUND.to_vec(), NEVER_IN_ORDER.to_vec()));
}

/// The checks that no fixture shows finding something. The list may only become shorter.
const NEVER_FOUND: [&str; 0] = [];

/// The checks that no fixture shows in order. The list may only become shorter.
const NEVER_IN_ORDER: [&str; 0] = [];
