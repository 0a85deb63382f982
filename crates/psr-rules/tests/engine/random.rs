//! Small packs made up at random, held against trying everything out.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use proptest::prelude::*;
use psr_rules::answer::{Answer, Answers};
use psr_rules::engine::Rulebook;
use psr_rules::id::{ChoiceId, ConclusionId, DecisionId, ParameterId, Provision, QuestionId, RuleId, TextId, ValueId};
use psr_rules::money::Pence;
use psr_rules::pack::model::*;

use crate::brute::{assert_exact, try_all};
use crate::grounds::assert_sound;
use crate::naive::Naive;

/// A source of choices that a seed fixes.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed ^ 0x9e37_79b9_7f4a_7c15)
    }

    /// Returns a number below a bound.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len() as u64) as usize]
    }
}

fn question(id: &str, kind: Kind) -> (QuestionId, Question) {
    let id = QuestionId::parse(id).unwrap();
    let question = Question {
        id: id.clone(),
        kind,
        provisions: vec![Provision::new("reg 1")],
        ask: String::new(),
        hint: None,
        why: String::new(),
        says: Says::default(),
        view: None,
        effort: 2,
        guidance: None,
    };
    (id, question)
}

fn choice(id: &str) -> Choice {
    Choice { id: ChoiceId::parse(id).unwrap(), label: id.to_owned(), group: None, note: None }
}

fn conclusion(id: &str, values: &[&str], intermediate: bool) -> Conclusion {
    let value = |id: &&str| ConclusionValue { id: ValueId::parse(id).unwrap(), says: String::new() };
    Conclusion {
        id: ConclusionId::parse(id).unwrap(),
        name: String::new(),
        values: values.iter().map(value).collect(),
        intermediate,
    }
}

const YES_NO: [&str; 3] = ["able", "bound", "clear"];
const CHOICES: [&str; 4] = ["north", "south", "east", "west"];

/// A pack with one decision: three yes-no questions, a choice of four, up to two sums; rules at random.
pub fn pack(dice: &mut Dice) -> Pack {
    let sums = ["first", "second"];
    let sums = &sums[..dice.below(3) as usize];
    let signs: Vec<bool> = sums.iter().map(|_| dice.below(3) == 0).collect();
    let mut questions: BTreeMap<_, _> = YES_NO.iter().map(|id| question(id, Kind::YesNo)).collect();
    questions.extend([question("side", Kind::OneOf(CHOICES.iter().map(|id| choice(id)).collect()))]);
    questions.extend(sums.iter().zip(&signs).map(|(id, any_sign)| question(id, Kind::Money { any_sign: *any_sign })));
    let mut order: Vec<_> = questions.keys().cloned().collect();
    let turn = dice.below(order.len() as u64) as usize;
    order.rotate_left(turn);
    let decision = DecisionId::parse("toy").unwrap();
    let conclusions = vec![
        conclusion("one", &["must", "may", "not"], false),
        conclusion("two", &["yes", "no"], false),
        conclusion("between", &["met", "not-met"], true),
    ];
    let mut rules: Vec<Rule> = Vec::new();
    for place in 0..2 + dice.below(4) {
        let when = condition(dice, 3, sums, &rules);
        let conclusion = dice.pick(&conclusions);
        let value = dice.pick(&conclusion.values).id.clone();
        rules.push(Rule {
            id: RuleId::parse(&format!("rule-{place}")).unwrap(),
            provision: Provision::new("reg 1"),
            title: String::new(),
            decision: decision.clone(),
            texts: Vec::new(),
            when,
            then: vec![(conclusion.id.clone(), value)],
            note: None,
        });
    }
    let begins = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
    let conflicts = vec![Conflict {
        message: "both \"at once\"".to_owned(),
        provisions: vec![Provision::new("reg 1")],
        when: condition(dice, 2, sums, &rules),
    }];
    Pack {
        about: About {
            id: "toy".to_owned(),
            title: String::new(),
            version: "0".to_owned(),
            instrument: String::new(),
            begins,
            default_decision: decision.clone(),
        },
        cites: BTreeMap::new(),
        digest: PackDigest([0; 32]),
        texts: vec![LawText {
            id: TextId::new("V1"),
            from: begins,
            selected_by: SelectedBy::Commencement,
            source: String::new(),
        }],
        provisions: Vec::new(),
        parameters: parameters(begins),
        questions,
        decisions: vec![Decision {
            id: decision,
            title: String::new(),
            about: String::new(),
            provision: Provision::new("reg 1"),
            questions: order,
            conclusions,
            routes: None,
            conflicts,
            presupposes: Vec::new(),
            only_where: Vec::new(),
            after: Vec::new(),
            selected_by: SelectedBy::Commencement,
        }],
        regulations: vec![Regulation {
            provision: Provision::new("reg 1"),
            heading: String::new(),
            no_rule: None,
            reviews: Vec::new(),
            rules,
        }],
        events: Vec::new(),
        disclosures: Default::default(),
        gates: Default::default(),
        notices: Vec::new(),
        notice_checks: None,
        ledger: None,
        reports: None,
        calendars: BTreeMap::new(),
        timetable: None,
        scenarios: Vec::new(),
        timetable_scenarios: Vec::new(),
        readiness: Readiness::default(),
        tasks: Vec::new(),
    }
}

