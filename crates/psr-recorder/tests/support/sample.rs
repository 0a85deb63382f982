//! Bundles for the tests: a small register with everything a bundle can hold, and its bundles as files by name.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;

use chrono::TimeDelta;
use psr_recorder::bundle::{self, Request, Selection, Withheld};
use psr_recorder::{Append, Digest, FieldState, RecordId, Register, SigningKey, Value};

use super::{ORIGIN, key, noon, op, record, seeded};

pub type Files = BTreeMap<String, Vec<u8>>;

/// Where bytes are drawn from.
type Drawn = Box<dyn FnMut(&mut [u8])>;

/// Entries that explain a bundle; they are left out of the samples that are kept, as they change with every edit.
pub fn explains(name: &str) -> bool {
    matches!(name, "README.txt" | "FORMAT.md" | "verify.py") || name.starts_with("schemas/")
}

struct Builder {
    register: Register,
    randomness: Drawn,
    count: u32,
    bases: BTreeMap<RecordId, u64>,
}

impl Builder {
    fn event(&mut self, rec: RecordId, typ: &str, fields: &[(&str, Value)], checkpoint: bool) -> Append {
        self.count += 1;
        let base = self.bases.get(&rec).copied();
        self.bases.insert(rec, base.map_or(0, |base| base + 1));
        Append {
            rec,
            base,
            op: op(u64::from(self.count)),
            at: noon() + TimeDelta::minutes(i64::from(self.count)),
            act: "a1".to_owned(),
            typ: typ.to_owned(),
            fields: fields.iter().map(|(path, value)| ((*path).to_owned(), value.clone())).collect(),
            checkpoint,
        }
    }

    fn add(&mut self, rec: RecordId, typ: &str, fields: &[(&str, Value)], checkpoint: bool) {
        let append = self.event(rec, typ, fields, checkpoint);
        self.register.append(&append, &mut self.randomness).unwrap();
    }

    fn erase(&mut self, rec: RecordId, path: &str) {
        let entries = self.register.events(rec).unwrap();
        let found = entries.iter().flat_map(|entry| &entry.fields).find(|field| is(&field.state, path)).unwrap().digest;
        let append = self.event(rec, "psr.erasure/1", &[("ground", Value::from("UK GDPR article 17"))], false);
        self.register.erase(&append, &[found], &mut self.randomness).unwrap();
    }
}

fn is(state: &FieldState, wanted: &str) -> bool {
    matches!(state, FieldState::Shown { path, .. } if path == wanted)
}

/// Builds a register of three records: one with evidence, an erasure and two gates, one that is closed, one with little in it.
pub fn register(dir: &Path, signing: &SigningKey) -> Register {
    let mut randomness: Drawn = Box::new(seeded(4));
    let mut register = Register::create(dir, ORIGIN, signing, noon(), &mut randomness).unwrap();
    let files = [("pack.yaml".to_owned(), b"id: toy\n".to_vec()), ("a/b.yaml".to_owned(), b"x: 1\n".to_vec())];
    let pack = psr_recorder::pack_digest(&files);
    register.put_pack(pack, &files).unwrap();
    let minutes = register.put_evidence(&mut &b"Minutes of 1 April 2026\n"[..]).unwrap().digest;
    let mut builder = Builder { register, randomness, count: 0, bases: BTreeMap::new() };
    let [first, second, third] = [record(0), record(1), record(2)];
    let text = |text: &str| Value::from(text);
    let opened = |title: &str| [("title", text(title)), ("pack/digest", text(&pack.to_string()))];
    builder.add(first, "psr.case/1", &opened("Community podiatry"), false);
    builder.add(second, "psr.case/1", &opened("Wheelchairs"), false);
    let answered = [
        ("answer", Value::from(true)),
        ("reason", text("The present contract began in 2021 – see the minutes.")),
        ("evidence/0/name", text("../Minutes: 1 April.txt")),
        ("evidence/0/sha256", text(&minutes.to_string())),
    ];
    builder.add(first, "psr.answer/1", &answered, false);
    builder.add(first, "psr.actor/1", &[("name", text("Zoë Invented")), ("role", text("Manager"))], false);
    builder.add(first, "psr.approval/1", &[("approval/role", text("Panel"))], true);
    builder.add(third, "psr.case/1", &[("title", text("Hearing aids"))], false);
    builder.erase(first, "name");
    builder.add(second, "psr.closed/1", &[("closed/reason", text("Abandoned"))], true);
    builder.add(first, "psr.event/1", &[("event/type", text("awarded"))], true);
    builder.add(third, "psr.answer/1", &[("answer", Value::from(false))], false);
    builder.register
}

