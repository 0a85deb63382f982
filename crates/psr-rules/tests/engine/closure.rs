//! Every partial state there is over some of the questions, the others answered at random: each must be exactly what its completions make it.

use std::collections::{BTreeMap, BTreeSet};

use psr_rules::answer::{Answer, Answers};
use psr_rules::engine::Scratch;
use psr_rules::id::QuestionId;
use psr_rules::money::Pence;
use psr_rules::pack::model::Kind;

use crate::random::Dice;
use crate::regulation_6::{EXISTING, PROPOSED, around_the_limits, choice_of_process, concluded, procurement};

/// How many yes-no questions are answered yes, no or not at all; three to the power of this are the states.
const OPEN: usize = 6;

/// What is known of a state: the outcomes it can lead to, and its relevant questions by place.
type Known = (BTreeSet<[&'static str; 5]>, BTreeSet<usize>);

#[test]
fn every_partial_state_is_exactly_what_its_completions_make_it() {
    let mut dice = Dice::new(2024);
    for sums in
        [(None, None), (Some(40_000_000), None), (None, Some(100_000_000)), (Some(250_000_000), Some(200_000_000))]
    {
        for _ in 0..2 {
            let answers = procurement(&mut dice, 0);
            let yes_no = choice_of_process().decision().questions.iter().enumerate();
            let yes_no = yes_no.filter(|(_, id)| choice_of_process().pack().questions[*id].kind == Kind::YesNo);
            let mut open: Vec<usize> = yes_no.map(|(place, _)| place).collect();
            while open.len() > OPEN {
                open.remove(dice.below(open.len() as u64) as usize);
            }
            check(answers, &open, sums);
        }
    }
}

fn check(mut answers: Answers, open: &[usize], (proposed, existing): (Option<i128>, Option<i128>)) {
    answers.retain(|id, _| ![PROPOSED, EXISTING].contains(&id.as_str()));
    let given =
        |id: &str, sum: Option<i128>| sum.map(|sum| (QuestionId::parse(id).unwrap(), Answer::Money(Pence(sum))));
    answers.extend(given(PROPOSED, proposed));
    answers.extend(given(EXISTING, existing));
    let mut known: Vec<Known> = Vec::new();
    for state in 0..3_usize.pow(open.len() as u32) {
        let digits: Vec<usize> = (0..open.len()).map(|place| state / 3_usize.pow(place as u32) % 3).collect();
        let unknown: Vec<usize> = (0..open.len()).filter(|place| digits[*place] == 2).collect();
        for (place, digit) in open.iter().zip(&digits) {
            let question = choice_of_process().question(*place).clone();
            match digit {
                2 => answers.remove(&question),
                digit => answers.insert(question, Answer::YesNo(*digit == 1)),
            };
        }
        // Two unknown questions, each answered either way, show all that a state is: the second shows whether the first is relevant.
        let mut found = if unknown.is_empty() { of_sums(&answers) } else { Known::default() };
        for place in unknown.iter().take(2) {
            let lower = |digit: usize| &known[state - (2 - digit) * 3_usize.pow(*place as u32)];
            for (outcomes, relevant) in [lower(0), lower(1)] {
                found.0.extend(outcomes);
                found.1.extend(relevant);
            }
            if unknown.len() == 1 && differ_alone(&answers, open[*place]) {
                found.1.insert(open[*place]);
            }
        }
        assert_settled(&answers, &found);
        known.push(found);
    }
}

/// Answers whether the answer to this question can make a difference when only the sums are open besides.
fn differ_alone(answers: &Answers, place: usize) -> bool {
    let with = |yes: bool| {
        let mut answers = answers.clone();
        answers.insert(choice_of_process().question(place).clone(), Answer::YesNo(yes));
        completions(&answers)
    };
    let (no, yes) = (with(false), with(true));
    no.iter().zip(&yes).any(|(one, other)| one.1 != other.1)
}

/// Returns what the sums alone leave open.
fn of_sums(answers: &Answers) -> Known {
    let found = completions(answers);
    let outcomes = found.iter().map(|(_, outcome)| *outcome).collect();
    let mut relevant = BTreeSet::new();
    for (id, fixed) in [(PROPOSED, 1), (EXISTING, 0)] {
        let mut lines: BTreeMap<i128, BTreeSet<[&str; 5]>> = BTreeMap::new();
        for (sums, outcome) in &found {
            lines.entry(sums[fixed]).or_default().insert(*outcome);
        }
        if !answers.contains_key(id) && lines.values().any(|outcomes| outcomes.len() > 1) {
            relevant.insert(choice_of_process().place(id).unwrap());
        }
    }
    (outcomes, relevant)
}

/// Returns the final conclusions for every pair of sums that is worth trying: proposed, existing.
fn completions(answers: &Answers) -> Vec<([i128; 2], [&'static str; 5])> {
    let known = |id: &str| match answers.get(id) {
        Some(Answer::Money(Pence(sum))) => Some(*sum),
        _ => None,
    };
    let tried = |id, other| known(id).map_or_else(|| around_the_limits(id, other), |sum| vec![sum]);
    let mut found = Vec::new();
    for existing in tried(EXISTING, known(PROPOSED)) {
        for proposed in tried(PROPOSED, Some(existing)) {
            for existing in tried(EXISTING, Some(proposed)) {
                let mut complete = answers.clone();
                complete.insert(QuestionId::parse(PROPOSED).unwrap(), Answer::Money(Pence(proposed)));
                complete.insert(QuestionId::parse(EXISTING).unwrap(), Answer::Money(Pence(existing)));
                let [a, b, c, most_suitable, competitive, _] = concluded(&complete);
                found.push(([proposed, existing], [a, b, c, most_suitable, competitive]));
            }
        }
    }
    found
}

fn assert_settled(answers: &Answers, (outcomes, relevant): &Known) {
    let decision = choice_of_process();
    let settled = decision.settle(&decision.facts(answers), &mut Scratch::default());
    assert_eq!(settled.relevant.iter().collect::<BTreeSet<_>>(), *relevant, "relevant to {answers:?}");
    for place in 0..5 {
        let values: BTreeSet<&str> = outcomes.iter().map(|outcome| outcome[place]).collect();
        let shared = (values.len() == 1).then(|| values.first().copied()).flatten();
        assert_eq!(decision.value(settled, place).map(|value| value.as_str()), shared, "{answers:?}");
    }
}
