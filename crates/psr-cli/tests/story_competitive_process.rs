//! One procurement from its first paper to its award, by commands alone: three bidders, five evaluators, thirty questions, and a challenge in standstill.
//!
//! The files are those of `fixtures/stories/competitive-process`, whose README says what each holds.
#![allow(clippy::unwrap_used)]

mod common;

use common::story::Story;

const CALDER: &str = "Calder Vale NHS Foundation Trust";

#[test]
fn a_competitive_process_is_challenged_reviewed_and_awarded() {
    let story = Story::begin("2026-03-26", "competitive-process", "MSK-2026", "Community musculoskeletal service");
    offers_are_invited(&story);
    offers_are_assessed(&story);
    the_intention_is_published(&story);
    it_is_challenged_in_standstill(&story);
    an_award_too_early_is_a_fact_and_a_breach(&story.aside());
    it_is_reviewed(&story);
    it_is_decided_again(&story);
    it_is_awarded(&story);
    and_all_of_it_can_be_shown(&story);
}

/// In March the committee settles what it needs and how it will choose.
fn offers_are_invited(story: &Story) {
    story.answers("2026-03-26", "choice.yaml").says("The Competitive Process must be followed.");
    story.answers("2026-03-27", "criteria.yaml").says("Step 2 may follow: offers may be invited.");
    story.event("2026-04-08", "invitation-submitted", &[]).says("The law is now that of 2026-04-08");
    story.event("2026-04-09", "invitation-published", &[]);
}

/// In May three offers are scored by five evaluators, alone and then together.
fn offers_are_assessed(story: &Story) {
    let assessed = story.answers("2026-05-20", "assessment.yaml");
    assessed.says("Step 4 may follow: the successful provider may be decided on.");
    assessed.says("Everyone who must withdraw has done so.");
    let shown = story.asks("show");
    shown.says("450 items [individual-scores]").says("90 items [moderated-scores]");
    shown.says("Provider: Calder Vale NHS Foundation Trust; Id of the question: Q14; Agreed score: 3; Reason: Agreed.");
}

/// On 28 May the committee decides. Everyone is told, and the notice is published on 4 June.
fn the_intention_is_published(story: &Story) {
    story.event("2026-06-01", "provider-informed-of-outcome", &[]);
    let decided = story.answers("2026-06-02", "decision.yaml");
    decided.says("Step 6 may follow: the notice of intention to award the contract");
    let found = story.asks("check");
    found.says("Nobody has approved the decision.").does_not_say("is not answered");
    // What the program points out here, and nobody mends, is what the challenge will be about.
    found.says("question Q14 is “Agreed.”, which explains nothing");
    story.approval("2026-06-02", "Helen Marsh", "Chair of the Commissioning Committee").does_not_say("warning");
    story.asks("check").blocks_nothing();
    story.event("2026-06-03", "intention-to-award-submitted", &[]);
    story.event("2026-06-04", "intention-to-award-published", &[]);
}

/// On 16 June, a day before it would have been too late, the provider in place makes representations, and asks for information.
fn it_is_challenged_in_standstill(story: &Story) {
    let dates = story.timetable("2026-06-05", &["intention-to-award-published: 2026-06-04"]);
    dates.says("The standstill begins: Friday 5 June 2026 [reg 12(2)]");
    dates.says("Representations may be made until: midnight at the end of Wednesday 17 June 2026");
    let challenger = format!("from={CALDER}");
    let what = ["in-writing=yes", "provides-the-services=yes", "aggrieved=yes", "alleges-non-compliance=yes"];
    story.event("2026-06-16", "representation-received", &[&[&challenger, "reference=CV-1"], &what[..]].concat());
    story
        .asks("check")
        .blocks()
        .says("“How representations are dealt with” is not settled")
        .says("no further decision has been communicated. [reg 12(4)(d)");

    let asked = "what=Scores and comments on its own offer, and the staffing plan of the successful one";
    story.event("2026-06-18", "information-requested", &[&format!("by={CALDER}"), "reference=CV-R1", asked]);
    let given = "what=Every score and comment on its own offer";
    story.event("2026-06-22", "information-provided", &["request=CV-R1", &format!("to={CALDER}"), given]);
    let kept = ["request=CV-R1", "what=The staffing plan of Aldermoor Community Health CIC"];
    let ground = ["ground=commercial-interests", "explanation=It names wages and posts that a competitor could use."];
    story.event("2026-06-22", "information-refused", &[kept, ground].concat());
    let whom = format!("provider={CALDER}");
    story.event("2026-06-22", "clarification-invited", &[&whom, "representation=CV-1", "by-when=2026-06-29"]);
}

/// Had the contract been signed while all that was open, it would be on record with everything else, and nothing would make it lawful.
fn an_award_too_early_is_a_fact_and_a_breach(aside: &Story) {
    aside.event("2026-06-23", "awarded", &["note=Signed by mistake with the mobilisation plan"]);
    aside
        .asks("show")
        .says("23 June 2026, Contract awarded")
        .says("Before relying on this ! An award was made although");
    let breach =
        "An award was made although representations had been received and no further decision was communicated";
    aside
        .asks("check")
        .blocks()
        .says(&format!("{breach}. [reg 12(4)(d), reg 12(10)"))
        .says("No approval makes this lawful.");
    aside
        .approval("2026-06-23", "Helen Marsh", "Chair of the Commissioning Committee")
        .says(breach)
        .says("no approval makes that lawful");
    let dates =
        ["intention-to-award-published: 2026-06-04", "representations-received: [2026-06-16]", "awarded: 2026-06-23"];
    aside.timetable("2026-06-23", &dates).says("What is wrong").says("[reg 12(1)]");
}

