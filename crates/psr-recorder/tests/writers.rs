//! Many writers at once: nothing is lost, nothing is merged silently, and each is told its own result.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use psr_recorder::{Append, Error, Options, Randomness, Receipt, Register, Result, WriterQueue, verify};
use support::{answer, create, key, record, seeded};

const WRITERS: u64 = 8;
const EACH: u64 = 12;

/// Appends to a hot record as a writer does who looks again whenever someone else was faster.
fn insist(mut append: Append, mut write: impl FnMut(&Append) -> Result<Receipt>) -> Receipt {
    loop {
        match write(&append) {
            Ok(receipt) => return receipt,
            Err(Error::Conflict(conflict)) => append.base = conflict.head,
            Err(error) => panic!("{error}"),
        }
    }
}

fn check_hot_records(dir: &Path, receipts: &[Receipt]) {
    let positions: BTreeSet<u64> = receipts.iter().map(|receipt| receipt.position).collect();
    assert_eq!(positions, (0..WRITERS * EACH).collect());
    let register = Register::open_read(dir).unwrap();
    for number in 0..2 {
        let events = register.events(record(number)).unwrap();
        let numbers: Vec<u64> = events.iter().map(|entry| entry.header.seq).collect();
        assert_eq!(numbers, (0..WRITERS * EACH / 2).collect::<Vec<_>>());
    }
    assert_eq!(verify(dir, &Options::default(), &mut |_, _| {}).unwrap().faults, []);
}

fn from_all_writers(write: impl Fn(u64) -> Vec<Receipt> + Sync) -> Vec<Receipt> {
    std::thread::scope(|scope| {
        let write = &write;
        let threads: Vec<_> = (0..WRITERS).map(|writer| scope.spawn(move || write(writer))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}

fn appends(writer: u64) -> impl Iterator<Item = Append> {
    (0..EACH).map(move |count| answer(record(writer % 2), None, writer * EACH + count))
}

#[test]
fn writers_with_their_own_connections_take_turns() {
    let dir = tempfile::tempdir().unwrap();
    create(dir.path());
    let receipts = from_all_writers(|writer| {
        let mut register = Register::open_write(dir.path(), &key()).unwrap();
        let mut randomness = seeded(100 + writer);
        appends(writer).map(|append| insist(append, |append| register.append(append, &mut randomness))).collect()
    });
    check_hot_records(dir.path(), &receipts);
}

#[test]
fn writers_share_a_queue() {
    let dir = tempfile::tempdir().unwrap();
    let queue = WriterQueue::start(create(dir.path())).unwrap();
    let receipts = from_all_writers(|writer| {
        let mut randomness = seeded(200 + writer);
        appends(writer).map(|append| insist(append, |append| queue.append(append, &mut randomness))).collect()
    });
    assert_eq!(queue.stop().unwrap().size().unwrap(), WRITERS * EACH);
    check_hot_records(dir.path(), &receipts);
}

#[test]
fn one_who_is_refused_does_not_disturb_the_others() {
    let dir = tempfile::tempdir().unwrap();
    let queue = WriterQueue::start(create(dir.path())).unwrap();
    // Half of the writers hand in two events of which the second is stale: all or none.
    let results: Vec<(u64, Result<Vec<Receipt>>)> = std::thread::scope(|scope| {
        let queue = &queue;
        let threads: Vec<_> = (0..20)
            .map(|writer| {
                scope.spawn(move || {
                    let second = if writer % 2 == 0 { Some(0) } else { Some(7) };
                    let both =
                        [answer(record(writer), None, writer * 2), answer(record(writer), second, writer * 2 + 1)];
                    (writer, queue.append_all(&both, &mut seeded(300 + writer)))
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    for (writer, result) in results {
        match result {
            Ok(receipts) => assert!(writer % 2 == 0 && receipts.len() == 2),
            Err(Error::Conflict(conflict)) => assert!(writer % 2 == 1 && conflict.base == Some(7)),
            Err(error) => panic!("{error}"),
        }
    }
    let register = queue.stop().unwrap();
    assert_eq!((register.size().unwrap(), register.records().unwrap().len()), (20, 10));
    assert!(verify(dir.path(), &Options::default(), &mut |_, _| {}).unwrap().is_sound());
}

#[test]
fn a_register_that_is_being_written_verifies_at_every_moment() {
    let dir = tempfile::tempdir().unwrap();
    let mut register = create(dir.path());
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for count in 0_u64..60 {
                register.append(&answer(record(0), count.checked_sub(1), count), &mut seeded(count)).unwrap();
            }
            done.store(true, std::sync::atomic::Ordering::Release);
        });
        let mut entries = 0;
        while !done.load(std::sync::atomic::Ordering::Acquire) {
            let report = verify(dir.path(), &Options::default(), &mut |_, _| {}).unwrap();
            assert_eq!(report.faults, []);
            assert!(report.entries >= entries);
            entries = report.entries;
        }
    });
    assert_eq!(verify(dir.path(), &Options::default(), &mut |_, _| {}).unwrap().entries, 60);
}

#[test]
fn a_queue_needs_the_key() {
    let dir = tempfile::tempdir().unwrap();
    create(dir.path());
    let refused = WriterQueue::start(Register::open_read(dir.path()).unwrap());
    assert!(matches!(refused, Err(Error::OpenedForReading { .. })));
}

#[test]
fn what_cannot_be_recorded_is_refused_before_it_waits() {
    let dir = tempfile::tempdir().unwrap();
    let queue = WriterQueue::start(create(dir.path())).unwrap();
    let refused = |change: fn(&mut Append)| {
        let mut append = answer(record(0), None, 0);
        change(&mut append);
        let randomness: &mut Randomness<'_> = &mut seeded(1);
        queue.append(&append, randomness).unwrap_err().to_string()
    };
    assert!(refused(|append| append.act = "Jane Doe".to_owned()).starts_with("the actor's handle cannot be recorded"));
    assert!(refused(|append| append.typ = "answer".to_owned()).starts_with("the event's type cannot be recorded"));
    let twice = refused(|append| append.fields.push(("answer".to_owned(), false.into())));
    assert_eq!(twice, "an event cannot be recorded: the key `answer` stands twice in one map");
    let digest = format!("sha256:{}", "0".repeat(64));
    let named = |path: &str| {
        let mut append = answer(record(0), None, 0);
        append.fields.push((path.to_owned(), digest.as_str().into()));
        queue.append(&append, &mut seeded(1)).unwrap_err()
    };
    assert!(matches!(named("lot/2/evidence/0/sha256"), Error::EvidenceMissing { .. }));
    assert!(matches!(named("pack/digest"), Error::PackMissing { .. }));
    assert_eq!(queue.stop().unwrap().size().unwrap(), 0);
}
