//! Holds, the schedule, erasure, and what the ledger of a contract offers a case.
#![allow(clippy::unwrap_used)]

mod common;

use common::Desk;
use psr_casefile::casebook::{AnswerGiven, Case, ErasureGiven, EventGiven, Given};
use psr_casefile::contract::{ChangeGiven, ContractGiven};
use psr_casefile::error::Error;
use psr_casefile::hold;
use psr_rules::money::Pence;

const SECRET: &str = "Mr Example of 1 Sample Street said so.";

fn again(desk: &Desk, case: &Case) -> Case {
    desk.casebook.case_by_id(case.id).unwrap()
}

fn event(desk: &mut Desk, case: &Case, event: &str, on: &str) {
    let case = again(desk, case);
    let from = ("from".to_owned(), "Example Ltd".to_owned());
    let details = if event == "representation-received" { vec![from] } else { Vec::new() };
    let given = EventGiven { event: event.to_owned(), on: on.parse().unwrap(), details };
    desk.act("Jo", |book, acting| book.event(&case, &given, acting)).unwrap();
}

fn holds(desk: &Desk, case: &Case) -> Vec<String> {
    let case = again(desk, case);
    hold::standing(&case.state, case.rulebook.pack()).into_iter().map(|hold| hold.why).collect()
}

fn answered(desk: &mut Desk) -> (Case, u64) {
    let case = desk.open("R-1", &[]);
    let given = AnswerGiven {
        question: "existing-provider".to_owned(),
        given: Given::Text("yes".to_owned()),
        reason: Some(SECRET.to_owned()),
        ..AnswerGiven::default()
    };
    let case = desk.act("Jo", |book, acting| book.answer(&case, vec![given], acting)).unwrap().case;
    let seq = case.state.answers.values().next().unwrap().current.as_ref().unwrap().seq;
    (case, seq)
}

fn erasure(entry: u64, paths: &[&str]) -> ErasureGiven {
    ErasureGiven {
        entry,
        paths: paths.iter().map(|path| (*path).to_owned()).collect(),
        reason: "It names somebody.".to_owned(),
        ground: "UK GDPR art 17".to_owned(),
    }
}

/// Answers whether any file of the register holds these bytes, or their base64url at any of the three places they may begin at.
fn holds_bytes(desk: &Desk, text: &str) -> bool {
    let files = common::folder(&desk.dir());
    let found = |needle: &[u8]| files.values().any(|bytes| bytes.windows(needle.len()).any(|window| window == needle));
    let encoded = |skip: usize| {
        let mut bits = String::new();
        text.as_bytes()[skip..].iter().for_each(|byte| bits.push_str(&format!("{byte:08b}")));
        let digit = |six: &[u8]| {
            let value = six.iter().fold(0_usize, |value, bit| value * 2 + usize::from(*bit == b'1'));
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[value]
        };
        bits.as_bytes().chunks_exact(6).map(digit).collect::<Vec<u8>>()
    };
    found(text.as_bytes()) || (0..3).any(|skip| found(&encoded(skip)))
}

#[test]
fn a_hold_arises_with_a_review_and_ends_with_it() {
    let mut desk = Desk::new();
    let case = desk.open("R-1", &[]);
    assert!(holds(&desk, &case).is_empty());
    event(&mut desk, &case, "representation-received", "2026-05-10");
    event(&mut desk, &case, "proceedings-begun", "2026-05-20");
    assert_eq!(holds(&desk, &case).len(), 2);
    event(&mut desk, &case, "further-decision-communicated", "2026-06-01");
    assert_eq!(holds(&desk, &case).len(), 1);
    event(&mut desk, &case, "representation-received", "2026-06-02");
    event(&mut desk, &case, "proceedings-ended", "2026-07-01");
    assert_eq!(holds(&desk, &case).len(), 1);
    event(&mut desk, &case, "further-decision-communicated", "2026-06-01");
    assert_eq!(holds(&desk, &case).len(), 1, "a decision before the representation does not answer it");
    event(&mut desk, &case, "further-decision-communicated", "2026-06-03");
    assert!(holds(&desk, &case).is_empty());
}

