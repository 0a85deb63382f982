//! What must hold of every determination and explanation: grounds suffice and none can be spared, changes are real and smallest.

use psr_rules::answer::{Answer, Answers};
use psr_rules::engine::{CompiledDecision, Explanation, Ground, NewAnswer, Scratch, Status};
use psr_rules::id::QuestionId;

/// Asserts everything that must hold whatever the law is.
pub fn assert_sound(decision: &CompiledDecision, given: &Answers) {
    let facts = decision.facts(given);
    let found = decision.determine(&facts);
    let mut fast = Vec::new();
    decision.write_json(&facts, &mut Scratch::default(), &mut fast);
    assert_eq!(String::from_utf8(fast).unwrap(), serde_json::to_string(&found).unwrap());
    let mut next = decision.next_questions(&facts);
    let mut relevant = found.relevant.clone();
    next.sort();
    relevant.sort();
    assert_eq!(next, relevant, "exactly the relevant questions are asked");
    for (place, finding) in found.findings.iter().enumerate() {
        let status = |answers: &Answers| decision.determine(&decision.facts(answers)).findings[place].status;
        if finding.status == Status::Undetermined {
            assert!(finding.because.is_empty());
        } else {
            assert_irreducible(&finding.because, given, |answers| status(answers) == finding.status);
        }
    }
    for conclusion in &decision.decision().conclusions {
        assert_explained(decision, given, &decision.explain(&facts, &conclusion.id).unwrap());
    }
}

/// Asserts that some grounds are enough for something, and no longer when any of them is left out.
fn assert_irreducible(grounds: &[Ground], given: &Answers, is_so: impl Fn(&Answers) -> bool) {
    let answers: Answers = grounds.iter().map(|ground| (ground.question.clone(), ground.answer.clone())).collect();
    assert!(answers.iter().all(|(question, answer)| given.get(question) == Some(answer)));
    assert!(is_so(&answers), "{answers:?} are enough");
    for question in answers.keys() {
        assert!(!is_so(&without(&answers, &[question])), "{question} cannot be spared among {answers:?}");
    }
}

fn assert_explained(decision: &CompiledDecision, given: &Answers, explanation: &Explanation) {
    let possible = |answers: &Answers| {
        let explained = decision.explain(&decision.facts(answers), &explanation.conclusion);
        explained.unwrap().possible
    };
    if explanation.value.is_none() {
        assert!(explanation.possible.len() > 1 && explanation.change.is_none());
        return;
    }
    let same = |answers: &Answers| possible(answers) == explanation.possible;
    assert_irreducible(&explanation.sufficient, given, same);
    match &explanation.change {
        None => assert!(same(&Answers::new()), "without a change the value holds in any case"),
        Some(change) => {
            let changed: Vec<&QuestionId> = change.answers.iter().map(|answer| &answer.question).collect();
            assert!(!same(&without(given, &changed)), "taking {changed:?} back opens another value");
            for smaller in subsets(&given.keys().collect::<Vec<_>>(), changed.len() - 1) {
                assert!(same(&without(given, &smaller)), "{smaller:?} is a smaller change");
            }
            if let Some(answers) = applied(given, &change.answers) {
                assert_eq!(possible(&answers), change.reaches, "{given:?} changed to {answers:?}");
            }
            assert!(change.reaches.iter().any(|value| Some(value) != explanation.value.as_ref()));
        }
    }
}

/// Applies a change, where it says exactly what to answer.
fn applied(given: &Answers, changes: &[psr_rules::engine::ChangedAnswer]) -> Option<Answers> {
    let mut answers = given.clone();
    for change in changes {
        let answer = match &change.to {
            NewAnswer::YesNo(yes) => Answer::YesNo(*yes),
            NewAnswer::Choice(choices) => Answer::Choice(choices[0].clone()),
            NewAnswer::Sum { at_least, at_most, .. } => Answer::Money((*at_least).or(*at_most)?),
        };
        answers.insert(change.question.clone(), answer);
    }
    Some(answers)
}

fn without(answers: &Answers, questions: &[&QuestionId]) -> Answers {
    let mut rest = answers.clone();
    rest.retain(|question, _| !questions.contains(&question));
    rest
}

/// Returns every subset of that size.
fn subsets<'a>(questions: &[&'a QuestionId], size: usize) -> Vec<Vec<&'a QuestionId>> {
    match (size, questions) {
        (0, _) => vec![Vec::new()],
        (_, []) => Vec::new(),
        (_, [first, rest @ ..]) => {
            let mut found = subsets(rest, size);
            found.extend(subsets(rest, size - 1).into_iter().map(|mut with| {
                with.push(first);
                with
            }));
            found
        }
    }
}
