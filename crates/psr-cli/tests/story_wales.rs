//! Another jurisdiction is only another pack: the one for Wales is checked and tested, and one procurement goes through it from its opening to its award.
//!
//! The files are those of `fixtures/stories/wales-direct-award-process-2`, whose README says what each holds.
#![allow(clippy::unwrap_used)]

mod common;

use common::Desk;
use common::story::Story;
use psr_cli::Exit;

const WALES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/psr-wales");

#[test]
fn the_pack_for_wales_is_sound_right_and_says_what_it_leaves_out() {
    let desk = Desk::new();
    let rules = |arguments: &[&str]| desk.psr(&[&["rules"], arguments, &["--rules", WALES]].concat());
    let checked = rules(&["check"]);
    assert_eq!(checked.exit, Exit::Done, "{}", checked.stdout);
    assert!(checked.stdout.contains("no answers make two routes compulsory at once"), "{}", checked.stdout);
    let tested = rules(&["test", "--require-both-ways"]);
    assert_eq!(tested.exit, Exit::Done, "{}", tested.stdout);
    let covered = rules(&["coverage", "--missing"]);
    assert_eq!(covered.exit, Exit::Done, "{}", covered.stdout);
    let book = rules(&["book"]);
    assert!(book.stdout.contains("Not encoded yet. The text was seen."), "what is left out stands in the book");
}

#[test]
fn a_direct_award_in_wales_is_decided_challenged_and_made() {
    let opened = ("wales-direct-award-process-2", "AUD-W", "Community audiology in the north");
    let story = Story::begin_under(WALES, "2025-06-02", opened.0, opened.1, opened.2);
    story.asks("show").says("psr-wales");
    story.answers("2025-06-02", "choice.yaml").says("Direct Award Process 2 may be followed.");
    the_reasons_rest_on_the_law_of_wales(&story);
    story.documents().says("Reasons for the choice of process").does_not_say("Direct Award Process C");
    it_is_challenged_in_its_standstill(&story);
    story.answers("2025-07-25", "standstill.yaml").says("The contract may be entered into");
    story.event("2025-07-28", "awarded", &[]);
    story.event("2025-08-05", "award-notice-submitted", &[]);
    story.falls_due().does_not_say("too early").does_not_say("late");
    story.bundle().says("Sound");
    story.register().says("Sound");
}

/// Every document says which law it rests on by the pack: no template cites the numbering of another instrument.
fn the_reasons_rest_on_the_law_of_wales(story: &Story) {
    let reasons = story.document("reasons");
    reasons.says("under the Health Services (Provider Selection Regime) (Wales) Regulations 2025 (WSI 2025/99)");
    reasons.says("The paragraphs of regulation 7 are taken in their order.");
    reasons.says("The considerable change test").says("Regulation 7(10) requirement 2** is not met");
    reasons.says("Regulation 7(11) makes an exception to regulation 7(9) scenario 1, which is not met");
    reasons.says("Rests on reg 30(1)(h)").says("psr-wales, version 0.1.0-incomplete");
    for document in ["reasons", "decision", "timeline", "conflicts"] {
        story.document(document).does_not_say("Rests on reg 24").does_not_say("reg 21").does_not_say("reg 6(");
    }
}

/// The notice is submitted on 3 July 2025; in Wales the standstill begins that day, and is over with 15 July unless somebody objects.
fn it_is_challenged_in_its_standstill(story: &Story) {
    story.event("2025-07-03", "intention-to-award-submitted", &[]);
    story.event("2025-07-03", "intention-to-award-published", &[]);
    story.falls_due().says("The standstill begins").says("3 July 2025").says("15 July 2025");
    story.event("2025-07-10", "representation-received", &["from=Clust Cyf"]);
    story.event("2025-07-17", "further-decision-communicated", &["decision=Go ahead as intended"]);
    story.falls_due().says("24 July 2025");
}