#[test]
fn nothing_is_erased_while_a_hold_stands() {
    let mut desk = Desk::new();
    let (case, entry) = answered(&mut desk);
    desk.act("Jo", |book, acting| book.hold(&case, true, "A claim.", acting)).unwrap();
    let held = again(&desk, &case);
    let refused = desk.act("Jo", |book, acting| book.erase(&held, &erasure(entry, &[]), acting)).unwrap_err();
    assert!(matches!(&refused, Error::Held { .. }), "{refused}");
    assert!(refused.to_string().contains("A claim. (entry"), "{refused}");
    assert!(holds_bytes(&desk, SECRET));
    assert!(desk.act("Jo", |book, acting| book.hold(&held, true, "Another.", acting)).is_err());
    desk.act("Ann", |book, acting| book.hold(&held, false, "Withdrawn.", acting)).unwrap();
    let free = again(&desk, &case);
    assert!(desk.act("Jo", |book, acting| book.hold(&free, false, "Again.", acting)).is_err());
    desk.act("Jo", |book, acting| book.erase(&free, &erasure(entry, &[]), acting)).unwrap();
}

#[test]
fn what_is_erased_leaves_no_byte_and_the_record_verifies() {
    let mut desk = Desk::new();
    let (case, entry) = answered(&mut desk);
    assert!(holds_bytes(&desk, SECRET));
    desk.act("Ann", |book, acting| book.erase(&case, &erasure(entry, &["reason"]), acting)).unwrap();
    assert!(!holds_bytes(&desk, SECRET));
    let case = again(&desk, &case);
    let standing = case.state.answers.values().next().unwrap().current.as_ref().unwrap();
    assert_eq!((standing.what.reason.as_ref(), standing.what.answer.is_some()), (None, true));
    let report = psr_recorder::verify(&desk.dir(), &psr_recorder::Options::default(), &mut |_, _| {}).unwrap();
    assert_eq!(report.faults, []);
    assert_eq!(desk.casebook.replay(None, &mut |_| {}).unwrap().faults, []);
}

#[test]
fn what_the_record_needs_cannot_be_erased() {
    let mut desk = Desk::new();
    let (case, entry) = answered(&mut desk);
    for (entry, paths) in
        [(0, &["pack/digest"][..]), (0, &["pack"]), (entry, &["nothing"]), (99, &[]), (entry, &["", "eason"])]
    {
        let refused = desk.act("Jo", |book, acting| book.erase(&case, &erasure(entry, paths), acting));
        assert!(matches!(refused, Err(Error::Refused(_))), "{entry} {paths:?}");
    }
    desk.act("Jo", |book, acting| book.erase(&case, &erasure(0, &[]), acting)).unwrap();
    assert_eq!(again(&desk, &case).state.opened.what.title, "withheld");
}

#[test]
fn an_erased_answer_does_not_bring_back_the_one_it_replaced() {
    let mut desk = Desk::new();
    let (case, _) = answered(&mut desk);
    let given = AnswerGiven {
        question: "existing-provider".to_owned(),
        given: Given::Text("no".to_owned()),
        reason: Some("Looked again.".to_owned()),
        ..AnswerGiven::default()
    };
    let case = desk.act("Jo", |book, acting| book.answer(&case, vec![given], acting)).unwrap().case;
    let current = |case: &Case| case.state.answers.values().next().unwrap().current.clone().unwrap();
    let entry = current(&case).seq;
    desk.act("Jo", |book, acting| book.erase(&case, &erasure(entry, &[]), acting)).unwrap();
    let case = again(&desk, &case);
    assert_eq!((current(&case).seq, current(&case).what.answer), (entry, None));
}

#[test]
fn a_closed_case_can_still_be_held_kept_and_erased_and_stays_closed() {
    let mut desk = Desk::new();
    let (case, entry) = answered(&mut desk);
    let case = desk.act("Jo", |book, acting| book.close(&case, None, acting)).unwrap().case;
    desk.act("Jo", |book, acting| book.retain(&case, "2026-01-31".parse().unwrap(), "Schedule, line 4", acting))
        .unwrap();
    let due = |desk: &Desk, on: &str| desk.casebook.retention_due(on.parse().unwrap()).unwrap().len();
    assert_eq!((due(&desk, "2026-01-31"), due(&desk, "2026-02-01")), (0, 1));
    let case = again(&desk, &case);
    desk.act("Jo", |book, acting| book.hold(&case, true, "A claim.", acting)).unwrap();
    assert_eq!(due(&desk, "2026-02-01"), 0);
    let case = again(&desk, &case);
    desk.act("Jo", |book, acting| book.hold(&case, false, "Settled.", acting)).unwrap();
    let case = again(&desk, &case);
    desk.act("Jo", |book, acting| book.erase(&case, &erasure(entry, &[]), acting)).unwrap();
    assert!(desk.casebook.cases().unwrap()[0].closed);
    assert_eq!(desk.casebook.replay(None, &mut |_| {}).unwrap().faults, []);
}

