//! What is proved of the choice of process, and how its reasoning and its explanations read.

use psr_rules::answer::{Answer, Answers};
use psr_rules::engine::{ConditionFinding, NewAnswer, Reach, Status};
use psr_rules::id::{ConclusionId, QuestionId};
use psr_rules::money::Pence;

use crate::regulation_6::{EXISTING, PROPOSED, choice_of_process};

fn id(text: &str) -> QuestionId {
    QuestionId::parse(text).unwrap()
}

#[test]
fn some_process_is_always_lawful_and_only_a_and_b_can_both_be_compulsory() {
    let proof = choice_of_process().prove();
    assert_eq!(proof.without_lawful_route, None);
    let [pair] = proof.compulsory_pairs.as_slice() else { panic!("{:?}", proof.compulsory_pairs) };
    assert_eq!((pair.one.as_str(), pair.other.as_str()), ("direct-award-process-a", "direct-award-process-b"));
    let answers: Vec<_> =
        pair.whenever.iter().map(|ground| format!("{}: {}", ground.question, ground.answer.plain())).collect();
    assert_eq!(
        answers,
        [
            "procurement-concludes-framework: no",
            "existing-provider: yes",
            "only-existing-provider-capable: yes",
            "patient-choice-offered: yes",
            "provider-numbers-restricted: no",
            "contracts-offered-to-all-qualifying: yes",
            "expression-of-interest-arrangements: yes",
        ]
    );
    assert!(proof.never_apply.is_empty() && proof.constant.is_empty());
    assert!(proof.idle.is_empty() && proof.idle_questions.is_empty());
}

/// Both sums, a decision of the authority, and nothing else that could excuse the change.
fn changed(existing: i128, proposed: i128) -> Answers {
    [
        (EXISTING, Answer::Money(Pence(existing))),
        (PROPOSED, Answer::Money(Pence(proposed))),
        ("change-attributable-to-authority", Answer::YesNo(true)),
        ("materially-different-in-character", Answer::YesNo(false)),
        ("change-from-external-factors", Answer::YesNo(false)),
    ]
    .map(|(question, answer)| (id(question), answer))
    .into()
}

/// Returns every clause with its status, as the tree has them.
fn clauses(condition: &ConditionFinding, found: &mut Vec<(Status, String)>) {
    found.extend(condition.clause.clone().map(|clause| (condition.status, clause)));
    condition.children.iter().for_each(|child| clauses(child, found));
}

#[test]
fn the_reasoning_shows_the_arithmetic() {
    let answers = changed(150_000_000, 205_000_050);
    let facts = choice_of_process().facts(&answers);
    let rules = choice_of_process().reasoning(&facts, &answers);
    let rule = rules.iter().find(|rule| rule.rule.as_str() == "value-limb-applies").unwrap();
    let mut found = Vec::new();
    clauses(&rule.root, &mut found);
    let (status, clause) = &found[1];
    assert_eq!(*status, Status::Met);
    assert!(
        clause.contains("£1,500,000") && clause.contains("£2,050,000.50") && clause.contains("£550,000.50"),
        "{clause}"
    );
    let shown = rule.root.children[2].comparison.as_ref().unwrap();
    assert_eq!(shown.percentage.as_deref(), Some("36.66%"));
}

#[test]
fn of_equally_small_changes_the_one_of_the_earliest_question_is_named() {
    let threshold = ConclusionId::parse("considerable-change").unwrap();
    let facts = choice_of_process().facts(&changed(400_000_000, 460_000_000));
    let explanation = choice_of_process().explain(&facts, &threshold).unwrap();
    assert_eq!(explanation.value.as_ref().map(|value| value.as_str()), Some("not-met"));
    let grounds: Vec<_> = explanation.sufficient.iter().map(|ground| ground.question.as_str()).collect();
    assert_eq!(grounds, ["materially-different-in-character", EXISTING, PROPOSED]);
    // Another character could still be excused by succession, which is not answered.
    let change = explanation.change.unwrap();
    let named: Vec<_> = change.answers.iter().map(|answer| (answer.question.as_str(), &answer.to)).collect();
    assert_eq!(named, [("materially-different-in-character", &NewAnswer::YesNo(true))]);
    assert_eq!(change.reach, Reach::Possible);
}
