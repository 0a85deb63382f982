//! The verifiers agree on bundles that were changed at random; what they disagree on is printed with the changes.
//!
//! `PSR_MUTATIONS=10000 cargo test -p psr-recorder --test verifiers agree` goes through more of them.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use psr_recorder::{Digest, Options, verify_bundle};
use serde_json::json;

use crate::support::sample::{Files, built, samples, with_manifest, zip_of};
use crate::support::verifiers::{NODE, PYTHON, Told, Verdict, rust};
use crate::support::{ORIGIN, key, other_key};

const LINES: &str = include_str!("../../../../fixtures/chains/malformed-lines.tsv");
const BODIES: &str = include_str!("../../../../fixtures/chains/malformed-disclosures.tsv");

/// Numbers that look drawn at random and are the same in every run.
struct Drawn {
    seed: u64,
    count: u64,
}

impl Drawn {
    fn below(&mut self, limit: usize) -> usize {
        self.count += 1;
        let block = Digest::of(&[&self.seed.to_be_bytes(), &self.count.to_be_bytes()]);
        let number = block.as_bytes()[..8].iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        usize::try_from(number % limit.max(1) as u64).unwrap()
    }

    fn pick<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.below(list.len())]
    }
}

fn lines(bytes: &[u8]) -> Vec<Vec<u8>> {
    bytes.strip_suffix(b"\n").unwrap_or(bytes).split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect()
}

fn joined(lines: &[Vec<u8>]) -> Vec<u8> {
    lines.iter().flat_map(|line| line.iter().chain(b"\n").copied()).collect()
}

/// Texts to put in place of others: other types, other forms, other sizes, other scripts.
const STRANGE: [&str; 34] = [
    "0",
    "-0",
    "1.0",
    "1e3",
    "true",
    "null",
    "\"\"",
    "[]",
    "{}",
    "9007199254740991",
    "9007199254740992",
    "-1",
    "99999999999999999999999999",
    "\"\\ud800\"",
    "\"\\u00e9\"",
    "\"e\u{301}\"",
    "\"\u{202e}\"",
    "\"\u{2028}\"",
    "\"\u{7f}\"",
    "\"\\u0000\"",
    "\"\\/\"",
    "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]",
    "{\"a\":1,\"a\":2}",
    "{\"B\":1}",
    " 1",
    "1 ",
    "\"psr.erasure/1\"",
    "\"psr.closed/1\"",
    "\"0000-02-29T00:00:00.000Z\"",
    "\"2026-02-29T00:00:00.000Z\"",
    "\"2026-12-31T23:59:60.000Z\"",
    "\"019d48ea-2e00-6a62-8a45-50780e07f48b\"",
    "\"\u{1f600}\"",
    "NaN",
];
const NAMES: [&str; 30] = [
    "../x",
    "/x",
    "a//b",
    "attached/a/b",
    "attached/",
    "attached/..",
    "CON",
    "evidence/x/y",
    "keys/0001",
    "keys/0002",
    "keys/1",
    "gates/7.tlog-proof",
    "gates/7.consistency",
    "gates/07.tlog-proof",
    "gates/x.tlog-proof",
    "checkpoints/99",
    "checkpoints/1",
    "checkpoints/01",
    "anchors/5-1.tsr",
    "anchors/5-01.tsr",
    "anchors/10-1.cosignature",
    "withheld.json",
    "checkpoint",
    "head.tlog-proof",
    "templates/a/b.md",
    "README.txt",
    "schemas/x.json",
    "schemas/x/y.json",
    "pack/x",
    "gates/99999999999999999999.consistency",
];

