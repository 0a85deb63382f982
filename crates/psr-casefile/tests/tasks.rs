//! Tasks: the work on a case, stage by stage, with how far each part has come.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::path::Path;

use common::{Desk, folder, pack};
use psr_casefile::casebook::Case;
use psr_casefile::record::decision_record;
use psr_casefile::tasks::{self, Stage, State, Task, What};
use psr_casefile::worked::WorkedCase;

fn stages(case: &Case) -> Vec<Stage> {
    tasks::of(case, &decision_record(case).unwrap()).unwrap()
}

fn worked(desk: &mut Desk, name: &str) -> Case {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/cases"));
    let files = folder(&root.join(name));
    let worked = WorkedCase::read(&files).unwrap();
    desk.act("", |casebook, acting| worked.play(&files, &pack(), casebook, acting)).unwrap()
}

fn task<'s>(stages: &'s [Stage], meant: &What) -> Option<&'s Task> {
    stages.iter().flat_map(|stage| &stage.tasks).find(|task| task.what == *meant)
}

#[test]
fn the_stages_are_those_of_the_pack_and_every_decision_that_arises_is_in_one() {
    let mut desk = Desk::new();
    for case in [desk.open("T-1", &[]), worked(&mut desk, "dental-two-lots-competitive")] {
        let (stages, record) = (stages(&case), decision_record(&case).unwrap());
        let titles: Vec<&String> = stages.iter().filter_map(|stage| stage.title.as_ref()).collect();
        let named: Vec<&String> = case.rulebook.pack().tasks.iter().map(|stage| &stage.title).collect();
        assert_eq!(titles, named);
        let decisions =
            stages.iter().flat_map(|stage| &stage.tasks).filter(|task| matches!(task.what, What::Decision(_)));
        assert_eq!(decisions.count(), record.sections.len());
        assert!(stages.iter().all(|stage| stage.done() <= stage.tasks.len()));
    }
}

#[test]
fn nothing_is_done_in_a_case_that_was_just_opened() {
    let mut desk = Desk::new();
    let stages = stages(&desk.open("T-1", &[]));
    assert_eq!(stages.iter().map(Stage::done).sum::<usize>(), 0);
    assert!(!stages.iter().any(Stage::is_done), "a stage in which there is nothing to do is not done");
    assert_eq!(task(&stages, &What::Approval).unwrap().state, State::NotStarted);
}

#[test]
fn a_notice_is_done_once_it_is_published_and_approval_once_everybody_approved() {
    let mut desk = Desk::new();
    let case = worked(&mut desk, "dental-two-lots-competitive");
    let notice = |id: &str, each: bool| What::Notice(id.to_owned(), each);
    let before = stages(&case);
    for (what, state) in [
        (notice("invitation-to-offer", false), State::Done),
        (notice("competitive-intention", false), State::Done),
        (What::Approval, State::Done),
    ] {
        assert_eq!(task(&before, &what).unwrap().state, state, "{what:?}");
    }
    let award = task(&before, &notice("competitive-notice", false)).unwrap();
    assert!(matches!(award.state, State::Missing(_) | State::CanBeMade), "{:?}", award.state);
    assert!(task(&before, &notice("urgent-award-notice", false)).is_none(), "what does not belong is no task");

    let refused =
        desk.act("Kim", |casebook, acting| casebook.refuse_approval(&case, None, "Who pays?", acting)).unwrap();
    assert_eq!(task(&stages(&refused.case), &What::Approval).unwrap().state, State::Refused);
}
