//! Every jurisdiction under `rules/` is a sound pack, accounts for each provision of its instrument, and shows each of its rules at work.

#![allow(clippy::unwrap_used)]

mod folder;

use std::path::PathBuf;
use std::sync::Arc;

use psr_rules::coverage::{Covered, Standing, coverage, exercise};
use psr_rules::engine::Rulebook;
use psr_rules::pack;

/// Compiles every pack, each of which must load without a finding.
fn jurisdictions() -> Vec<Rulebook> {
    let entries = std::fs::read_dir(folder::repository("rules")).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    assert!(folders.len() > 1, "one jurisdiction proves nothing of another");
    let compiled = folders.iter().map(|path| {
        let (pack, found) = pack::examine(&folder::pack(path));
        assert!(found.is_empty(), "{}: {found}", path.display());
        Rulebook::compile(Arc::new(pack.unwrap())).unwrap()
    });
    compiled.collect()
}

#[test]
fn the_pack_of_every_jurisdiction_loads_without_a_finding() {
    assert!(jurisdictions().iter().all(|rulebook| !rulebook.pack().regulations.is_empty()));
}

#[test]
fn no_pack_leaves_a_provision_without_something_or_a_reason() {
    for rulebook in jurisdictions() {
        let (id, found) = (&rulebook.pack().about.id, coverage(&rulebook));
        let told = |wanted: fn(&Covered) -> bool| {
            let told = found.iter().filter(|covered| wanted(covered)).map(|covered| covered.provision.to_string());
            told.collect::<Vec<_>>()
        };
        assert_eq!(told(|covered| covered.standing == Standing::Missing), Vec::<String>::new(), "{id}: nothing");
        assert_eq!(told(|covered| covered.needless_reason), Vec::<String>::new(), "{id}: rules, and a reason for none");
    }
}

#[test]
fn the_scenarios_of_every_pack_exercise_each_of_its_rules_both_ways() {
    for rulebook in jurisdictions() {
        let one_way = exercise(&rulebook).into_iter().filter(|rule| !rule.is_both_ways());
        let one_way: Vec<String> = one_way.map(|rule| rule.rule.to_string()).collect();
        assert_eq!(one_way, Vec::<String>::new(), "{}", rulebook.pack().about.id);
    }
}
