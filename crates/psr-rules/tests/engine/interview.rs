//! Interviews: how many questions are asked until everything is settled.

use psr_rules::answer::Answers;
use psr_rules::engine::{CompiledDecision, Facts, Scratch};
use psr_rules::id::QuestionId;

use crate::random::Dice;
use crate::regulation_6::{choice_of_process, procurement};

/// Asks one question after another until none is relevant, and counts them and their efforts.
fn interview(
    decision: &CompiledDecision,
    answers: &Answers,
    next: impl Fn(&Facts) -> Option<QuestionId>,
) -> (usize, usize) {
    let mut facts = decision.nothing_known();
    let (mut asked, mut effort) = (0, 0);
    while let Some(question) = next(&facts) {
        decision.answer(&mut facts, decision.place(question.as_str()).unwrap(), &answers[&question]);
        asked += 1;
        effort += usize::from(decision.pack().questions[&question].effort);
        assert!(asked <= decision.decision().questions.len());
    }
    assert!(decision.is_complete(decision.settle(&facts, &mut Scratch::default())));
    (asked, effort)
}

#[test]
fn an_interview_is_shorter_than_in_the_order_of_the_law() {
    let decision = choice_of_process();
    let mut dice = Dice::new(1348);
    let (mut ours, mut in_order) = ((0, 0), (0, 0));
    for _ in 0..2_000 {
        let answers = procurement(&mut dice, 0);
        let (asked, effort) = interview(decision, &answers, |facts| decision.next_questions(facts).into_iter().next());
        ours = (ours.0 + asked, ours.1 + effort);
        let (asked, effort) =
            interview(decision, &answers, |facts| decision.determine(facts).relevant.into_iter().next());
        in_order = (in_order.0 + asked, in_order.1 + effort);
    }
    assert!(ours.0 <= in_order.0 && ours.1 <= in_order.1, "{ours:?} against {in_order:?}");
}
