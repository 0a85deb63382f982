//! One thread reads, several check each event by itself, and the reading thread takes what they found in the register's order.
//!
//! What comes out does not depend on the number of threads, only when it comes out does.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};

use super::batch::Batch;
use super::event::{Checked, Checker};
use super::source::{RawRow, Reading, Source};
use crate::digest::Digest;

/// Events that are to be checked each by itself, and what was found of them.
#[derive(Debug, Default)]
pub(super) struct CheckedBatch {
    pub(super) events: Vec<Checked>,
    /// The digests of all their lines, one event's after the other's.
    pub(super) digests: Vec<Digest>,
    batch: Batch,
}

impl CheckedBatch {
    /// Checks the rows of the batch, in the memory that an earlier batch took.
    fn check(&mut self, checker: &mut Checker) {
        let CheckedBatch { events, digests, batch } = self;
        events.clear();
        digests.clear();
        batch.each(|raw, stored| events.push(checker.event(raw, stored, digests)));
    }
}

/// Reads every event and hands on what each says by itself, in the register's order.
pub(super) fn run(source: &mut dyn Source, threads: usize, take: &mut dyn FnMut(&CheckedBatch)) -> Reading {
    if threads <= 1 {
        let mut checker = Checker::default();
        return read(source, &mut |mut full| {
            full.check(&mut checker);
            take(&full);
            full
        });
    }
    let (work, waiting) = channel();
    let (finished, done) = channel();
    let waiting = Mutex::new(waiting);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (waiting, finished) = (&waiting, Worker(finished.clone()));
            scope.spawn(move || finished.check(waiting));
        }
        drop(finished);
        let mut flow = Flow::new(work, done, 2 * threads + 2, take);
        let read = read(source, &mut |batch| flow.send(batch));
        flow.finish();
        read
    })
}

/// Gathers rows into batches; `send` takes a full one and gives one back whose memory is used again.
fn read(source: &mut dyn Source, send: &mut dyn FnMut(CheckedBatch) -> CheckedBatch) -> Reading {
    let mut next = CheckedBatch::default();
    let read = source.events(&mut |row| {
        if matches!(row, RawRow::Event(_)) && next.batch.is_full() {
            next = send(std::mem::take(&mut next));
            next.batch.clear();
        }
        next.batch.push(&row);
    });
    if !next.batch.is_empty() {
        send(next);
    }
    read
}

type Numbered = (u64, CheckedBatch);

/// A thread that checks batches and sends back what it found; nothing, should it stop short, so that nobody waits for it.
struct Worker(Sender<Option<Numbered>>);

impl Worker {
    fn check(self, waiting: &Mutex<Receiver<Numbered>>) {
        let mut checker = Checker::default();
        loop {
            // The lock is let go before the work begins.
            let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok((number, mut batch)) = next else { return };
            batch.check(&mut checker);
            if self.0.send(Some((number, batch))).is_err() {
                return;
            }
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        if std::thread::panicking() {
            // Nobody listens any more only when the reading is over.
            let _ = self.0.send(None);
        }
    }
}

/// The reading thread's side: hands batches out, and takes what comes back in order.
struct Flow<'t> {
    work: Sender<Numbered>,
    done: Receiver<Option<Numbered>>,
    /// What came back before its turn.
    ahead: BTreeMap<u64, CheckedBatch>,
    sent: u64,
    taken: u64,
    /// How many batches may be under way, so that memory stays as it is however much there is to read.
    most: u64,
    spare: Vec<CheckedBatch>,
    take: &'t mut dyn FnMut(&CheckedBatch),
}

impl<'t> Flow<'t> {
    fn new(
        work: Sender<Numbered>,
        done: Receiver<Option<Numbered>>,
        most: usize,
        take: &'t mut dyn FnMut(&CheckedBatch),
    ) -> Self {
        let (ahead, spare) = (BTreeMap::new(), Vec::new());
        Flow { work, done, ahead, sent: 0, taken: 0, most: most as u64, spare, take }
    }

    /// Hands out a full batch and returns one whose memory is free again.
    fn send(&mut self, batch: CheckedBatch) -> CheckedBatch {
        // A worker that stopped short takes the whole verification with it when the threads are joined.
        if self.work.send((self.sent, batch)).is_ok() {
            self.sent += 1;
        }
        while self.sent - self.taken >= self.most && self.receive() {}
        self.spare.pop().unwrap_or_default()
    }

    /// Waits for one batch to come back, and takes whatever is now due; tells whether more can come.
    fn receive(&mut self) -> bool {
        let Ok(Some((number, checked))) = self.done.recv() else { return false };
        self.ahead.insert(number, checked);
        while let Some(checked) = self.ahead.remove(&self.taken) {
            (self.take)(&checked);
            self.spare.push(checked);
            self.taken += 1;
        }
        true
    }

    fn finish(mut self) {
        while self.taken < self.sent && self.receive() {}
    }
}
