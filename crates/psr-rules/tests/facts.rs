//! Facts are read exactly or refused, and everything that is wrong is said at once.

#![allow(clippy::unwrap_used, clippy::panic)]

mod folder;

use std::path::PathBuf;

use insta::{assert_debug_snapshot, assert_snapshot};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use psr_rules::facts::{self, INPUT_LIMIT, Line, LineReader};
use psr_rules::pack::{self, model::Pack};

fn toy() -> Pack {
    pack::load(&folder::pack(&folder::repository("fixtures/packs/toy"))).unwrap()
}

/// Returns the files of a folder of fixtures, each with its name.
fn fixtures(folder: &str) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(folder::repository(folder)).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty());
    let named = |path: &PathBuf| (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read(path).unwrap());
    paths.iter().map(named).collect()
}

/// Returns the findings in every file of a folder, under the name of each.
fn findings<T: std::fmt::Debug>(folder: &str, read: impl Fn(&str, &[u8]) -> Result<T, pack::Diagnostics>) -> String {
    let found = fixtures(folder).into_iter().map(|(name, bytes)| format!("{}\n", read(&name, &bytes).unwrap_err()));
    found.collect::<Vec<_>>().join("\n")
}

#[test]
fn sound_facts_are_read_exactly() {
    let pack = toy();
    for (name, bytes) in fixtures("fixtures/facts/good") {
        let read = facts::read(&name, &bytes, &pack, None);
        insta::with_settings!({ snapshot_path => "snapshots/facts", omit_expression => true, prepend_module_to_snapshot => false }, {
            assert_debug_snapshot!(name.clone(), read.unwrap_or_else(|found| panic!("{found}")));
        });
    }
}

#[test]
fn unsound_facts_are_refused_with_every_reason() {
    let pack = toy();
    assert_snapshot!("bad_facts", findings("fixtures/facts/bad", |name, bytes| facts::read(name, bytes, &pack, None)));
}

#[test]
fn input_beyond_the_limit_is_refused() {
    let pack = toy();
    let long = format!("commenced: 2023-04-05\n# {}", "x".repeat(INPUT_LIMIT));
    let deep = format!("{{\"commenced\":\"2023-04-05\",\"answers\":{}", "[".repeat(60_000));
    let found = [long, deep].map(|text| facts::read("facts", text.as_bytes(), &pack, None).unwrap_err().to_string());
    assert_snapshot!("long_and_deep_facts", found.join("\n"));
}

#[test]
fn a_chosen_decision_stands_before_the_one_that_is_named() {
    let pack = toy();
    let chosen = pack.decisions[1].id.clone();
    let read = |text: &str| facts::read("facts", text.as_bytes(), &pack, Some(&chosen)).map(|facts| facts.decision);
    assert_eq!(read("decision: lending\ncommenced: 2023-04-05\n"), Ok(chosen.clone()));
    assert!(read("decision: lendings\ncommenced: 2023-04-05\n").is_err());
}

#[test]
fn files_of_answers_are_read_exactly() {
    let pack = toy();
    let read = |(name, bytes): (String, Vec<u8>)| {
        facts::read_answers(&name, &bytes, &pack).unwrap_or_else(|found| panic!("{found}"))
    };
    let read: Vec<_> = fixtures("fixtures/answers/good").into_iter().map(read).collect();
    assert_debug_snapshot!("good_answers", read);
}

#[test]
fn unsound_files_of_answers_are_refused_with_every_reason() {
    let pack = toy();
    assert_snapshot!(
        "bad_answers",
        findings("fixtures/answers/bad", |name, bytes| facts::read_answers(name, bytes, &pack))
    );
}

#[test]
fn lines_say_what_files_say() {
    let pack = toy();
    let reader = LineReader::new(&pack, None);
    let mut line = Line::default();
    let only_json = |folder: &str| fixtures(folder).into_iter().filter(|(name, _)| name.ends_with(".json"));
    for (name, bytes) in only_json("fixtures/facts/good") {
        reader.read(&bytes, &mut line).unwrap();
        assert_eq!(as_read(&line, &pack), facts::read(&name, &bytes, &pack, None).unwrap(), "{name}");
    }
    let refused = only_json("fixtures/facts/bad").map(|(_, bytes)| reader.read(&bytes, &mut line).unwrap_err());
    assert_snapshot!("bad_lines", refused.collect::<Vec<_>>().join("\n"));
}

