//! Every input that fuzzing found worth keeping is tried again.
#![allow(clippy::panic)]

use std::path::{Path, PathBuf};

use psr_dev::fuzzing::TARGETS;

fn corpora() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/fuzz")
}

#[test]
fn every_target_takes_its_corpus() {
    for (name, target) in TARGETS {
        let folder = corpora().join(name);
        let files = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        let mut tried = 0;
        for file in files.flatten() {
            target(&std::fs::read(file.path()).expect("a file of the corpus can be read"));
            tried += 1;
        }
        assert!(tried > 0, "the corpus of {name} is empty");
        target(b"");
    }
}

#[test]
fn every_corpus_and_every_program_has_its_target() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/fuzz_targets");
    for (folder, ending) in [(corpora(), ""), (fuzz, ".rs")] {
        for entry in std::fs::read_dir(&folder).expect("the folder is here").flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let name = name.strip_suffix(ending).unwrap_or(&name).replace('_', "-");
            assert!(TARGETS.iter().any(|(known, _)| *known == name), "{name} is no target");
        }
    }
}
