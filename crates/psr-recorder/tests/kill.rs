//! A writer that is killed at any moment: every event it acknowledged is there, and the register is sound, in either store.
//!
//! This program plays both parts. Started by itself with a register, it appends until it is killed and prints each receipt.
//! `PSR_KILL_ROUNDS` makes it long.
#![allow(clippy::unwrap_used)]

mod support;

use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

use psr_recorder::{Digest, Error, Options, Place, Register, WriterQueue, verify_place};
use support::home::Home;
use support::{answer, key, record, seeded};

/// How often a writer is killed, unless told.
const ROUNDS: u64 = 25;
const PART: &str = "PSR_TEST_APPEND_UNTIL_KILLED";

fn main() {
    match std::env::var(PART) {
        Ok(address) => append_until_killed(&Place::parse(&address).unwrap()),
        Err(_) => {
            every_acknowledged_event_survives(&Home::folder());
            if let Some(home) = Home::server() {
                every_acknowledged_event_survives(&home);
            }
        }
    }
}

/// Two threads append through the queue, each to a record of its own, and print what they are told.
fn append_until_killed(place: &Place) {
    let register = Register::open_write(place, &key()).unwrap();
    let start = register.size().unwrap();
    let heads = [0, 1].map(|number| register.head(record(number)).unwrap().map(|(seq, _)| seq));
    let queue = WriterQueue::start(register).unwrap();
    std::thread::scope(|scope| {
        for (number, mut base) in (0..).zip(heads) {
            let queue = &queue;
            scope.spawn(move || {
                let mut randomness = seeded(start * 2 + number);
                for count in 0.. {
                    let append = answer(record(number), base, (start + count) * 2 + number + 10_000_000);
                    let receipt = match queue.append(&append, &mut randomness) {
                        // A server may make durable only now what the writer killed before had handed to it: this one is told, and goes on from there.
                        Err(Error::Conflict(conflict)) => {
                            base = conflict.head;
                            continue;
                        }
                        outcome => outcome.unwrap(),
                    };
                    base = Some(receipt.seq);
                    let line = format!("{} {}\n", receipt.position, receipt.leaf);
                    std::io::stdout().lock().write_all(line.as_bytes()).unwrap();
                }
            });
        }
    });
}

fn every_acknowledged_event_survives(home: &Home) {
    let rounds: u64 = std::env::var("PSR_KILL_ROUNDS").map_or(ROUNDS, |rounds| rounds.parse().unwrap());
    home.create();
    let mut acknowledged: Vec<(usize, Digest)> = Vec::new();
    let mut moments = seeded(42);
    for round in 0..rounds {
        let mut moment = [0; 2];
        moments(&mut moment);
        let moment = Duration::from_micros(u64::from(u16::from_be_bytes(moment)) / 2);
        // Every other writer is killed anywhere, also while it opens the register; the rest after they acknowledged something.
        acknowledged.extend(killed_after(&home.address(), round % 2 == 1, moment));
        let leaves = home.open_read().leaves().unwrap();
        for (position, leaf) in &acknowledged {
            assert_eq!(leaves.get(*position), Some(leaf), "round {round}: event {position} was acknowledged");
        }
    }
    let report = verify_place(&home.place(), &Options::default(), &mut |_, _| {}).unwrap();
    assert_eq!(report.faults, []);
    assert!(acknowledged.len() as u64 >= rounds / 2, "only {} events were acknowledged", acknowledged.len());
    assert!(home.open_write().doubt().is_none());
    println!("{}: {rounds} rounds, {} acknowledged of {} events", home.place(), acknowledged.len(), report.entries);
}

/// Starts a writer, kills it after a while, and returns what it acknowledged.
fn killed_after(address: &str, acknowledged: bool, moment: Duration) -> Vec<(usize, Digest)> {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let mut child = command.env(PART, address).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
    let mut output = child.stdout.take().unwrap();
    let mut printed = vec![0; usize::from(acknowledged)];
    output.read_exact(&mut printed).unwrap();
    std::thread::sleep(moment);
    child.kill().unwrap();
    output.read_to_end(&mut printed).unwrap();
    child.wait().unwrap();
    // A last line without its end was cut by the kill.
    let whole = printed.split_inclusive(|byte| *byte == b'\n').filter_map(|line| line.strip_suffix(b"\n"));
    whole.map(|line| receipt(std::str::from_utf8(line).unwrap())).collect()
}

fn receipt(line: &str) -> (usize, Digest) {
    let (position, leaf) = line.split_once(' ').unwrap();
    (position.parse().unwrap(), leaf.parse().unwrap())
}
