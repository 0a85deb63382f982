//! A register in a temporary folder, with a fixed clock and fixed randomness.
#![allow(clippy::unwrap_used, clippy::panic, dead_code)]

pub mod synthetic;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use psr_casefile::acting::Acting;
use psr_casefile::casebook::{Case, CaseOpening, Casebook};
use psr_recorder::{Register, SigningKey};
use psr_rules::pack::PackFiles;

/// A casebook in a folder that goes away with it.
pub struct Desk {
    pub folder: tempfile::TempDir,
    pub casebook: Casebook,
    pub seed: u64,
}

pub fn now() -> DateTime<Utc> {
    "2026-11-21T10:00:00Z".parse().unwrap()
}

pub fn key() -> SigningKey {
    SigningKey::from_seed(&[7; 32])
}

/// Returns bytes that look random and are the same in every run.
pub fn fill(seed: &mut u64, bytes: &mut [u8]) {
    for byte in bytes {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        *byte = (*seed >> 56) as u8;
    }
}

pub fn pack() -> PackFiles {
    psr_casefile::built_in::files().into_iter().collect()
}

impl Desk {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut seed = 1;
        let mut draw = |bytes: &mut [u8]| fill(&mut seed, bytes);
        let register = Register::create(&folder.path().join("register"), "example.org/desk", &key(), now(), &mut draw);
        Self { casebook: Casebook::new(register.unwrap()), folder, seed: 99 }
    }

    pub fn dir(&self) -> PathBuf {
        self.folder.path().join("register")
    }

    /// Acts as somebody.
    pub fn act<T>(&mut self, actor: &str, what: impl FnOnce(&mut Casebook, &mut Acting<'_>) -> T) -> T {
        self.act_at(actor, now(), what)
    }

    /// Acts on another day.
    pub fn act_on<T>(&mut self, at: DateTime<Utc>, what: impl FnOnce(&mut Casebook, &mut Acting<'_>) -> T) -> T {
        self.act_at("Jo Bloggs", at, what)
    }

    fn act_at<T>(
        &mut self,
        actor: &str,
        now: DateTime<Utc>,
        what: impl FnOnce(&mut Casebook, &mut Acting<'_>) -> T,
    ) -> T {
        let seed = &mut self.seed;
        let mut draw = |bytes: &mut [u8]| fill(seed, bytes);
        let mut acting = Acting { actor: actor.to_owned(), now, program: "psr test".to_owned(), randomness: &mut draw };
        what(&mut self.casebook, &mut acting)
    }

    pub fn open(&mut self, reference: &str, lots: &[&str]) -> Case {
        let opening = CaseOpening {
            title: "Example services".to_owned(),
            reference: reference.to_owned(),
            commenced: "2026-04-01".parse().ok(),
            lots: lots.iter().map(|lot| (*lot).to_owned()).collect(),
            ..CaseOpening::default()
        };
        self.act("Jo Bloggs", |casebook, acting| casebook.open_case(&opening, &pack(), acting)).unwrap()
    }
}

/// Reads a folder of fixtures: path within it to bytes.
pub fn folder(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut rest = vec![path.to_owned()];
    while let Some(at) = rest.pop() {
        for entry in std::fs::read_dir(at).unwrap() {
            let path_here = entry.unwrap().path();
            if path_here.is_dir() {
                rest.push(path_here);
            } else {
                let name = path_here.strip_prefix(path).unwrap().to_str().unwrap().replace('\\', "/");
                files.insert(name, std::fs::read(&path_here).unwrap());
            }
        }
    }
    files
}