/// Three people go through the points. One is upheld in part: a score had no reason on file. The reason is put there, and the old list stays beside it.
fn it_is_reviewed(story: &Story) {
    let reviewers = "reviewers=Joan Pettifer, Dr Imran Sayeed, Samir Haddad";
    let involved = "prior-involvement=Samir Haddad chaired the moderation and finds nothing";
    story.event("2026-06-24", "review-begun", &[reviewers, involved]);
    story.event("2026-06-26", "clarification-received", &[&format!("provider={CALDER}"), "representation=CV-1"]);
    let reason = "The review found one agreed score without a reason; the moderator's notes of the day hold it.";
    let (question, list) = ("moderated-scores", "moderated-scores-corrected.csv");
    story.replaces("2026-07-01", question, list, reason, "moderation-notes.txt");
    story.answers("2026-07-01", "review.yaml").says("The representations oblige the authority to act on them.");
    story.event("2026-07-01", "review-completed", &[reviewers, involved, "findings=One point of three upheld in part"]);
    let shown = story.asks("show");
    shown.says("Finding: Upheld in part").says("Did they take part in the decision that is reviewed?: Yes");
    shown.says("overtaken since: entry").says("“Which score was agreed for each answer, and why?” was answered again");
}

/// On 8 July the committee decides to go ahead, and tells the challenger and the winner on 10 July. Five working days later the standstill ends.
fn it_is_decided_again(story: &Story) {
    let reasons = "reasons=One point was upheld in part, the record was mended, and no score moves.";
    story.event("2026-07-08", "further-decision-made", &["decision=proceed", reasons]);
    let told = format!("to={CALDER}, Aldermoor Community Health CIC");
    story.event("2026-07-10", "further-decision-communicated", &[&told, "decision=proceed", reasons]);
    let decided = story.answers("2026-07-10", "further-decision.yaml");
    decided
        .says("The authority goes ahead as intended.")
        .says("All who must be told of the further decisions have been told.");
    let dates = story.timetable(
        "2026-07-10",
        &[
            "intention-to-award-published: 2026-06-04",
            "representations-received: [2026-06-16]",
            "further-decisions-communicated: [2026-07-10]",
        ],
    );
    dates.says("The standstill ends at the earliest: midnight at the end of Friday 17 July 2026");
    dates.says("The contract may be entered into from: Saturday 18 July 2026 [reg 12(1)]");
}

/// On 20 July all five limbs are met. The contract is signed on the 21st, and the notice follows within thirty days.
fn it_is_awarded(story: &Story) {
    let ended = story.answers("2026-07-20", "standstill.yaml");
    ended.says("The standstill period has ended.").says("The contract may be entered into");
    story.event("2026-07-20", "standstill-ended", &["limbs=Met one by one, as minute 26/74 has them"]);
    let shown = story.asks("show");
    shown
        .says("The authority has decided that it is ready to go ahead.")
        .says("The duties that representations bring are done.");
    shown
        .says("The providers have been told of every further decision.")
        .says("No more further decisions are intended.");
    shown.says("The working days since the last further decision have passed.");
    story.asks("check").blocks().says("Something that was approved has been replaced since: “");
    story.approval("2026-07-20", "Helen Marsh", "Chair of the Commissioning Committee").does_not_say("warning");
    story.event("2026-07-21", "awarded", &[]);
    story.answers("2026-07-21", "award.yaml");
    story.event("2026-08-05", "award-notice-submitted", &[]);
    story.event("2026-08-06", "award-notice-published", &[]);
}

/// A reviewer, a reader and a stranger find what they look for.
fn and_all_of_it_can_be_shown(story: &Story) {
    story.asks("check").blocks_nothing().does_not_say("award was made");
    let reasons = story.document("reasons");
    reasons.says("| Clinical quality").says("| Quality and innovation | 10 | Quality |");
    reasons.says(
        "The reason is in the moderator's notes of the same day and is now put on record; the score itself stands.",
    );
    reasons.says("go ahead as intended").says("Minute 26/71 of the committee, 8 July 2026.");
    let log = story.asks("log");
    log.says("question Q14, reason Agreed., score 3")
        .says("question Q14, reason From the moderator's notes of 19 May 2026");
    log.says("the moderator's notes of the day hold it. evidence: moderation-notes.txt");
    let moved = "the answer changed (item 74 changed), and so did its reasons";
    log.says(&format!(": {moved} recorded: after an approval (entry")).says("and a request for information (entry");
    // A reader of the reasons sees at the score, and in a table of its own, that the list changed after the challenge.
    reasons.says(&format!(": {moved}.")).says("| Representation received | 16 June 2026 | 16 June 2026 |");
    story.register().says("Sound: the register");
    story.bundle().says("Sound: ");
}
