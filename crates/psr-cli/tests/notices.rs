//! Notices and letters at the command line: what is missing is all named at once, and what a letter needs to be told is asked for.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Desk, told};
use psr_cli::Exit;

/// A competition with two letters to providers without success.
const COMPETITION: &str = r#"answers:
  - { question: what-is-decided, value: award, reason: From the paper }
  - { question: process-followed, value: competitive-process, reason: From the paper }
  - question: decision-makers
    value: [{ name: Jo Bloggs, role: Chair }]
    reason: From the minutes
  - question: award-criteria
    value: [{ criterion: Quality, key-criterion: quality-and-innovation, weight: "100", kind: quality }]
    reason: From the invitation
  - question: outcome-letters
    value:
      - { provider: Elm Clinics Ltd, sent-on: "2026-05-04", outcome: successful, reasons: It has the most points }
      - { provider: Oak Clinics Ltd, sent-on: "2026-05-04", outcome: unsuccessful, reasons: It has fewer points than Elm Clinics Ltd }
      - { provider: Ash Clinics CIC, sent-on: "2026-05-04", outcome: unsuccessful, reasons: It has fewer points than Elm Clinics Ltd }
    reason: From the letters
"#;

fn with_case(answers: &str) -> Desk {
    let desk = Desk::with_register();
    let open = ["case", "open", "--title", "Example services", "--reference", "N-1", "--commenced", "2026-04-01"];
    assert_eq!(desk.psr(&open).exit, Exit::Done);
    let file = desk.file("answers.yaml", answers);
    assert_eq!(desk.psr(&["answer", "N-1", "--from", &file]).exit, Exit::Done);
    desk
}

fn letter_to(desk: &Desk, reader: &str) -> common::Ran {
    let letter = ["render", "N-1", "unsuccessful-provider-letter", "--publication", "2026-05-05", "--to"];
    desk.psr(&[&letter[..], &[reader]].concat())
}

#[test]
fn a_notice_is_refused_with_everything_that_is_missing() {
    let desk = with_case("answers: [{ question: what-is-decided, value: award, reason: From the paper }]");
    told!(desk.transcript(&[
        (&["render", "N-1", "direct-award-c-intention"], ""),
        (&["render", "N-1", "competitive-notice"], ""),
    ]));
    assert_eq!(desk.psr(&["render", "N-1", "direct-award-c-intention"]).exit, Exit::FoundWrong);
}

#[test]
fn a_letter_is_written_to_a_reader_whom_the_record_names() {
    let desk = with_case(COMPETITION);
    let stranger = letter_to(&desk, "Yew Clinics Ltd");
    assert_eq!(stranger.exit, Exit::FoundWrong);
    assert!(
        stranger.stderr.contains("name one of those on record: Oak Clinics Ltd; Ash Clinics CIC"),
        "{}",
        stranger.stderr
    );
    let letter = letter_to(&desk, "Oak Clinics Ltd");
    assert_eq!(letter.exit, Exit::Done, "{}", letter.stderr);
    assert!(letter.stdout.contains("Dear Oak Clinics Ltd"));
    assert!(
        letter.stdout.contains("The days stated here are reckoned from 5 May 2026, on which publication is planned.")
    );
    assert!(letter.stdout.contains("until midnight at the end of Monday 18 May 2026"), "{}", letter.stdout);
}

#[test]
fn what_a_notice_has_no_use_for_is_refused() {
    let desk = with_case(COMPETITION);
    told!(desk.transcript(&[
        (&["render", "N-1", "competitive-intention", "--to", "Oak Clinics Ltd"], ""),
        (&["render", "N-1", "competitive-notice", "--publication", "2026-05-05"], ""),
    ]));
}
