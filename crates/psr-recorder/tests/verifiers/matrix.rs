//! The attack matrix over bundles: each attack on a fresh one, at four levels of trust, by three verifiers.
//!
//! The verdicts are those of `fixtures/attacks/matrix.tsv`. An attacker here can change every file of a bundle, the checksums
//! too; in some rows there is also a key.

use std::collections::BTreeMap;
use std::path::Path;

use psr_recorder::bundle::{Request, Selection, Withheld};
use psr_recorder::{Append, Checkpoint, Digest, Disclosure, EventHeader, Register, SigningKey, Value, merkle};
use unicode_normalization::UnicodeNormalization;

use crate::support::sample::{Files, bundled, with_manifest};
use crate::support::verifiers::{NODE, PYTHON, Told, Verdict, rust};
use crate::support::{ORIGIN, answer, key, noon, other_key, record, seeded};

const MATRIX: &str = include_str!("../../../../fixtures/attacks/matrix.tsv");
const RECORDS: u64 = 3;
/// How many events the register has.
const SIZE: u64 = 12;
/// The size of the checkpoint that was kept outside.
const OUTSIDE: u64 = 9;
/// Attacks that a bundle of one record can suffer, and for which the verdicts are the same.
const OF_ONE_RECORD: [&str; 17] = [
    "edit-header",
    "delete-inside",
    "insert-inside",
    "reorder-inside",
    "edit-newest",
    "truncate-tail",
    "rewrite-with-other-key",
    "rewrite-with-stolen-key",
    "rewrite-newer-with-stolen-key",
    "append-backdated",
    "append-under-another-name",
    "edit-disclosure",
    "add-disclosure",
    "swap-evidence",
    "compose-otherwise",
    "duplicate-key",
    "redact-field",
];

/// A register's history, in which one event may say otherwise than it did.
fn history(dir: &Path, key: &SigningKey, size: u64, changed: Option<u64>) -> Register {
    let mut register = Register::create(dir, ORIGIN, key, noon(), &mut seeded(1)).unwrap();
    let evidence = register.put_evidence(&mut &b"minutes of the meeting"[..]).unwrap().digest;
    for place in 0..size {
        let mut append = answer(record(place % RECORDS), (place / RECORDS).checked_sub(1), place);
        append.checkpoint = place + 1 == OUTSIDE;
        if place / RECORDS == 1 {
            append.fields.push(("evidence/0/sha256".to_owned(), Value::from(evidence.to_string())));
        }
        if changed == Some(place) {
            append.act = "a2".to_owned();
        }
        register.append(&append, &mut seeded(100 + place)).unwrap();
    }
    register
}

/// A bundle under attack.
struct Attacked {
    files: Files,
    /// The place of each event of the first record in the bundle: they are in turn in a register, and alone in a record.
    step: usize,
}

impl Attacked {
    fn lines(&self) -> Vec<Vec<u8>> {
        let text = self.files["events.jsonl"].strip_suffix(b"\n").unwrap();
        text.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect()
    }

    fn put(&mut self, lines: &[Vec<u8>]) {
        let text = lines.iter().flat_map(|line| line.iter().chain(b"\n").copied()).collect();
        self.files.insert("events.jsonl".to_owned(), text);
    }

    fn change(&mut self, act: impl FnOnce(&mut Vec<Vec<u8>>)) {
        let mut lines = self.lines();
        act(&mut lines);
        self.put(&lines);
    }

    fn edit(&mut self, place: usize) {
        self.change(|lines| lines[place] = edited(&lines[place]));
    }

    /// Puts one text for another in a line, whatever becomes of its form.
    fn replace(&mut self, place: usize, from: &str, to: &str) {
        self.change(|lines| {
            let line = String::from_utf8(lines[place].clone()).unwrap();
            assert!(line.contains(from), "{line}");
            lines[place] = line.replacen(from, to, 1).into_bytes();
        });
    }

