//! Differences between compiled decisions, held against trying answers out in both.

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;
use psr_rules::answer::{Answer, Answers};
use psr_rules::engine::{CompileError, CompiledDecision, Incomparable, Rulebook};
use psr_rules::money::Pence;
use psr_rules::pack::model::{Figure, Kind, Pack};

use crate::naive::Naive;
use crate::random::{Dice, pack};

/// How many complete sets of answers are tried for each pair of packs, and for each difference.
const TRIED: usize = 200;

/// Compiles a pack, unless its limits are too fine to be told apart in whole pence.
fn compile(pack: &Arc<Pack>) -> Option<Rulebook> {
    let compiled = Rulebook::compile(Arc::clone(pack));
    let is_fine = |error: &CompileError| matches!(error, CompileError::TooFine { .. });
    compiled.inspect_err(|errors| assert!(errors.iter().all(is_fine), "{errors:?}")).ok()
}

fn only_decision(rulebook: &Rulebook) -> &CompiledDecision {
    let about = &rulebook.pack().about;
    rulebook.decision(&about.default_decision, about.begins).unwrap()
}

/// Answers every question of either pack, in a way that both take.
fn complete(dice: &mut Dice, packs: [&Pack; 2]) -> Answers {
    let ids: BTreeSet<_> = packs.iter().flat_map(|pack| pack.questions.keys()).collect();
    let mut answers = Answers::new();
    for id in ids {
        let mut kinds = packs.iter().filter_map(|pack| pack.questions.get(id)).map(|question| &question.kind);
        let answer = match kinds.next().unwrap() {
            Kind::OneOf(choices) => Answer::Choice(dice.pick(choices).id.clone()),
            Kind::Money { any_sign } => {
                let any_sign = *any_sign && kinds.all(|kind| *kind == Kind::Money { any_sign: true });
                let sum = i128::from(dice.below(16));
                Answer::Money(Pence(if any_sign && dice.below(2) == 0 { -sum } else { sum }))
            }
            _ => Answer::YesNo(dice.below(2) == 0),
        };
        answers.insert(id.clone(), answer);
    }
    answers
}

/// Returns, for each conclusion, its name and its values in both packs.
fn concluded(packs: [&Pack; 2], answers: &Answers) -> Vec<[String; 3]> {
    let values = packs.map(|pack| {
        let decision = &pack.decisions[0];
        let places = Naive { pack, decision }.conclude(answers);
        let named = decision.conclusions.iter().zip(places);
        named.map(|(conclusion, place)| conclusion.values[place].id.to_string()).collect::<Vec<_>>()
    });
    let names = packs[0].decisions[0].conclusions.iter().map(|conclusion| conclusion.id.to_string());
    let [before, after] = values;
    names.zip(before.into_iter().zip(after)).map(|(name, (before, after))| [name, before, after]).collect()
}

fn check(packs: [&Arc<Pack>; 2], dice: &mut Dice) {
    let [Some(before), Some(after)] = packs.map(compile) else { return };
    let differences = match only_decision(&before).differences(only_decision(&after)) {
        Ok(differences) => differences,
        Err(error) => return assert!(matches!(error, Incomparable::Sums { .. }), "{error}"),
    };
    let names: BTreeSet<[String; 3]> = differences
        .iter()
        .map(|found| [found.conclusion.to_string(), found.before.to_string(), found.after.to_string()])
        .collect();
    assert_eq!(names.len(), differences.len(), "each change of a value is listed once");
    let packs = packs.map(|pack| &**pack);
    for _ in 0..TRIED {
        let answers = complete(dice, packs);
        for found in concluded(packs, &answers) {
            assert!(found[1] == found[2] || names.contains(&found), "{found:?} is missing, as {answers:?} shows");
        }
    }
    for found in &differences {
        let name = [found.conclusion.to_string(), found.before.to_string(), found.after.to_string()];
        for _ in 0..TRIED / 10 {
            let mut answers = complete(dice, packs);
            answers.extend(found.whenever.iter().map(|ground| (ground.question.clone(), ground.answer.clone())));
            assert!(concluded(packs, &answers).contains(&name), "{found:?} is refuted by {answers:?}");
        }
    }
}

/// Moves every sum among the figures by a penny.
fn moved(pack: &Pack) -> Pack {
    let mut moved = pack.clone();
    for value in moved.parameters.values_mut().flat_map(|parameter| &mut parameter.values) {
        if let Figure::Money(Pence(pence)) = &mut value.figure {
            *pence += 1;
        }
    }
    moved
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn differences_agree_with_trying_answers_out(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        let [one, other] = [pack(&mut dice), pack(&mut dice)].map(Arc::new);
        check([&one, &other], &mut dice);
        check([&one, &Arc::new(moved(&one))], &mut dice);
        if let (Some(same), Some(again)) = (compile(&one), compile(&one)) {
            assert_eq!(only_decision(&same).differences(only_decision(&again)), Ok(Vec::new()));
        }
    }
}
