//! How fast the choice of process is determined: complete facts, half of them, none; as bits, as JSON, and explained.

#![allow(missing_docs, clippy::unwrap_used)]

#[path = "../tests/folder/mod.rs"]
mod folder;

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use psr_rules::answer::{Answer, Answers};
use psr_rules::engine::{CompiledDecision, Facts, Rulebook, Scratch};
use psr_rules::id::DecisionId;
use psr_rules::money::Pence;
use psr_rules::pack::model::{Kind, Pack};

/// How many different facts each measurement goes through.
const FACTS: usize = 4096;

fn pack() -> Arc<Pack> {
    let files = folder::pack(&folder::repository("rules/psr-england"));
    Arc::new(psr_rules::pack::load(&files).unwrap())
}

/// A source of choices that never changes.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

/// Returns random answers, of which so many in eight are given.
fn answers(decision: &CompiledDecision, dice: &mut Dice, given: u64) -> Answers {
    let mut answers = Answers::new();
    for id in &decision.decision().questions {
        let answer = match &decision.pack().questions[id].kind {
            Kind::YesNo => Answer::YesNo(dice.below(2) == 0),
            Kind::Money { .. } => Answer::Money(Pence(i128::from(dice.below(40)) * 10_000_000)),
            Kind::OneOf(choices) => Answer::Choice(choices[dice.below(choices.len() as u64) as usize].id.clone()),
            _ => continue,
        };
        if dice.below(8) < given {
            answers.insert(id.clone(), answer);
        }
    }
    answers
}

fn determine(criterion: &mut Criterion) {
    let pack = pack();
    let rulebook = Rulebook::compile(Arc::clone(&pack)).unwrap();
    let id = DecisionId::parse("choice-of-process").unwrap();
    let decision = rulebook.decision(&id, pack.about.begins).unwrap();
    for (name, given) in [("complete", 8), ("half known", 4), ("nothing known", 0)] {
        let mut dice = Dice(2023);
        let many: Vec<Answers> = (0..FACTS).map(|_| answers(decision, &mut dice, given)).collect();
        let facts: Vec<Facts> = many.iter().map(|answers| decision.facts(answers)).collect();
        measure(criterion, name, decision, &many, &facts);
    }
    let mut group = criterion.benchmark_group("compile");
    group.bench_function("the whole pack", |bencher| bencher.iter(|| Rulebook::compile(Arc::clone(&pack))));
    group.finish();
}

fn measure(criterion: &mut Criterion, name: &str, decision: &CompiledDecision, many: &[Answers], facts: &[Facts]) {
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Elements(facts.len() as u64));
    let mut scratch = Scratch::default();
    group.bench_function("settle", |bencher| {
        bencher.iter(|| {
            for facts in facts {
                black_box(decision.settle(black_box(facts), &mut scratch));
            }
        });
    });
    let mut out = Vec::new();
    group.bench_function("write json", |bencher| {
        bencher.iter(|| {
            for facts in facts {
                out.clear();
                decision.write_json(facts, &mut scratch, &mut out);
                black_box(&out);
            }
        });
    });
    let mut reused = decision.nothing_known();
    group.bench_function("read answers", |bencher| {
        bencher.iter(|| {
            for answers in many {
                decision.clear(&mut reused);
                for (question, answer) in answers {
                    if let Some(place) = decision.place(question.as_str()) {
                        decision.answer(&mut reused, place, answer);
                    }
                }
                black_box(&reused);
            }
        });
    });
    let few = &facts[..64];
    let conclusion = &decision.decision().conclusions[3].id;
    group.throughput(Throughput::Elements(few.len() as u64));
    group.bench_function("explain", |bencher| {
        bencher.iter(|| {
            for facts in few {
                black_box(decision.explain(facts, conclusion));
            }
        });
    });
    group.finish();
}

criterion_group!(benches, determine);
criterion_main!(benches);