/// Changes one thing and says what.
fn mutate(files: &mut Files, drawn: &mut Drawn) -> String {
    let names: Vec<String> = files.keys().cloned().collect();
    let name = drawn.pick(&names).clone();
    match drawn.below(17) {
        0 | 1 => flip(files, &name, drawn),
        2 => insert(files, &name, drawn),
        3 => drop_line(files, drawn),
        4 => double_line(files, drawn),
        5 => swap_lines(files, drawn),
        6 | 7 => edit_value(files, drawn),
        8 => malformed_line(files, drawn),
        9 => other_body(files, drawn),
        10 => committed_body(files, drawn),
        11 => {
            files.remove(&name);
            format!("remove {name}")
        }
        12 => {
            let new = *drawn.pick(&NAMES);
            let content = files[&name].clone();
            files.insert(new.to_owned(), content);
            format!("copy {name} to {new}")
        }
        13 => {
            let other = drawn.pick(&names).clone();
            let (left, right) = (files[&name].clone(), files[&other].clone());
            files.insert(name.clone(), right);
            files.insert(other.clone(), left);
            format!("exchange {name} and {other}")
        }
        14 => edit_json(files, "bundle.json", drawn),
        15 => edit_json(files, "withheld.json", drawn),
        _ => {
            let length = files[&name].len();
            let cut = drawn.below(length + 1);
            files.get_mut(&name).unwrap().truncate(cut);
            format!("cut {name} at {cut}")
        }
    }
}

fn flip(files: &mut Files, name: &str, drawn: &mut Drawn) -> String {
    let bytes = files.get_mut(name).unwrap();
    if bytes.is_empty() {
        return format!("{name} is empty");
    }
    let (at, bit) = (drawn.below(bytes.len()), drawn.below(8));
    bytes[at] ^= 1 << bit;
    format!("flip bit {bit} of byte {at} of {name}")
}

fn insert(files: &mut Files, name: &str, drawn: &mut Drawn) -> String {
    let bytes = files.get_mut(name).unwrap();
    let (at, byte) = (drawn.below(bytes.len() + 1), drawn.below(256));
    bytes.insert(at, u8::try_from(byte).unwrap());
    format!("insert {byte} at {at} of {name}")
}

fn listed(drawn: &mut Drawn) -> &'static str {
    drawn.pick::<&str>(&["events.jsonl", "disclosures.txt", "MANIFEST"])
}

fn change(files: &mut Files, name: &str, act: impl FnOnce(&mut Vec<Vec<u8>>)) {
    let mut changed = lines(files.get(name).map(Vec::as_slice).unwrap_or_default());
    act(&mut changed);
    files.insert(name.to_owned(), joined(&changed));
}

fn drop_line(files: &mut Files, drawn: &mut Drawn) -> String {
    let name = listed(drawn);
    let mut place = 0;
    change(files, name, |lines| {
        place = drawn.below(lines.len());
        lines.remove(place);
    });
    format!("drop line {place} of {name}")
}

fn double_line(files: &mut Files, drawn: &mut Drawn) -> String {
    let name = listed(drawn);
    change(files, name, |lines| {
        let line = drawn.pick(lines).clone();
        let place = drawn.below(lines.len() + 1);
        lines.insert(place, line);
    });
    format!("double a line of {name}")
}

fn swap_lines(files: &mut Files, drawn: &mut Drawn) -> String {
    let name = listed(drawn);
    change(files, name, |lines| {
        let (left, right) = (drawn.below(lines.len()), drawn.below(lines.len()));
        lines.swap(left, right);
    });
    format!("swap lines of {name}")
}

/// Puts another value for a key into JSON, as text.
fn put(json: &[u8], key: &str, value: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(json).into_owned();
    let Some(start) = text.find(&format!("\"{key}\":")).map(|at| at + key.len() + 3) else { return json.to_vec() };
    let rest = &text[start..];
    let end = match rest.chars().next() {
        Some('"') => rest[1..].find('"').map_or(rest.len(), |end| end + 2),
        Some('[') => rest.find(']').map_or(rest.len(), |end| end + 1),
        _ => rest.find([',', '}']).unwrap_or(rest.len()),
    };
    format!("{}{value}{}", &text[..start], &rest[end..]).into_bytes()
}

/// Edits a line, and computes the hashes anew as an attacker would.
fn edit_value(files: &mut Files, drawn: &mut Drawn) -> String {
    let key = *drawn.pick(&["act", "at", "base", "op", "prev", "rec", "sd", "seq", "typ", "v"]);
    let value = *drawn.pick(&STRANGE);
    change(files, "events.jsonl", |lines| {
        let place = drawn.below(lines.len());
        lines[place] = put(&lines[place], key, value);
        recompute(lines);
    });
    format!("put {value} for {key}, and the chain anew")
}

