//! A batch: JSON Lines in, JSON Lines out, in the same order, streaming.
//!
//! One thread reads what is there and cuts it after the last whole line; two or more answer the lines of a cut; one writes. Cuts are dealt out in turn and
//! collected in the same turn, which keeps the order without any bookkeeping. What has been read is written before more is waited for, so that a
//! program at the other end may wait for its answer before it asks again.

use std::io::{BufRead, Read, Write};
use std::sync::mpsc::{Receiver, Sender, SyncSender, TryRecvError, channel, sync_channel};
use std::thread;

use psr_rules::facts::INPUT_LIMIT;
use serde::Serialize;

use crate::cli::Format;
use crate::exit::Exit;
use crate::failure::{Outcome, Problem, Stop};
use crate::terminal::progress::Progress;
use crate::world::{World, unwritten};
use psr_casefile::json::SCHEMA;

/// How much is read at once.
const AT_ONCE: usize = 1 << 16;
/// How many cuts may wait for one worker.
const WAITING: usize = 2;
/// How many workers there are at most; more than that is not faster than reading and writing.
const MOST_WORKERS: usize = 8;

/// Answers lines one after another.
pub trait LineWork: Send {
    /// Appends what a line leads to.
    ///
    /// # Errors
    /// When the line cannot be answered: everything that is wrong with it.
    fn answer(&mut self, line: &[u8], out: &mut Vec<u8>) -> Result<(), String>;
}

/// What stands in the place of a line that cannot be answered.
#[derive(Serialize)]
struct Refused<'e> {
    schema: u32,
    error: &'e str,
    line: u64,
}

/// Some whole lines.
#[derive(Default)]
struct Cut {
    bytes: Vec<u8>,
    first_line: u64,
}

/// What some lines lead to.
#[derive(Default)]
struct Answered {
    bytes: Vec<u8>,
    all_good: bool,
}

/// Answers every line; `doing` says what that is called.
pub fn run<W: LineWork>(
    worker: impl Fn() -> W,
    format: Option<Format>,
    doing: &'static str,
    world: &mut World<'_>,
) -> Outcome {
    if format.is_some_and(|format| format != Format::Json) {
        return Err(Problem::new("a batch is always JSON", "leave --format out").into());
    }
    let workers = thread::available_parallelism().map_or(2, usize::from).clamp(2, MOST_WORKERS);
    let mut progress = world.stdin.size.map(|size| (Progress::new(world, doing), size));
    let (input, output) = (&mut world.stdin.reader, &mut world.stdout.writer);
    thread::scope(|scope| {
        let (mut inlets, mut outlets) = (Vec::new(), Vec::new());
        let (used, reusable) = channel();
        for _ in 0..workers {
            let (inlet, cuts) = sync_channel(WAITING);
            let (done, outlet) = sync_channel(WAITING);
            let (written, writable) = channel();
            let worker = worker();
            let used = used.clone();
            scope.spawn(move || work(worker, &cuts, &used, &done, &writable));
            inlets.push(inlet);
            outlets.push((outlet, written));
        }
        let writer = scope.spawn(move || write(output, &outlets));
        let read = deal(input, &inlets, &reusable, &mut |bytes| {
            if let Some((progress, size)) = &mut progress {
                progress.at(bytes, *size);
            }
        });
        drop(inlets);
        let written = writer.join().expect("the writer does not panic");
        read.map_err(unread)?;
        written.map(|all_good| Exit::found(!all_good)).map_err(unwritten)
    })
}

fn unread(error: std::io::Error) -> Stop {
    Problem::new(format!("cannot read the lines: {error}"), "what was read so far is answered; see to the cause").into()
}

