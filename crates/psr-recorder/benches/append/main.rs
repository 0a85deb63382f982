//! How fast events are recorded, against bare inserts of the same bytes into the same tables: ratios of one run.
//!
//! `cargo bench -p psr-recorder --bench append`. The turns of either side are mixed, so that both have the same machine. The
//! server is that of `PSR_TEST_POSTGRES`, or one that is started for the run; its part is left out where there is none. Other programs that keep records
//! take their turns too, where `PSR_BENCH_PEERS` says how they are called (`peers.rs`).
#![allow(clippy::unwrap_used, clippy::float_arithmetic, missing_docs)]

mod bare;
mod compare;
mod peers;
mod server;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};

use bare::{bare_sqlite, insert};
use compare::{Side, compare};
use psr_recorder::{Append, Digest, WriterQueue};
use rusqlite::Connection;
use support::home::Home;
use support::{answer, create, record, seeded};

const TURNS: u64 = 20;
const EACH: u64 = 50;
const CALLERS: u64 = 32;

/// The bytes of one event, as they are stored.
struct Row {
    rec: String,
    op: String,
    leaf: Digest,
    line: Vec<u8>,
    disclosures: Vec<(Digest, String)>,
}

fn main() {
    let rows = rows(TURNS * EACH * 4);
    one_at_a_time(&rows);
    queued(&rows);
    match Home::server() {
        Some(home) => server::on_a_server(&home, &rows),
        None => println!("postgres: left out"),
    }
}

fn events(count: u64) -> impl Iterator<Item = Append> {
    (0..count).map(|count| answer(record(0), count.checked_sub(1), count))
}

/// Records events once, to have their bytes.
fn rows(count: u64) -> Vec<Row> {
    let dir = tempfile::tempdir().unwrap();
    let mut register = create(dir.path());
    register.append_all(&events(count).collect::<Vec<_>>(), &mut seeded(1)).unwrap();
    let entries = register.events(record(0)).unwrap();
    let database = Connection::open(dir.path().join("register.sqlite")).unwrap();
    let mut bodies = database.prepare("SELECT digest, body FROM disclosure WHERE idx = ?1").unwrap();
    let row = |entry: &psr_recorder::Entry| {
        let pair = |row: &rusqlite::Row<'_>| Ok((Digest::from_bytes(row.get(0)?), row.get(1)?));
        let disclosures = bodies.query_map([entry.position], pair).unwrap().map(Result::unwrap).collect();
        let (rec, op) = (entry.header.rec.to_string(), entry.header.op.to_string());
        Row { rec, op, leaf: entry.leaf, line: entry.line.clone(), disclosures }
    };
    entries.iter().map(row).collect()
}

fn one_at_a_time(rows: &[Row]) {
    let dir = on_disk();
    let mut register = create(dir.path());
    let (mut randomness, mut appends) = (seeded(2), events(TURNS * EACH));
    let ours = Side::here("psr", move |_| {
        (0..EACH).for_each(|_| {
            register.append(&appends.next().unwrap(), &mut randomness).unwrap();
        });
    });
    let (_dir, connection) = bare_sqlite();
    let mut rest = (0..).zip(rows);
    let bare = Side::here("bare inserts into SQLite", move |_| {
        for (position, row) in rest.by_ref().take(EACH as usize) {
            connection.execute_batch("BEGIN IMMEDIATE").unwrap();
            insert(&connection, position, row);
            connection.execute_batch("COMMIT").unwrap();
        }
    });
    let folder = on_disk();
    let others = peers::sides(folder.path(), rows);
    compare("One at a time, each durable before the next", EACH, [ours, bare].into_iter().chain(others).collect());
}

/// On both sides every caller hands its event to one writer thread and waits until it is durable; the writer commits what is queued together.
fn queued(rows: &[Row]) {
    const ROUNDS: u64 = 6;
    let dir = on_disk();
    let queue = WriterQueue::start(create(dir.path())).unwrap();
    let (_dir, connection) = bare_sqlite();
    let ours = Side::here("psr", |turn| {
        callers(|caller| {
            let mut randomness = seeded(1_000 + caller + turn * CALLERS);
            for seq in turn * ROUNDS..(turn + 1) * ROUNDS {
                let append = answer(record(caller), seq.checked_sub(1), seq * CALLERS + caller);
                queue.append(&append, &mut randomness).unwrap();
            }
        });
    });
    let mut position = 0;
    let bare = Side::here("bare inserts into SQLite", |turn| {
        let (jobs, queued) = sync_channel(256);
        std::thread::scope(|scope| {
            scope.spawn(move || {
                callers(|_| {
                    for _ in 0..ROUNDS {
                        let (answer, answered) = channel();
                        jobs.send(answer).unwrap();
                        answered.recv().unwrap();
                    }
                });
            });
            position = bare_writer(&connection, rows, &queued, position);
        });
        assert_eq!(position, (turn + 1) * ROUNDS * CALLERS);
    });
    compare("32 callers who each wait, one writer on either side", CALLERS * ROUNDS, vec![ours, bare]);
}

/// Runs the callers beside each other.
fn callers(act: impl Fn(u64) + Sync) {
    std::thread::scope(|scope| {
        for caller in 0..CALLERS {
            let act = &act;
            scope.spawn(move || act(caller));
        }
    });
}

/// Inserts a row for each caller that waits, those that are queued in one commit; returns how many rows there are then.
fn bare_writer(connection: &Connection, rows: &[Row], queued: &Receiver<Sender<()>>, mut position: u64) -> u64 {
    while let Ok(first) = queued.recv() {
        let group: Vec<_> = std::iter::once(first).chain(queued.try_iter().take(255)).collect();
        connection.execute_batch("BEGIN IMMEDIATE").unwrap();
        for _ in &group {
            insert(connection, position, &rows[usize::try_from(position).unwrap()]);
            position += 1;
        }
        connection.execute_batch("COMMIT").unwrap();
        group.iter().for_each(|answer| answer.send(()).unwrap());
    }
    position
}

/// On the disk the build is on: a temporary folder may be in memory, where nothing is ever durable.
fn on_disk() -> tempfile::TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}
