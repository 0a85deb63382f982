//! What falls due in a case, by another country's timetable: its process, its events on record, and its rounds.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use common::{Desk, folder};
use psr_casefile::casebook::{AnswerGiven, Case, CaseOpening, EventGiven, Given};
use psr_casefile::timetable::{CaseTimetable, facts_for_readiness, of_case};
use psr_rules::pack::model::DutyState;

const PACKS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/packs");

fn open(desk: &mut Desk, lots: &[&str]) -> Case {
    let files = ["toy", "elsewhere"].iter().flat_map(|pack| folder(format!("{PACKS}/{pack}").as_ref())).collect();
    let opening = CaseOpening {
        title: "A train".to_owned(),
        reference: "T-1".to_owned(),
        commenced: "2022-03-01".parse().ok(),
        lots: lots.iter().map(|lot| (*lot).to_owned()).collect(),
        ..CaseOpening::default()
    };
    desk.act("Ada", |casebook, acting| casebook.open_case(&opening, &files, acting)).unwrap()
}

/// Answers with a deposit: where it is enough the toy must be lent, which is a tender; else it is a gift.
fn lend(desk: &mut Desk, case: &Case, deposit: &str, lot: Option<&str>) -> Case {
    let answers =
        [("toy-kind", "train"), ("deposit", deposit), ("toy-value", "20"), ("change-in-value", "0"), ("damaged", "no")];
    let given = answers.map(|(question, value)| AnswerGiven {
        decision: Some("lending".to_owned()),
        question: question.to_owned(),
        given: Given::Text(value.to_owned()),
        reason: Some("Looked at it.".to_owned()),
        lot: lot.map(str::to_owned),
        ..AnswerGiven::default()
    });
    desk.act("Ada", |casebook, acting| casebook.answer(case, given.into_iter().collect(), acting)).unwrap().case
}

fn record(desk: &mut Desk, case: &Case, event: &str, on: &str, state: Option<&str>) -> Case {
    let details = state.map(|state| ("state".to_owned(), state.to_owned())).into_iter().collect();
    let given = EventGiven { event: event.to_owned(), on: on.parse().unwrap(), details };
    desk.act("Ada", |casebook, acting| casebook.event(case, &given, acting)).unwrap().case
}

fn due(case: &Case, as_of: &str) -> Vec<CaseTimetable> {
    of_case(case, as_of.parse().ok()).unwrap()
}

/// Returns each duty with its state.
fn duties(found: &CaseTimetable) -> Vec<(String, DutyState)> {
    let (_, duties) = facts_for_readiness(&found.timetable);
    duties.iter().map(|duty| (duty.due.unwrap().to_string(), duty.state)).collect()
}

#[test]
fn nothing_is_due_before_the_process_is_settled() {
    let mut desk = Desk::new();
    let case = open(&mut desk, &[]);
    let case = record(&mut desk, &case, "toy-handed-over", "2022-03-02", None);
    assert_eq!(due(&case, "2022-03-03"), []);
    let case = lend(&mut desk, &case, "20", None);
    let found = due(&case, "2022-03-03");
    assert_eq!(found.iter().map(|of| of.timetable.process.as_str()).collect::<Vec<_>>(), ["tender"]);
    assert_eq!(found[0].timetable.day(Some("quiet"), "from"), "2022-03-02".parse().ok());
}

#[test]
fn only_events_with_the_value_that_is_meant_count() {
    let mut desk = Desk::new();
    let case = open(&mut desk, &[]);
    let case = lend(&mut desk, &case, "20", None);
    let case = record(&mut desk, &case, "toy-handed-over", "2022-03-02", None);
    let case = record(&mut desk, &case, "toy-returned", "2022-03-03", Some("whole"));
    assert!(due(&case, "2022-03-03")[0].timetable.duties.is_empty(), "a toy that comes back whole is no objection");
    let case = record(&mut desk, &case, "toy-returned", "2022-03-06", Some("broken"));
    let found = &due(&case, "2022-03-07")[0];
    assert_eq!(duties(found).iter().map(|(_, state)| *state).collect::<Vec<_>>(), [DutyState::Due]);
    assert_eq!(found.taken.last().unwrap().details, [("state".to_owned(), "broken".to_owned())]);
    let later = &due(&case, "2022-05-07")[0];
    assert_eq!(duties(later).iter().map(|(_, state)| *state).collect::<Vec<_>>(), [DutyState::Overdue]);
}

#[test]
fn a_notice_that_is_published_again_begins_a_new_round() {
    let mut desk = Desk::new();
    let case = open(&mut desk, &[]);
    let case = lend(&mut desk, &case, "20", None);
    let case = record(&mut desk, &case, "toy-handed-over", "2022-03-02", None);
    let case = record(&mut desk, &case, "toy-returned", "2022-03-03", Some("broken"));
    assert_eq!(due(&case, "2022-03-03")[0].timetable.duties.len(), 1);
    let case = record(&mut desk, &case, "toy-handed-over", "2022-03-09", None);
    let found = &due(&case, "2022-03-09")[0];
    assert_eq!(found.timetable.day(Some("quiet"), "from"), "2022-03-09".parse().ok());
    assert!(found.timetable.duties.is_empty(), "the objection was to what no longer stands");
    let earlier: Vec<_> = found.taken.iter().map(|taken| (taken.on.to_string(), taken.earlier_round)).collect();
    let expected = [("2022-03-02", true), ("2022-03-03", true), ("2022-03-09", false)];
    assert_eq!(earlier, expected.map(|(on, earlier)| (on.to_owned(), earlier)));
    let (moments, _) = facts_for_readiness(&found.timetable);
    let on = |id: &str| moments.iter().find(|(moment, _)| moment.as_str() == id).and_then(|(_, on)| *on);
    assert_eq!(on("quiet-begins"), "2022-03-09".parse().ok());
    assert_eq!(on("sealed-too-early"), None);
}

#[test]
fn lots_that_follow_different_processes_have_timetables_of_their_own() {
    let mut desk = Desk::new();
    let case = open(&mut desk, &["North", "South", "West"]);
    let case = lend(&mut desk, &case, "20", Some("North"));
    let case = lend(&mut desk, &case, "1", Some("South"));
    let case = lend(&mut desk, &case, "20", Some("West"));
    let found = due(&case, "2022-03-09");
    let lots: Vec<_> = found.iter().map(|of| (of.timetable.process.to_string(), of.lots.join(" "))).collect();
    assert_eq!(lots, [("tender", "North West"), ("gift", "South")].map(|(of, lots)| (of.to_owned(), lots.to_owned())));
}

#[test]
fn a_year_without_bank_holidays_is_refused_by_name() {
    let mut desk = Desk::new();
    let case = open(&mut desk, &[]);
    let case = lend(&mut desk, &case, "20", None);
    let case = record(&mut desk, &case, "toy-handed-over", "2023-12-28", None);
    let error = of_case(&case, None).unwrap_err().to_string();
    assert!(error.contains("2024"), "{error}");
}
