//! What only a server does: roles, settings, lost connections, and many machines at once.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use postgres::error::SqlState;
use psr_recorder::{Error, Receipt, Register, Value, WriterQueue, store};

use crate::support::home::Home;
use crate::support::{answer, key, record, seeded};

/// A role of the server, gone afterwards.
struct Role<'h>(&'h Home, String);

impl Drop for Role<'_> {
    fn drop(&mut self) {
        let _ = self.0.client().batch_execute(&format!("DROP OWNED BY {0}; DROP ROLE {0}", self.1));
    }
}

#[test]
fn the_application_role_records_and_can_change_nothing() {
    let Some(home) = Home::server() else { return };
    home.filled(1, 2);
    let name = format!("role_{}_{}", std::process::id(), line!());
    home.client().batch_execute(&format!("CREATE ROLE {name}")).unwrap();
    let role = Role(&home, name.clone());
    store::allow(&home.place(), &name).unwrap();
    let mut register = Register::open_write(home.place_with(&format!("options=-c%20role%3D{name}")), &key()).unwrap();
    let evidence = register.put_evidence(&mut &b"a letter"[..]).unwrap();
    let mut append = answer(record(0), Some(1), 7);
    append.fields.push(("evidence/0/sha256".to_owned(), Value::from(evidence.digest.to_string())));
    append.checkpoint = true;
    register.append(&append, &mut seeded(1)).unwrap();
    register.put_anchor(3, "kind", b"proof").unwrap();
    let digest = register.events(record(0)).unwrap()[2].fields[0].digest;
    register.erase(&answer(record(0), Some(2), 8), &[digest], &mut seeded(2)).unwrap();
    let mut client = home.client();
    for statement in [
        "UPDATE event SET line = ''",
        "DELETE FROM event",
        "TRUNCATE event CASCADE",
        "UPDATE checkpoint SET note = ''",
        "DELETE FROM checkpoint",
        "UPDATE anchor SET kind = ''",
        "DELETE FROM anchor",
        "UPDATE pack SET bytes = ''",
        "DELETE FROM pack",
        "UPDATE disclosure SET body = ''",
        "UPDATE evidence SET length = 0",
        "DELETE FROM head",
        "DELETE FROM tree",
        "INSERT INTO tree VALUES (2, 0, '', '')",
        "UPDATE meta SET value = ''",
        "INSERT INTO migration(number) VALUES (9)",
        "CREATE TABLE other(x int)",
        "DROP TABLE event CASCADE",
        "ALTER TABLE event DISABLE TRIGGER ALL",
    ] {
        let mut transaction = client.transaction().unwrap();
        transaction.batch_execute(&format!("SET LOCAL ROLE {name}")).unwrap();
        let refused = transaction.batch_execute(statement).unwrap_err();
        assert_eq!(refused.code(), Some(&SqlState::INSUFFICIENT_PRIVILEGE), "{statement}: {refused}");
    }
    drop((register, role));
    home.assert_sound();
}

#[test]
fn the_owner_too_cannot_change_what_is_final() {
    let Some(home) = Home::server() else { return };
    home.filled(1, 2);
    let mut client = home.client();
    for table in ["event", "checkpoint", "anchor", "pack"] {
        home.open_write().put_anchor(1, "kind", b"proof").unwrap();
        let column = client.query_one(
            "SELECT column_name::text FROM information_schema.columns
             WHERE table_schema = current_schema() AND table_name = $1 LIMIT 1",
            &[&table],
        );
        let column: String = column.unwrap().get(0);
        for statement in [
            format!("UPDATE {table} SET {column} = {column}"),
            format!("DELETE FROM {table}"),
            format!("TRUNCATE {table} CASCADE"),
        ] {
            let refused = client.batch_execute(&statement).unwrap_err();
            let said = refused.as_db_error().map(|said| said.message().to_owned()).unwrap_or_default();
            assert_eq!(said, format!("rows of {table} are final"), "{statement}");
        }
    }
}