/// Builds a register of one record with little in it, for tests that go through every byte.
pub fn small(dir: &Path) -> Register {
    let mut randomness: Drawn = Box::new(seeded(5));
    let mut register = Register::create(dir, ORIGIN, &key(), noon(), &mut randomness).unwrap();
    let files = [("pack.yaml".to_owned(), b"id: toy\n".to_vec())];
    let pack = psr_recorder::pack_digest(&files);
    register.put_pack(pack, &files).unwrap();
    let minutes = register.put_evidence(&mut &b"Minutes\n"[..]).unwrap().digest;
    let mut builder = Builder { register, randomness, count: 0, bases: BTreeMap::new() };
    let text = |text: &str| Value::from(text);
    builder.add(
        record(0),
        "psr.case/1",
        &[("title", text("Podiatry")), ("pack/digest", text(&pack.to_string()))],
        true,
    );
    let answered = [("reason", text("…")), ("evidence/0/sha256", text(&minutes.to_string()))];
    builder.add(record(0), "psr.answer/1", &answered, false);
    builder.register
}

/// Writes a bundle and returns its bytes.
pub fn zipped(register: &Register, request: &Request<'_>) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    bundle::write(register, request, &mut out, Path::new("bundle.zip")).unwrap();
    out.into_inner()
}

/// Returns the files in a ZIP file, as another program reads them.
pub fn unzipped(bytes: &[u8]) -> Files {
    let mut files = Files::new();
    let number =
        |at: usize, length: usize| (0..length).rev().fold(0, |sum, place| sum << 8 | usize::from(bytes[at + place]));
    let mut at = 0;
    while bytes[at..].starts_with(b"PK\x03\x04") {
        let (size, name) = (number(at + 18, 4), number(at + 26, 2));
        let start = at + 30 + name;
        files.insert(String::from_utf8(bytes[at + 30..start].to_vec()).unwrap(), bytes[start..start + size].to_vec());
        at = start + size;
    }
    files
}

/// Writes the checksums anew.
pub fn with_manifest(mut files: Files) -> Files {
    files.remove("MANIFEST");
    let line = |(name, bytes): (&String, &Vec<u8>)| format!("{}  {name}\n", Digest::of(&[bytes]).hex());
    let manifest: String = files.iter().map(line).collect();
    files.insert("MANIFEST".to_owned(), manifest.into_bytes());
    files
}

/// Returns a bundle without what explains it.
pub fn bundled(register: &Register, request: &Request<'_>) -> Files {
    let mut files = unzipped(&zipped(register, request));
    files.retain(|name, _| !explains(name));
    with_manifest(files)
}

/// Withholds the fields of a record with these paths.
pub fn withholding(register: &Register, rec: RecordId, paths: &[&str]) -> Selection {
    let entries = register.events(rec).unwrap();
    let fields = entries.iter().flat_map(|entry| &entry.fields);
    let chosen = fields.filter(|field| paths.iter().any(|path| is(&field.state, path)));
    let withheld = |label: &str| Withheld {
        bar: "commercial-interests".to_owned(),
        ground: "reg 12(5)(b)".to_owned(),
        label: label.to_owned(),
        note: String::new(),
    };
    Selection { withheld: chosen.map(|field| (field.digest, withheld("A part of the reasons"))).collect() }
}

/// The bundles that are kept as samples, by name.
pub fn samples(register: &Register) -> BTreeMap<&'static str, Files> {
    let attached = [("reasons.md".to_owned(), b"# Reasons\n".to_vec())];
    let record_bundle = Request { attached: &attached, ..Request::record(record(0)) };
    let withheld = withholding(register, record(0), &["reason", "evidence/0/sha256"]);
    BTreeMap::from([
        ("record", bundled(register, &record_bundle)),
        ("closed", bundled(register, &Request::record(record(1)))),
        ("disclosure", bundled(register, &Request::disclosure(record(0), withheld))),
        ("register", bundled(register, &Request::register(vec![record(0), record(1), record(2)]))),
        ("audit", bundled(register, &Request::register(vec![record(1)]))),
    ])
}

pub fn built(dir: &Path) -> Register {
    register(dir, &key())
}

/// Writes files as a container, by the description in docs/record-format.md and none of the program's own code.
pub fn zip_of(files: &Files) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    let start = b"\x0a\0\0\0\0\0\0\0\x21\0";
    for (name, bytes) in files {
        let length = u32::try_from(bytes.len()).unwrap().to_le_bytes();
        let names = u32::try_from(name.len()).unwrap().to_le_bytes();
        let about = [&start[..], &crc(bytes).to_le_bytes(), &length, &length, &names].concat();
        let offset = u32::try_from(out.len()).unwrap().to_le_bytes();
        out.extend([b"PK\x03\x04", &about[..], name.as_bytes(), bytes].concat());
        let rights = b"\0\0\0\0\0\0\0\0\xa4\x81";
        directory.extend([b"PK\x01\x02\x14\x03", &about[..], rights, &offset, name.as_bytes()].concat());
    }
    let count = u16::try_from(files.len()).unwrap().to_le_bytes();
    let sizes = [directory.len(), out.len()].map(|size| u32::try_from(size).unwrap().to_le_bytes());
    [&out[..], &directory, b"PK\x05\x06\0\0\0\0", &count, &count, &sizes[0], &sizes[1], &[0; 2]].concat()
}

fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 };
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}
