//! Cases are replayed side by side: one thread reads them, one after the other, and several replay; what is found keeps the order of the cases.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use psr_recorder::{Entry, RecordId};
use psr_rules::engine::Rulebook;

use super::{Replay, replay_case};
use crate::error::Result;

/// A case that was read, with the pack it was opened with.
pub(super) struct Read {
    pub(super) case: RecordId,
    pub(super) entries: Vec<Entry>,
    /// Nothing when it begins with no entry that names one.
    pub(super) rulebook: Option<Result<Arc<Rulebook>>>,
}

impl Read {
    fn replay(self) -> Replay {
        let mut replay = Replay::default();
        let missing = || Err(crate::error::Error::NoPack(String::new()));
        replay_case(self.case, &self.entries, |_| self.rulebook.unwrap_or_else(missing), &mut replay);
        replay
    }
}

/// What a replay of one case found, where it stands among the cases, and how many entries it has.
type Done = (usize, u64, Replay);

/// Replays every case that is read, on so many threads, and joins what was found in the order of reading.
///
/// At most a few cases are held at a time. `progress` is told the entries of each case when it is done.
pub(super) fn side_by_side(
    threads: usize,
    cases: impl Iterator<Item = Result<Read>>,
    progress: &mut dyn FnMut(u64),
) -> Result<Replay> {
    let (work, waiting) = sync_channel::<(usize, Read)>(threads);
    let (finished, done) = channel::<Done>();
    let waiting = Mutex::new(waiting);
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            let (waiting, finished) = (&waiting, finished.clone());
            scope.spawn(move || replay_waiting(waiting, &finished));
        }
        drop(finished);
        let mut found = Found { replays: BTreeMap::new(), progress };
        hand_out(cases, work, &done, &mut found)?;
        done.iter().for_each(|done| found.take(done));
        Ok(found.joined())
    })
}

fn replay_waiting(waiting: &Mutex<Receiver<(usize, Read)>>, finished: &Sender<Done>) {
    loop {
        // The lock is let go before the work begins.
        let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((place, read)) = next else { return };
        let entries = read.entries.len() as u64;
        if finished.send((place, entries, read.replay())).is_err() {
            return;
        }
    }
}

fn hand_out(
    cases: impl Iterator<Item = Result<Read>>,
    work: SyncSender<(usize, Read)>,
    done: &Receiver<Done>,
    found: &mut Found<'_>,
) -> Result<()> {
    for (place, read) in cases.enumerate() {
        if work.send((place, read?)).is_err() {
            break;
        }
        done.try_iter().for_each(|done| found.take(done));
    }
    Ok(())
}

/// What came back so far.
struct Found<'p> {
    replays: BTreeMap<usize, Replay>,
    progress: &'p mut dyn FnMut(u64),
}

impl Found<'_> {
    fn take(&mut self, (place, entries, replay): Done) {
        (self.progress)(entries);
        self.replays.insert(place, replay);
    }

    fn joined(self) -> Replay {
        let mut joined = Replay::default();
        for replay in self.replays.into_values() {
            // Taken apart by name, so that nothing a replay finds is left behind here.
            let Replay { replayed, faults, not_replayed, signed, unsigned, not_checked } = replay;
            joined.replayed += replayed;
            joined.faults.extend(faults);
            joined.not_replayed.extend(not_replayed);
            joined.signed.extend(signed);
            joined.unsigned += unsigned;
            joined.not_checked.extend(not_checked);
        }
        joined
    }
}
