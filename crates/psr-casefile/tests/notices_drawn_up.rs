//! A notice drawn up: the days it states, to whom it goes, what is withheld from it, and lots.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use chrono::NaiveDate;
use common::Desk;
use common::synthetic::{Setting, answered, case_with, supplied, without};
use psr_casefile::casebook::{Case, EventGiven};
use psr_casefile::notice::{Draft, Wanted, addressees, draft, find};
use psr_rules::pack::model::{ItemGround, Notice, Supply};

const PROCESS_C: [Setting<'_>; 2] =
    [("matter", "what-is-decided", "award"), ("route", "process-followed", "direct-award-process-c")];
const COMPETITION: [Setting<'_>; 3] = [
    ("matter", "what-is-decided", "award"),
    ("route", "process-followed", "competitive-process"),
    ("choice-of-process", "procurement-concludes-framework", "no"),
];

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn notice(id: &str) -> Notice {
    find(&psr_rules::pack::load(&common::pack()).unwrap(), id).unwrap().clone()
}

fn on(case: &Case, notice: &Notice, publication: Option<&str>) -> Draft {
    draft(case, notice, &Wanted { publication: publication.map(day), to: None }).unwrap()
}

fn to(case: &Case, notice: &Notice, reader: &str) -> Draft {
    draft(case, notice, &Wanted { publication: None, to: Some(reader.to_owned()) }).unwrap()
}

fn happened(desk: &mut Desk, case: &Case, event: &str, on: &str, details: &[(&str, &str)]) -> Case {
    let details = details.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let event = EventGiven { event: event.to_owned(), on: day(on), details };
    desk.act("Jo Bloggs", |casebook, acting| casebook.event(case, &event, acting)).unwrap().case
}

#[test]
fn the_days_run_from_the_publication_that_is_planned_and_the_draft_says_so() {
    let mut desk = Desk::new();
    for (id, settings) in [("direct-award-c-intention", &PROCESS_C[..]), ("unsuccessful-provider-letter", &COMPETITION)]
    {
        let notice = notice(id);
        let mut case = case_with(&mut desk, id, &notice, settings);
        without(&mut case, &Supply::Event(notice.runs_from.clone().unwrap()));
        assert!(on(&case, &notice, None).clock.is_none());
        let planned = on(&case, &notice, Some("2026-03-12"));
        let clock = planned.clock.unwrap();
        assert_eq!((clock.on, clock.planned, clock.entry), (day("2026-03-12"), true, None), "{id}");
        assert_eq!(clock.deadline, Some(day("2026-03-25")), "{id}");
        assert!(planned.cautions[0].contains("reckoned from 12 March 2026, on which publication is planned"), "{id}");
    }
}

#[test]
fn the_publication_on_record_counts_where_no_day_is_planned() {
    let mut desk = Desk::new();
    let notice = notice("direct-award-c-intention");
    let case = case_with(&mut desk, "P-1", &notice, &PROCESS_C);
    let stated = |publication| {
        let drawn_up = on(&case, &notice, publication);
        let clock = drawn_up.clock.unwrap();
        (clock.on, clock.planned, clock.entry.is_some(), drawn_up.cautions.len())
    };
    assert_eq!(stated(None), (day("2026-05-01"), false, true, 0));
    assert_eq!(stated(Some("2026-05-01")), (day("2026-05-01"), false, true, 0));
    assert_eq!(stated(Some("2026-05-05")), (day("2026-05-05"), true, false, 1));
}

#[test]
fn what_happens_after_publication_changes_no_day_that_the_notice_states() {
    let mut desk = Desk::new();
    let notice = notice("direct-award-c-intention");
    let case = case_with(&mut desk, "P-2", &notice, &PROCESS_C);
    let days = |case: &Case| on(case, &notice, None).clock.unwrap().days;
    let later = happened(&mut desk, &case, "representation-received", "2026-05-06", &[("from", "A provider")]);
    let later = happened(&mut desk, &later, "further-decision-communicated", "2026-06-10", &[]);
    assert_eq!(days(&later), days(&case));
}

#[test]
fn a_letter_that_gives_another_last_day_is_cautioned_against() {
    let mut desk = Desk::new();
    let notice = notice("unsuccessful-provider-letter");
    let case = case_with(&mut desk, "P-3", &notice, &COMPETITION);
    let cautions = to(&case, &notice, "Some provider").cautions;
    let wanted = "The record gives 1 May 2026 as the last day, and reckoned from 1 May 2026 it is 14 May 2026.";
    assert!(cautions.iter().any(|caution| caution.starts_with(wanted)), "{cautions:?}");
}

#[test]
fn a_privileged_answer_reaches_no_notice() {
    let mut desk = Desk::new();
    let notice = notice("direct-award-c-intention");
    let secret = "What counsel said";
    for question in ["services-description", "intended-provider-name", "provider-address"] {
        let case = case_with(&mut desk, question, &notice, &PROCESS_C);
        let file = format!("answers: [{{ question: {question}, value: {secret}, reason: Advice, privileged: true }}]");
        let case = answered(&mut desk, &case, &file);
        let drawn_up = on(&case, &notice, None);
        assert!(!serde_json::to_string(&drawn_up).unwrap().contains(secret), "{question}");
        let missing: Vec<_> = drawn_up.gaps.iter().flat_map(|gap| &gap.missing).collect();
        assert!(matches!(&missing[..], [missing] if missing.says.contains("is privileged")), "{question}: {missing:?}");
    }
}

#[test]
fn what_the_law_does_not_require_and_is_not_on_record_is_cautioned_about_and_stands_in_no_ones_way() {
    let mut desk = Desk::new();
    let notice = notice("direct-award-c-intention");
    let mut case = case_with(&mut desk, "P-7", &notice, &PROCESS_C);
    let importance = notice.items.iter().find(|item| item.ground == ItemGround::Guidance).unwrap().from[0].clone();
    without(&mut case, &importance);
    let drawn_up = on(&case, &notice, None);
    assert_eq!(drawn_up.gaps, Vec::new());
    let wanted =
        "It does not say how important each key criterion is, and why, for which guidance asks: that is not on record.";
    assert_eq!(drawn_up.cautions, [wanted]);
}

#[test]
fn lots_for_which_a_notice_says_the_same_stand_together_and_others_apart() {
    let mut desk = Desk::new();
    let notice = notice("direct-award-c-intention");
    let lots = ["North", "East", "South"];
    let case = desk.open("P-5", &lots);
    let case = supplied(&mut desk, case, &notice, &PROCESS_C);
    let apart =
        |case: &Case| -> Vec<Vec<String>> { on(case, &notice, None).parts.into_iter().map(|part| part.lots).collect() };
    assert_eq!(apart(&case), [["North", "East", "South"]]);
    let east = "answers: [{ question: proposed-lifetime-value, lot: East, value: 990000, reason: As the file shows }]";
    assert_eq!(apart(&answered(&mut desk, &case, east)), [vec!["North", "South"], vec!["East"]]);
}

#[test]
fn a_letter_is_of_the_lots_for_which_its_reader_made_an_offer() {
    let mut desk = Desk::new();
    let notice = notice("unsuccessful-provider-letter");
    let case = desk.open("P-6", &["North", "East"]);
    let case = supplied(&mut desk, case, &notice, &COMPETITION);
    let letter =
        r#"{ provider: Another provider, sent-on: "2026-05-01", outcome: unsuccessful, reasons: Fewer points }"#;
    let east =
        format!("answers: [{{ question: outcome-letters, lot: East, value: [{letter}], reason: As the file shows }}]");
    let case = answered(&mut desk, &case, &east);
    assert_eq!(addressees(&case, &notice).unwrap(), ["Some provider", "Another provider"]);
    let lots = |reader: &str| -> Vec<String> {
        to(&case, &notice, reader).parts.into_iter().flat_map(|part| part.lots).collect()
    };
    assert_eq!((lots("Some provider"), lots("Another provider")), (vec!["North".to_owned()], vec!["East".to_owned()]));
    let gaps = to(&case, &notice, "A stranger").gaps;
    assert!(gaps[0].missing[0].says.contains("Some provider; Another provider"), "{gaps:?}");
}