    /// Removes the disclosures of lines that are gone, as a careful attacker does.
    fn drop_orphans(&mut self) {
        let held: Vec<Digest> =
            self.lines().iter().filter_map(|line| EventHeader::parse(line).ok()).flat_map(|header| header.sd).collect();
        let kept = |body: &&[u8]| held.contains(&Disclosure::digest(body));
        self.change_bodies(|bodies| bodies.iter().map(Vec::as_slice).filter(kept).map(<[u8]>::to_vec).collect());
    }

    fn change_bodies(&mut self, act: impl FnOnce(Vec<Vec<u8>>) -> Vec<Vec<u8>>) {
        let text = self.files["disclosures.txt"].strip_suffix(b"\n").unwrap_or_default();
        let bodies = act(text.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect());
        let text = bodies.iter().flat_map(|body| body.iter().chain(b"\n").copied()).collect();
        self.files.insert("disclosures.txt".to_owned(), text);
    }

    /// Lets every line name the hash of the one before it in its record, as text, so that malformed lines are no hindrance.
    fn recompute(&mut self) {
        self.change(|lines| {
            let mut newest: BTreeMap<String, Digest> = BTreeMap::new();
            for line in lines {
                let text = String::from_utf8(line.clone()).unwrap();
                let at = |key: &str, length: usize| {
                    let start = text.find(key).unwrap() + key.len();
                    (start, text[start..start + length].to_owned())
                };
                let ((prev, _), (_, rec)) = (at("\"prev\":\"", 64), at("\"rec\":\"", 36));
                let before = newest.get(&rec).copied().unwrap_or(Digest::ZERO);
                line[prev..prev + 64].copy_from_slice(before.hex().as_bytes());
                newest.insert(rec, EventHeader::leaf(line));
            }
        });
    }

    /// Signs every head of a register anew.
    fn sign(&mut self, key: &SigningKey) {
        let leaves: Vec<Digest> = self.lines().iter().map(|line| EventHeader::leaf(line)).collect();
        let signed = |size: usize| {
            let root = merkle::root(&leaves[..size]);
            Checkpoint { origin: ORIGIN.to_owned(), size: size as u64, root }.sign(key).into_bytes()
        };
        for (name, note) in &mut self.files {
            match name.strip_prefix("checkpoints/") {
                Some(size) => *note = signed(size.parse().unwrap()),
                None if name == "checkpoint" => *note = signed(leaves.len()),
                None => {}
            }
        }
    }
}

fn edited(line: &[u8]) -> Vec<u8> {
    let mut header = EventHeader::parse(line).unwrap();
    header.act = "a2".to_owned();
    header.to_line().unwrap()
}

fn body(path: &str, value: Value) -> Vec<u8> {
    Disclosure { salt: vec![1; 16], path: path.to_owned(), value }.to_body().unwrap().into_bytes()
}

fn decomposed(body: &[u8]) -> Vec<u8> {
    let disclosure = Disclosure::parse(body).unwrap();
    let value = disclosure.value.as_text().map(|text| Value::from(text.nfd().collect::<String>()));
    Disclosure { value: value.unwrap_or(Value::Null), ..disclosure }.to_body().unwrap().into_bytes()
}

fn holds_accent(body: &[u8]) -> bool {
    Disclosure::parse(body).is_ok_and(|disclosure| disclosure.value.as_text().is_some_and(|text| text.contains('é')))
}