/// Returns a line as the same facts in a file would have been read.
fn as_read(line: &Line, pack: &Pack) -> facts::FactsFile {
    let decision = &pack.decisions[line.decision];
    let answers = line.answers.iter();
    facts::FactsFile {
        decision: decision.id.clone(),
        commenced: line.commenced,
        answers: answers.map(|(place, answer)| (decision.questions[*place].clone(), answer.clone())).collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever a line holds, right or wrong, it is read as the same line would be as a file: the short path hides nothing.
    #[test]
    fn the_short_path_and_the_long_way_agree(line in json_line()) {
        let pack = toy_once();
        let (mut read, reader) = (Line::default(), LineReader::new(pack, None));
        let said = reader.read(line.as_bytes(), &mut read);
        match facts::read("line", line.as_bytes(), pack, None) {
            Ok(facts) if is_json(&line) => prop_assert_eq!((said, as_read(&read, pack)), (Ok(()), facts)),
            _ => prop_assert!(said.is_err()),
        }
    }

    /// Facts that are bytes at random, or nearly sound, are refused or read, and nothing falls over.
    #[test]
    fn no_bytes_make_the_readers_panic(bytes in vec(any::<u8>(), 0..200), text in "[-{}\\[\\]:,&*!|>'\"#%@ a-z0-9\n]{0,80}") {
        let pack = toy_once();
        let (mut line, reader) = (Line::default(), LineReader::new(pack, None));
        for input in [bytes.as_slice(), text.as_bytes(), format!("commenced: 2023-04-05\nanswers: {text}").as_bytes()] {
            let read = facts::read("facts", input, pack, None);
            prop_assert!(read.is_ok() || read.is_err_and(|found| found.has_errors()));
            prop_assert!(reader.read(input, &mut line).is_err());
            prop_assert!(facts::read_answers("answers", input, pack).is_err());
        }
    }
}

fn toy_once() -> &'static Pack {
    static PACK: std::sync::OnceLock<Pack> = std::sync::OnceLock::new();
    PACK.get_or_init(toy)
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

/// Lines that are sound, and lines that are wrong in one or several places.
fn json_line() -> impl Strategy<Value = String> {
    let top = vec(
        prop_oneof![20 => commenced(), 10 => decision(), 20 => answers(), 1 => Just("\"unheard-of\": 1".to_owned())],
        0..4,
    );
    let ends = select(&["", "", "", "", " ", "\r", "}", ",", "x"][..]);
    (top, space(), ends).prop_map(|(top, space, end)| format!("{{{space}{}{space}}}{end}", top.join(",")))
}

fn commenced() -> impl Strategy<Value = String> {
    const DATES: [&str; 9] = [
        "\"2023-04-05\"",
        "\"2023-04-05\"",
        "\"2020-01-01\"",
        "\"2019-12-31\"",
        "\"2023-02-30\"",
        "\"2023-4-5\"",
        "20230405",
        "null",
        "\"2023\\u002d04-05\"",
    ];
    (space(), select(&DATES[..])).prop_map(|(space, date)| format!("\"commenced\"{space}:{space}{date}"))
}

fn decision() -> impl Strategy<Value = String> {
    const NAMES: [&str; 7] =
        ["\"lending\"", "\"lending\"", "\"particulars\"", "\"membership\"", "\"lendings\"", "null", "true"];
    select(&NAMES[..]).prop_map(|name| format!("\"decision\":{name}"))
}

fn answers() -> impl Strategy<Value = String> {
    const QUESTIONS: [&str; 14] = [
        "toy-kind",
        "deposit",
        "toy-value",
        "change-in-value",
        "damaged",
        "damaged",
        "deposit",
        "borrower",
        "loan-begins",
        "helpers",
        "route-followed",
        "lives-in-town",
        "demaged",
        "d\\u0061maged",
    ];
    const VALUES: [&str; 34] = [
        "true",
        "false",
        "\"yes\"",
        "\"no\"",
        "\"train\"",
        "\"kite\"",
        "\"neither\"",
        "\"Ada\"",
        "0",
        "5",
        "12.50",
        "12.5",
        "1157738.50",
        "-3",
        "-0",
        "999999999999999999.99",
        "1000000000000000000",
        "1.234",
        "1e6",
        "1E2",
        "007",
        "5.",
        ".5",
        "\"7\"",
        "\"-7.05\"",
        "\" 7\"",
        "\"2023-04-06\"",
        "null",
        "[]",
        "[{\"name\":\"Bob\"}]",
        "{}",
        "\"\\u00e9\"",
        "\"\u{e9}\"",
        "tru",
    ];
    let answer = (select(&QUESTIONS[..]), space(), select(&VALUES[..]));
    let answer = answer.prop_map(|(question, space, value)| format!("{space}\"{question}\"{space}:{value}{space}"));
    vec(answer, 0..4).prop_map(|answers| format!("\"answers\":{{{}}}", answers.join(",")))
}

fn space() -> impl Strategy<Value = &'static str> {
    select(&["", "", " ", "\t", " \r\n "][..])
}
