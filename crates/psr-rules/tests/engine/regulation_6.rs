//! Regulation 6 stated once more, by hand and from the instrument, to hold the pack and the engine against.

use std::sync::Arc;

use proptest::prelude::*;
use psr_rules::answer::{Answer, Answers};
use psr_rules::engine::Rulebook;
use psr_rules::id::{DecisionId, QuestionId};
use psr_rules::money::Pence;

use crate::brute::{assert_exact, try_all};
use crate::england::pack;
use crate::grounds::assert_sound;
use crate::naive::Naive;
use crate::random::Dice;

/// The answers to the questions of the choice of process.
#[derive(Debug, Clone, Copy)]
struct Procurement {
    framework: bool,
    existing_provider: bool,
    only_existing_capable: bool,
    patient_choice: bool,
    numbers_restricted: bool,
    offered_to_all: bool,
    expressions_of_interest: bool,
    due_to_expire: bool,
    replaces_at_end: bool,
    materially_different: bool,
    solely_from_succession: bool,
    successor_meets_criteria: bool,
    attributable: bool,
    external_factors: bool,
    satisfying: bool,
    likely_to_satisfy: bool,
    identifiable: bool,
    existing_value: i128,
    proposed_value: i128,
}

impl Procurement {
    fn a(&self) -> bool {
        self.existing_provider && self.only_existing_capable && !self.framework
    }

    fn b(&self) -> bool {
        self.patient_choice
            && !self.numbers_restricted
            && self.offered_to_all
            && self.expressions_of_interest
            && !self.framework
    }

    /// Regulation 6(10) to (12).
    fn threshold_met(&self) -> bool {
        let rise = self.proposed_value - self.existing_value;
        let by_sum = rise >= 50_000_000;
        let by_percentage = 4 * rise >= self.existing_value;
        let a = self.materially_different;
        let b = self.attributable && by_sum && by_percentage;
        let exception_11 = a && self.solely_from_succession && self.successor_meets_criteria && !b;
        let exception_12 = !a && b && self.external_factors;
        (a || b) && !exception_11 && !exception_12
    }

    fn paragraph_5(&self) -> bool {
        !self.a()
            && !self.b()
            && self.existing_provider
            && self.due_to_expire
            && self.replaces_at_end
            && !self.threshold_met()
            && self.satisfying
            && self.likely_to_satisfy
            && !self.framework
    }

    fn paragraph_6(&self) -> bool {
        !self.a() && !self.b() && !self.paragraph_5() && self.identifiable && !self.framework
    }

    /// The conclusions in the pack's words: A, B, C, most suitable provider, competitive, and the threshold.
    fn concluded(&self) -> [&'static str; 6] {
        let threshold = if self.threshold_met() { "met" } else { "not-met" };
        let (a, b) = (self.a(), self.b());
        let required = |is_so| if is_so { "required" } else { "not-permitted" };
        let permitted = |is_so| if is_so { "permitted" } else { "not-permitted" };
        let choice = self.paragraph_5() || self.paragraph_6();
        let competitive = match (a || b, choice) {
            (true, _) => "not-permitted",
            (false, true) => "permitted",
            (false, false) => "required",
        };
        [required(a), required(b), permitted(self.paragraph_5()), permitted(choice), competitive, threshold]
    }

    fn read(answers: &Answers) -> Self {
        let yes = |id: &str| answers[id] == Answer::YesNo(true);
        let sum = |id: &str| match answers[id] {
            Answer::Money(Pence(pence)) => pence,
            _ => panic!("{id} is a sum"),
        };
        Self {
            framework: yes("procurement-concludes-framework"),
            existing_provider: yes("existing-provider"),
            only_existing_capable: yes("only-existing-provider-capable"),
            patient_choice: yes("patient-choice-offered"),
            numbers_restricted: yes("provider-numbers-restricted"),
            offered_to_all: yes("contracts-offered-to-all-qualifying"),
            expressions_of_interest: yes("expression-of-interest-arrangements"),
            due_to_expire: yes("existing-contract-due-to-expire"),
            replaces_at_end: yes("new-contract-replaces-at-end-of-term"),
            materially_different: yes("materially-different-in-character"),
            solely_from_succession: yes("difference-solely-from-succession"),
            successor_meets_criteria: yes("successor-meets-basic-selection-criteria"),
            attributable: yes("change-attributable-to-authority"),
            external_factors: yes("change-from-external-factors"),
            satisfying: yes("existing-provider-satisfying"),
            likely_to_satisfy: yes("existing-provider-likely-to-satisfy"),
            identifiable: yes("most-suitable-provider-identifiable"),
            existing_value: sum("existing-lifetime-value"),
            proposed_value: sum("proposed-lifetime-value"),
        }
    }
}

const CONCLUSIONS: [&str; 6] = [
    "direct-award-process-a",
    "direct-award-process-b",
    "direct-award-process-c",
    "most-suitable-provider-process",
    "competitive-process",
    "considerable-change",
];

/// The value of the existing contract.
pub const EXISTING: &str = "existing-lifetime-value";
/// The value of the proposed arrangements.
pub const PROPOSED: &str = "proposed-lifetime-value";

