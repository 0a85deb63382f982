//! Many callers, one writer: a thread takes what is queued and commits it together.
//!
//! Connections that write directly starve each other. Through the queue each waits for one shared, durable commit. A
//! caller whose event is refused is told so; the others in the same transaction are not disturbed.

use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::JoinHandle;

use super::batch::Batch;
use super::prepared::Prepared;
use super::{Append, Receipt, Register};
use crate::error::{Error, Result};
use crate::names::Randomness;

/// How many callers may share one commit.
const GROUP: usize = 256;

/// The writer thread of a register, and the way to it. Share it between threads behind an `Arc`.
#[derive(Debug)]
pub struct WriterQueue {
    jobs: SyncSender<Job>,
    thread: JoinHandle<Register>,
    stopped: StoppedReason,
}

#[derive(Debug, Clone)]
struct StoppedReason {
    path: std::path::PathBuf,
}

/// What each caller is told.
type Written = Vec<Result<Vec<Receipt>>>;

#[derive(Debug)]
struct Job {
    prepared: Vec<Prepared>,
    answer: Sender<Result<Vec<Receipt>>>,
}

impl WriterQueue {
    /// Starts the writer thread of a register that was opened for writing.
    pub fn start(register: Register) -> Result<WriterQueue> {
        register.writing_key()?;
        let stopped = StoppedReason { path: register.store.name().to_owned() };
        let (jobs, queued) = sync_channel(GROUP);
        let thread = std::thread::spawn(move || write(register, &queued));
        Ok(WriterQueue { jobs, thread, stopped })
    }

    /// Records one event and waits until it is durable.
    pub fn append(&self, append: &Append, randomness: &mut Randomness<'_>) -> Result<Receipt> {
        let receipts = self.append_all(std::slice::from_ref(append), randomness)?;
        receipts.into_iter().next().ok_or_else(|| self.stopped.error())
    }

    /// Records several events, all or none, and waits until they are durable.
    pub fn append_all(&self, appends: &[Append], randomness: &mut Randomness<'_>) -> Result<Vec<Receipt>> {
        let draw = |append| Prepared::draw(append, randomness);
        let prepared = appends.iter().map(draw).collect::<Result<Vec<_>>>()?;
        let (answer, answered) = channel();
        self.jobs.send(Job { prepared, answer }).map_err(|_| self.stopped.error())?;
        answered.recv().map_err(|_| self.stopped.error())?
    }

    /// Writes what is queued, stops the thread and gives the register back.
    pub fn stop(self) -> Result<Register> {
        drop(self.jobs);
        self.thread.join().map_err(|_| self.stopped.error())
    }
}

impl StoppedReason {
    fn error(&self) -> Error {
        Error::Stopped { path: self.path.clone(), reason: "the writer has stopped".to_owned() }
    }
}

fn write(mut register: Register, queued: &Receiver<Job>) -> Register {
    while let Ok(first) = queued.recv() {
        let mut group: Vec<Job> = std::iter::once(first).chain(queued.try_iter().take(GROUP - 1)).collect();
        let written = match group.as_slice() {
            // Whose failure undoes the whole transaction needs no mark in it.
            [only] if only.prepared.len() > 1 => Ok(vec![register.all(&only.prepared)]),
            _ => together(&mut register, &mut group, queued),
        };
        answer(&group, written);
    }
    register
}

/// Records what several callers handed in, and those who come before the commit. Marks in the transaction cost as much as a small event, so it is first
/// tried without: what is refused before anything of it is written needs none. Where more went wrong, all of it is done again, each apart.
fn together(register: &mut Register, group: &mut Vec<Job>, queued: &Receiver<Job>) -> Result<Written> {
    let (mut late, mut undone) = (Vec::new(), false);
    let written = register.in_batch_about(&appends(group), |batch| {
        let written = each(batch, group).and_then(|first| join(batch, first, &mut late, queued));
        undone = written.is_err();
        written
    });
    group.append(&mut late);
    match written {
        Err(_) if undone => {
            register.in_batch_about(&appends(group), |batch| group.iter().map(|job| run(batch, job)).collect())
        }
        written => written,
    }
}

/// Goes on with whoever came meanwhile, as long as there is room: they share the commit.
fn join(batch: &mut Batch<'_>, mut written: Written, late: &mut Vec<Job>, queued: &Receiver<Job>) -> Result<Written> {
    let mut next = 0;
    loop {
        late.extend(queued.try_iter().take(GROUP.saturating_sub(written.len() + late.len() - next)));
        let jobs = &late[next..];
        if jobs.is_empty() {
            return Ok(written);
        }
        batch.look_up(&appends(jobs))?;
        written.extend(each(batch, jobs)?);
        next = late.len();
    }
}

fn each(batch: &mut Batch<'_>, jobs: &[Job]) -> Result<Written> {
    let record = |job: &Job| match job.prepared.as_slice() {
        [only] => batch.append_or_refuse(only).map(|result| result.map(|receipt| vec![receipt])),
        _ => run(batch, job),
    };
    jobs.iter().map(record).collect()
}

fn appends(jobs: &[Job]) -> Vec<&Append> {
    jobs.iter().flat_map(|job| &job.prepared).map(|prepared| &prepared.append).collect()
}

/// Records what one caller handed in. A failure is that caller's own, unless it ends the transaction of all.
fn run(batch: &mut Batch<'_>, job: &Job) -> Result<Result<Vec<Receipt>>> {
    match batch.append_all(&job.prepared) {
        Err(lost @ Error::Unreachable { .. }) => Err(lost),
        result => Ok(result),
    }
}

/// Tells each caller its own result. A caller who no longer waits is no reason to stop.
fn answer(group: &[Job], written: Result<Written>) {
    match written {
        Ok(results) => group.iter().zip(results).for_each(|(job, result)| drop(job.answer.send(result))),
        Err(error) => group.iter().for_each(|job| drop(job.answer.send(Err(error.again())))),
    }
}
