//! The shared vectors: a small register, written out, that every implementation must read and reach alike.
//!
//! `PSR_WRITE_VECTORS=1 cargo test -p psr-recorder --test vectors` writes the file anew; read what changed before keeping it.
#![allow(clippy::unwrap_used)]

mod support;

use std::path::Path;

use chrono::TimeDelta;
use psr_recorder::{
    Append, Digest, Disclosure, EventHeader, Options, RecordId, Register, Value, VerifierKey, merkle, note,
    pack_digest, verify,
};
use serde_json::{Value as Json, json};
use support::{key, noon, op, record, seeded};

const ORIGIN: &str = "example.org/psr";
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/chains/example.json");
const DOCUMENT: &str = include_str!("../../../docs/record-format.md");

fn event(rec: RecordId, base: Option<u64>, number: u32, typ: &str, fields: &[(&str, Value)]) -> Append {
    Append {
        rec,
        base,
        op: op(u64::from(number)),
        at: noon() + TimeDelta::minutes(i64::from(number)),
        act: "a1".to_owned(),
        typ: typ.to_owned(),
        fields: fields.iter().map(|(path, value)| ((*path).to_owned(), value.clone())).collect(),
        checkpoint: false,
    }
}

/// Builds the register of the vectors: two records, evidence, a pack, and one erased field.
fn build(dir: &Path) -> Register {
    let mut randomness = seeded(2026);
    let mut register = Register::create(dir, ORIGIN, &key(), noon(), &mut randomness).unwrap();
    let files = [("pack.yaml".to_owned(), b"id: toy\n".to_vec())];
    let pack = pack_digest(&files);
    register.put_pack(pack, &files).unwrap();
    let minutes = register.put_evidence(&mut &b"Minutes of 1 April 2026\n"[..]).unwrap().digest;
    let (first, second) = (record(0), record(1));
    let text = |text: &str| Value::from(text);
    let opened = [("title", text("Community podiatry")), ("pack/digest", text(&pack.to_string()))];
    let answered = [
        ("question", text("existing-provider")),
        ("answer", Value::from(true)),
        ("reason", text("The present contract began in 2021 – see the minutes.")),
        ("evidence/0/sha256", text(&minutes.to_string())),
    ];
    let named = [("name", text("Zoë Invented")), ("role", text("Commissioning manager"))];
    for append in [
        event(first, None, 0, "psr.opened/1", &opened),
        event(first, Some(0), 1, "psr.answer/1", &answered),
        event(second, None, 2, "psr.opened/1", &opened),
        event(second, Some(0), 3, "psr.actor/1", &named),
    ] {
        register.append(&append, &mut randomness).unwrap();
    }
    let entry = register.events(second).unwrap().remove(1);
    let names = |field: &&psr_recorder::Field| matches!(&field.state, psr_recorder::FieldState::Shown { path, .. } if path == "name");
    let erased = entry.fields.iter().find(names).unwrap().digest;
    let ground = [("ground", text("UK GDPR article 17"))];
    register.erase(&event(second, Some(1), 4, "psr.erasure/1", &ground), &[erased], &mut randomness).unwrap();
    register
}

fn kept() -> Json {
    serde_json::from_str(&std::fs::read_to_string(FILE).unwrap()).unwrap()
}

