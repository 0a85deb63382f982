//! Comments: what they are about, what they leave as it was, and that what is privileged of them stays so.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use common::Desk;
use psr_casefile::casebook::{AnswerGiven, Case, CommentGiven, Given, disclosure_kind};
use psr_casefile::disclosure::{Disclosing, propose};
use psr_casefile::event::Subject;
use psr_casefile::log::{self, LogEntry};
use psr_casefile::record::decision_record;
use psr_casefile::{Error, export, signoff};

const ADVICE: &str = "Counsel doubts it.\nSee the notice again.";

fn about(about: &str, privileged: bool) -> CommentGiven {
    CommentGiven { about: Some(about.to_owned()), text: ADVICE.to_owned(), privileged, ..CommentGiven::default() }
}

fn reply(to: u64, privileged: bool) -> CommentGiven {
    CommentGiven { text: "Mended.".to_owned(), reply_to: Some(to), privileged, ..CommentGiven::default() }
}

fn comment(desk: &mut Desk, case: &Case, given: &CommentGiven) -> psr_casefile::Result<Case> {
    desk.act("Cy Counsel", |casebook, acting| casebook.comment(case, given, acting)).map(|recorded| recorded.case)
}

fn answered(desk: &mut Desk) -> Case {
    let case = desk.open("C-1", &["North", "South"]);
    let answer = AnswerGiven {
        question: "existing-provider".to_owned(),
        given: Given::Text("yes".to_owned()),
        reason: Some("As the file shows.".to_owned()),
        lot: Some("North".to_owned()),
        ..AnswerGiven::default()
    };
    desk.act("Jo Bloggs", |casebook, acting| casebook.answer(&case, vec![answer], acting)).unwrap().case
}

#[test]
fn a_comment_is_about_the_case_a_question_a_conclusion_or_a_document() {
    let mut desk = Desk::new();
    let mut case = answered(&mut desk);
    let north = |given: CommentGiven| CommentGiven { lot: Some("North".to_owned()), ..given };
    for (given, on_record, lot) in [
        (about("case", true), "case", None),
        (north(about("question:existing-provider", true)), "question:choice-of-process/existing-provider", Some(1)),
        (
            north(about("conclusion:choice-of-process/competitive-process", false)),
            "conclusion:choice-of-process/competitive-process",
            Some(1),
        ),
        (about("document:reasons", false), "document:reasons", None),
    ] {
        case = comment(&mut desk, &case, &given).unwrap();
        let last = &case.state.comments.last().unwrap().what;
        assert_eq!((last.about.clone(), last.lot), (Subject::parse(on_record).unwrap(), lot));
        assert_eq!((last.text.as_deref(), last.privileged), (Some(ADVICE), given.privileged));
    }
    let again = desk.casebook.case("C-1").unwrap();
    assert_eq!(again.state.comments, case.state.comments);
}

#[test]
fn what_is_wrong_is_said_at_once_and_nothing_is_recorded() {
    let mut desk = Desk::new();
    let case = answered(&mut desk);
    let case = comment(&mut desk, &case, &about("case", true)).unwrap();
    let first = case.state.head;
    let lot = |given: CommentGiven, lot: &str| CommentGiven { lot: Some(lot.to_owned()), ..given };
    for (given, says) in [
        (CommentGiven { text: " ".to_owned(), ..about("casee", true) }, vec!["`casee`", "empty"]),
        (CommentGiven { text: "x".repeat(20_001), ..about("case", true) }, vec!["20000 characters"]),
        (CommentGiven { about: None, ..about("", true) }, vec!["about something"]),
        (about("question:existing-providor", true), vec!["did you mean `existing-provider`"]),
        (about("conclusion:choice-of-process/none", true), vec!["no conclusion"]),
        (lot(about("case", true), "North"), vec!["a question or a conclusion only"]),
        (lot(about("question:existing-provider", true), "West"), vec!["no lot `West`"]),
        (reply(1, true), vec!["entry 1 is no comment"]),
        (reply(first, false), vec!["privileged too"]),
        (CommentGiven { reply_to: Some(first), ..about("document:reasons", true) }, vec!["something else"]),
    ] {
        let error = comment(&mut desk, &case, &given).unwrap_err();
        assert!(matches!(error, Error::Refused(_)), "{error}");
        for says in says {
            assert!(error.to_string().contains(says), "{error}");
        }
    }
    assert_eq!(desk.casebook.case("C-1").unwrap().state.head, case.state.head);
}