const SUMS: [(&str, i128); 4] = [("none", 0), ("little", 1), ("some", 4), ("more", 7)];
const PERCENTAGES: [(&str, i64); 4] =
    [("quarter", 250_000), ("half", 500_000), ("whole", 1_000_000), ("most", 800_000)];

fn parameters(from: NaiveDate) -> BTreeMap<ParameterId, Parameter> {
    let sums = SUMS.iter().map(|(id, pence)| (*id, Figure::Money(Pence(*pence))));
    let percentages = PERCENTAGES.iter().map(|(id, percent)| (*id, Figure::Percent(*percent)));
    let parameter = |(id, figure)| {
        let id = ParameterId::parse(id).unwrap();
        let values = vec![DatedFigure { from, figure, source: Provision::new("reg 1") }];
        (id.clone(), Parameter { id, meaning: String::new(), values })
    };
    sums.chain(percentages).map(parameter).collect()
}

fn condition(dice: &mut Dice, depth: u64, sums: &[&str], rules: &[Rule]) -> Condition {
    let several = |dice: &mut Dice| (0..1 + dice.below(3)).map(|_| condition(dice, depth - 1, sums, rules)).collect();
    let test = match dice.below(if depth == 0 { 5 } else { 9 }) {
        5 | 6 => Test::All(several(dice)),
        7 => Test::Any(several(dice)),
        8 => Test::Not(Box::new(condition(dice, depth - 1, sums, rules))),
        0 if !rules.is_empty() => Test::Rule(dice.pick(rules).id.clone()),
        1 => {
            let choices = CHOICES.iter().filter(|_| dice.below(2) == 0);
            let choices = choices.map(|id| ChoiceId::parse(id).unwrap()).collect();
            Test::Among(QuestionId::parse("side").unwrap(), choices)
        }
        2 | 3 if !sums.is_empty() => Test::Compare(comparison(dice, sums)),
        other => {
            let question = QuestionId::parse(YES_NO[dice.below(3) as usize]).unwrap();
            if other % 2 == 0 { Test::Yes(question) } else { Test::No(question) }
        }
    };
    let provision = (dice.below(2) == 0).then(|| Provision::new("reg 2"));
    Condition { provision, clause: None, test }
}

fn comparison(dice: &mut Dice, sums: &[&str]) -> Comparison {
    let sum = |dice: &mut Dice| QuestionId::parse(sums[dice.below(sums.len() as u64) as usize]).unwrap();
    let money = |dice: &mut Dice| ParameterId::parse(dice.pick(&SUMS).0).unwrap();
    let percent = |dice: &mut Dice| ParameterId::parse(dice.pick(&PERCENTAGES).0).unwrap();
    let amount = match dice.below(6) {
        0 => Amount::Sum(sum(dice)),
        1 => Amount::SumPlus(sum(dice), money(dice)),
        2 => Amount::SumPlusPercent(sum(dice), percent(dice)),
        3 => Amount::PercentOf(percent(dice), sum(dice)),
        _ => Amount::Figure(money(dice)),
    };
    let relations = [Relation::AtLeast, Relation::MoreThan, Relation::AtMost, Relation::Below];
    Comparison { sum: sum(dice), size_only: dice.below(3) == 0, relation: *dice.pick(&relations), amount }
}

/// Some answers to the questions of a pack.
fn answers(dice: &mut Dice, pack: &Pack) -> Answers {
    let mut given = Answers::new();
    let share = 1 + dice.below(4);
    for (id, question) in &pack.questions {
        if dice.below(4) >= share {
            continue;
        }
        let answer = match &question.kind {
            Kind::YesNo => Answer::YesNo(dice.below(2) == 0),
            Kind::OneOf(choices) => Answer::Choice(dice.pick(choices).id.clone()),
            Kind::Money { any_sign } => {
                let low = if *any_sign { -9 } else { 0 };
                Answer::Money(Pence(low + i128::from(dice.below(18))))
            }
            _ => continue,
        };
        given.insert(id.clone(), answer);
    }
    given
}

/// Far enough for every way in which limits of so few pence can lie.
const FAR: i128 = 90;

fn check(seed: u64) {
    let mut dice = Dice::new(seed);
    let pack = Arc::new(pack(&mut dice));
    let rulebook = Rulebook::compile(Arc::clone(&pack)).unwrap();
    let decision = rulebook.decision(&pack.about.default_decision, pack.about.begins).unwrap();
    let naive = Naive { pack: &pack, decision: &pack.decisions[0] };
    let every_sum = |question: &QuestionId, _| match pack.questions[question].kind {
        Kind::Money { any_sign: true } => (-FAR..=FAR).collect(),
        _ => (0..=FAR).collect::<Vec<i128>>(),
    };
    for _ in 0..3 {
        let given = answers(&mut dice, &pack);
        assert_exact(decision, &given, &try_all(&naive, &given, &every_sum));
        assert_sound(decision, &given);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn determinations_agree_with_trying_everything_out(seed in any::<u64>()) {
        check(seed);
    }
}