fn written_out(register: &Register) -> Json {
    let leaves = register.leaves().unwrap();
    let mut entries = Vec::new();
    for rec in register.records().unwrap() {
        entries.extend(register.events(rec).unwrap());
    }
    entries.sort_by_key(|entry| entry.position);
    let connection = rusqlite::Connection::open(register.place().folder().unwrap().join("register.sqlite")).unwrap();
    let bodies = |position: u64| -> Vec<String> {
        let mut statement = connection.prepare("SELECT body FROM disclosure WHERE idx = ?1 ORDER BY body").unwrap();
        statement.query_map([position], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let event = |entry: &psr_recorder::Entry| {
        json!({
            "line": String::from_utf8(entry.line.clone()).unwrap(),
            "leaf": entry.leaf.to_string(),
            "disclosures": bodies(entry.position),
        })
    };
    let pack = register.packs().unwrap()[0];
    json!({
        "about": "A register of two records, for every implementation of docs/record-format.md to read. Written by the tests.",
        "key": register.verifier().to_string(),
        "events": entries.iter().map(event).collect::<Vec<_>>(),
        "roots": (0..=leaves.len()).map(|size| merkle::root(&leaves[..size]).to_string()).collect::<Vec<_>>(),
        "signed_head": register.signed_head().unwrap(),
        "evidence": ["Minutes of 1 April 2026\n"],
        "pack": { "digest": pack.to_string(), "files": { "pack.yaml": "id: toy\n" } },
    })
}

#[test]
fn the_register_of_the_vectors_is_written_byte_for_byte() {
    let dir = tempfile::tempdir().unwrap();
    let register = build(dir.path());
    let found = written_out(&register);
    if std::env::var_os("PSR_WRITE_VECTORS").is_some() {
        std::fs::write(FILE, serde_json::to_string_pretty(&found).unwrap() + "\n").unwrap();
    }
    assert_eq!(found, kept());
    let pinned = Options { pinned_key: Some(key().verifier(ORIGIN)), ..Options::default() };
    let report = verify(dir.path(), &pinned, &mut |_, _| {}).unwrap();
    assert_eq!((report.faults.len(), report.fields.shown, report.fields.erased), (0, 11, 1));
}

#[test]
fn the_vectors_agree_with_themselves() {
    let vectors = kept();
    let mut leaves = Vec::new();
    for event in vectors["events"].as_array().unwrap() {
        let line = event["line"].as_str().unwrap().as_bytes();
        let header = EventHeader::parse(line).unwrap();
        leaves.push(EventHeader::leaf(line));
        assert_eq!(event["leaf"], leaves[leaves.len() - 1].to_string());
        for body in event["disclosures"].as_array().unwrap() {
            let body = body.as_str().unwrap().as_bytes();
            Disclosure::parse(body).unwrap();
            assert!(header.sd.contains(&Disclosure::digest(body)));
        }
    }
    assert_eq!(vectors["roots"][leaves.len()], merkle::root(&leaves).to_string());
    let key: VerifierKey = vectors["key"].as_str().unwrap().parse().unwrap();
    assert!(note::open(vectors["signed_head"].as_str().unwrap()).unwrap().is_signed_by(&key));
}

/// Returns the fenced blocks of the document that follow a marker, in order.
fn blocks(marker: &str) -> Vec<&'static str> {
    let fence = format!("```{marker}\n");
    DOCUMENT.split(&fence).skip(1).map(|rest| rest.split("\n```").next().unwrap()).collect()
}

#[test]
fn the_example_in_the_document_hashes_to_what_it_says() {
    let vectors = kept();
    let (lines, bodies, hashes) = (blocks("json line"), blocks("text disclosure"), blocks("text leaf"));
    assert_eq!((lines.len(), bodies.len(), hashes.len()), (1, 1, 1), "the example is there once");
    assert_eq!(Digest::of(&[b"\0", lines[0].as_bytes()]).hex(), hashes[0]);
    let header = EventHeader::parse(lines[0].as_bytes()).unwrap();
    assert!(header.sd.contains(&Disclosure::digest(bodies[0].as_bytes())));
    assert!(DOCUMENT.contains(&format!("`{}`", Disclosure::digest(bodies[0].as_bytes()).base64url())));
    let disclosed = blocks("json disclosed");
    let Disclosure { salt, path, value } = Disclosure::parse(bodies[0].as_bytes()).unwrap();
    let shown: Json = serde_json::from_str(disclosed[0]).unwrap();
    assert_eq!((shown[1].as_str(), serde_json::to_value(value).unwrap()), (Some(path.as_str()), shown[2].clone()));
    assert_eq!(salt.len(), 16);
    assert!(vectors["events"].as_array().unwrap().iter().any(|event| event["line"] == lines[0]));
    assert_eq!(blocks("text checkpoint"), [vectors["signed_head"].as_str().unwrap().trim_end()]);
    assert_eq!(blocks("text key"), [vectors["key"].as_str().unwrap()]);
}

const VECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/chains/vectors.json");

fn bytes(hex: &Json) -> Vec<u8> {
    let hex = hex.as_str().unwrap();
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

fn digests(list: &Json) -> Vec<Digest> {
    list.as_array().unwrap().iter().map(|hex| Digest::from_hex(hex.as_str().unwrap()).unwrap()).collect()
}

/// A verifier key for a bare public key, which the vectors of signatures have; nothing where it is no key at all.
fn bare(public: &[u8]) -> Option<VerifierKey> {
    use base64::Engine;
    let typed = [&[1], public].concat();
    let id = &Digest::of(&[b"n\n", &typed]).hex()[..8];
    format!("n+{id}+{}", base64::engine::general_purpose::STANDARD.encode(typed)).parse().ok()
}

/// Returns what Rust makes of each vector, by their groups.
fn found_by_rust(vectors: &Json) -> Json {
    let text = |one: &Json, name: &str| one[name].as_str().unwrap().to_owned();
    let number = |one: &Json, name: &str| one[name].as_u64().unwrap();
    let each = |group: &str, act: &dyn Fn(&Json) -> bool| -> Json {
        vectors[group].as_array().unwrap().iter().map(act).collect::<Vec<bool>>().into()
    };
    let leaves = digests(&vectors["leaves"]);
    let roots: Vec<Digest> = (0..=leaves.len()).map(|size| merkle::root(&leaves[..size])).collect();
    let root = |size: u64| roots[usize::try_from(size).unwrap()];
    let leaf = |index: u64| leaves[usize::try_from(index).unwrap() % leaves.len()];
    json!({
        "canonical": each("canonical", &|one| psr_recorder::canonical::parse(&bytes(&one["bytes"])).is_ok()),
        "lines": each("lines", &|one| EventHeader::parse(text(one, "text").as_bytes()).is_ok()),
        "disclosures": each("disclosures", &|one| Disclosure::parse(text(one, "text").as_bytes()).is_ok()),
        "roots": roots.iter().map(Digest::hex).collect::<Vec<_>>(),
        "inclusion": each("inclusion", &|one| {
            let (index, size) = (number(one, "index"), number(one, "size"));
            merkle::root_from_proof(leaf(index), index, size, &digests(&one["proof"])) == Some(root(size))
        }),
        "consistency": each("consistency", &|one| {
            let (older, newer) = (number(one, "older"), number(one, "newer"));
            merkle::is_consistent((older, root(older)), (newer, root(newer)), &digests(&one["proof"]))
        }),
        "signatures": each("signatures", &|one| {
            bare(&bytes(&one["key"])).is_some_and(|key| key.verify(&bytes(&one["message"]), &bytes(&one["signature"])))
        }),
        "keys": each("keys", &|one| text(one, "text").parse::<VerifierKey>().is_ok()),
        "notes": each("notes", &|one| {
            let key: Option<VerifierKey> = text(one, "key").parse().ok();
            let opened = note::open(&text(one, "note"));
            key.zip(opened).is_some_and(|(key, note)| note.is_signed_by(&key))
        }),
    })
}

#[test]
fn every_vector_has_its_outcome_in_every_language() {
    let vectors: Json = serde_json::from_str(&std::fs::read_to_string(VECTORS).unwrap()).unwrap();
    let python = support::verifiers::vectors("python3", "vectors.py", VECTORS);
    let javascript = support::verifiers::vectors("node", "vectors.js", VECTORS);
    for (language, found) in [("Rust", Some(found_by_rust(&vectors))), ("Python", python), ("JavaScript", javascript)] {
        for (group, outcomes) in found.iter().flat_map(|found| found.as_object().unwrap()) {
            let outcomes = outcomes.as_array().unwrap();
            assert_eq!(outcomes.len(), vectors[group].as_array().unwrap().len(), "{language}, {group}");
            for (vector, outcome) in vectors[group].as_array().unwrap().iter().zip(outcomes) {
                let due = vector.get("accepted").or(vector.get("holds")).unwrap_or(vector);
                assert_eq!(outcome, due, "{language}, {group}: {vector}");
            }
        }
    }
}