fn recompute(lines: &mut [Vec<u8>]) {
    let mut newest: BTreeMap<Vec<u8>, Digest> = BTreeMap::new();
    for line in lines {
        let find = |key: &[u8]| line.windows(key.len()).position(|window| window == key).map(|at| at + key.len());
        let (Some(prev), Some(rec)) = (find(b"\"prev\":\""), find(b"\"rec\":\"")) else { continue };
        let Some(rec) = line.get(rec..rec + 36).map(<[u8]>::to_vec) else { continue };
        let before = newest.get(&rec).copied().unwrap_or(Digest::ZERO).hex();
        if let Some(place) = line.get_mut(prev..prev + 64) {
            place.copy_from_slice(before.as_bytes());
        }
        newest.insert(rec, Digest::of(&[&[0], line]));
    }
}

fn vector(file: &'static str, drawn: &mut Drawn) -> Vec<u8> {
    let lines: Vec<&str> = file.lines().filter(|line| !line.starts_with('#')).collect();
    drawn.pick(&lines).split('\t').next().unwrap().as_bytes().to_vec()
}

fn malformed_line(files: &mut Files, drawn: &mut Drawn) -> String {
    let line = vector(LINES, drawn);
    let shown = String::from_utf8_lossy(&line).into_owned();
    change(files, "events.jsonl", |lines| {
        let place = drawn.below(lines.len());
        lines[place] = line;
    });
    format!("put a malformed line: {shown}")
}

fn other_body(files: &mut Files, drawn: &mut Drawn) -> String {
    let body = vector(BODIES, drawn);
    let shown = String::from_utf8_lossy(&body).into_owned();
    change(files, "disclosures.txt", |lines| {
        let place = drawn.below(lines.len());
        lines[place] = body;
    });
    format!("put a malformed body: {shown}")
}

/// Lets an event commit to one more field, of any form, and shows it.
fn committed_body(files: &mut Files, drawn: &mut Drawn) -> String {
    let malformed = vector(BODIES, drawn);
    let path = *drawn.pick(&[
        "x",
        "pack/digest",
        "a/evidence/0/sha256",
        "erased/0",
        "answer",
        "e\u{301}",
        "\u{202e}",
        "evidence/\u{661}/sha256",
    ]);
    let value = *drawn.pick(&STRANGE);
    let own = URL_SAFE_NO_PAD.encode(format!("[\"AAAAAAAAAAAAAAAAAAAAAA\",\"{path}\",{value}]")).into_bytes();
    let body = if drawn.below(3) == 0 { malformed } else { own };
    let digest = Digest::of(&[&body]).base64url();
    change(files, "events.jsonl", |lines| {
        let place = drawn.below(lines.len());
        let text = String::from_utf8_lossy(&lines[place]).into_owned();
        let Some((before, rest)) = text.split_once("\"sd\":[") else { return };
        let Some((held, after)) = rest.split_once(']') else { return };
        let mut held: Vec<&str> = held.split(',').filter(|held| !held.is_empty()).collect();
        let quoted = format!("\"{digest}\"");
        held.push(&quoted);
        held.sort_unstable();
        lines[place] = format!("{before}\"sd\":[{}]{after}", held.join(",")).into_bytes();
        recompute(lines);
    });
    let shown = String::from_utf8_lossy(&body).into_owned();
    change(files, "disclosures.txt", |lines| lines.push(body));
    format!("commit to the body {shown}")
}

fn edit_json(files: &mut Files, name: &str, drawn: &mut Drawn) -> String {
    let keys = ["bundle", "kind", "origin", "program", "records", "register", "bar", "digest", "ground", "label"];
    let (key, value) = (*drawn.pick(&keys), *drawn.pick(&STRANGE));
    let kinds = ["\"record\"", "\"register\"", "\"disclosure\"", "\"other\""];
    let value = if key == "kind" { drawn.pick(&kinds) } else { value };
    let old = files.get(name).cloned().unwrap_or_else(|| b"[]".to_vec());
    files.insert(name.to_owned(), put(&old, key, value));
    format!("put {value} for {key} in {name}")
}

