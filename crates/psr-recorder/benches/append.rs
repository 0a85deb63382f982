//! How fast events are recorded, against bare inserts of the same bytes into the same tables: ratios of one run.
//!
//! `cargo bench -p psr-recorder --bench append`. The turns of either side are mixed, so that both have the same machine. The
//! server is that of `PSR_TEST_POSTGRES`, or one that is started for the run; its part is left out where there is none.
#![allow(clippy::unwrap_used, clippy::float_arithmetic, missing_docs)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};
use std::time::{Duration, Instant};

use postgres::Client;
use psr_recorder::{Append, Digest, Register, WriterQueue};
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
        Some(home) => on_a_server(&home, &rows),
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

/// Times both sides turn by turn, and says how fast the first is in terms of the second.
fn compare(what: &str, count: u64, mut ours: impl FnMut(u64), mut bare: impl FnMut(u64)) {
    let time = |act: &mut dyn FnMut(u64), turn| {
        let begin = Instant::now();
        act(turn);
        begin.elapsed()
    };
    let (mut of_ours, mut of_bare) = (Duration::ZERO, Duration::ZERO);
    for turn in 0..TURNS {
        of_ours += time(&mut ours, turn);
        of_bare += time(&mut bare, turn);
    }
    let rate = |taken: Duration| (TURNS * count) as f64 / taken.as_secs_f64();
    let (ours, bare) = (rate(of_ours), rate(of_bare));
    println!("{what}: {ours:.0} appends a second, {bare:.0} bare inserts a second, ratio {:.2}", ours / bare);
}

fn bare_sqlite() -> (tempfile::TempDir, Connection) {
    let dir = on_disk();
    drop(create(dir.path()));
    let connection = Connection::open(dir.path().join("register.sqlite")).unwrap();
    for (name, value) in [("synchronous", "FULL"), ("foreign_keys", "ON"), ("secure_delete", "ON")] {
        connection.pragma_update(None, name, value).unwrap();
    }
    (dir, connection)
}

fn insert(connection: &Connection, position: u64, row: &Row) {
    let run = |statement: &str, values: &[&dyn rusqlite::ToSql]| {
        connection.prepare_cached(statement).unwrap().execute(values).unwrap();
    };
    let leaf = row.leaf.as_bytes();
    run(
        "INSERT INTO event(idx, rec, seq, op, leaf, line) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        &[&position, &row.rec, &position, &row.op, leaf, &row.line],
    );
    for (digest, body) in &row.disclosures {
        run("INSERT INTO disclosure(digest, idx, body) VALUES (?1, ?2, ?3)", &[digest.as_bytes(), &position, body]);
    }
    let head = "INSERT INTO head(rec, seq, leaf) VALUES (?1, ?2, ?3) ON CONFLICT(rec) DO UPDATE SET seq = excluded.seq, leaf = excluded.leaf";
    run(head, &[&row.rec, &position, leaf]);
    run("UPDATE tree SET size = ?1, edge = ?2, note = ?3", &[&position, &vec![7_u8; 320], &"n".repeat(220)]);
}

fn one_at_a_time(rows: &[Row]) {
    let dir = on_disk();
    let mut register = create(dir.path());
    let (mut randomness, mut appends) = (seeded(2), events(TURNS * EACH));
    let (_dir, connection) = bare_sqlite();
    let mut position = 0;
    compare(
        "sqlite, one at a time",
        EACH,
        |_| {
            (0..EACH).for_each(|_| {
                register.append(&appends.next().unwrap(), &mut randomness).unwrap();
            })
        },
        |_| {
            for _ in 0..EACH {
                connection.execute_batch("BEGIN IMMEDIATE").unwrap();
                insert(&connection, position, &rows[usize::try_from(position).unwrap()]);
                connection.execute_batch("COMMIT").unwrap();
                position += 1;
            }
        },
    );
}

/// On both sides every caller hands its event to one writer thread and waits until it is durable; the writer commits what is queued together.
fn queued(rows: &[Row]) {
    const ROUNDS: u64 = 6;
    let dir = on_disk();
    let queue = WriterQueue::start(create(dir.path())).unwrap();
    let (_dir, connection) = bare_sqlite();
    let mut position = 0;
    compare(
        "sqlite, 32 queued callers",
        CALLERS * ROUNDS,
        |turn| {
            callers(|caller| {
                let mut randomness = seeded(1_000 + caller + turn * CALLERS);
                for seq in turn * ROUNDS..(turn + 1) * ROUNDS {
                    let append = answer(record(caller), seq.checked_sub(1), seq * CALLERS + caller);
                    queue.append(&append, &mut randomness).unwrap();
                }
            });
        },
        |turn| {
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
        },
    );
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

fn on_a_server(home: &Home, rows: &[Row]) {
    let mut register = home.create();
    let other = home.another();
    drop(other.create());
    let mut client = other.client();
    let bare = Bare::prepare(&mut client);
    let (mut randomness, mut appends) = (seeded(3), events(TURNS * EACH));
    let mut position = 0;
    let mut append = |register: &mut Register| {
        register.append(&appends.next().unwrap(), &mut randomness).unwrap();
    };
    compare(
        "postgres, one at a time",
        EACH,
        |_| (0..EACH).for_each(|_| append(&mut register)),
        |_| {
            for _ in 0..EACH {
                bare.insert(&mut client, position, &rows[usize::try_from(position).unwrap()]);
                position += 1;
            }
        },
    );
}

/// The statements of a bare insert under the same lock.
struct Bare([postgres::Statement; 5]);

impl Bare {
    fn prepare(client: &mut Client) -> Bare {
        Bare(
            [
                "SELECT size FROM tree WHERE id = 1 FOR UPDATE",
                "INSERT INTO event(idx, rec, seq, op, leaf, line) VALUES ($1, $2, $3, $4, $5, $6)",
                "INSERT INTO disclosure(digest, idx, body) VALUES ($1, $2, $3)",
                "INSERT INTO head(rec, seq, leaf) VALUES ($1, $2, $3) ON CONFLICT (rec) DO UPDATE SET seq = excluded.seq, leaf = excluded.leaf",
                "UPDATE tree SET size = $1, edge = $2, note = $3",
            ]
            .map(|statement| client.prepare(statement).unwrap()),
        )
    }

    fn insert(&self, client: &mut Client, position: u64, row: &Row) {
        let [lock, event, disclosure, head, tree] = &self.0;
        let (position, leaf) = (i64::try_from(position).unwrap(), row.leaf.as_bytes().as_slice());
        let mut transaction = client.transaction().unwrap();
        transaction.query_one(lock, &[]).unwrap();
        transaction.execute(event, &[&position, &row.rec, &position, &row.op, &leaf, &row.line]).unwrap();
        for (digest, body) in &row.disclosures {
            transaction.execute(disclosure, &[&digest.as_bytes().as_slice(), &position, &body.as_bytes()]).unwrap();
        }
        transaction.execute(head, &[&row.rec, &position, &leaf]).unwrap();
        transaction.execute(tree, &[&position, &vec![7_u8; 320], &"n".repeat(220)]).unwrap();
        transaction.commit().unwrap();
    }
}

/// On the disk the build is on: a temporary folder may be in memory, where nothing is ever durable.
fn on_disk() -> tempfile::TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}