#[test]
fn a_reply_stays_with_its_matter() {
    let mut desk = Desk::new();
    let case = answered(&mut desk);
    let given = CommentGiven { lot: Some("South".to_owned()), ..about("question:existing-provider", true) };
    let case = comment(&mut desk, &case, &given).unwrap();
    let first = case.state.comments[0].clone();
    let case = comment(&mut desk, &case, &reply(first.seq, true)).unwrap();
    let last = &case.state.comments[1].what;
    assert_eq!((&last.about, last.lot, last.reply_to), (&first.what.about, Some(2), Some(first.seq)));
}

#[test]
fn a_comment_changes_no_determination_no_approval_and_no_document() {
    let mut desk = Desk::new();
    let case = answered(&mut desk);
    let case = desk.act("Ann", |casebook, acting| casebook.submit(&case, Vec::new(), None, acting)).unwrap().case;
    let before = decision_record(&case).unwrap();
    let commented = comment(&mut desk, &case, &about("case", true)).unwrap();
    assert_eq!(commented.state.determined, case.state.determined);
    let after = decision_record(&commented).unwrap();
    assert_eq!((after.sections, after.record), (before.sections, before.record));

    // The draft is approved as it lay there; what is commented later leaves the approval as it was.
    let approved = desk.act("Ann", |casebook, acting| casebook.approve(&commented, None, acting)).unwrap().case;
    let basis = case.state.submissions[0].what.basis;
    assert_eq!(approved.state.approvals[0].what.basis, basis);
    let later = comment(&mut desk, &approved, &about("question:choice-of-process/existing-provider", false)).unwrap();
    assert!(signoff::standing(&later).approved);
}

#[test]
fn a_closed_case_takes_no_comment() {
    let mut desk = Desk::new();
    let case = answered(&mut desk);
    let case = desk.act("Jo", |casebook, acting| casebook.close(&case, None, acting)).unwrap().case;
    assert!(matches!(comment(&mut desk, &case, &about("case", true)), Err(Error::Closed { .. })));
}

fn told(case: &Case) -> Vec<LogEntry> {
    let entries = log::of(case, &[]).0.into_iter();
    entries.filter(|entry| entry.typ == "psr.comment/1").collect()
}

#[test]
fn the_log_tells_a_comment_and_leaves_out_what_is_privileged_where_it_should() {
    let mut desk = Desk::new();
    let case = answered(&mut desk);
    let case = comment(&mut desk, &case, &about("question:choice-of-process/existing-provider", true)).unwrap();
    let case = comment(&mut desk, &case, &reply(case.state.head, true)).unwrap();
    let told = told(&case);
    let beside = told[1].beside();
    for (name, text) in
        [("about", "question:choice-of-process/existing-provider"), ("text", "Mended."), ("privileged", "yes")]
    {
        assert!(beside.contains(&(name.to_owned(), text.to_owned())), "{beside:?}");
    }
    assert!(told[0].what.starts_with("commented on the question “"), "{}", told[0].what);
    let kept = told[0].clone().without_privileged();
    assert!(kept.text.is_none() && !format!("{:?}", kept.beside()).contains("Counsel"));
}

#[test]
fn privileged_comments_leave_in_no_disclosure_and_in_no_file_unasked() {
    let mut desk = Desk::new();
    let case = answered(&mut desk);
    let case = comment(&mut desk, &case, &about("case", true)).unwrap();
    let open = CommentGiven { text: "Ask the estates team.".to_owned(), ..about("case", false) };
    let case = comment(&mut desk, &case, &open).unwrap();
    let (privileged, plain) = (case.state.comments[0].seq, case.state.comments[1].seq);
    assert_eq!(export::privileged(&case), vec![privileged]);

    let entries = desk.casebook.to_disclose(&case).unwrap();
    for kind in case.rulebook.pack().disclosures.as_ref().unwrap().kinds.iter().map(|kind| kind.id.to_string()) {
        let (disclosures, kind) = disclosure_kind(&case, Some(&kind)).unwrap();
        let disclosing = Disclosing { case: &case, entries: &entries, disclosures, kind };
        let proposal = propose(&disclosing, "Somebody", None);
        assert!(!proposal.to_yaml().contains("Counsel"));
        for entry in &proposal.entries {
            assert_eq!(entry.privileged.is_some(), entry.entry == privileged, "entry {}", entry.entry);
        }
        let due = |seq: u64| proposal.entries.iter().any(|entry| entry.entry == seq);
        assert_eq!(due(privileged), due(plain));
    }
}