#[test]
fn a_server_that_could_lose_what_it_acknowledged_is_not_written_to() {
    let Some(home) = Home::server() else { return };
    home.filled(1, 1);
    let careless = home.place_with("options=-c%20synchronous_commit%3Doff");
    let refused = Register::open_write(&careless, &key()).unwrap_err();
    assert!(matches!(refused, Error::UnfitServer { .. }), "{refused}");
    assert!(refused.to_string().contains("`synchronous_commit` is off"), "{refused}");
    assert_eq!(Register::open_read(&careless).unwrap().size().unwrap(), 1);
}

#[test]
fn a_register_of_another_place_is_reached_by_its_schema_only() {
    let Some(home) = Home::server() else { return };
    home.create();
    let other = home.another();
    assert!(matches!(Register::open_read(other.place()), Err(Error::MissingOnServer { .. })));
    assert_eq!(store::upgrade(&other.place()).unwrap(), None);
    assert_eq!(store::upgrade(&home.place()).unwrap(), Some(vec![]));
}

#[test]
fn a_connection_is_encrypted_where_that_is_asked_for_and_the_certificate_is_checked() {
    let Some(home) = Home::server() else { return };
    home.filled(1, 1);
    let asked = home
        .client()
        .query_one("SELECT pg_read_file(current_setting('ssl_cert_file')) WHERE current_setting('ssl')::bool", &[]);
    let Ok(certificate) = asked.map(|row| row.get::<_, String>(0)) else {
        eprintln!("skipped: the server of this run has no certificate; TLS was not tried");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("roots.pem");
    std::fs::write(&file, certificate).unwrap();
    let trusted = home.place_with(&format!("sslmode=require&sslrootcert={}", file.display()));
    let register = Register::open_read(&trusted).unwrap();
    assert_eq!(register.size().unwrap(), 1);
    let encrypted = "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'psr ' || current_schema()";
    assert!(home.client().query_one(encrypted, &[]).unwrap().get::<_, bool>(0));
    let refused = Register::open_read(home.place_with("sslmode=require")).unwrap_err().to_string();
    assert!(refused.contains("certificate"), "{refused}");
    std::fs::write(&file, "no certificate").unwrap();
    let refused = Register::open_read(&trusted).unwrap_err().to_string();
    assert!(refused.contains("no certificate in"), "{refused}");
}

/// Ends every connection that writes to a register, as a network does that fails.
fn cut_connections(home: &Home) -> u64 {
    let query = "SELECT count(*) FROM (SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'psr ' || current_schema() AND pid <> pg_backend_pid()) AS cut";
    let cut: i64 = home.client().query_one(query, &[]).unwrap().get(0);
    cut.unsigned_abs()
}

#[test]
fn a_lost_connection_doubles_nothing_and_loses_nothing() {
    const EVENTS: u64 = 300;
    let Some(home) = Home::server() else { return };
    let queue = WriterQueue::start(home.create()).unwrap();
    let acknowledged = AtomicU64::new(0);
    let (receipts, cuts) = std::thread::scope(|scope| {
        let (queue, acknowledged) = (&queue, &acknowledged);
        let writers: Vec<_> = (0..3)
            .map(|writer| {
                scope.spawn(move || {
                    let mut randomness = seeded(writer);
                    let append = |seq: u64| {
                        let append = answer(record(writer), seq.checked_sub(1), writer * 1000 + seq);
                        let receipt = queue.append(&append, &mut randomness).unwrap();
                        acknowledged.fetch_add(1, Ordering::Release);
                        receipt
                    };
                    (0..EVENTS / 3).map(append).collect::<Vec<Receipt>>()
                })
            })
            .collect();
        let mut cuts = 0;
        for at in (0..EVENTS - 20).step_by(20) {
            while acknowledged.load(Ordering::Acquire) < at {
                std::thread::yield_now();
            }
            cuts += cut_connections(&home);
        }
        (writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect::<Vec<_>>(), cuts)
    });
    assert!(cuts > 0);
    let positions: BTreeSet<u64> = receipts.iter().map(|receipt| receipt.position).collect();
    assert_eq!(positions, (0..EVENTS).collect());
    assert_eq!(queue.stop().unwrap().size().unwrap(), EVENTS);
    home.assert_sound();
}

#[test]
fn a_reader_whose_connection_was_lost_reads_on() {
    let Some(home) = Home::server() else { return };
    home.filled(1, 2);
    let register = home.open_read();
    assert_eq!(cut_connections(&home), 1);
    assert_eq!(register.events(record(0)).unwrap().len(), 2);
}

/// What one client came to.
#[derive(Default)]
struct Tally {
    receipts: Vec<(u64, Receipt)>,
    conflicts: u64,
}

const CLIENTS: u64 = 16;
const HOT: u64 = 4;

/// `PSR_SOAK_SECONDS` makes it long; by default each client appends a few times.
#[test]
fn many_machines_work_on_a_few_hot_records() {
    let Some(home) = Home::server() else { return };
    home.create();
    let seconds = std::env::var("PSR_SOAK_SECONDS").ok().map(|seconds| Duration::from_secs(seconds.parse().unwrap()));
    let begin = Instant::now();
    let tallies: Vec<Tally> = std::thread::scope(|scope| {
        let home = &home;
        let is_over = move |done: u64| seconds.map_or(done == 5, |seconds| begin.elapsed() >= seconds);
        let clients: Vec<_> = (0..CLIENTS).map(|client| scope.spawn(move || work(home, client, &is_over))).collect();
        clients.into_iter().map(|client| client.join().unwrap()).collect()
    });
    let (events, conflicts) = (
        tallies.iter().map(|tally| tally.receipts.len() as u64).sum::<u64>(),
        tallies.iter().map(|tally| tally.conflicts).sum::<u64>(),
    );
    let positions: BTreeSet<u64> =
        tallies.iter().flat_map(|tally| &tally.receipts).map(|(_, receipt)| receipt.position).collect();
    assert_eq!(
        positions,
        (0..events).collect(),
        "each acknowledged event has a place of its own, and there are no others"
    );
    let register = home.open_read();
    assert_eq!(register.size().unwrap(), events);
    for hot in 0..HOT {
        let entries = register.events(record(hot)).unwrap();
        for (_, receipt) in tallies.iter().flat_map(|tally| &tally.receipts).filter(|(rec, _)| *rec == hot) {
            assert_eq!(entries[usize::try_from(receipt.seq).unwrap()].leaf, receipt.leaf);
        }
    }
    home.assert_sound();
    println!(
        "{CLIENTS} clients on {HOT} records for {:?}: {events} events, {conflicts} conflicts reported",
        begin.elapsed()
    );
}

fn work(home: &Home, client: u64, is_over: &impl Fn(u64) -> bool) -> Tally {
    let mut register = home.open_write();
    let mut randomness = seeded(500 + client);
    let mut tally = Tally::default();
    let mut seen: [Option<u64>; HOT as usize] = [None; HOT as usize];
    let mut count = 0;
    while !is_over(tally.receipts.len() as u64) {
        let hot = count % HOT;
        let known = &mut seen[usize::try_from(hot).unwrap()];
        let append = answer(record(hot), *known, client * 1_000_000 + count);
        match register.append(&append, &mut randomness) {
            Ok(receipt) => {
                *known = Some(receipt.seq);
                tally.receipts.push((hot, receipt));
            }
            Err(Error::Conflict(conflict)) => {
                assert!(conflict.head > *known, "a conflict is about something newer");
                assert_eq!(conflict.newer.last().map(|entry| entry.header.seq), conflict.head);
                *known = conflict.head;
                tally.conflicts += 1;
            }
            Err(error) => panic!("{error}"),
        }
        count += 1;
    }
    tally
}
