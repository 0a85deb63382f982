//! Ids of which each may stand once, found twice without holding them all: what does not fit waits in a temporary file.
//!
//! Ids are spread over partitions by their first byte. At the end each partition is sorted by itself, and equal ids are neighbours.
//! Where no temporary file can be written everything stays in memory, which only takes more of it.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::sync::{Mutex, PoisonError};

const PARTITIONS: usize = 256;
/// How many bytes of ids wait in memory before they are written out.
const BUDGET: usize = 4 << 20;
/// Stands for an event without a place in the register.
const NOWHERE: u64 = u64::MAX;

/// Ids with the positions at which they stand; an entry has `WIDTH` bytes, the last eight of them the position.
#[derive(Debug)]
pub(super) struct Ids<const WIDTH: usize> {
    partitions: Vec<Vec<[u8; WIDTH]>>,
    waiting: usize,
    spilled: Spilled,
}

/// An id that stands twice.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Repeated {
    /// The id.
    pub(super) id: Vec<u8>,
    /// Where it stands first.
    pub(super) earlier: Option<u64>,
    /// Where it stands again.
    pub(super) later: Option<u64>,
}

#[derive(Debug, Default)]
struct Spilled {
    file: Option<File>,
    /// How many entries of each partition were written, run by run.
    runs: Vec<Vec<usize>>,
    /// Whether writing failed once, so that it is not tried again.
    failed: bool,
}

impl<const WIDTH: usize> Default for Ids<WIDTH> {
    fn default() -> Self {
        Ids { partitions: vec![Vec::new(); PARTITIONS], waiting: 0, spilled: Spilled::default() }
    }
}

impl<const WIDTH: usize> Ids<WIDTH> {
    /// Takes note of an id and where it stands.
    pub(super) fn add(&mut self, id: &[u8], position: Option<u64>) {
        let mut entry = [0; WIDTH];
        let (key, place) = entry.split_at_mut(WIDTH - 8);
        key.copy_from_slice(id);
        place.copy_from_slice(&position.unwrap_or(NOWHERE).to_be_bytes());
        self.partitions[usize::from(entry[0])].push(entry);
        self.waiting += WIDTH;
        if self.waiting >= BUDGET && !self.spilled.failed {
            self.spill();
        }
    }

    fn spill(&mut self) {
        if self.spilled.write(&self.partitions).is_err() {
            self.spilled.failed = true;
            return;
        }
        self.waiting = 0;
        self.partitions.iter_mut().for_each(Vec::clear);
    }

    /// Returns every id that stands twice or more, in the order of the ids.
    pub(super) fn repeated(self, threads: usize) -> std::io::Result<Vec<Repeated>> {
        let Ids { partitions, spilled, .. } = self;
        let file = Mutex::new(spilled.file.as_ref());
        let offsets = offsets(&spilled.runs, WIDTH);
        let share = |first: usize| {
            let mut found = Vec::new();
            for partition in (first..PARTITIONS).step_by(threads.max(1)) {
                let mut entries = partitions[partition].clone();
                read_back(&file, &offsets, partition, &mut entries)?;
                found.push((partition, neighbours(entries)));
            }
            Ok(found)
        };
        let mut found = in_threads(threads, share)?;
        found.sort_by_key(|(partition, _)| *partition);
        Ok(found.into_iter().flat_map(|(_, repeated)| repeated).collect())
    }
}

impl Spilled {
    fn write<const WIDTH: usize>(&mut self, partitions: &[Vec<[u8; WIDTH]>]) -> std::io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(tempfile::tempfile()?),
        };
        let entries: Vec<&[u8]> = partitions.iter().map(|entries| entries.as_flattened()).collect();
        let bytes = entries.concat();
        file.seek(SeekFrom::End(0))?;
        // What was written of a run that failed would shift those after it, so there are none.
        file.write_all(&bytes)?;
        self.runs.push(partitions.iter().map(Vec::len).collect());
        Ok(())
    }
}

/// Where in the file the entries of each partition stand, run by run: offset and count.
fn offsets(runs: &[Vec<usize>], width: usize) -> Vec<Vec<(u64, usize)>> {
    let mut places = vec![Vec::new(); PARTITIONS];
    let mut offset = 0;
    for (partition, count) in runs.iter().flat_map(|run| run.iter().enumerate()) {
        places[partition].push((offset, *count));
        offset += (count * width) as u64;
    }
    places
}