/// Changes the files of a bundle as the row says; false where the attack is made on the register before the bundle is written.
fn attack(name: &str, bundle: &mut Attacked) -> bool {
    let (second, step, last) = (bundle.step, bundle.step, bundle.lines().len() - 1);
    match name {
        "edit-header" => bundle.edit(second),
        "edit-newest" => bundle.edit(last),
        "delete-inside" => bundle.change(|lines| drop(lines.remove(second))),
        "truncate-tail" => bundle.change(|lines| drop(lines.pop())),
        "insert-inside" => bundle.change(|lines| {
            let mut header = EventHeader::parse(&lines[second]).unwrap();
            header.op = psr_recorder::OperationId([9; 16]);
            header.sd.clear();
            lines.insert(second, header.to_line().unwrap());
        }),
        "reorder-inside" => bundle.change(|lines| lines.swap(step, 2 * step)),
        "reorder-across" => bundle.change(|lines| lines.swap(3, 4)),
        "drop-record" => {
            bundle.change(|lines| lines.retain(|line| EventHeader::parse(line).unwrap().rec != record(1)));
            let about = String::from_utf8(bundle.files["bundle.json"].clone()).unwrap();
            let named = [format!("\"{}\",", record(1)), format!(",\"{}\"", record(1))];
            let without = named.iter().fold(about, |about, name| about.replacen(name, "", 1));
            bundle.files.insert("bundle.json".to_owned(), without.into_bytes());
        }
        "rewrite-without-key" => {
            bundle.edit(second);
            bundle.recompute();
        }
        "edit-disclosure" => bundle.change_bodies(|mut bodies| {
            bodies[0] = body("answer", Value::from(false));
            bodies
        }),
        "add-disclosure" => bundle.change_bodies(|mut bodies| {
            bodies.push(body("never", Value::from(true)));
            bodies
        }),
        "compose-otherwise" => bundle.change_bodies(|bodies| {
            bodies.into_iter().map(|body| if holds_accent(&body) { decomposed(&body) } else { body }).collect()
        }),
        "swap-evidence" => {
            let (_, bytes) = bundle.files.iter_mut().find(|(name, _)| name.starts_with("evidence/")).unwrap();
            *bytes = b"minutes of another meeting".to_vec();
        }
        "brackets" => bundle.change(|lines| lines[second] = vec![b'['; 60_000]),
        "torn-last-line" => {
            let text = bundle.files.get_mut("events.jsonl").unwrap();
            text.truncate(text.len() - 20);
            return true;
        }
        _ => return malform(name, bundle),
    }
    bundle.drop_orphans_unless_added(name);
    true
}

impl Attacked {
    fn drop_orphans_unless_added(&mut self, name: &str) {
        if !name.contains("disclosure") && name != "compose-otherwise" {
            self.drop_orphans();
        }
    }
}

/// Writes a line in another form than the one, with the hashes and signatures as they were or made anew.
fn malform(name: &str, bundle: &mut Attacked) -> bool {
    let place = bundle.step;
    let (form, signed) = name.strip_suffix("-signed").map_or((name, false), |form| (form, true));
    match form {
        "duplicate-key" => bundle.replace(place, "\"v\":1", "\"v\":1,\"v\":1"),
        "white-space" => bundle.replace(place, "\"v\":1", "\"v\": 1"),
        "decimal" => bundle.replace(place, "\"v\":1", "\"v\":1.0"),
        "true-for-one" => bundle.replace(place, "\"v\":1", "\"v\":true"),
        _ => return false,
    }
    if signed {
        bundle.recompute();
        bundle.sign(&key());
    }
    true
}

/// Leaves one field of every event of a record out, and says so.
fn redacted(register: &Register) -> Selection {
    let entries = register.events(record(0)).unwrap();
    let first = entries.iter().map(|entry| entry.fields[0].digest);
    Selection { withheld: first.map(|digest| (digest, Withheld::default())).collect() }
}

/// Returns the register of an attack that is made before the bundle is written, and what is then asked of it.
fn register_after(name: &str, dir: &Path) -> Register {
    let late = |act: &str, minutes: i64| {
        let mut register = history(dir, &key(), SIZE, None);
        let at = noon() + chrono::TimeDelta::minutes(minutes);
        let append = answer(record(0), Some(3), 99);
        register.append(&Append { act: act.to_owned(), at, ..append }, &mut seeded(9)).unwrap();
        register
    };
    match name {
        "rewrite-with-other-key" => history(dir, &other_key(), SIZE, Some(3)),
        "rewrite-with-stolen-key" => history(dir, &key(), SIZE, Some(3)),
        "rewrite-newer-with-stolen-key" => history(dir, &key(), SIZE, Some(9)),
        "older-copy" => history(dir, &key(), 6, None),
        "append-backdated" => late("a1", -60 * 24 * 365),
        "append-under-another-name" => late("a2", 60),
        _ => history(dir, &key(), SIZE, None),
    }
}

