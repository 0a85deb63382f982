//! Packs are read whole, and everything that is wrong with one is said at once.

#![allow(clippy::unwrap_used, clippy::panic)]

mod folder;

use insta::{assert_debug_snapshot, assert_snapshot};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use psr_rules::pack::model::PackDigest;
use psr_rules::pack::{self, PackFiles};

#[test]
fn a_sound_pack_becomes_the_typed_model() {
    let files = folder::pack(&folder::repository("fixtures/packs/toy"));
    match pack::load(&files) {
        Ok(mut pack) => {
            pack.digest = PackDigest([0; 32]);
            assert_debug_snapshot!("toy", pack);
        }
        Err(found) => panic!("{found}"),
    }
}

/// Lays the files of a broken pack over those of the sound one; `<path>.removed` takes a file away.
fn broken(folder: &std::path::Path) -> PackFiles {
    let overlay = folder::pack(folder);
    let removed = |path: &str| overlay.get(&format!("{path}.removed")).is_some();
    let sound = folder::pack(&folder::repository("fixtures/packs/toy"));
    let kept = sound.iter().chain(overlay.iter());
    kept.filter(|(path, _)| !removed(path) && !path.ends_with(".removed"))
        .map(|(path, bytes)| (path, bytes.to_vec()))
        .collect()
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let folders = std::fs::read_dir(folder::repository("fixtures/packs/broken")).unwrap();
    let mut folders: Vec<_> = folders.map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    assert!(folders.len() >= 30);
    for folder in folders {
        let (pack, found) = pack::examine(&broken(&folder));
        assert!(pack.is_none() == found.has_errors() && !found.is_empty(), "{}", folder.display());
        let name = folder.file_name().unwrap().to_str().unwrap();
        insta::with_settings!({ snapshot_path => "snapshots/broken", omit_expression => true, prepend_module_to_snapshot => false }, {
            assert_snapshot!(name, found.to_string());
        });
    }
}

/// Returns what is found when one file of the sound pack is another.
fn with(path: &str, bytes: impl Into<Vec<u8>>) -> String {
    let mut files = folder::pack(&folder::repository("fixtures/packs/toy"));
    files.insert(path, bytes);
    pack::examine(&files).1.to_string()
}

#[test]
fn hostile_files_are_refused_at_once() {
    let bomb = (1..40).fold("l0: &l0 [x, x]\n".to_owned(), |text, level| {
        let (below, many) = (level - 1, "*l".to_owned());
        format!("{text}l{level}: &l{level} [{many}{below}, {many}{below}, {many}{below}]\n")
    });
    let blocks: String = (0..200).map(|level| format!("{}-\n", "  ".repeat(level))).collect();
    let cases = [
        ("a bomb of aliases", bomb.into_bytes()),
        ("60,000 brackets", "[".repeat(60_000).into_bytes()),
        ("60,000 braces", "{a: ".repeat(60_000).into_bytes()),
        ("deep blocks", blocks.into_bytes()),
        ("a huge file", vec![b'#'; 300 * 1024]),
        ("very many values", format!("events: [{}]", "x,".repeat(110_000)).into_bytes()),
        ("a very long key", format!("{}: x", "k".repeat(100_000)).into_bytes()),
        ("not UTF-8", b"events:\n  - { id: \xff }".to_vec()),
        ("a control character", b"events:\n  - { id: \x07 }".to_vec()),
        ("nothing but a comment", b"# events".to_vec()),
        ("a list at the top", b"- events".to_vec()),
        ("a list as a key", b"events: []\n? [a, b]\n: c".to_vec()),
    ];
    let found: Vec<String> =
        cases.map(|(name, bytes)| format!("## {name}\n{}\n", first(&with("events.yaml", bytes)))).into();
    assert_snapshot!("hostile", found.join("\n"));
}

/// Returns the first two findings: a hostile file may hold thousands.
fn first(found: &str) -> String {
    let findings: Vec<&str> = found.split("\nerror:").collect();
    let more = findings.len().saturating_sub(2);
    let shown = findings[..findings.len().min(2)].join("\nerror:");
    if more > 0 { format!("{shown}\n(and {more} more)") } else { shown }
}

#[test]
fn too_many_files_and_too_large_packs_are_refused() {
    let many: PackFiles = (0..4_001).map(|number| (format!("questions/q{number}.yaml"), "x")).collect();
    let large: PackFiles =
        (0..20).map(|number| (format!("questions/q{number}.yaml"), vec![b'#'; 250 * 1024])).collect();
    let found = [many, large].map(|files| pack::load(&files).unwrap_err().to_string());
    assert_snapshot!("too_large", found.join("\n"));
}

#[test]
fn windows_line_ends_and_byte_order_marks_are_read_as_nothing() {
    let sound = folder::pack(&folder::repository("fixtures/packs/toy"));
    let windows = sound.iter().map(|(path, bytes)| {
        let text = std::str::from_utf8(bytes).unwrap().replace('\n', "\r\n");
        (path, format!("\u{feff}{text}"))
    });
    let (mut windows, mut sound) = (pack::load(&windows.collect()).unwrap(), pack::load(&sound).unwrap());
    assert_ne!(windows.digest, sound.digest);
    (windows.digest, sound.digest) = (PackDigest([0; 32]), PackDigest([0; 32]));
    assert_eq!(windows, sound);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// A pack in which bytes are changed anywhere is read or refused, and never makes the loader fall over.
    #[test]
    fn no_change_of_bytes_makes_the_loader_panic(changes in vec((any::<Index>(), any::<Index>(), part()), 1..6)) {
        let sound = folder::pack(&folder::repository("fixtures/packs/toy"));
        let mut files: Vec<(String, Vec<u8>)> = sound.iter().map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect();
        for (file, place, part) in changes {
            let bytes = &mut file.get_mut(&mut files).1;
            let at = place.index(bytes.len() + 1);
            let end = (at + part.1).min(bytes.len());
            bytes.splice(at..end, part.0.bytes());
        }
        let (pack, found) = pack::examine(&files.into_iter().collect());
        prop_assert_eq!(pack.is_none(), found.has_errors());
    }
}

/// Something to put in, and how many bytes it replaces.
fn part() -> impl Strategy<Value = (&'static str, usize)> {
    const PARTS: [&str; 20] = [
        "", "\n", "  ", "- ", ": ", "[", "]", "{", "}", "&a ", "*a", "!t ", "\"", "no", "~", "7", "{x}", "\t",
        "\u{e9}", "all: ",
    ];
    (select(&PARTS[..]), 0_usize..12)
}
