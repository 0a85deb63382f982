//! How fast a register is verified, beside what the same bytes cost others: one hashing of them, `sha256sum`, `git fsck`.
//!
//! Prints one table; every figure is the best of three in one run. `PSR_BENCH_EVENTS` says how many events there are (100,000 unless told).
#![allow(clippy::unwrap_used, clippy::float_arithmetic, missing_docs)]

mod git;
mod made;
mod memory;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use made::Made;
use psr_recorder::verify::{SqliteSource, verify_source};
use psr_recorder::{Options, Report};
use sha2::{Digest as _, Sha256};

/// How often each is tried.
const RUNS: u32 = 3;
/// On how many threads ours works.
const THREADS: [usize; 2] = [1, 2];

fn main() {
    // `cargo bench` hands on an argument; a name that is not ours means another benchmark.
    if std::env::args().skip(1).any(|argument| !argument.starts_with("--") && !"verify".contains(&argument)) {
        return;
    }
    let count = std::env::var("PSR_BENCH_EVENTS").ok().and_then(|count| count.parse().ok()).unwrap_or(100_000);
    println!(
        "{count} events of 3 fields in {} records, {} cores",
        made::RECORDS,
        std::thread::available_parallelism().unwrap()
    );
    let headers = Made::new(count, 0);
    let full = Made::new(count, 3);
    let mut rows = Vec::new();
    for threads in THREADS {
        rows.push((of("lines alone, from memory", threads), &headers, best(|| from_memory(&headers, threads))));
        rows.push((of("lines and disclosures, from memory", threads), &full, best(|| from_memory(&full, threads))));
    }
    let mut add = |name: &str, taken| rows.push((name.to_owned(), &full, taken));
    add("hashing the same bytes once, in one piece", best(|| hash(full.bytes())));
    add("hashing the same pieces once, one by one", best(|| full.pieces().for_each(hash)));
    let mut dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    dir.disable_cleanup(std::env::var_os("PSR_BENCH_KEEP").is_some());
    add("`sha256sum` of the same bytes in a file", sha256sum(dir.path(), &full));
    full.register(dir.path());
    for threads in THREADS {
        add(&of("the whole register, from its database", threads), best(|| whole(dir.path(), threads)));
    }
    let grown = memory::grown(|| whole(dir.path(), 2));
    match best_git(dir.path(), count) {
        Some((version, taken)) => add(&format!("`git fsck` of as many commits ({version})"), taken),
        None => println!("git is not here, so `git fsck` was not measured"),
    }
    table(&rows);
    println!("\nMemory of a verification of {count} events: {grown} KiB more than before");
}

fn of(what: &str, threads: usize) -> String {
    format!("psr, {what}, {threads} thread{}", if threads == 1 { "" } else { "s" })
}

fn hash(bytes: &[u8]) {
    black_box(Sha256::digest(bytes));
}

fn from_memory(made: &Made, threads: usize) {
    sound(verify_source(&mut made.source(), &options(threads), &mut |_, _| {}).unwrap());
}

fn whole(dir: &Path, threads: usize) {
    sound(verify_source(&mut SqliteSource::open(dir).unwrap(), &options(threads), &mut |_, _| {}).unwrap());
}

fn options(threads: usize) -> Options {
    Options { threads, ..Options::default() }
}

fn sound(report: Report) {
    assert!(report.is_sound(), "{:?}", report.faults.first());
}

/// How long something took, and how long processors worked for it.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
struct Taken {
    seconds: f64,
    work: f64,
}

fn best(mut act: impl FnMut()) -> Taken {
    let worked = memory::worked();
    let once = |_| {
        let begin = Instant::now();
        act();
        begin.elapsed().as_secs_f64()
    };
    let seconds = (0..RUNS).map(once).fold(f64::INFINITY, f64::min);
    Taken { seconds, work: (memory::worked() - worked) as f64 / 100.0 / f64::from(RUNS) }
}

/// Prints all rows, the last two columns in terms of what psr works on one thread.
fn table(rows: &[(String, &Made, Taken)]) {
    let work = |what| rows.iter().find(|row| row.0 == of(what, 1)).unwrap().2.work;
    let (memory, whole) = (work("lines and disclosures, from memory"), work("the whole register, from its database"));
    println!(
        "\n| | seconds | of work | events a second | MB a second | work, psr's from memory being 1 | psr's of the whole register being 1 |"
    );
    println!("|---|---|---|---|---|---|---|");
    for (name, made, Taken { seconds, work }) in rows {
        let (rate, bytes) = (made.count() as f64 / seconds, made.bytes().len() as f64 / seconds / 1e6);
        let (of_memory, of_whole) = (work / memory, work / whole);
        println!("| {name} | {seconds:.3} | {work:.3} | {rate:.0} | {bytes:.0} | {of_memory:.2} | {of_whole:.2} |");
    }
}

fn sha256sum(dir: &Path, made: &Made) -> Taken {
    let path = dir.join("bytes");
    std::fs::write(&path, made.bytes()).unwrap();
    let taken = best(|| assert!(std::process::Command::new("sha256sum").arg(&path).output().unwrap().status.success()));
    std::fs::remove_file(path).unwrap();
    taken
}

fn best_git(dir: &Path, count: u64) -> Option<(String, Taken)> {
    let repository = git::with_commits(&dir.join("git"), count)?;
    Some((git::version(), best(|| repository.fsck())))
}
