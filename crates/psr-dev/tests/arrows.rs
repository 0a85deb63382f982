//! Holds the arrows between the crates (who may use whom, as `docs/architecture.md` has it in its table), and which program `cargo run` means.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// Returns what cargo says of the workspace, without its dependencies.
fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Returns each crate of ours with those of ours it uses in what it ships.
fn uses() -> BTreeMap<String, BTreeSet<String>> {
    let metadata = metadata();
    let name = |value: &Value| value["name"].as_str().unwrap().to_owned();
    let ours = |package: &Value| {
        let shipped =
            package["dependencies"].as_array().unwrap().iter().filter(|dependency| dependency["kind"].is_null());
        shipped.map(name).filter(|name| name.starts_with("psr-")).collect()
    };
    metadata["packages"].as_array().unwrap().iter().map(|package| (name(package), ours(package))).collect()
}

/// Reads the table of `docs/architecture.md`: rows of "from" and "may use", crates in backquotes.
fn allowed() -> BTreeMap<String, BTreeSet<String>> {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/architecture.md")).unwrap();
    let rows =
        text.lines().skip_while(|line| !line.starts_with("| From")).skip(2).take_while(|line| line.starts_with('|'));
    let crates = |cell: &str| -> BTreeSet<String> { cell.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
    rows.map(|row| {
        let cells: Vec<&str> = row.split('|').collect();
        (crates(cells[1]).into_iter().next().unwrap(), crates(cells[2]))
    })
    .collect()
}

#[test]
fn crates_use_only_what_the_table_allows() {
    let (uses, allowed) = (uses(), allowed());
    assert_eq!(uses.keys().collect::<Vec<_>>(), allowed.keys().collect::<Vec<_>>(), "the table names every crate");
    for (from, used) in uses {
        let strays: Vec<_> = used.difference(&allowed[&from]).collect();
        assert!(strays.is_empty(), "{from} may not use {strays:?}: see the table in docs/architecture.md");
    }
}

#[test]
fn cargo_run_alone_means_the_program() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    let runs: Vec<_> = packages.iter().filter_map(|package| package["default_run"].as_str()).collect();
    assert_eq!(runs, ["psr"], "the README's first command names no program: see default-run in psr-cli's Cargo.toml");
}