fn told(drawn: &mut Drawn, prior: &str) -> Told {
    let key_line = |key: psr_recorder::SigningKey| Some(key.verifier(ORIGIN).to_string());
    match drawn.below(6) {
        0 => Told { chain_only: true, ..Told::default() },
        1 => Told { key: key_line(key()), ..Told::default() },
        2 => Told { key: key_line(other_key()), ..Told::default() },
        3 => Told { key: key_line(key()), prior: Some(prior.to_owned()), ..Told::default() },
        _ => Told::default(),
    }
}

/// Draws a bundle, what its verifier is told, and what was changed.
fn drawn(seed: u64, samples: &BTreeMap<&'static str, Files>) -> (Files, Told, String) {
    let mut drawn = Drawn { seed, count: 0 };
    let names: Vec<&str> = samples.keys().copied().collect();
    let name = *drawn.pick(&names);
    let mut files = samples[name].clone();
    let prior = String::from_utf8(samples["register"]["checkpoints/8"].clone()).unwrap();
    let changes: Vec<String> = (0..1 + drawn.below(3)).map(|_| mutate(&mut files, &mut drawn)).collect();
    let careful = drawn.below(4) > 0;
    if careful {
        files = with_manifest(files);
    }
    let told = told(&mut drawn, &prior);
    (files, told, format!("seed {seed}, {name}, checksums anew: {careful}: {changes:#?}"))
}

#[test]
fn the_verifiers_agree_on_bundles_that_were_changed_at_random() {
    let count = std::env::var("PSR_MUTATIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(400);
    let dir = tempfile::tempdir().unwrap();
    let samples = samples(&built(dir.path()));
    let (mut about, mut cases) = (Vec::new(), Vec::new());
    for seed in 0..count {
        let (files, told, changes) = drawn(seed, &samples);
        about.push(changes);
        cases.push((files, told));
    }
    let found: Vec<Verdict> = cases.iter().map(|(files, told)| rust(files, told)).collect();
    let caught = found.iter().filter(|verdict| !verdict.is_sound()).count();
    assert!(caught * 10 > found.len() * 8, "only {caught} of {count} changes are ones that matter");
    let mut disagreements = Vec::new();
    for other in [PYTHON, NODE] {
        for ((changes, rust), verdict) in about.iter().zip(&found).zip(other.verify(&cases).unwrap_or_default()) {
            if verdict != *rust {
                disagreements.push(format!("{changes}\nRust:   {rust:?}\n{}: {verdict:?}", other.interpreter));
            }
        }
    }
    let shown = disagreements.iter().take(12).cloned().collect::<Vec<_>>().join("\n\n");
    assert!(disagreements.is_empty(), "{} disagreements:\n{shown}", disagreements.len());
}

/// Cuts, adds to or changes the container itself.
fn damaged(seed: u64, whole: &[u8]) -> Vec<u8> {
    let mut drawn = Drawn { seed, count: 0 };
    let mut bytes = whole.to_vec();
    for _ in 0..1 + drawn.below(2) {
        let at = drawn.below(bytes.len());
        match drawn.below(4) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, u8::try_from(drawn.below(256)).unwrap()),
            2 => drop(bytes.remove(at)),
            _ => bytes[at] = u8::try_from(drawn.below(256)).unwrap(),
        }
        if bytes.is_empty() {
            break;
        }
    }
    bytes
}

#[test]
fn rust_and_python_agree_on_containers_that_were_damaged() {
    let dir = tempfile::tempdir().unwrap();
    let whole = zip_of(&samples(&built(dir.path()))["closed"]);
    let path = dir.path().join("bundle.zip");
    let (mut found, mut questions) = (Vec::new(), Vec::new());
    for seed in 0..300 {
        let bytes = damaged(seed, &whole);
        std::fs::write(&path, &bytes).unwrap();
        found.push(Verdict::from(verify_bundle(&path, &Options::default())));
        questions.push(json!({ "zip": STANDARD.encode(bytes) }).to_string());
    }
    for (seed, (rust, answer)) in found.iter().zip(PYTHON.ask(questions).unwrap_or_default()).enumerate() {
        assert_eq!(&Verdict::from(&answer), rust, "seed {seed}: {answer}");
    }
}
