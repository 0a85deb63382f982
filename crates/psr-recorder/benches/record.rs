//! How fast events are recorded, durably, and verified.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use psr_recorder::{Append, Options, Register, WriterQueue, verify};
use support::{answer, create, key, record, seeded};

const CALLERS: u64 = 8;
const EVENTS: u64 = 10_000;

/// One at a time: each append waits for its own commit.
fn one_at_a_time(criterion: &mut Criterion) {
    let dir = tempfile::tempdir_in(here()).unwrap();
    let mut register = create(dir.path());
    let (mut randomness, mut count) = (seeded(4), 0_u64);
    let mut group = criterion.benchmark_group("append");
    group.throughput(Throughput::Elements(1)).sample_size(20);
    group.bench_function("one at a time", |bencher| {
        bencher.iter(|| {
            let append = answer(record(0), count.checked_sub(1), count);
            register.append(&append, &mut randomness).unwrap();
            count += 1;
        });
    });
    group.finish();
}

/// Eight callers, each with a record of their own, share commits through the queue.
fn through_the_queue(criterion: &mut Criterion) {
    let dir = tempfile::tempdir_in(here()).unwrap();
    let queue = WriterQueue::start(create(dir.path())).unwrap();
    let mut done = 0;
    let mut group = criterion.benchmark_group("append");
    group.throughput(Throughput::Elements(CALLERS)).sample_size(20);
    group.bench_function("queue, 8 callers", |bencher| {
        bencher.iter_custom(|rounds| {
            let taken = all_callers(&queue, done, rounds);
            done += rounds;
            taken
        });
    });
    group.finish();
}

fn all_callers(queue: &WriterQueue, done: u64, rounds: u64) -> Duration {
    let begin = Instant::now();
    std::thread::scope(|scope| {
        for caller in 0..CALLERS {
            scope.spawn(move || {
                let mut randomness = seeded(100 + caller + done * CALLERS);
                for seq in done..done + rounds {
                    let append = answer(record(caller), seq.checked_sub(1), seq * CALLERS + caller);
                    queue.append(&append, &mut randomness).unwrap();
                }
            });
        }
    });
    begin.elapsed()
}

/// Reading everything anew, and the quicker checks before writing.
fn checks(criterion: &mut Criterion) {
    let dir = tempfile::tempdir_in(here()).unwrap();
    let mut register = create(dir.path());
    let appends: Vec<Append> = (0..EVENTS).map(|count| answer(record(0), count.checked_sub(1), count)).collect();
    register.append_all(&appends, &mut seeded(4)).unwrap();
    drop(register);
    let mut group = criterion.benchmark_group("10,000 events of 3 fields");
    group.throughput(Throughput::Elements(EVENTS)).sample_size(10);
    group.bench_function("verify", |bencher| {
        bencher
            .iter(|| assert!(black_box(verify(dir.path(), &Options::default(), &mut |_, _| {})).unwrap().is_sound()));
    });
    group.bench_function("open for writing", |bencher| {
        bencher.iter(|| Register::open_write(dir.path(), &key()).unwrap())
    });
    group.bench_function("open for reading, one record", |bencher| {
        bencher.iter(|| Register::open_read(dir.path()).unwrap().events(record(0)).unwrap());
    });
    group.finish();
}

/// On the disk the build is on: a temporary folder may be in memory, where nothing is ever durable.
fn here() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

criterion_group!(benches, one_at_a_time, through_the_queue, checks);
criterion_main!(benches);
