//! What a power cut or a full disk leaves of the embedded store: nothing acknowledged is missing, nothing half-written is shown.
#![allow(clippy::unwrap_used)]

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use psr_recorder::{Digest, Error, Options, Register, verify};
use support::{answer, create, key, record, seeded};

const DATABASE: &str = "register.sqlite";
const LOG: &str = "register.sqlite-wal";

fn leaves(dir: &Path) -> Vec<Digest> {
    Register::open_read(dir).unwrap().leaves().unwrap()
}

fn is_sound(dir: &Path) -> bool {
    verify(dir, &Options::default(), &mut |_, _| {}).unwrap().is_sound()
}

/// Writes the database and its log as they are found after the power came back.
fn found(dir: &Path, database: &[u8], log: &[u8]) {
    std::fs::write(dir.join(DATABASE), database).unwrap();
    std::fs::write(dir.join(LOG), log).unwrap();
    let _ = std::fs::remove_file(dir.join("register.sqlite-shm"));
}

/// Every byte of the last transaction's frames is a place where the log ends, or where zeros begin. `PSR_CUT_STEP=1` tries each.
#[test]
fn a_log_that_was_cut_anywhere_in_its_last_transaction_shows_all_or_nothing_of_it() {
    let step: usize = std::env::var("PSR_CUT_STEP").map_or(101, |step| step.parse().unwrap());
    let dir = tempfile::tempdir().unwrap();
    let mut register = create(dir.path());
    for count in 0_u64..4 {
        register.append(&answer(record(0), count.checked_sub(1), count), &mut seeded(count)).unwrap();
    }
    let before = std::fs::metadata(dir.path().join(LOG)).unwrap().len();
    let acknowledged = register.leaves().unwrap();
    let last_seen = std::fs::read(dir.path().join("last-seen")).unwrap();
    register.append(&answer(record(0), Some(3), 4), &mut seeded(4)).unwrap();
    let all = register.leaves().unwrap();
    let [database, log] = [DATABASE, LOG].map(|name| std::fs::read(dir.path().join(name)).unwrap());
    let (begin, end) = (usize::try_from(before).unwrap(), log.len());
    assert!(end > begin, "the last transaction is in the log");
    let after = tempfile::tempdir().unwrap();
    std::fs::write(after.path().join("last-seen"), last_seen).unwrap();
    // A frame is a page with 24 bytes before it.
    let frame = 4096 + 24;
    let is_edge = |cut: usize| (cut - begin) % frame <= 1 || (cut - begin) % frame == frame - 1;
    let mut tried = 0;
    for cut in (begin..=end).filter(|cut| cut % step == 0 || is_edge(*cut)) {
        let zeroed: Vec<u8> = log[..cut].iter().copied().chain(std::iter::repeat_n(0, end - cut)).collect();
        for torn in [&log[..cut], &zeroed] {
            found(after.path(), &database, torn);
            let there = leaves(after.path());
            let whole = cut == end || torn == log;
            assert_eq!(there, if whole { &all[..] } else { &acknowledged[..] }, "cut at {cut} of {begin}..{end}");
            if is_edge(cut) {
                assert!(is_sound(after.path()), "cut at {cut}");
            }
            tried += 1;
        }
    }
    // The next writer goes on from what is there.
    found(after.path(), &database, &log[..end - 1]);
    let mut register = Register::open_write(after.path(), &key()).unwrap();
    register.append(&answer(record(0), Some(3), 4), &mut seeded(4)).unwrap();
    drop(register);
    assert!(is_sound(after.path()));
    println!("{tried} cuts between {begin} and {end}");
}

/// A file system of a megabyte in memory; nothing where none may be mounted.
struct Small(PathBuf, #[allow(dead_code)] tempfile::TempDir);

impl Small {
    fn mount() -> Option<Small> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("small");
        std::fs::create_dir(&path).unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=1m", "small"]).arg(&path).output();
        let is_mounted = mounted.is_ok_and(|output| output.status.success());
        is_mounted.then(|| Small(path, dir))
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let unmounted = Command::new("umount").arg(&self.0).status();
        assert!(unmounted.is_ok_and(|status| status.success()) || std::thread::panicking());
    }
}

#[test]
fn a_full_disk_refuses_what_it_cannot_keep_and_keeps_the_rest() {
    let Some(small) = Small::mount() else {
        eprintln!("skipped: only root may mount a small file system; a full disk was not tried");
        return;
    };
    let dir = small.0.join("register");
    let mut register = create(&dir);
    let mut acknowledged = Vec::new();
    let full = loop {
        let count = acknowledged.len() as u64;
        match register.append(&answer(record(0), count.checked_sub(1), count), &mut seeded(count)) {
            Ok(receipt) => acknowledged.push(receipt.leaf),
            Err(error) => break error,
        }
    };
    assert!(matches!(full, Error::DiskFull { .. }), "{full}");
    assert!(acknowledged.len() > 20);
    assert_eq!(register.leaves().unwrap(), acknowledged, "it stays readable");
    assert!(matches!(register.put_evidence(&mut &vec![1; 1 << 20][..]), Err(Error::DiskFull { .. })));
    drop(register);
    assert_eq!(leaves(&dir), acknowledged);
    let remounted = Command::new("mount").args(["-o", "remount,size=4m"]).arg(&small.0).status();
    assert!(remounted.unwrap().success());
    assert!(is_sound(&dir));
    let mut register = Register::open_write(&dir, &key()).unwrap();
    let count = acknowledged.len() as u64;
    register.append(&answer(record(0), Some(count - 1), count), &mut seeded(count)).unwrap();
    drop(register);
    assert!(is_sound(&dir));
    println!("{} events fitted", acknowledged.len());
}
