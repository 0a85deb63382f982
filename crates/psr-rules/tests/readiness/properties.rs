//! Laws of the language: three values, held against the completions of what is not known.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::select;
use psr_rules::answer::Answer;
use psr_rules::id::CheckId;
use psr_rules::pack::model::{
    Check, Circumstance, Day, FieldTest, Ground, GroundKind, ItemSource, Readiness, Selection, Severity,
};
use psr_rules::readiness::gaps;

use crate::views::{Life, asked, items, may};

const QUESTIONS: [&str; 3] = ["one", "two", "three"];

/// Circumstances that ask for no absence: over yes-no answers, dates, and the items of a list with fields that may be open.
fn circumstance() -> impl Strategy<Value = Circumstance> {
    let question = || select(&QUESTIONS).prop_map(|question| asked("toys", question));
    let listed = || {
        let value = select(&["a", "b"]);
        value.prop_map(|value| {
            let tests = vec![FieldTest::Among("field".to_owned(), vec![value.to_owned()])];
            Box::new(Selection { from: ItemSource::List(asked("toys", "list")), tests, matching: None })
        })
    };
    let leaf = prop_oneof![
        question().prop_map(Circumstance::Yes),
        question().prop_map(Circumstance::No),
        Just(Circumstance::Earlier(Day::Answer(asked("toys", "day")), Day::Today)),
        Just(Circumstance::Later(Day::Answer(asked("toys", "day")), Day::Today)),
        listed().prop_map(Circumstance::Some),
        listed().prop_map(Circumstance::None),
        listed().prop_map(Circumstance::Single),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 1..4).prop_map(Circumstance::All),
            proptest::collection::vec(inner.clone(), 1..4).prop_map(Circumstance::Any),
            inner.prop_map(|inner| Circumstance::Not(Box::new(inner))),
        ]
    })
}

/// What is known of the toys: each part may be open, and so may the field of each item.
#[derive(Debug, Clone)]
struct Known {
    questions: Vec<Option<bool>>,
    day: Option<u32>,
    list: Option<Vec<Option<&'static str>>>,
}

fn known() -> impl Strategy<Value = Known> {
    let list = proptest::collection::vec(proptest::option::of(select(&["a", "b"][..])), 0..3);
    let questions = proptest::collection::vec(proptest::option::of(any::<bool>()), 3);
    (questions, proptest::option::of(1_u32..20), proptest::option::of(list)).prop_map(|(questions, day, list)| Known {
        questions,
        day,
        list,
    })
}

fn life(known: &Known) -> Life {
    let mut life = Life::read_on(10);
    for (question, answer) in QUESTIONS.iter().zip(&known.questions) {
        if let Some(answer) = answer {
            life = life.answer(1, "toys", question, Answer::YesNo(*answer), "");
        }
    }
    if let Some(day) = known.day {
        life = life.answer(1, "toys", "day", Answer::Date(may(day)), "");
    }
    if let Some(list) = &known.list {
        let item = |field: &Option<&'static str>| field.map_or_else(Vec::new, |value| vec!["field", value]);
        let listed: Vec<Vec<&str>> = list.iter().map(item).collect();
        let borrowed: Vec<&[&str]> = listed.iter().map(Vec::as_slice).collect();
        life = life.answer(1, "toys", "list", items(&borrowed), "");
    }
    life
}

/// Fills in what is open.
fn completed(known: &Known, fill: &Known) -> Known {
    let pick = |(one, other): (&Option<bool>, &Option<bool>)| one.or(*other).or(Some(false));
    let items = |list: &Vec<Option<&'static str>>| list.iter().map(|field| field.or(Some("b"))).collect();
    Known {
        questions: known.questions.iter().zip(&fill.questions).map(pick).collect(),
        day: known.day.or(fill.day).or(Some(10)),
        list: known.list.as_ref().or(fill.list.as_ref()).map(items).or(Some(Vec::new())),
    }
}

fn found(circumstance: &Circumstance, known: &Known) -> bool {
    let ground = Ground { kind: GroundKind::Practice, provisions: Vec::new(), source: None };
    let check = Check {
        id: CheckId::parse("check").unwrap(),
        stage: psr_rules::id::StageId::parse("stage").unwrap(),
        severity: Severity::Warns,
        ground,
        each: None,
        when: Some(circumstance.clone()),
        says: String::new(),
        next: String::new(),
    };
    let readiness = Readiness { checks: vec![check], words: BTreeMap::new(), ..Readiness::default() };
    !gaps(&readiness, &life(known).view).is_empty()
}

fn not(circumstance: &Circumstance) -> Circumstance {
    Circumstance::Not(Box::new(circumstance.clone()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// What is found while something is open is found however it is filled in: nothing unknown is a breach.
    #[test]
    fn what_is_not_known_is_no_breach(circumstance in circumstance(), known in known(), fill in known()) {
        if found(&circumstance, &known) {
            prop_assert!(found(&circumstance, &completed(&known, &fill)));
        }
    }

    /// Once everything is known, each circumstance holds or its contrary does, and never both.
    #[test]
    fn with_everything_known_it_holds_or_not(circumstance in circumstance(), known in known()) {
        let known = completed(&known, &known);
        prop_assert!(found(&circumstance, &known) != found(&not(&circumstance), &known));
    }

    /// A circumstance and its contrary are never found together, and twice not is the same.
    #[test]
    fn not_is_the_contrary(circumstance in circumstance(), known in known()) {
        prop_assert!(!(found(&circumstance, &known) && found(&not(&circumstance), &known)));
        prop_assert_eq!(found(&circumstance, &known), found(&not(&not(&circumstance)), &known));
    }
}
