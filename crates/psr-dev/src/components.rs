//! The crates from outside that stand in the program, from `cargo metadata` and `Cargo.lock`: their names, versions, licences and checksums.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde_json::{Value, json};

/// The crate that is the program.
const PROGRAM: &str = "psr-cli";
/// What files with licences are called.
const LICENCES: [&str; 5] = ["LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE"];

/// A crate from outside.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Component {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its licence, as an expression of SPDX.
    pub licence: String,
    /// The SHA-256 of its source, as the registry has it.
    pub checksum: String,
    /// Where its source is on this machine.
    pub folder: PathBuf,
}

/// Returns every crate from outside that the program, with all its features, is built of on Linux.
///
/// # Errors
/// When cargo cannot be asked; the message says what it said.
pub fn shipped() -> Result<Vec<Component>, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let target = format!("{}-unknown-linux-gnu", env::consts::ARCH);
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", &target])
        .current_dir(&root)
        .output()
        .map_err(|error| format!("cargo cannot be run: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let metadata: Value = serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())?;
    let lock = fs::read_to_string(root.join("Cargo.lock")).map_err(|error| format!("Cargo.lock: {error}"))?;
    Ok(components(&metadata, &checksums(&lock)))
}

fn components(metadata: &Value, checksums: &BTreeMap<(String, String), String>) -> Vec<Component> {
    let reached = reached(metadata);
    let packages = list(&metadata["packages"]).filter(|package| !package["source"].is_null());
    let component = |package: &Value| {
        let key = (text(package, "name"), text(package, "version"));
        Component {
            checksum: checksums.get(&key).cloned().unwrap_or_default(),
            licence: text(package, "license").replace('/', " OR "),
            folder: Path::new(&text(package, "manifest_path")).parent().map(Path::to_owned).unwrap_or_default(),
            name: key.0,
            version: key.1,
        }
    };
    let mut components: Vec<_> =
        packages.filter(|package| reached.contains(&text(package, "id"))).map(component).collect();
    components.sort();
    components
}

/// Returns the ids of all packages that the program needs when it runs: not what tests and builds alone need.
fn reached(metadata: &Value) -> BTreeSet<String> {
    let nodes: BTreeMap<String, &Value> =
        list(&metadata["resolve"]["nodes"]).map(|node| (text(node, "id"), node)).collect();
    let program = list(&metadata["packages"]).find(|package| package["name"] == PROGRAM);
    let mut waiting: Vec<String> = program.map(|package| text(package, "id")).into_iter().collect();
    let mut reached = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        let Some(node) = nodes.get(&id) else { continue };
        if reached.insert(id) {
            let runs = |needed: &&Value| list(&needed["dep_kinds"]).any(|kind| kind["kind"].is_null());
            waiting.extend(list(&node["deps"]).filter(runs).map(|needed| text(needed, "pkg")));
        }
    }
    reached
}

/// Reads the checksums out of `Cargo.lock`.
fn checksums(lock: &str) -> BTreeMap<(String, String), String> {
    let field = |package: &str, name: &str| {
        let line = package.lines().find_map(|line| line.strip_prefix(&format!("{name} = \"")))?;
        Some(line.trim_end_matches('"').to_owned())
    };
    let entry =
        |package: &str| Some(((field(package, "name")?, field(package, "version")?), field(package, "checksum")?));
    lock.split("[[package]]").filter_map(entry).collect()
}

/// Writes a bill of materials. It names no time and no number of its own, so that equal programs have equal bills.
pub fn bill(components: &[Component]) -> String {
    let library = |one: &Component| {
        let purl = format!("pkg:cargo/{}@{}", one.name, one.version);
        json!({
            "type": "library", "bom-ref": purl, "name": one.name, "version": one.version, "purl": purl,
            "licenses": [{ "expression": one.licence }], "hashes": [{ "alg": "SHA-256", "content": one.checksum }],
        })
    };
    let version = env!("CARGO_PKG_VERSION");
    let program = json!({ "type": "application", "bom-ref": "psr", "name": "psr", "version": version, "licenses": [{ "expression": "MIT OR Apache-2.0" }] });
    let bill = json!({
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "metadata": { "component": program },
        "components": components.iter().map(library).collect::<Vec<_>>(),
    });
    format!("{bill:#}\n")
}

/// Writes the licences of all components, each as its authors wrote it; what several share stands once, under all of their names.
///
/// # Errors
/// When the source of a component cannot be read; the message names it.
pub fn licences(components: &[Component]) -> Result<String, String> {
    let mut shared: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut text = String::from("The program contains these works of others, each under its own licence.\n\n");
    for one in components {
        text.push_str(&format!("{} {}: {}\n", one.name, one.version, one.licence));
        for file in licence_files(&one.folder).map_err(|error| format!("{}: {error}", one.folder.display()))? {
            let words = fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
            let words = String::from_utf8_lossy(&words).replace("\r\n", "\n").trim_end().to_owned();
            shared.entry(words).or_default().push(format!("{} {}", one.name, one.version));
        }
    }
    for (words, of) in shared {
        text.push_str(&format!("\n==== {}\n\n{words}\n", of.join(", ")));
    }
    Ok(text)
}

fn licence_files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let is_licence = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy().to_uppercase()).unwrap_or_default();
        path.is_file() && LICENCES.iter().any(|begin| name.starts_with(begin))
    };
    let paths = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
    let mut files: Vec<_> = paths.into_iter().filter(is_licence).collect();
    files.sort();
    Ok(files)
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tests_and_builds_alone_need_is_no_part_of_the_program() {
        let package = |id: &str, source: Value| json!({ "id": id, "name": id, "version": "1.0.0", "license": "MIT/Zlib", "source": source, "manifest_path": format!("/x/{id}/Cargo.toml") });
        let needs = |id: &str, kind: Value| json!({ "pkg": id, "dep_kinds": [{ "kind": kind }] });
        let metadata = json!({
            "packages": [package(PROGRAM, Value::Null), package("used", json!("registry")), package("deep", json!("registry")), package("test-only", json!("registry"))],
            "resolve": { "nodes": [
                { "id": PROGRAM, "deps": [needs("used", Value::Null), needs("test-only", json!("dev"))] },
                { "id": "used", "deps": [needs("deep", Value::Null), needs("test-only", json!("build"))] },
                { "id": "deep", "deps": [] }, { "id": "test-only", "deps": [] },
            ]},
        });
        let lock = "[[package]]\nname = \"used\"\nversion = \"1.0.0\"\nchecksum = \"ab\"\n";
        let found = components(&metadata, &checksums(lock));
        let told: Vec<_> = found.iter().map(|one| (&*one.name, &*one.checksum, &*one.licence)).collect();
        assert_eq!(told, [("deep", "", "MIT OR Zlib"), ("used", "ab", "MIT OR Zlib")]);
    }
}
