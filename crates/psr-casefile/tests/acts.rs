//! What a person may do to a case, and what is refused: all at once, and with nothing half-written.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use common::Desk;
use psr_casefile::Error;
use psr_casefile::casebook::{AnswerGiven, Case, EventGiven, Given};
use psr_casefile::event::CaseEvent;
use psr_casefile::record::decision_record;

fn answer(question: &str, value: &str) -> AnswerGiven {
    AnswerGiven {
        question: question.to_owned(),
        given: Given::Text(value.to_owned()),
        reason: Some("As the file shows.".to_owned()),
        ..AnswerGiven::default()
    }
}

fn give(desk: &mut Desk, case: &Case, given: Vec<AnswerGiven>) -> psr_casefile::Result<Case> {
    desk.act("Jo Bloggs", |casebook, acting| casebook.answer(case, given, acting)).map(|recorded| recorded.case)
}

fn value(case: &Case, lot: Option<&str>, id: &str) -> String {
    let record = decision_record(case).unwrap();
    let mut sections = record.sections.iter().filter(|section| section.lot.as_deref() == lot);
    sections.find_map(|section| section.conclusions.iter().find(|known| known.id == id)).unwrap().value.clone()
}

#[test]
fn a_correction_is_a_new_entry_that_names_the_one_it_corrects() {
    let mut desk = Desk::new();
    let case = desk.open("A-1", &[]);
    let case = give(&mut desk, &case, vec![answer("procurement-concludes-framework", "yes")]).unwrap();
    assert_eq!(value(&case, None, "competitive-process"), "required");
    let case = give(&mut desk, &case, vec![answer("procurement-concludes-framework", "no")]).unwrap();
    assert_eq!(value(&case, None, "competitive-process"), "undetermined");
    let answered: Vec<_> = case.entries.iter().filter(|entry| entry.typ == "psr.answer/1").collect();
    let Some(CaseEvent::Answered(second)) = &answered[1].event else { panic!("an answer") };
    assert_eq!(second.supersedes, Some(answered[0].seq));
    let record = decision_record(&case).unwrap();
    let shown = record.sections.iter().flat_map(|section| &section.answers).next().unwrap();
    assert_eq!(
        (shown.plain.as_str(), shown.entry, shown.replaced.as_slice()),
        ("no", answered[1].seq, &[answered[0].seq][..])
    );
}

#[test]
fn an_answer_taken_back_is_unknown_again() {
    let mut desk = Desk::new();
    let case = desk.open("A-2", &[]);
    let case = give(&mut desk, &case, vec![answer("procurement-concludes-framework", "yes")]).unwrap();
    let withdrawal = AnswerGiven { question: "procurement-concludes-framework".to_owned(), ..AnswerGiven::default() };
    let case = give(&mut desk, &case, vec![withdrawal]).unwrap();
    assert_eq!(value(&case, None, "competitive-process"), "undetermined");
    assert_eq!(decision_record(&case).unwrap().sections.iter().flat_map(|section| &section.answers).count(), 0);
}

#[test]
fn everything_wrong_is_said_at_once_and_nothing_is_recorded() {
    let mut desk = Desk::new();
    let case = desk.open("A-3", &["North"]);
    let wrong = vec![
        answer("existing-provider", "perhaps"),
        answer("existing-providor", "yes"),
        answer("existing-lifetime-value", "-1"),
        answer("proposed-lifetime-value", "1.005"),
        AnswerGiven { lot: Some("South".to_owned()), ..answer("patient-choice-offered", "no") },
        AnswerGiven { reason: Some(" ".to_owned()), ..answer("provider-numbers-restricted", "no") },
        answer("materially-different-in-character", "no"),
        answer("materially-different-in-character", "yes"),
    ];
    let error = give(&mut desk, &case, wrong).unwrap_err();
    let Error::Refused(refusals) = &error else { panic!("refused: {error}") };
    insta::assert_snapshot!(error.to_string());
    assert_eq!(refusals.len(), 7);
    let again = desk.casebook.case("A-3").unwrap();
    assert_eq!(again.entries.len(), case.entries.len());
}

#[test]
fn a_lot_has_its_own_answers_and_shares_the_rest() {
    let mut desk = Desk::new();
    let case = desk.open("A-4", &["North", "South"]);
    let south = |given: AnswerGiven| AnswerGiven { lot: Some("South".to_owned()), ..given };
    let given =
        vec![answer("procurement-concludes-framework", "no"), south(answer("procurement-concludes-framework", "yes"))];
    let case = give(&mut desk, &case, given).unwrap();
    assert_eq!(value(&case, Some("North"), "competitive-process"), "undetermined");
    assert_eq!(value(&case, Some("South"), "competitive-process"), "required");
}

#[test]
fn a_closed_case_takes_no_more() {
    let mut desk = Desk::new();
    let case = desk.open("A-5", &[]);
    let case = desk.act("Jo Bloggs", |casebook, acting| casebook.close(&case, None, acting)).unwrap().case;
    assert_eq!(case.entries.last().unwrap().typ, "psr.closed/1");
    let error = give(&mut desk, &case, vec![answer("existing-provider", "yes")]).unwrap_err();
    assert!(matches!(error, Error::Closed { .. }), "{error}");
}

