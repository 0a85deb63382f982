//! Which decisions of a case arise: by what others conclude, lot by lot, and by what has happened.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use common::{Desk, folder};
use psr_casefile::arising::Arising;
use psr_casefile::casebook::{AnswerGiven, Case, CaseOpening, EventGiven, Given};
use psr_casefile::check::check;
use psr_casefile::record::decision_record;
use psr_rules::answer::Answer;

fn open(desk: &mut Desk, lots: &[&str]) -> Case {
    let toy = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/packs/toy");
    let files = folder(toy.as_ref()).into_iter().collect();
    let opening = CaseOpening {
        title: "A train".to_owned(),
        reference: "T-1".to_owned(),
        commenced: "2024-03-01".parse().ok(),
        lots: lots.iter().map(|lot| (*lot).to_owned()).collect(),
        ..CaseOpening::default()
    };
    desk.act("Ada", |casebook, acting| casebook.open_case(&opening, &files, acting)).unwrap()
}

fn answer(desk: &mut Desk, case: &Case, decision: &str, question: &str, value: &str, lot: Option<&str>) -> Case {
    let given = AnswerGiven {
        decision: Some(decision.to_owned()),
        question: question.to_owned(),
        given: Given::Text(value.to_owned()),
        reason: Some("Looked at it.".to_owned()),
        lot: lot.map(str::to_owned),
        ..AnswerGiven::default()
    };
    desk.act("Ada", |casebook, acting| casebook.answer(case, vec![given], acting)).unwrap().case
}

fn lend(desk: &mut Desk, mut case: Case, lot: Option<&str>) -> Case {
    let answers =
        [("toy-kind", "train"), ("deposit", "20"), ("toy-value", "20"), ("change-in-value", "0"), ("damaged", "yes")];
    for (question, value) in answers {
        case = answer(desk, &case, "lending", question, value, lot);
    }
    case
}

fn came_back(desk: &mut Desk, case: &Case) -> Case {
    let details = vec![("state".to_owned(), "whole".to_owned())];
    let given = EventGiven { event: "toy-returned".to_owned(), on: "2024-04-01".parse().unwrap(), details };
    desk.act("Ada", |casebook, acting| casebook.event(case, &given, acting)).unwrap().case
}

/// Returns where the decision stands, lot by lot; 0 for the whole case.
fn places(case: &Case, decision: &str) -> Vec<usize> {
    let found = case.rulebook.pack().decisions.iter().find(|other| other.id.as_str() == decision).unwrap();
    let places = Arising::new(&case.state, &case.rulebook).places(found);
    places.into_iter().map(Option::unwrap_or_default).collect()
}

#[test]
fn a_decision_waits_for_what_it_follows_from_and_for_what_must_happen_first() {
    let mut desk = Desk::new();
    let case = open(&mut desk, &[]);
    assert_eq!(
        (places(&case, "lending"), places(&case, "return")),
        (vec![0], vec![]),
        "what is open does not stand in the way"
    );
    let case = lend(&mut desk, case, None);
    assert_eq!(places(&case, "return"), [] as [usize; 0], "it has not come back");
    let case = came_back(&mut desk, &case);
    assert_eq!(places(&case, "return"), [0]);
    let today = "2026-11-21".parse().unwrap();
    let missing = check(&case, &decision_record(&case).unwrap(), today).unwrap();
    assert!(missing.iter().any(|gap| gap.question.as_deref() == Some("repairs")), "{missing:?}");
    let case = answer(&mut desk, &case, "lending", "deposit", "1", None);
    assert_eq!(places(&case, "return"), [] as [usize; 0], "it was not to be lent");
}

#[test]
fn a_conclusion_counts_only_where_its_decision_arises() {
    let mut desk = Desk::new();
    let case = open(&mut desk, &[]);
    let case = lend(&mut desk, case, None);
    let case = came_back(&mut desk, &case);
    let case = answer(&mut desk, &case, "membership", "lives-in-town", "no", None);
    assert_eq!((places(&case, "lending"), places(&case, "return")), (vec![], vec![]));
}

