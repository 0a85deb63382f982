//! Every decision of the pack whose answers can all be tried out, held against trying them all.

use std::sync::OnceLock;

use proptest::prelude::*;
use psr_rules::answer::{Answer, Answers};
use psr_rules::engine::{CompiledDecision, Rulebook};
use psr_rules::pack::model::{Decision, Kind};

use crate::brute::{assert_exact, try_all};
use crate::england::pack;
use crate::grounds::assert_sound;
use crate::naive::Naive;
use crate::random::Dice;

/// How many complete sets of answers are tried at most.
const TRIED_AT_MOST: usize = 2048;

fn rulebook() -> &'static Rulebook {
    static RULEBOOK: OnceLock<Rulebook> = OnceLock::new();
    RULEBOOK.get_or_init(|| Rulebook::compile(pack()).unwrap_or_else(|errors| panic!("{errors:?}")))
}

/// Returns the answers that a question can have, or nothing where they cannot be counted.
fn choices(kind: &Kind) -> Option<Vec<Answer>> {
    match kind {
        Kind::YesNo => Some(vec![Answer::YesNo(false), Answer::YesNo(true)]),
        Kind::OneOf(choices) => Some(choices.iter().map(|choice| Answer::Choice(choice.id.clone())).collect()),
        _ => None,
    }
}

fn completions(decision: &Decision) -> Option<usize> {
    let kinds = decision.questions.iter().map(|question| &rulebook().pack().questions[question].kind);
    kinds.map(|kind| choices(kind).map(|choices| choices.len())).product()
}

fn small_decisions() -> Vec<&'static CompiledDecision> {
    let begins = rulebook().pack().about.begins;
    let decisions = rulebook().pack().decisions.iter().filter(|decision| !decision.conclusions.is_empty());
    // The plain evaluation knows no texts: it is held only against decisions that every rule of theirs governs from the first day.
    let decisions = decisions.filter(|decision| always_stand(decision));
    let small = decisions.filter(|decision| completions(decision).is_some_and(|tried| tried <= TRIED_AT_MOST));
    small.map(|decision| rulebook().decision(&decision.id, begins).unwrap()).collect()
}

fn always_stand(decision: &Decision) -> bool {
    let pack = rulebook().pack();
    let mut rules = pack.regulations.iter().flat_map(|regulation| &regulation.rules);
    rules.all(|rule| rule.decision != decision.id || pack.stands(rule, pack.about.begins))
}

fn some_answers(decision: &Decision, dice: &mut Dice) -> Answers {
    let mut answers = Answers::new();
    for question in &decision.questions {
        let choices = choices(&rulebook().pack().questions[question].kind).unwrap();
        if dice.below(8) >= 3 {
            answers.insert(question.clone(), dice.pick(&choices).clone());
        }
    }
    answers
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn incomplete_answers_agree_with_trying_everything_out(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        for decision in small_decisions() {
            let given = some_answers(decision.decision(), &mut dice);
            let naive = Naive { pack: decision.pack(), decision: decision.decision() };
            assert_exact(decision, &given, &try_all(&naive, &given, &|_, _| Vec::new()));
            assert_sound(decision, &given);
        }
    }
}

#[test]
fn the_tests_of_single_steps_are_among_the_small_decisions() {
    let small: Vec<&str> = small_decisions().iter().map(|decision| decision.decision().id.as_str()).collect();
    for id in ["urgent", "continuity-modification", "framework-agreement", "framework-call-off", "abandonment"] {
        assert!(small.contains(&id), "{id} is not among {small:?}");
    }
}