#[test]
fn a_stale_writer_is_told_the_newer_entries() {
    let mut desk = Desk::new();
    let seen = desk.open("A-6", &[]);
    give(&mut desk, &seen, vec![answer("existing-provider", "yes")]).unwrap();
    let error = give(&mut desk, &seen, vec![answer("existing-provider", "no")]).unwrap_err();
    let Error::Register(psr_recorder::Error::Conflict(conflict)) = error else { panic!("a conflict: {error}") };
    assert_eq!(conflict.newer.first().unwrap().header.typ, "psr.answer/1");
    let case = desk.casebook.case("A-6").unwrap();
    assert_eq!(case.entries.iter().filter(|entry| entry.typ == "psr.answer/1").count(), 1);
}

#[test]
fn an_approval_is_overtaken_by_a_later_answer() {
    let mut desk = Desk::new();
    let case = desk.open("A-7", &[]);
    let case = give(&mut desk, &case, vec![answer("existing-provider", "yes")]).unwrap();
    let approve = |desk: &mut Desk, case: &Case| {
        desk.act("Robin Sample", |casebook, acting| casebook.approve(case, Some("Chief Executive".to_owned()), acting))
            .unwrap()
            .case
    };
    let case = approve(&mut desk, &case);
    assert!(!decision_record(&case).unwrap().approvals[0].overtaken);
    let case = give(&mut desk, &case, vec![answer("existing-provider", "no")]).unwrap();
    assert!(decision_record(&case).unwrap().approvals[0].overtaken);
    let case = approve(&mut desk, &case);
    let approvals = decision_record(&case).unwrap().approvals;
    assert_eq!(approvals.iter().map(|approval| approval.overtaken).collect::<Vec<_>>(), [true, false]);
    assert_eq!(approvals[1].by, "Robin Sample");
}

#[test]
fn events_are_the_packs_and_have_happened() {
    let mut desk = Desk::new();
    let case = desk.open("A-8", &[]);
    let event =
        |event: &str, on: &str| EventGiven { event: event.to_owned(), on: on.parse().unwrap(), details: Vec::new() };
    for (given, part) in [
        (event("award-of-the-century", "2026-04-01"), "the pack knows"),
        (event("awarded", "2027-04-01"), "has not come yet"),
    ] {
        let error = desk.act("Jo Bloggs", |casebook, acting| casebook.event(&case, &given, acting)).unwrap_err();
        assert!(error.to_string().contains(part), "{error}");
    }
}

#[test]
fn the_event_that_commences_the_procedure_selects_the_law() {
    let mut desk = Desk::new();
    let case = desk.open("A-9", &[]);
    assert_eq!(decision_record(&case).unwrap().law.text, "V2");
    let given = EventGiven {
        event: "intention-to-award-submitted".to_owned(),
        on: "2025-02-20".parse().unwrap(),
        details: Vec::new(),
    };
    let case = desk.act("Jo Bloggs", |casebook, acting| casebook.event(&case, &given, acting)).unwrap().case;
    let record = decision_record(&case).unwrap();
    assert_eq!((record.law.text.as_str(), record.case.law_date.to_string().as_str()), ("V1", "2025-02-20"));
}

#[test]
fn the_interview_asks_only_what_can_still_matter() {
    let mut desk = Desk::new();
    let case = desk.open("A-10", &[]);
    let given = vec![
        AnswerGiven { given: Given::Text("none-of-these".to_owned()), ..answer("authority-kind", "") },
        answer("procurement-concludes-framework", "yes"),
    ];
    let case = give(&mut desk, &case, given).unwrap();
    let mut aside = std::collections::BTreeSet::new();
    let mut asked = Vec::new();
    while let Some(next) = psr_casefile::interview::next(&case, None, &aside).unwrap() {
        asked.push(format!("{}/{}", next.decision.id, next.question.id));
        aside.insert(next.key());
    }
    assert!(
        asked.iter().all(|asked| asked.starts_with("matter/") || asked.starts_with("particulars/")),
        "the regime does not apply, so nothing else is asked: {asked:?}"
    );
}

#[test]
fn an_approval_stands_when_only_what_arose_later_is_answered() {
    let mut desk = Desk::new();
    let case = desk.open("A-8", &[]);
    let case = give(&mut desk, &case, vec![answer("existing-provider", "yes")]).unwrap();
    let approved = desk.act("Robin Sample", |casebook, acting| casebook.approve(&case, None, acting)).unwrap().case;
    let record_of_award =
        AnswerGiven { decision: Some("award-record".to_owned()), ..answer("awarded-on", "2026-05-04") };
    let case = give(&mut desk, &approved, vec![record_of_award]).unwrap();
    assert!(!decision_record(&case).unwrap().approvals[0].overtaken);
    let case = give(&mut desk, &case, vec![answer("patient-choice-offered", "no")]).unwrap();
    assert!(decision_record(&case).unwrap().approvals[0].overtaken);
}