#[test]
fn one_of_several_conclusions_will_do() {
    let steps = ["key-criteria", "key-criteria-record", "competitive-process", "competitive-process-record"];
    let ways = [
        (&[("route", "process-followed", "competitive-process")][..], [vec![0], vec![0], vec![0], vec![0]]),
        (&[("route", "process-followed", "direct-award-process-c")][..], [vec![0], vec![0], vec![], vec![]]),
        (
            &[("matter", "what-is-decided", "call-off"), ("framework-call-off", "call-off-by-competition", "yes")][..],
            [vec![0], vec![0], vec![0], vec![0]],
        ),
        (
            &[("matter", "what-is-decided", "call-off"), ("framework-call-off", "call-off-by-competition", "no")][..],
            [vec![], vec![], vec![], vec![]],
        ),
        (&[("matter", "what-is-decided", "call-off")][..], [vec![], vec![], vec![], vec![]]),
    ];
    for (answers, expected) in ways {
        let mut desk = Desk::new();
        let case = desk.open("W-1", &[]);
        let case = answers
            .iter()
            .fold(case, |case, (decision, question, value)| answer(&mut desk, &case, decision, question, value, None));
        assert_eq!(steps.map(|decision| places(&case, decision)), expected, "{answers:?}");
    }
}

#[test]
fn each_lot_is_looked_at_by_itself() {
    let mut desk = Desk::new();
    let case = open(&mut desk, &["North", "South"]);
    let case = lend(&mut desk, case, Some("South"));
    let case = came_back(&mut desk, &case);
    assert_eq!((places(&case, "lending"), places(&case, "return")), (vec![1, 2], vec![2]));
    let record = decision_record(&case).unwrap();
    let of_return: Vec<_> = record.sections.iter().filter(|section| section.decision == "return").collect();
    assert_eq!(of_return.iter().map(|section| section.lot.as_deref()).collect::<Vec<_>>(), [Some("South")]);
}

#[test]
fn the_items_of_a_list_are_checked_wherever_it_comes_from() {
    let mut desk = Desk::new();
    let case = open(&mut desk, &[]);
    let item =
        |pairs: &[(&str, &str)]| pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let items = vec![
        item(&[("part", "Wheel"), ("by", "soon"), ("cost", "1e6"), ("who", "nobody")]),
        item(&[("part", "Roof"), ("hours", "1.23456"), ("colour", "red"), ("cost", "4"), ("who", "library")]),
    ];
    let given = AnswerGiven {
        question: "repairs".to_owned(),
        given: Given::Answer(Answer::List(items)),
        ..AnswerGiven::default()
    };
    let refused = desk.act("Ada", |casebook, acting| casebook.answer(&case, vec![given], acting)).unwrap_err();
    insta::assert_snapshot!(refused, @r"
    nothing was recorded:
    - `repairs`: `by` of item 1: `soon` is not a date: write year, month and day, such as 2026-04-01
    - `repairs`: `cost` of item 1: `1e6` is written with an exponent: write all its digits, such as 1000000
    - `repairs`: `who` of item 1: `nobody` is not one of the choices: choose one of library, borrower
    - `repairs`: `colour` of item 2 is not a field of this list: its fields are part, by, cost, hours, paid, who
    - `repairs`: item 2 has no `by`: add `by`
    - `repairs`: `hours` of item 2: `1.23456` is not a number: write plain digits, at most nine before the point and four after, such as 12 or 3.5
    ");
}

#[test]
fn what_is_recorded_of_an_event_is_what_the_pack_declares() {
    let mut desk = Desk::new();
    let case = open(&mut desk, &[]);
    let details = [("stat", "whole"), ("days-late", "two"), ("days-late", "2")];
    let details = details.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let given = EventGiven { event: "toy-returned".to_owned(), on: "2024-04-01".parse().unwrap(), details };
    let refused = desk.act("Ada", |casebook, acting| casebook.event(&case, &given, acting)).unwrap_err();
    insta::assert_snapshot!(refused, @r"
    nothing was recorded:
    - `days-late` of `toy-returned` is given twice: keep one
    - `stat` is not recorded of `toy-returned`: did you mean `state`?
    - `toy-returned` needs `state`: add it
    ");
}
