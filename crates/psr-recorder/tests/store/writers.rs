//! Many writers at once: nothing is lost, nothing is merged silently, and each is told its own result.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;

use psr_recorder::{Append, Error, Randomness, Receipt, Result, WriterQueue};

use crate::support::home::Home;
use crate::support::{answer, record, seeded};

crate::on_both_stores! {
    writers_with_their_own_connections_take_turns,
    writers_share_a_queue,
    one_who_is_refused_does_not_disturb_the_others,
    a_queue_needs_the_key,
    what_cannot_be_recorded_is_refused_before_it_waits,
}

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

fn check_hot_records(home: &Home, receipts: &[Receipt]) {
    let positions: BTreeSet<u64> = receipts.iter().map(|receipt| receipt.position).collect();
    assert_eq!(positions, (0..WRITERS * EACH).collect());
    let register = home.open_read();
    for number in 0..2 {
        let events = register.events(record(number)).unwrap();
        let numbers: Vec<u64> = events.iter().map(|entry| entry.header.seq).collect();
        assert_eq!(numbers, (0..WRITERS * EACH / 2).collect::<Vec<_>>());
    }
    home.assert_sound();
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

fn writers_with_their_own_connections_take_turns(home: &Home) {
    home.create();
    let receipts = from_all_writers(|writer| {
        let mut register = home.open_write();
        let mut randomness = seeded(100 + writer);
        appends(writer).map(|append| insist(append, |append| register.append(append, &mut randomness))).collect()
    });
    check_hot_records(home, &receipts);
}

fn writers_share_a_queue(home: &Home) {
    let queue = WriterQueue::start(home.create()).unwrap();
    let receipts = from_all_writers(|writer| {
        let mut randomness = seeded(200 + writer);
        appends(writer).map(|append| insist(append, |append| queue.append(append, &mut randomness))).collect()
    });
    assert_eq!(queue.stop().unwrap().size().unwrap(), WRITERS * EACH);
    check_hot_records(home, &receipts);
}

fn one_who_is_refused_does_not_disturb_the_others(home: &Home) {
    let queue = WriterQueue::start(home.create()).unwrap();
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
    drop(register);
    home.assert_sound();
}

fn a_queue_needs_the_key(home: &Home) {
    home.create();
    let refused = WriterQueue::start(home.open_read());
    assert!(matches!(refused, Err(Error::OpenedForReading { .. })));
}

fn what_cannot_be_recorded_is_refused_before_it_waits(home: &Home) {
    let queue = WriterQueue::start(home.create()).unwrap();
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