/// Returns sums at and around every limit: £500,000 and a quarter more than the other sum, and where both limits meet.
pub fn around_the_limits(question: &str, other: Option<i128>) -> Vec<i128> {
    let up = question == PROPOSED;
    let middles = |other: i128| match up {
        true => vec![other + 50_000_000, (other * 5).div_euclid(4), other],
        false => vec![other - 50_000_000, (other * 4).div_euclid(5), other],
    };
    let meeting = if up { 250_000_000 } else { 200_000_000 };
    let mut sums = vec![0, 40_000_000, meeting, 10_i128.pow(20) - 1];
    sums.extend(other.into_iter().flat_map(middles).flat_map(|middle| middle - 2..=middle + 2));
    sums.retain(|sum| *sum >= 0);
    sums.sort_unstable();
    sums.dedup();
    sums
}

/// Returns random answers, of which about so many in eight are left out; half of the time so that the later questions are reached.
pub fn procurement(dice: &mut Dice, left_out: u64) -> Answers {
    let deep = dice.below(2) == 0;
    let mut answers = Answers::new();
    for id in &pack_questions() {
        let answer = match id.as_str() {
            EXISTING | PROPOSED => {
                let other = [EXISTING, PROPOSED].into_iter().filter(|other| *other != id.as_str()).find_map(|other| {
                    match answers.get(other) {
                        Some(Answer::Money(Pence(pence))) => Some(*pence),
                        _ => None,
                    }
                });
                Answer::Money(Pence(*dice.pick(&around_the_limits(id.as_str(), other))))
            }
            "procurement-concludes-framework" | "only-existing-provider-capable" | "patient-choice-offered" if deep => {
                Answer::YesNo(false)
            }
            "existing-provider" | "existing-contract-due-to-expire" | "new-contract-replaces-at-end-of-term"
                if deep =>
            {
                Answer::YesNo(true)
            }
            _ => Answer::YesNo(dice.below(2) == 0),
        };
        answers.insert(id.clone(), answer);
    }
    answers.retain(|_, _| dice.below(8) >= left_out);
    answers
}

/// Returns what regulation 6 makes of complete answers.
pub fn concluded(answers: &Answers) -> [&'static str; 6] {
    Procurement::read(answers).concluded()
}

fn pack_questions() -> Vec<QuestionId> {
    let pack = pack_once();
    let decision = pack.decisions.iter().find(|decision| decision.id.as_str() == "choice-of-process");
    decision.unwrap().questions.clone()
}

fn pack_once() -> Arc<psr_rules::pack::model::Pack> {
    static PACK: std::sync::OnceLock<Arc<psr_rules::pack::model::Pack>> = std::sync::OnceLock::new();
    Arc::clone(PACK.get_or_init(pack))
}

fn rulebook() -> &'static Rulebook {
    static RULEBOOK: std::sync::OnceLock<Rulebook> = std::sync::OnceLock::new();
    RULEBOOK.get_or_init(|| Rulebook::compile(pack_once()).unwrap())
}

/// Returns the choice of process under the latest text.
pub fn choice_of_process() -> &'static psr_rules::engine::CompiledDecision {
    let id = DecisionId::parse("choice-of-process").unwrap();
    rulebook().decision(&id, pack_once().texts.last().unwrap().from).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn complete_answers_lead_where_regulation_6_says(seed in any::<u64>()) {
        let answers = procurement(&mut Dice::new(seed), 0);
        let found = choice_of_process().determine(&choice_of_process().facts(&answers));
        let expected = Procurement::read(&answers).concluded();
        for (conclusion, expected) in CONCLUSIONS.iter().zip(expected) {
            prop_assert_eq!(found.value(conclusion).map(|value| value.as_str()), Some(expected), "{}", conclusion);
        }
        prop_assert!(found.complete && found.relevant.is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn incomplete_answers_agree_with_trying_everything_out(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        let given = loop {
            let given = procurement(&mut dice, 3);
            if given.len() >= 13 {
                break given;
            }
        };
        let pack = pack_once();
        let naive = Naive { pack: &pack, decision: choice_of_process().decision() };
        let sums = |question: &QuestionId, other| around_the_limits(question.as_str(), other);
        assert_exact(choice_of_process(), &given, &try_all(&naive, &given, &sums));
    }

    #[test]
    fn grounds_and_changes_hold_for_any_answers(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        let left_out = dice.below(8);
        assert_sound(choice_of_process(), &procurement(&mut dice, left_out));
    }
}

#[test]
fn a_low_proposed_value_alone_settles_that_there_is_no_considerable_change() {
    let mut answers = Answers::new();
    answers.insert(QuestionId::parse(PROPOSED).unwrap(), Answer::Money(Pence(40_000_000)));
    answers.insert(QuestionId::parse("materially-different-in-character").unwrap(), Answer::YesNo(false));
    let found = choice_of_process().determine(&choice_of_process().facts(&answers));
    assert_eq!(found.value("considerable-change").map(|value| value.as_str()), Some("not-met"));
    assert!(found.relevant.iter().all(|question| question.as_str() != EXISTING));
}
