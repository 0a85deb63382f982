//! Holds what comes from outside to `deny.toml`: licences, sources, banned crates, crates in two versions, and advisories that were looked at; and the table of
//! dependencies to what the crates use. Without a network, so that it can be held on every change.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;
use toml::Table;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

fn read(path: &str) -> String {
    std::fs::read_to_string(format!("{ROOT}/{path}")).unwrap()
}

fn deny() -> Table {
    read("deny.toml").parse().unwrap()
}

/// Returns the entries of a list in a part of `deny.toml`.
fn entries(deny: &Table, part: &str, list: &str) -> Vec<Table> {
    deny[part][list].as_array().unwrap().iter().map(|entry| entry.as_table().unwrap().clone()).collect()
}

fn text<'t>(entry: &'t Table, key: &str) -> &'t str {
    entry[key].as_str().unwrap()
}

/// Returns every crate from outside that is built for the one system of `deny.toml`.
fn packages(deny: &Table) -> Vec<Value> {
    let target = deny["graph"]["targets"][0].as_str().unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", target])
        .current_dir(ROOT)
        .output()
        .unwrap();
    let mut metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
    let built: BTreeSet<String> = nodes.iter().map(|node| node["id"].to_string()).collect();
    let packages = metadata["packages"].as_array_mut().unwrap();
    packages.retain(|package| !package["source"].is_null() && built.contains(&package["id"].to_string()));
    packages.clone()
}

fn field<'v>(package: &'v Value, name: &str) -> &'v str {
    package[name].as_str().unwrap_or_default()
}

/// Answers whether an expression of licences can be met with those allowed: `OR` and `/` leave a choice, `AND` does not.
fn is_met(expression: &str, allowed: &BTreeSet<&str>) -> bool {
    let expression = expression.replace('/', " OR ");
    if let Some((before, rest)) = expression.split_once('(') {
        let (inside, after) = rest.split_once(')').unwrap();
        let stands_for = if is_met(inside, allowed) { *allowed.iter().next().unwrap() } else { "none" };
        return is_met(&format!("{before}{stands_for}{after}"), allowed);
    }
    let all = |part: &str| part.split(" AND ").all(|licence| allowed.contains(licence.trim()));
    expression.split(" OR ").any(all)
}

#[test]
fn expressions_of_licences_are_read() {
    let allowed = BTreeSet::from(["MIT", "Zlib"]);
    for (expression, met) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("GPL-3.0 OR MIT", true),
        ("GPL-3.0/Zlib", true),
        ("MIT AND GPL-3.0", false),
        ("(GPL-3.0 OR MIT) AND Zlib", true),
        ("(GPL-3.0 OR LGPL-2.1) AND Zlib", false),
    ] {
        assert_eq!(is_met(expression, &allowed), met, "{expression}");
    }
}

#[test]
fn every_licence_is_allowed_and_every_one_allowed_is_needed() {
    let deny = deny();
    let allow: Vec<&str> =
        deny["licenses"]["allow"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    let allowed: BTreeSet<&str> = allow.iter().copied().collect();
    let packages = packages(&deny);
    let unmet = packages.iter().filter(|package| !is_met(field(package, "license"), &allowed));
    let unmet: Vec<_> = unmet.map(|package| (field(package, "name"), field(package, "license"))).collect();
    assert!(unmet.is_empty(), "licences that deny.toml does not allow: {unmet:?}");
    for licence in allow {
        let named = packages.iter().any(|package| field(package, "license").contains(licence));
        assert!(named, "deny.toml allows {licence}, which nothing has any more");
    }
}

#[test]
fn everything_comes_from_the_one_registry() {
    let deny = deny();
    let registry = deny["sources"]["allow-registry"][0].as_str().unwrap();
    let packages = packages(&deny);
    let strays = packages.iter().filter(|package| field(package, "source") != format!("registry+{registry}"));
    assert_eq!(strays.map(|package| field(package, "name")).collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn nothing_banned_is_in_and_two_versions_stand_side_by_side_only_with_a_reason() {
    let deny = deny();
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in packages(&deny) {
        versions.entry(field(&package, "name").to_owned()).or_default().insert(field(&package, "version").to_owned());
    }
    for banned in entries(&deny, "bans", "deny") {
        assert!(
            !versions.contains_key(text(&banned, "crate")),
            "{} is banned: {}",
            text(&banned, "crate"),
            text(&banned, "reason")
        );
    }
    for skipped in entries(&deny, "bans", "skip") {
        let (name, version) = text(&skipped, "crate").split_once('@').unwrap();
        assert!(
            versions.get_mut(name).is_some_and(|versions| versions.remove(version)),
            "{name} {version} is gone: take it out of deny.toml"
        );
        assert!(!versions[name].is_empty(), "{name} {version} is the only one left: take it out of deny.toml");
        assert!(!text(&skipped, "reason").is_empty(), "{name} {version} needs a reason");
    }
    let twice: Vec<_> = versions.iter().filter(|(_, versions)| versions.len() > 1).collect();
    assert!(twice.is_empty(), "in two versions, without a reason in deny.toml: {twice:?}");
}

#[test]
fn every_advisory_that_was_looked_at_is_of_a_version_that_is_in() {
    let deny = deny();
    let packages = packages(&deny);
    for ignored in entries(&deny, "advisories", "ignore") {
        let (about, why) = text(&ignored, "reason").split_once(": ").unwrap();
        let (name, version) = about.split_once(' ').unwrap();
        let affected = |package: &Value| {
            field(package, "name") == name && field(package, "version").starts_with(&format!("{version}."))
        };
        assert!(
            packages.iter().any(affected) && !why.is_empty(),
            "{}: {about} is gone, take it out of deny.toml",
            text(&ignored, "id")
        );
    }
}

#[test]
fn every_dependency_has_its_reason_and_is_used() {
    let manifest = read("Cargo.toml");
    let table = manifest.split("[workspace.dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    let lines = table.lines().filter(|line| line.contains(" = ") && !line.starts_with("psr-"));
    let crates: Vec<String> = std::fs::read_dir(format!("{ROOT}/crates"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter_map(|path| std::fs::read_to_string(path.join("Cargo.toml")).ok())
        .collect();
    for line in lines {
        let name = line.split(" = ").next().unwrap();
        assert!(line.contains(" # "), "{name} has no reason in Cargo.toml");
        let wanted = |manifest: &String| {
            manifest
                .lines()
                .any(|line| line.starts_with(&format!("{name}.workspace")) || line.starts_with(&format!("{name} = ")))
        };
        assert!(crates.iter().any(wanted), "no crate uses {name}: take it out of Cargo.toml");
    }
}
