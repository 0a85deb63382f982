//! How many written reasons a second: from a decision record to Markdown and to HTML, with the templates compiled once.
#![allow(missing_docs, clippy::unwrap_used)]

use std::fs;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use psr_casefile::decision_record::DecisionRecord;
use psr_renderer::{DocumentName, Format, Templates, render};

fn reasons(criterion: &mut Criterion) {
    let templates = Templates::built_in().unwrap();
    let name = DocumentName::parse("choice-of-process", &templates).unwrap();
    let mut group = criterion.benchmark_group("reasons");
    group.throughput(Throughput::Elements(1));
    for file in ["patient-transport", "audiology-lots"] {
        let text = fs::read_to_string(format!("{}/tests/records/{file}.json", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let record: DecisionRecord = serde_json::from_str(&text).unwrap();
        for format in Format::ALL.iter().copied() {
            group.bench_with_input(BenchmarkId::new(file, format.name()), &format, |bencher, format| {
                bencher.iter(|| render(black_box(&record), &name, *format, &templates).unwrap());
            });
        }
    }
    group.finish();
    criterion.bench_function("templates compiled", |bencher| bencher.iter(|| Templates::built_in().unwrap()));
}

criterion_group!(benches, reasons);
criterion_main!(benches);
