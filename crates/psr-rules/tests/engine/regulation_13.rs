//! Regulation 13 stated once more, by hand and from the instrument, to hold the pack and the engine against.

use std::sync::OnceLock;

use proptest::prelude::*;
use psr_rules::answer::{Answer, Answers};
use psr_rules::engine::{CompiledDecision, NewAnswer, Reach, Rulebook};
use psr_rules::id::{ConclusionId, DecisionId, QuestionId};
use psr_rules::money::Pence;

use crate::brute::{assert_exact, try_all};
use crate::england::pack;
use crate::grounds::assert_sound;
use crate::naive::Naive;
use crate::random::Dice;

const ORIGINAL: &str = "original-lifetime-value";
const CHANGE: &str = "cumulative-change-in-lifetime-value";

fn modification() -> &'static CompiledDecision {
    static RULEBOOK: OnceLock<Rulebook> = OnceLock::new();
    let rulebook = RULEBOOK.get_or_init(|| Rulebook::compile(pack()).unwrap_or_else(|errors| panic!("{errors:?}")));
    let begins = rulebook.pack().about.begins;
    rulebook.decision(&DecisionId::parse("modification").unwrap(), begins).unwrap()
}

/// Whether the modification is permitted, and whether a notice is required.
fn concluded(answers: &Answers) -> (bool, bool) {
    let yes = |id: &str| answers[id] == Answer::YesNo(true);
    let sum = |id: &str| match answers[id] {
        Answer::Money(Pence(pence)) => pence,
        _ => panic!("{id} is a sum"),
    };
    let (original, change) = (sum(ORIGINAL), sum(CHANGE).abs());
    let same_character = !yes("modification-renders-materially-different");
    let small = change < 50_000_000 || 4 * change < original;
    let attributable = yes("modification-attributable-to-authority");
    let succession = yes("modification-solely-provider-succession");
    let permitted = yes("modification-provided-for-in-documents")
        || (succession && yes("successor-meets-basic-selection-criteria"))
        || (yes("modification-responds-to-external-factors") && same_character)
        || (attributable && same_character && small)
        || (yes("original-award-by-direct-award-a-or-b") && !yes("modifies-framework-agreement") && same_character);
    (permitted, permitted && attributable && change >= 50_000_000)
}

/// Returns sums at and around every limit, of both signs for a change.
fn around_the_limits(question: &str, other: Option<i128>) -> Vec<i128> {
    let middles = match (question, other) {
        (CHANGE, other) => vec![0, 50_000_000, other.unwrap_or(200_000_000) / 4],
        (_, other) => vec![0, 200_000_000, other.unwrap_or(50_000_000).abs() * 4],
    };
    let mut sums: Vec<i128> = middles.into_iter().flat_map(|middle| middle - 5..=middle + 5).collect();
    sums.push(10_i128.pow(20) - 1);
    if question == CHANGE {
        sums.extend(sums.clone().into_iter().map(|sum| -sum));
    }
    sums.retain(|sum| question == CHANGE || *sum >= 0);
    sums
}

fn answers(dice: &mut Dice, left_out: u64) -> Answers {
    let mut answers = Answers::new();
    for id in &modification().decision().questions {
        let answer = match id.as_str() {
            ORIGINAL => Answer::Money(Pence(*dice.pick(&around_the_limits(ORIGINAL, None)))),
            CHANGE => {
                let Answer::Money(Pence(original)) = answers[ORIGINAL] else {
                    panic!("the original value comes first")
                };
                Answer::Money(Pence(*dice.pick(&around_the_limits(CHANGE, Some(original)))))
            }
            _ => Answer::YesNo(dice.below(3) == 0),
        };
        answers.insert(id.clone(), answer);
    }
    answers.retain(|_, _| dice.below(8) >= left_out);
    answers
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn complete_answers_lead_where_regulation_13_says(seed in any::<u64>()) {
        let answers = answers(&mut Dice::new(seed), 0);
        let found = modification().determine(&modification().facts(&answers));
        let is = |conclusion, value: &str| found.value(conclusion).map(|found| found.as_str() == value);
        let found = (is("modification", "permitted"), is("modification-notice", "required"));
        let (permitted, notice) = concluded(&answers);
        prop_assert_eq!(found, (Some(permitted), Some(notice)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn incomplete_answers_agree_with_trying_everything_out(seed in any::<u64>()) {
        let given = answers(&mut Dice::new(seed), 3);
        let naive = Naive { pack: modification().pack(), decision: modification().decision() };
        let sums = |question: &QuestionId, other| around_the_limits(question.as_str(), other);
        assert_exact(modification(), &given, &try_all(&naive, &given, &sums));
        assert_sound(modification(), &given);
    }
}

/// Where only the fourth ground is open, the notice hangs on both sums together.
fn with_original_value(pence: i128) -> Answers {
    let no = |id: &str| (QuestionId::parse(id).unwrap(), Answer::YesNo(false));
    let mut answers: Answers = [
        "modification-provided-for-in-documents",
        "modification-solely-provider-succession",
        "modification-responds-to-external-factors",
        "modification-renders-materially-different",
        "original-award-by-direct-award-a-or-b",
    ]
    .map(no)
    .into();
    let attributable = QuestionId::parse("modification-attributable-to-authority").unwrap();
    answers.insert(attributable, Answer::YesNo(true));
    answers.insert(QuestionId::parse(ORIGINAL).unwrap(), Answer::Money(Pence(pence)));
    answers
}

#[test]
fn limits_on_the_same_sums_are_reasoned_about_together_to_the_penny() {
    // A change of £500,000 is under 25% of an original value only from £2,000,000.01.
    let cases = [
        (100_000_000, Some("not-required")),
        (200_000_000, Some("not-required")),
        (200_000_001, None),
        (400_000_000, None),
    ];
    for (original, expected) in cases {
        let found = modification().determine(&modification().facts(&with_original_value(original)));
        let value = found.value("modification-notice").map(|value| value.as_str());
        assert_eq!(value, expected, "an original value of {}", Pence(original));
        assert_eq!(found.relevant, [QuestionId::parse(CHANGE).unwrap()]);
    }
}

#[test]
fn an_explanation_names_the_change_from_which_a_notice_is_due() {
    let mut answers = with_original_value(400_000_000);
    let provided_for = QuestionId::parse("modification-provided-for-in-documents").unwrap();
    answers.insert(provided_for, Answer::YesNo(true));
    answers.insert(QuestionId::parse(CHANGE).unwrap(), Answer::Money(Pence(-30_000_000)));
    let notice = ConclusionId::parse("modification-notice").unwrap();
    let explanation = modification().explain(&modification().facts(&answers), &notice).unwrap();
    let change = explanation.change.unwrap();
    assert_eq!(change.reach, Reach::Certain);
    let [changed] = change.answers.as_slice() else { panic!("{:?}", change.answers) };
    assert_eq!(changed.question.as_str(), CHANGE);
    match &changed.to {
        NewAnswer::Sum { at_least, size_only, limits, .. } => {
            assert_eq!((*at_least, *size_only), (Some(Pence(50_000_000)), true));
            assert!(limits.iter().all(|limit| limit.provision.is_some()));
        }
        other => panic!("{other:?}"),
    }
}
