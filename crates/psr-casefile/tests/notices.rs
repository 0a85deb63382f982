//! What a notice contains is gathered from the record, item by item; what is missing is named.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use common::Desk;
use psr_casefile::casebook::{AnswerGiven, Case, EventGiven, Given};
use psr_casefile::notice::{Due, Item, Supplied, belongs, notice_items};
use psr_rules::pack::model::Notice;

fn with(desk: &mut Desk, case: &Case, answers: &[(&str, &str)]) -> Case {
    let given = |(question, value): &(&str, &str)| AnswerGiven {
        question: (*question).to_owned(),
        given: Given::Text((*value).to_owned()),
        reason: Some("As the file shows.".to_owned()),
        ..AnswerGiven::default()
    };
    let given = answers.iter().map(given).collect();
    desk.act("Jo Bloggs", |casebook, acting| casebook.answer(case, given, acting)).unwrap().case
}

fn notice(case: &Case, id: &str) -> Notice {
    case.rulebook.pack().notices.iter().find(|notice| notice.id.as_str() == id).unwrap().clone()
}

fn items(case: &Case, id: &str) -> Vec<Item> {
    notice_items(case, &notice(case, id), None).unwrap()
}

fn of<'i>(items: &'i [Item], provision: &str) -> &'i Item {
    items.iter().find(|item| item.provision == provision).unwrap()
}

#[test]
fn an_empty_case_supplies_its_title_and_reference_and_names_everything_else() {
    let mut desk = Desk::new();
    let case = desk.open("N-1", &[]);
    let items = items(&case, "direct-award-c-intention");
    assert_eq!(items.len(), 10);
    assert!(of(&items, "Sch 3 para 1").statement.is_some() && of(&items, "Sch 3 para 1").missing.is_empty());
    assert_eq!(of(&items, "Sch 3 para 2").supplied_by.len(), 2);
    let missing: Vec<_> =
        of(&items, "Sch 3 para 3").missing.iter().filter_map(|missing| missing.question.as_deref()).collect();
    assert_eq!(missing, ["intended-provider-name", "provider-address"]);
    assert_eq!(belongs(&case, &notice(&case, "direct-award-c-intention"), None).unwrap(), Due::NotSettled);
}

#[test]
fn what_is_answered_supplies_items_with_its_reasons_and_entry() {
    let mut desk = Desk::new();
    let case = desk.open("N-2", &[]);
    let answers = [("intended-provider-name", "Elm Tree Practice"), ("provider-address", "1 Elm Road")];
    let case = with(&mut desk, &case, &answers);
    let items = items(&case, "direct-award-c-intention");
    let item = of(&items, "Sch 3 para 3");
    assert!(item.missing.is_empty());
    let Supplied::Answer { answered, .. } = &item.supplied_by[0] else { panic!("an answer") };
    assert_eq!(
        (answered.answer.as_str(), answered.reason.as_deref()),
        ("Elm Tree Practice", Some("As the file shows."))
    );
    assert!(answered.entry > 0);
}

#[test]
fn items_that_are_not_due_are_not_missing() {
    let mut desk = Desk::new();
    let case = desk.open("N-3", &[]);
    let case = with(&mut desk, &case, &[("process-followed", "direct-award-process-b")]);
    let items = items(&case, "direct-award-notice");
    let statements: Vec<_> =
        items.iter().filter(|item| item.provision == "Sch 2 para 1").map(|item| item.due).collect();
    assert_eq!(statements[..2], [Due::No, Due::Yes]);
    assert_eq!(belongs(&case, &notice(&case, "direct-award-notice"), None).unwrap(), Due::Yes);
    assert_eq!(belongs(&case, &notice(&case, "direct-award-c-intention"), None).unwrap(), Due::No);
}

#[test]
fn an_event_supplies_its_day() {
    let mut desk = Desk::new();
    let case = desk.open("N-4", &[]);
    let of_day = |items: &[Item]| {
        let item = items.iter().find(|item| item.says.starts_with("the day")).unwrap().clone();
        (item.supplied_by, item.missing.len(), item.ground)
    };
    assert_eq!(of_day(&items(&case, "abandonment-notice")), (Vec::new(), 1, "practice"));
    let event =
        EventGiven { event: "abandonment-decided".to_owned(), on: "2026-05-01".parse().unwrap(), details: Vec::new() };
    let case = desk.act("Jo Bloggs", |casebook, acting| casebook.event(&case, &event, acting)).unwrap().case;
    let (supplied, missing, _) = of_day(&items(&case, "abandonment-notice"));
    assert!(matches!(&supplied[..], [Supplied::Event { on, .. }] if on.to_string() == "2026-05-01"));
    assert_eq!(missing, 0);
}

#[test]
fn a_contract_under_a_framework_agreement_has_the_notices_of_the_way_it_is_awarded() {
    let belonging = |by_competition: &str| {
        let mut desk = Desk::new();
        let case = desk.open("N-9", &[]);
        let answers = [("what-is-decided", "call-off"), ("call-off-by-competition", by_competition)];
        let case = with(&mut desk, &case, &answers);
        ["direct-award-notice", "framework-invitation", "competitive-intention", "competitive-notice"]
            .map(|id| belongs(&case, &notice(&case, id), None).unwrap())
    };
    assert_eq!(belonging("no"), [Due::Yes, Due::No, Due::No, Due::No]);
    assert_eq!(belonging("yes"), [Due::No, Due::Yes, Due::Yes, Due::Yes]);
}

#[test]
fn the_first_way_on_record_supplies_an_item_and_no_other() {
    let mut desk = Desk::new();
    let case = desk.open("N-10", &[]);
    let proposed = [("what-is-decided", "award"), ("proposed-lifetime-value", "1000000")];
    let case = with(&mut desk, &case, &proposed);
    let value = |case: &Case| {
        let items = items(case, "direct-award-c-notice");
        let item = of(&items, "Sch 4 para 5");
        assert!(item.missing.is_empty());
        let asked = item.supplied_by.iter().map(|supplied| match supplied {
            Supplied::Answer { answered, .. } => answered.question.clone(),
            _ => panic!("an answer"),
        });
        asked.collect::<Vec<_>>()
    };
    assert_eq!(value(&case), ["proposed-lifetime-value"]);
    let event = EventGiven { event: "awarded".to_owned(), on: "2026-05-01".parse().unwrap(), details: Vec::new() };
    let case = desk.act("Jo Bloggs", |casebook, acting| casebook.event(&case, &event, acting)).unwrap().case;
    let awarded = [("award-value", "990000"), ("award-value-kind", "lifetime-value")];
    let case = with(&mut desk, &case, &awarded);
    assert_eq!(value(&case), ["award-value", "award-value-kind"]);
}
