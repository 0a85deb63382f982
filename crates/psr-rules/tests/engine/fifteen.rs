//! The decision of fifteen questions on which other engines are compared: every one of its 14,348,907 partial states by dynamic programming, and the
//! engine held against a sample of them.

use std::sync::{Arc, LazyLock};

use psr_rules::answer::{Answer, Answers};
use psr_rules::coverage::{Standing, coverage, exercise};
use psr_rules::engine::{CompiledDecision, Facts, QuestionSet, Rulebook, Scratch, Settled};
use psr_rules::id::DecisionId;
use psr_rules::pack::{self, model::Kind};

use crate::england::differences;
use crate::folder;
use crate::naive::Naive;

const QUESTIONS: usize = 15;
const STATES: usize = 3_usize.pow(QUESTIONS as u32);
/// One state in so many is put to the engine; it shares no factor with three, so that every question is seen in every state.
const STEP: usize = 211;
/// The digit of an unanswered question; a no is 0 and a yes 1.
const OPEN: usize = 2;

static RULEBOOK: LazyLock<Rulebook> = LazyLock::new(|| {
    let files = folder::pack(&folder::repository("fixtures/packs/fifteen"));
    let (pack, found) = pack::examine(&files);
    assert_eq!(found.to_string(), "", "nothing is found in the pack");
    Rulebook::compile(Arc::new(pack.unwrap())).unwrap()
});

fn route() -> &'static CompiledDecision {
    RULEBOOK.decision(&DecisionId::parse("route").unwrap(), RULEBOOK.pack().about.begins).unwrap()
}

fn naive() -> Naive<'static> {
    Naive { pack: route().pack(), decision: route().decision() }
}

/// The partial states are numbers in base three, the first question first.
fn digit(state: usize, place: usize) -> usize {
    state / 3_usize.pow(place as u32) % 3
}

fn answers(state: usize) -> Answers {
    let given = (0..QUESTIONS).filter(|place| digit(state, *place) != OPEN);
    given.map(|place| (route().question(place).clone(), Answer::YesNo(digit(state, place) == 1))).collect()
}

/// The state of complete answers that are the bits of a number.
fn complete(bits: usize) -> usize {
    (0..QUESTIONS).map(|place| (bits >> place & 1) * 3_usize.pow(place as u32)).sum()
}

/// For each state, the routes that its completions lead to and the questions that tell two of them apart, as bits.
fn by_completions() -> Vec<(u8, u16)> {
    let mut known = vec![(0, 0); STATES];
    for bits in 0..1 << QUESTIONS {
        known[complete(bits)].0 = 1 << naive().conclude(&answers(complete(bits)))[0];
    }
    let powers: [usize; QUESTIONS] = std::array::from_fn(|place| 3_usize.pow(place as u32));
    let mut digits = [0; QUESTIONS];
    for state in 0..STATES {
        // Two open questions, each answered either way, show all that a state is: the second shows whether the first is relevant.
        let mut first = None;
        for place in 0..QUESTIONS {
            if digits[place] != OPEN {
                continue;
            }
            let (no, yes) = (known[state - 2 * powers[place]], known[state - powers[place]]);
            known[state] = (known[state].0 | no.0 | yes.0, known[state].1 | no.1 | yes.1);
            if first.is_some() {
                first = None;
                break;
            }
            first = Some((place, no.0 != yes.0));
        }
        if let Some((place, true)) = first {
            known[state].1 |= 1 << place;
        }
        next(&mut digits);
    }
    known
}

/// Adds one to a number in base three.
fn next(digits: &mut [usize; QUESTIONS]) {
    for digit in digits {
        *digit = if *digit == OPEN { 0 } else { *digit + 1 };
        if *digit != 0 {
            return;
        }
    }
}

fn assert_settled(settled: Settled, (routes, relevant): (u8, u16), state: usize) {
    assert_eq!(settled.values & 0b1_1111, u64::from(routes), "routes of {:?}", answers(state));
    let set = (0..QUESTIONS).filter(|place| relevant >> place & 1 == 1);
    let set = set.fold(QuestionSet::default(), |set, place| set.union(QuestionSet::of(place)));
    assert_eq!(settled.relevant, set, "relevant to {:?}", answers(state));
}

/// Answers, leaves open or reopens the question at a place.
fn turn(facts: &mut Facts, place: usize, digit: usize) {
    match digit {
        OPEN => route().withdraw(facts, place),
        given => route().answer(facts, place, &Answer::YesNo(given == 1)),
    }
}

#[test]
fn the_pack_is_sound_and_every_rule_goes_both_ways() {
    assert_eq!(route().decision().questions.len(), QUESTIONS);
    assert!(route().decision().questions.iter().all(|id| route().pack().questions[id].kind == Kind::YesNo));
    assert!(coverage(&RULEBOOK).iter().all(|covered| covered.standing != Standing::Missing));
    for scenario in &route().pack().scenarios {
        assert_eq!(differences(&RULEBOOK, scenario), Vec::<String>::new());
    }
    for rule in exercise(&RULEBOOK) {
        assert!(rule.is_both_ways(), "{} is met and not met in some scenario", rule.rule);
    }
    let findings: Vec<Vec<bool>> =
        (0..1 << QUESTIONS).step_by(7).map(|bits| naive().findings(&answers(complete(bits)))).collect();
    for place in 0..findings[0].len() {
        assert!(findings.iter().any(|found| found[place]), "condition {place} is met in no case");
        assert!(findings.iter().any(|found| !found[place]), "condition {place} is met in every case");
    }
}

#[test]
fn partial_states_settle_exactly_as_their_completions_do() {
    let known = by_completions();
    let (mut facts, mut scratch) = (route().nothing_known(), Scratch::default());
    for state in (0..STATES).step_by(STEP) {
        (0..QUESTIONS).for_each(|place| turn(&mut facts, place, digit(state, place)));
        assert_settled(route().settle(&facts, &mut scratch), known[state], state);
    }
}

#[test]
fn an_answer_taken_back_leaves_no_trace() {
    let mut facts = route().nothing_known();
    let nothing = format!("{facts:?}");
    (0..QUESTIONS).for_each(|place| turn(&mut facts, place, 1));
    (0..QUESTIONS).for_each(|place| turn(&mut facts, place, OPEN));
    assert_eq!(format!("{facts:?}"), nothing);
}