#[test]
fn a_ledger_offers_its_sums_and_says_when_it_has_overtaken_an_answer() {
    let mut desk = Desk::new();
    let pack = psr_casefile::casebook::load_pack(&common::pack()).unwrap();
    let contract = ContractGiven {
        reference: "C-1".to_owned(),
        title: "Services".to_owned(),
        provider: "Example Ltd".to_owned(),
        awarded_by: "other".to_owned(),
        entered_into: "2024-04-01".parse().unwrap(),
        lifetime_value: Some(Pence(100_000_000)),
        value_basis: Some("Five years".to_owned()),
        ..ContractGiven::default()
    };
    desk.act("Jo", |book, acting| book.enter_contract(&contract, pack.pack(), acting)).unwrap();
    let change = |pence: i128, case: Option<String>| ChangeGiven {
        on: "2025-01-01".parse().unwrap(),
        what: "Something".to_owned(),
        change: Pence(pence),
        case,
        ..ChangeGiven::default()
    };
    desk.act("Jo", |book, acting| book.change_contract("C-1", &change(5_000_000, None), acting)).unwrap();
    let opening = psr_casefile::casebook::CaseOpening {
        title: "More".to_owned(),
        reference: "MOD-1".to_owned(),
        contract: Some("C-1".to_owned()),
        ..Default::default()
    };
    let case = desk.act("Jo", |book, acting| book.open_case(&opening, &common::pack(), acting)).unwrap();
    let offers = desk.casebook.offers(&case).unwrap();
    let sums: Vec<_> = offers.iter().map(|offer| (offer.sum.0, offer.adds_change, offer.entries.clone())).collect();
    assert_eq!(sums, [(100_000_000, false, vec![0]), (5_000_000, true, vec![2])]);
    let (sum, reason) = offers[1].answer(Pence(1_000_000));
    assert_eq!(sum, Pence(6_000_000));
    assert_eq!(
        reason,
        "Taken from the ledger of contract C-1 (entry 2). Changes so far: £50,000; this change: £10,000; in all: £60,000."
    );
    let given = AnswerGiven {
        decision: Some(offers[1].key.decision.to_string()),
        question: offers[1].key.question.to_string(),
        given: Given::Text(sum.plain()),
        reason: Some(reason),
        ..AnswerGiven::default()
    };
    let case = desk.act("Jo", |book, acting| book.answer(&case, vec![given], acting)).unwrap().case;
    assert_eq!(desk.casebook.overtaken(&case).unwrap(), []);
    let later = |acting: &mut psr_casefile::acting::Acting<'_>| acting.now += chrono::TimeDelta::minutes(1);
    let own = change(1_000_000, Some(case.id.to_string()));
    desk.act("Jo", |book, acting| {
        later(acting);
        book.change_contract("C-1", &own, acting)
    })
    .unwrap();
    assert_eq!(desk.casebook.overtaken(&case).unwrap(), [], "what the case itself decided is counted in its answer");
    assert_eq!(desk.casebook.offers(&case).unwrap()[1].sum, Pence(5_000_000));
    desk.act("Jo", |book, acting| {
        later(acting);
        book.change_contract("C-1", &change(7, None), acting)
    })
    .unwrap();
    let overtaken = desk.casebook.overtaken(&case).unwrap();
    assert_eq!(overtaken.iter().map(|found| found.entries.clone()).collect::<Vec<_>>(), [vec![4]]);
    let gaps = desk.casebook.ledger_gaps(&case).unwrap();
    assert!(!gaps[0].blocks && gaps[0].message.contains("contract C-1, entries: 4"), "{gaps:?}");
}
