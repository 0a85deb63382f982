//! Which text governs a decision that goes by another date than that of the case.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use common::Desk;
use psr_casefile::casebook::{AnswerGiven, Case, CaseOpening, EventGiven, Given};
use psr_casefile::decision_record::Section;
use psr_casefile::record::decision_record;
use psr_rules::engine::Rulebook;

/// Opens a case of 2025 in which a contract is to be ended on the mandatory ground of national security, and no Minister was told.
fn termination(desk: &mut Desk) -> Case {
    let opening = CaseOpening {
        title: "Example services".to_owned(),
        reference: "T-1".to_owned(),
        commenced: "2025-04-01".parse().ok(),
        ..CaseOpening::default()
    };
    let case = desk.act("Jo Bloggs", |casebook, acting| casebook.open_case(&opening, &common::pack(), acting)).unwrap();
    let answers = [
        ("what-is-decided", "termination"),
        ("security-ground-for-termination", "mandatory-security-ground"),
        ("minister-notified-of-termination", "no"),
    ];
    let given = |(question, value): (&str, &str)| AnswerGiven {
        question: question.to_owned(),
        given: Given::Text(value.to_owned()),
        reason: Some("As the file shows.".to_owned()),
        ..AnswerGiven::default()
    };
    let given = answers.into_iter().map(given).collect();
    desk.act("Jo Bloggs", |casebook, acting| casebook.answer(&case, given, acting)).unwrap().case
}

fn happened(desk: &mut Desk, case: &Case, event: &str, on: &str) -> Case {
    let details = [("ground", "paragraph (4)"), ("decided-by", "The board")];
    let ended = [("ground", "paragraph (4)"), ("notice-given-on", on), ("ends-on", "2026-06-30")];
    let details = if event == "terminated" { &ended[..] } else { &details[..] };
    let details = details.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let given = EventGiven { event: event.to_owned(), on: on.parse().unwrap(), details };
    desk.act("Jo Bloggs", |casebook, acting| casebook.event(case, &given, acting)).unwrap().case
}

fn section(case: &Case, decision: &str) -> Section {
    let record = decision_record(case).unwrap();
    record.sections.into_iter().find(|section| section.decision == decision).unwrap()
}

/// Returns what is concluded on the termination, and the law and date that are its own.
fn found(case: &Case) -> (String, Option<(String, String)>) {
    let section = section(case, "termination");
    let concluded = section.conclusions.iter().find(|known| known.id == "termination-for-national-security").unwrap();
    (concluded.value.clone(), section.own_law.map(|law| (law.text, law.date.to_string())))
}

/// Returns the text and date of the last determination of the termination on record.
fn on_record(case: &Case) -> (String, String) {
    let (_, last) = case.state.determined.iter().find(|((decision, _), _)| decision.as_str() == "termination").unwrap();
    (last.what.text.clone(), last.what.law_date.to_string())
}

fn pair(text: &str, date: &str) -> (String, String) {
    (text.to_owned(), date.to_owned())
}

#[test]
fn a_termination_is_decided_by_the_text_of_its_own_day() {
    let cases = [
        (&[][..], "no-bar", None, pair("V2", "2025-04-01")),
        (&[("terminated", "2026-03-23")][..], "no-bar", Some("V2"), pair("V2", "2026-03-23")),
        (&[("terminated", "2026-03-24")][..], "may-not", Some("V3"), pair("V3", "2026-03-24")),
        (&[("termination-intended", "2026-03-24")][..], "may-not", Some("V3"), pair("V3", "2026-03-24")),
        (
            &[("termination-intended", "2026-03-20"), ("terminated", "2026-03-24")][..],
            "may-not",
            Some("V3"),
            pair("V3", "2026-03-24"),
        ),
        (
            &[("terminated", "2025-02-20"), ("termination-intended", "2025-02-10")][..],
            "no-bar",
            Some("V1"),
            pair("V1", "2025-02-20"),
        ),
    ];
    for (events, value, text, recorded) in cases {
        let mut desk = Desk::new();
        let case = termination(&mut desk);
        let case = events.iter().fold(case, |case, (event, on)| happened(&mut desk, &case, event, on));
        let own = text.map(|text| pair(text, &recorded.1));
        assert_eq!(found(&case), (value.to_owned(), own), "{events:?}");
        assert_eq!(on_record(&case), recorded, "{events:?}");
        let replay = desk.casebook.replay(None, &mut |_| {}).unwrap();
        assert_eq!((replay.faults, replay.not_replayed), (vec![], vec![]), "{events:?}");
    }
}

#[test]
fn the_rest_of_the_case_keeps_its_law() {
    let mut desk = Desk::new();
    let case = termination(&mut desk);
    let case = happened(&mut desk, &case, "terminated", "2026-03-24");
    let record = decision_record(&case).unwrap();
    assert_eq!((record.law.text.as_str(), record.case.law_date.to_string().as_str()), ("V2", "2025-04-01"));
    assert_eq!(section(&case, "matter").own_law, None);
}

#[test]
fn another_pack_is_asked_by_the_day_of_the_termination_too() {
    let mut desk = Desk::new();
    let case = termination(&mut desk);
    happened(&mut desk, &case, "terminated", "2026-03-24");
    let mut files = common::pack();
    let events = String::from_utf8(files.get("events.yaml").unwrap().to_vec()).unwrap();
    files.insert("events.yaml", events.replace("selects: termination", "commences: false"));
    let other = Rulebook::compile(std::sync::Arc::new(psr_rules::pack::load(&files).unwrap())).unwrap();
    let impact = desk.casebook.impact(&other, &mut |_, _| {}).unwrap();
    let changes: Vec<String> = impact.cases[0]
        .changes
        .iter()
        .map(|change| {
            let value = |outcome: &psr_casefile::impact::Outcome| outcome.value.clone().unwrap_or_default();
            format!(
                "{} {} {} to {} {}",
                change.conclusion,
                change.before.law,
                value(&change.before),
                change.after.law,
                value(&change.after)
            )
        })
        .collect();
    assert_eq!(changes, ["termination-for-national-security V3 may-not to V2 no-bar"]);
}
