//! A determination that the answers do not lead to is found, and the same acts give the same bytes.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use common::{Desk, now};
use psr_casefile::casebook::{AnswerGiven, Given};
use psr_casefile::event::{CaseEvent, Determined};
use psr_casefile::replay::replay_bundle;
use psr_recorder::{Append, OperationId, bundle};

fn framework() -> Vec<AnswerGiven> {
    vec![AnswerGiven {
        question: "procurement-concludes-framework".to_owned(),
        given: Given::Text("yes".to_owned()),
        reason: Some("The notice says so.".to_owned()),
        ..AnswerGiven::default()
    }]
}

/// A case with one answer, and the determination that it led to.
fn determined(desk: &mut Desk) -> (psr_casefile::casebook::Case, Determined) {
    let case = desk.open("R-1", &[]);
    let case = desk.act("Jo Bloggs", |casebook, acting| casebook.answer(&case, framework(), acting)).unwrap().case;
    let Some(CaseEvent::Determined(determined)) = case.entries.last().unwrap().event.clone() else {
        panic!("determined")
    };
    (case, determined)
}

/// Records a determination as someone with the key could, past the casebook.
fn forge(desk: &mut Desk, forged: Determined) {
    let case = desk.casebook.case("R-1").unwrap();
    let event = CaseEvent::Determined(forged);
    desk.act("Jo Bloggs", |casebook, acting| {
        let append = Append {
            rec: case.id,
            base: Some(case.state.head),
            op: OperationId::draw(acting.randomness),
            at: now(),
            act: "a1".to_owned(),
            typ: event.typ().to_owned(),
            fields: event.to_fields(),
            checkpoint: false,
        };
        casebook.register_mut().append(&append, acting.randomness).unwrap();
    });
}

#[test]
fn what_the_answers_do_not_lead_to_is_a_fault_at_its_position() {
    let mut desk = Desk::new();
    let (case, mut forged) = determined(&mut desk);
    forged.basis = case.state.head - 1;
    forged.conclusions[0].1 = "required".to_owned();
    forge(&mut desk, forged);
    let replay = desk.casebook.replay(None, &mut |_| {}).unwrap();
    assert_eq!(replay.faults.len(), 1, "{:?}", replay.faults);
    assert_eq!(replay.faults[0].position, case.state.head + 1);
    assert!(replay.faults[0].message.contains("direct-award-process-a required"), "{}", replay.faults[0].message);
}

#[test]
fn a_determination_that_skips_an_answer_is_a_fault() {
    let mut desk = Desk::new();
    let (_, mut forged) = determined(&mut desk);
    forged.basis = 0;
    forge(&mut desk, forged);
    let replay = desk.casebook.replay(None, &mut |_| {}).unwrap();
    assert_eq!(replay.faults.len(), 1);
    assert!(replay.faults[0].message.contains("entries up to 0"), "{}", replay.faults[0].message);
}

#[test]
fn a_bundle_replays_by_itself() {
    let mut desk = Desk::new();
    let (case, _) = determined(&mut desk);
    let path = desk.folder.path().join("case.zip");
    let file = std::fs::File::create(&path).unwrap();
    bundle::write(desk.casebook.register(), &bundle::Request::record(case.id), file, &path).unwrap();
    let replay = replay_bundle(&bundle::read(&path).unwrap());
    assert_eq!((replay.replayed, replay.faults, replay.not_replayed), (1, Vec::new(), Vec::new()));
}

#[test]
fn the_same_acts_give_the_same_bytes() {
    let root = || {
        let mut desk = Desk::new();
        determined(&mut desk);
        desk.casebook.register().root().unwrap()
    };
    assert_eq!(root(), root());
}

/// Records an event in a record of its own, past the casebook.
fn begin(desk: &mut Desk, typ: &str) {
    let typ = typ.to_owned();
    desk.act("Jo Bloggs", |casebook, acting| {
        let append = Append {
            rec: psr_recorder::RecordId::draw(now(), acting.randomness),
            base: None,
            op: OperationId::draw(acting.randomness),
            at: now(),
            act: "a1".to_owned(),
            typ,
            fields: vec![("note".to_owned(), psr_recorder::Value::from("of another kind"))],
            checkpoint: false,
        };
        casebook.register_mut().append(&append, acting.randomness).unwrap();
    });
}

#[test]
fn what_is_no_case_is_not_replayed_and_only_a_known_type_in_the_wrong_place_is_a_fault() {
    let mut desk = Desk::new();
    determined(&mut desk);
    begin(&mut desk, "psr.register/1");
    begin(&mut desk, "psr.case/2");
    begin(&mut desk, "psr.case/1");
    let replay = desk.casebook.replay(None, &mut |_| {}).unwrap();
    assert_eq!(replay.not_replayed.len(), 1, "{:?}", replay.not_replayed);
    assert!(replay.not_replayed[0].contains("unknown type `psr.case/2`"), "{:?}", replay.not_replayed);
    assert_eq!(replay.faults.len(), 1, "{:?}", replay.faults);
    assert!(replay.faults[0].message.contains("does not begin with an entry that opens it"));
}

#[test]
fn a_replay_finds_the_same_on_any_number_of_threads() {
    let mut desk = Desk::new();
    let (_, mut forged) = determined(&mut desk);
    (0..5).for_each(|_| begin(&mut desk, "psr.case/1"));
    forged.basis = 0;
    forge(&mut desk, forged);
    let entries = desk.casebook.register().size().unwrap();
    let replayed = [1, 2, 8].map(|threads| {
        let mut done = 0;
        let replay = desk.casebook.replay_on(threads, None, &mut |entries| done += entries).unwrap();
        assert_eq!(done, entries, "every entry counts as done");
        replay
    });
    assert_eq!(replayed[0].faults.len(), 6, "{:?}", replayed[0].faults);
    assert!(replayed.iter().all(|replay| *replay == replayed[0]));
}