/// Reads whatever is there, cuts it after its last whole line, and deals the cuts out in turn.
fn deal(
    input: &mut impl Read,
    workers: &[SyncSender<Cut>],
    reusable: &Receiver<Vec<u8>>,
    progress: &mut dyn FnMut(u64),
) -> std::io::Result<()> {
    let mut rest: Vec<u8> = Vec::new();
    let (mut line, mut total) = (1, 0);
    let mut next = workers.iter().cycle();
    loop {
        let before = rest.len();
        let read = read_some(input, &mut rest)?;
        let whole = match rest[before..].iter().rposition(|byte| *byte == b'\n') {
            _ if read == 0 => rest.len(),
            Some(end) => before + end + 1,
            None => 0,
        };
        if whole == 0 {
            // Of a line without end no more is kept than shows that it is too long.
            rest.truncate(INPUT_LIMIT + 1);
        } else {
            let mut after = reusable.try_recv().unwrap_or_default();
            after.clear();
            after.extend_from_slice(&rest[whole..]);
            rest.truncate(whole);
            let first_line = line;
            line += line_ends(&rest);
            let cut = Cut { bytes: std::mem::replace(&mut rest, after), first_line };
            // Nobody takes cuts any more when nobody reads the output any more.
            if next.next().is_none_or(|worker| worker.send(cut).is_err()) {
                return Ok(());
            }
        }
        if read == 0 {
            return Ok(());
        }
        total += read as u64;
        progress(total);
    }
}

/// Counts line ends, a few hundred bytes at a time so that a byte can hold each count.
fn line_ends(bytes: &[u8]) -> u64 {
    let ends = |part: &[u8]| u64::from(part.iter().map(|byte| u8::from(*byte == b'\n')).sum::<u8>());
    bytes.chunks(usize::from(u8::MAX)).map(ends).sum()
}

/// Reads once, after what is there already; no bytes mean the end.
fn read_some(input: &mut impl Read, rest: &mut Vec<u8>) -> std::io::Result<usize> {
    let before = rest.len();
    rest.resize(before + AT_ONCE, 0);
    loop {
        match input.read(&mut rest[before..]) {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
            Ok(read) => {
                rest.truncate(before + read);
                return Ok(read);
            }
        }
    }
}

/// Answers the lines of each cut.
fn work(
    mut worker: impl LineWork,
    cuts: &Receiver<Cut>,
    used: &Sender<Vec<u8>>,
    done: &SyncSender<Answered>,
    writable: &Receiver<Vec<u8>>,
) {
    for cut in cuts {
        let mut answered = Answered { bytes: writable.try_recv().unwrap_or_default(), all_good: true };
        answered.bytes.clear();
        let (mut rest, mut number) = (cut.bytes.as_slice(), cut.first_line);
        while !rest.is_empty() {
            let start = rest;
            let length = rest.skip_until(b'\n').expect("reading from memory does not fail");
            let line = start[..length].strip_suffix(b"\n").unwrap_or(&start[..length]);
            answered.all_good &= answer(&mut worker, line, number, &mut answered.bytes);
            number += 1;
        }
        let _ = used.send(cut.bytes);
        if done.send(answered).is_err() {
            return;
        }
    }
}

/// Appends what a line leads to, or why it cannot be answered; answers whether it could be.
fn answer(worker: &mut impl LineWork, line: &[u8], number: u64, out: &mut Vec<u8>) -> bool {
    let done = worker.answer(line, out);
    if let Err(error) = &done {
        let refused = Refused { schema: SCHEMA, error, line: number };
        let text = serde_json::to_vec(&refused).expect("numbers and texts always serialise");
        out.extend_from_slice(&text);
    }
    out.push(b'\n');
    done.is_ok()
}

/// Writes what the workers did, in the order in which it was dealt out; answers whether every line was good.
fn write(output: &mut impl Write, workers: &[(Receiver<Answered>, Sender<Vec<u8>>)]) -> std::io::Result<bool> {
    let mut all_good = true;
    for (done, written) in workers.iter().cycle() {
        let answered = match done.try_recv() {
            Ok(answered) => answered,
            Err(TryRecvError::Disconnected) => break,
            Err(TryRecvError::Empty) => {
                output.flush()?;
                match done.recv() {
                    Ok(answered) => answered,
                    Err(_) => break,
                }
            }
        };
        output.write_all(&answered.bytes)?;
        all_good &= answered.all_good;
        let _ = written.send(answered.bytes);
    }
    output.flush()?;
    Ok(all_good)
}
