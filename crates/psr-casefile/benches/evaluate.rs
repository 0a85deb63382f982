//! How long the evaluation of a case takes in which every question of every decision is answered: all determinations, the decision record, the checks.
#![allow(missing_docs, clippy::unwrap_used)]

#[path = "../tests/common/mod.rs"]
mod common;

use std::collections::BTreeMap;
use std::hint::black_box;

use common::Desk;
use criterion::{Criterion, criterion_group, criterion_main};
use psr_casefile::casebook::{AnswerGiven, Case, Given};
use psr_casefile::check::check;
use psr_casefile::determine::determine;
use psr_casefile::record::decision_record;
use psr_rules::answer::{self, Answer};
use psr_rules::pack::model::{Decision, Field, FieldKind, Kind, Question};

/// How many items a list is given.
const ITEMS: usize = 30;

/// A case with an answer to every question of every decision.
fn answered() -> (Desk, Case) {
    let mut desk = Desk::new();
    let case = desk.open("B-1", &[]);
    let pack = case.rulebook.pack();
    let given = pack.decisions.iter().flat_map(|decision| {
        decision.questions.iter().map(|question| answer_to(decision, &pack.questions[question])).collect::<Vec<_>>()
    });
    let given: Vec<_> = given.collect();
    let case = desk.act("Jo Bloggs", |casebook, acting| casebook.answer(&case, given, acting)).unwrap().case;
    (desk, case)
}

fn answer_to(decision: &Decision, question: &Question) -> AnswerGiven {
    AnswerGiven {
        decision: Some(decision.id.to_string()),
        question: question.id.to_string(),
        given: Given::Answer(of_kind(question)),
        reason: Some("As the file shows.".to_owned()),
        view_of: question.view.is_some().then(|| "The committee".to_owned()),
        ..AnswerGiven::default()
    }
}

fn of_kind(question: &Question) -> Answer {
    match &question.kind {
        Kind::List(fields) => Answer::List(vec![fields.iter().map(field).collect::<BTreeMap<_, _>>(); ITEMS]),
        kind => answer::parse(question, &text(kind)).unwrap(),
    }
}

fn field(field: &Field) -> (String, String) {
    let text = match &field.kind {
        FieldKind::YesNo => "yes".to_owned(),
        FieldKind::Date => "2026-04-01".to_owned(),
        FieldKind::OneOf(choices) => choices[0].id.to_string(),
        FieldKind::Text => "Some words that somebody typed.".to_owned(),
        _ => "1000".to_owned(),
    };
    (field.id.to_string(), text)
}

fn text(kind: &Kind) -> String {
    match kind {
        Kind::YesNo => "yes".to_owned(),
        Kind::Date => "2026-04-01".to_owned(),
        Kind::OneOf(choices) => choices[0].id.to_string(),
        Kind::Text | Kind::List(_) => "Some words that somebody typed.".to_owned(),
        _ => "1000".to_owned(),
    }
}

fn evaluate(criterion: &mut Criterion) {
    let (_desk, case) = answered();
    let mut group = criterion.benchmark_group("a case with every question answered");
    group.bench_function("determinations", |bencher| {
        bencher.iter(|| {
            let decisions = case.rulebook.pack().decisions.iter();
            decisions
                .for_each(|decision| drop(determine(black_box(&case.state), &case.rulebook, decision, None).unwrap()));
        });
    });
    group.bench_function("decision record", |bencher| bencher.iter(|| decision_record(black_box(&case)).unwrap()));
    let record = decision_record(&case).unwrap();
    let today = common::now().date_naive();
    group.bench_function("checks", |bencher| bencher.iter(|| check(black_box(&case), &record, today).unwrap()));
    group.finish();
}

criterion_group!(benches, evaluate);
criterion_main!(benches);