fn read_back<const WIDTH: usize>(
    file: &Mutex<Option<&File>>,
    offsets: &[Vec<(u64, usize)>],
    partition: usize,
    entries: &mut Vec<[u8; WIDTH]>,
) -> std::io::Result<()> {
    // The file has one place to read from, so one thread reads at a time.
    let file = file.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(mut file) = *file else { return Ok(()) };
    for (offset, count) in &offsets[partition] {
        let from = entries.len();
        entries.resize(from + count, [0; WIDTH]);
        file.seek(SeekFrom::Start(*offset))?;
        file.read_exact(entries[from..].as_flattened_mut())?;
    }
    Ok(())
}

/// Returns the entries whose ids are equal, each with the one before it in the order of entries.
fn neighbours<const WIDTH: usize>(mut entries: Vec<[u8; WIDTH]>) -> Vec<Repeated> {
    if are_told_apart(&entries) {
        return Vec::new();
    }
    entries.sort_unstable();
    let key = |entry: &[u8; WIDTH]| entry[..WIDTH - 8].to_vec();
    let pairs = entries.windows(2).filter(|pair| pair[0][..WIDTH - 8] == pair[1][..WIDTH - 8]);
    pairs.map(|pair| Repeated { id: key(&pair[0]), earlier: position(&pair[0]), later: position(&pair[1]) }).collect()
}

/// Tells whether the ids differ in their first eight bytes already, as nearly all do that stand once.
fn are_told_apart<const WIDTH: usize>(entries: &[[u8; WIDTH]]) -> bool {
    let beginning = |entry: &[u8; WIDTH]| entry.first_chunk().map(|bytes| u64::from_be_bytes(*bytes));
    let mut beginnings: Vec<_> = entries.iter().filter_map(beginning).collect();
    beginnings.sort_unstable();
    beginnings.windows(2).all(|pair| pair[0] != pair[1])
}

fn position<const WIDTH: usize>(entry: &[u8; WIDTH]) -> Option<u64> {
    let position = entry.last_chunk().map(|place| u64::from_be_bytes(*place));
    position.filter(|position| *position != NOWHERE)
}

/// Runs the shares of a work side by side and joins what they found.
fn in_threads<T: Send>(
    threads: usize,
    share: impl Fn(usize) -> std::io::Result<Vec<T>> + Sync,
) -> std::io::Result<Vec<T>> {
    std::thread::scope(|scope| {
        let share = &share;
        let others: Vec<_> = (1..threads).map(|first| scope.spawn(move || share(first))).collect();
        let mut found = share(0)?;
        for other in others {
            found.extend(other.join().unwrap_or_else(|_| Err(std::io::Error::other("a thread stopped")))?);
        }
        Ok(found)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u64) -> [u8; 16] {
        *crate::digest::Digest::of(&[&number.to_be_bytes()]).as_bytes().first_chunk().expect("16 of 32 bytes")
    }

    #[test]
    fn ids_that_stand_twice_are_found_also_when_most_were_written_out() {
        let mut ids = Ids::<24>::default();
        // More than two fillings of the memory they may take.
        let count = (2 * BUDGET / 24 + 1000) as u64;
        (0..count).for_each(|number| ids.add(&id(number), Some(number)));
        assert_eq!(ids.spilled.runs.len(), 2);
        ids.add(&id(5), Some(count));
        ids.add(&id(count - 1), None);
        let mut repeated = ids.repeated(3).expect("the temporary file is read back");
        repeated.sort_by_key(|repeated| repeated.earlier);
        let expected = [(5, Some(5), Some(count)), (count - 1, Some(count - 1), None)];
        let expected = expected.map(|(number, earlier, later)| Repeated { id: id(number).to_vec(), earlier, later });
        assert_eq!(repeated, expected);
    }

    #[test]
    fn ids_that_only_begin_alike_are_told_apart() {
        let mut ids = Ids::<24>::default();
        let ending = |byte: u8| [[7; 8], [byte; 8]].concat();
        [1, 2, 3, 2].iter().zip(0..).for_each(|(byte, position)| ids.add(&ending(*byte), Some(position)));
        let expected = [Repeated { id: ending(2), earlier: Some(1), later: Some(3) }];
        assert_eq!(ids.repeated(1).expect("nothing to read back"), expected);
    }

    #[test]
    fn one_that_stands_three_times_is_told_against_the_one_before_whatever_the_threads() {
        for threads in [1, 2, 8] {
            let mut ids = Ids::<40>::default();
            [3, 9, 4].iter().for_each(|position| ids.add(&[7; 32], Some(*position)));
            let places: Vec<_> = ids.repeated(threads).expect("nothing to read back");
            let places: Vec<_> = places.iter().map(|repeated| (repeated.earlier, repeated.later)).collect();
            assert_eq!(places, [(Some(3), Some(4)), (Some(4), Some(9))]);
        }
    }
}