fn attacked(name: &str, one: bool) -> Files {
    let dir = tempfile::tempdir().unwrap();
    let register = register_after(name, dir.path());
    let request = match (one, name) {
        (true, "redact-field") => Request::disclosure(record(0), redacted(&register)),
        (true, _) => Request::record(record(0)),
        (false, "redact-field") => Request::register(vec![]),
        (false, _) => Request::register((0..RECORDS).map(record).collect()),
    };
    let files = bundled(&register, &request);
    let mut bundle = Attacked { files, step: if one { 1 } else { 3 } };
    let made_before = ["older-copy", "redact-field"].contains(&name)
        || name.starts_with("append")
        || name.contains("-key") && name.starts_with("rewrite-") && name != "rewrite-without-key";
    assert!(attack(name, &mut bundle) != made_before, "{name} is an attack that this test does not know");
    with_manifest(bundle.files)
}

fn levels() -> [(&'static str, Told); 4] {
    let dir = tempfile::tempdir().unwrap();
    let key_line = key().verifier(ORIGIN).to_string();
    let prior = history(dir.path(), &key(), OUTSIDE, None).signed_head().unwrap();
    let pinned = Told { key: Some(key_line), ..Told::default() };
    [
        ("chain-only", Told { chain_only: true, ..Told::default() }),
        ("bundled-key", Told::default()),
        ("pinned-key", pinned.clone()),
        ("prior", Told { prior: Some(prior), ..pinned }),
    ]
}

fn fits(verdict: &Verdict, expected: &str) -> bool {
    let Verdict::Looked { sound, fields, warned, .. } = verdict else { return false };
    match expected {
        "caught" => !sound,
        "passes" => *sound && !warned,
        "warns" => *sound && *warned,
        "withheld" => *sound && fields[1] > 0,
        _ => false,
    }
}

/// Returns each row's name and its four verdicts.
fn rows() -> Vec<(&'static str, Vec<&'static str>)> {
    let lines = MATRIX.lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.map(|line| line.split('\t').collect::<Vec<_>>()).map(|cells| (cells[0], cells[1..5].to_vec())).collect()
}

#[test]
fn every_attack_on_a_bundle_has_the_verdict_of_the_matrix_in_every_verifier() {
    let (levels, mut names, mut cases) = (levels(), Vec::new(), Vec::new());
    for (name, expected) in rows() {
        for one in [false, true] {
            if one && !OF_ONE_RECORD.contains(&name) {
                continue;
            }
            let files = attacked(name, one);
            for ((level, told), expected) in levels.iter().zip(&expected) {
                names.push((format!("{name}, {level}, {}", if one { "record" } else { "register" }), *expected));
                cases.push((files.clone(), told.clone()));
            }
        }
    }
    assert!(names.len() > 150, "{} cases", names.len());
    let found: Vec<Verdict> = cases.iter().map(|(files, told)| rust(files, told)).collect();
    for ((name, expected), verdict) in names.iter().zip(&found) {
        assert!(fits(verdict, expected), "{name}: expected {expected}, found {verdict:?}");
    }
    for other in [PYTHON, NODE] {
        for ((name, rust), verdict) in names.iter().zip(&found).zip(other.verify(&cases).unwrap_or_default()) {
            assert_eq!(&verdict, rust, "{} disagrees: {}", other.interpreter, name.0);
        }
    }
}

#[test]
fn an_older_bundle_of_one_record_is_not_told_from_a_rollback_and_says_so() {
    let files = attacked("older-copy", true);
    let [.., (_, told)] = levels();
    let verdict = rust(&files, &told);
    let Verdict::Looked { sound, open, .. } = &verdict else { unreachable!("the bundle can be looked at") };
    assert!(sound & open.contains("outside-checkpoint") & open.contains("completeness"), "{verdict:?}");
}
