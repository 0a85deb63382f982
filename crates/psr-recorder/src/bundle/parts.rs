//! What goes into a bundle, gathered from the register; nothing is written here.

use std::collections::{BTreeMap, BTreeSet};

use super::proofs::{Gate, Prover, gates, size};
use super::{
    ABOUT, CHECKPOINT, DISCLOSURES, EVENTS, HEAD_PROOF, KEY, Kind, Request, SCHEMAS, Selection, VERIFIER, WITHHELD,
    safe_name,
};
use crate::canonical::Value;
use crate::conventions::{self, KEY_NOTE, digest_of, is_erased, is_evidence, is_pack};
use crate::digest::Digest;
use crate::error::{Error, Result, malformed};
use crate::names::RecordId;
use crate::register::{Entry, FieldState, Register, Tiles};

/// Where an entry's content comes from.
#[derive(Debug)]
pub(super) enum Source {
    Bytes(Vec<u8>),
    /// An evidence file, which is read when it is its turn.
    Evidence(Digest),
    /// Every line of the register, likewise.
    AllLines,
}

/// The entries by name.
pub(super) type Parts = BTreeMap<String, Source>;

/// Gathers a bundle's entries, the checksums excepted.
pub(super) fn gather(register: &Register, request: &Request<'_>) -> Result<Parts> {
    let gatherer = Gatherer { register, request, parts: Parts::new() };
    gatherer.gather()
}

struct Gatherer<'r> {
    register: &'r Register,
    request: &'r Request<'r>,
    parts: Parts,
}

impl Gatherer<'_> {
    fn gather(mut self) -> Result<Parts> {
        let own: RecordId = self.register.about("register")?.parse().map_err(malformed("the register's id"))?;
        let mut entries = Vec::new();
        for rec in &self.request.records {
            let of_record = self.register.events(*rec)?;
            if of_record.is_empty() {
                return Err(Error::NoSuchRecord { rec: *rec });
            }
            entries.extend(of_record);
        }
        let own_entries = self.register.events(own)?;
        self.explain(own)?;
        self.add_keys(&own_entries)?;
        check_selection(&self.request.selection, &entries)?;
        let sizes = match self.request.kind {
            Kind::Register => self.add_register(&mut entries, own_entries)?,
            Kind::Record | Kind::Disclosure => self.add_record(&entries)?,
        };
        self.add_disclosures(&entries)?;
        self.add_anchors(&sizes)?;
        self.add_evidence(&entries);
        self.add_packs(&entries)?;
        self.add_files();
        Ok(self.parts)
    }

    fn bytes(&mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.parts.insert(name.into(), Source::Bytes(bytes.into()));
    }

    fn explain(&mut self, own: RecordId) -> Result<()> {
        let about = super::About {
            kind: self.request.kind,
            origin: self.register.origin().to_owned(),
            program: concat!("psr ", env!("CARGO_PKG_VERSION")).to_owned(),
            records: self.request.records.clone(),
            register: Some(own),
        };
        self.bytes(ABOUT, about.to_bytes().map_err(malformed("what the bundle says of itself"))?);
        self.bytes("README.txt", include_str!("readme.txt"));
        self.bytes("FORMAT.md", include_str!("../../../../docs/record-format.md"));
        self.bytes("verify.py", VERIFIER);
        for (name, schema) in SCHEMAS {
            self.bytes(format!("schemas/{name}"), schema);
        }
        Ok(())
    }

    /// Adds the first key, and the statements by which it was changed.
    fn add_keys(&mut self, own: &[Entry]) -> Result<()> {
        self.bytes(KEY, format!("{}\n", self.register.verifier()));
        let statements = own.iter().filter(|entry| entry.header.typ == conventions::KEY);
        let notes = statements.filter_map(|entry| entry.field(KEY_NOTE).and_then(Value::as_text).map(str::to_owned));
        for (number, note) in (1..).zip(notes.collect::<Vec<_>>()) {
            self.bytes(format!("keys/{number:04}"), note);
        }
        Ok(())
    }

    /// Adds a register's headers and signed heads; returns the sizes of these.
    fn add_register(&mut self, entries: &mut Vec<Entry>, own: Vec<Entry>) -> Result<BTreeSet<u64>> {
        let head = self.register.signed_head()?;
        let mut sizes = BTreeSet::from([size(&head)]);
        self.bytes(CHECKPOINT, head);
        for kept in self.register.checkpoints()? {
            sizes.insert(kept.size);
            self.bytes(format!("checkpoints/{}", kept.size), kept.note);
        }
        self.parts.insert(EVENTS.to_owned(), Source::AllLines);
        entries.extend(own);
        entries.sort_by_key(|entry| entry.position);
        entries.dedup_by_key(|entry| entry.position);
        Ok(sizes)
    }

    /// Adds a record's lines and proofs; returns the sizes of the signed heads.
    fn add_record(&mut self, entries: &[Entry]) -> Result<BTreeSet<u64>> {
        let head = self.register.signed_head()?;
        let mut sizes = BTreeSet::from([size(&head)]);
        let mut tiles = Tiles::default();
        let mut prover = Prover::new(self.register, &mut tiles);
        if let Some(newest) = entries.last() {
            self.bytes(HEAD_PROOF, prover.inclusion(newest.position, &head)?);
        }
        for gate in gates(self.register.checkpoints()?, entries) {
            sizes.insert(gate.kept.size);
            self.add_gate(&mut prover, &gate, &head)?;
        }
        self.bytes(
            EVENTS,
            entries.iter().flat_map(|entry| entry.line.iter().chain(b"\n").copied()).collect::<Vec<u8>>(),
        );
        let withheld = self.request.selection.to_bytes().map_err(malformed("what is withheld"))?;
        self.bytes(WITHHELD, withheld);
        Ok(sizes)
    }

    fn add_gate(&mut self, prover: &mut Prover<'_>, gate: &Gate, head: &str) -> Result<()> {
        self.bytes(format!("gates/{}.tlog-proof", gate.kept.size), prover.gate(gate)?);
        self.bytes(format!("gates/{}.consistency", gate.kept.size), prover.consistency(gate, head)?);
        Ok(())
    }

    /// Adds the disclosures that are here and not withheld, in the order of the events and of the digests in each.
    fn add_disclosures(&mut self, entries: &[Entry]) -> Result<()> {
        let mut text = String::new();
        for entry in entries {
            let bodies = self.register.bodies(entry.position)?;
            let shown = entry.fields.iter().filter(|field| !self.request.selection.withholds(&field.digest));
            for body in shown.filter_map(|field| bodies.get(&field.digest)) {
                text.push_str(body);
                text.push('\n');
            }
        }
        self.bytes(DISCLOSURES, text);
        Ok(())
    }

    fn add_anchors(&mut self, sizes: &BTreeSet<u64>) -> Result<()> {
        let mut numbers: BTreeMap<u64, u64> = BTreeMap::new();
        for anchor in self.register.anchors()?.into_iter().filter(|anchor| sizes.contains(&anchor.size)) {
            let kind = match anchor.kind.as_str() {
                "rfc3161" => "tsr",
                "cosignature" => "cosignature",
                _ => continue,
            };
            let number = numbers.entry(anchor.size).and_modify(|number| *number += 1).or_insert(1);
            let name = format!("anchors/{}-{number}.{kind}", anchor.size);
            self.bytes(name, anchor.body);
        }
        Ok(())
    }

    /// Adds each evidence file that a shown field names, under the name that stands beside the digest.
    fn add_evidence(&mut self, entries: &[Entry]) {
        let mut names: BTreeMap<Digest, String> = BTreeMap::new();
        for (entry, path, digest) in self.named(entries, is_evidence) {
            let beside = path.strip_suffix("sha256").map(|start| format!("{start}name"));
            let shown = beside.and_then(|path| shown_text(entry, &path, &self.request.selection));
            names.entry(digest).or_insert_with(|| shown.map_or("file".to_owned(), safe_name));
        }
        for (digest, name) in names {
            self.parts.insert(format!("evidence/{}/{name}", digest.hex()), Source::Evidence(digest));
        }
    }

    fn add_packs(&mut self, entries: &[Entry]) -> Result<()> {
        let digests: BTreeSet<Digest> = self.named(entries, is_pack).map(|(.., digest)| digest).collect();
        for digest in digests {
            for (path, bytes) in self.register.pack_files(digest)? {
                self.bytes(format!("pack/{}/{path}", digest.hex()), bytes);
            }
        }
        Ok(())
    }

    fn add_files(&mut self) {
        for (path, bytes) in self.request.templates {
            self.bytes(format!("templates/{path}"), bytes.clone());
        }
        for (name, bytes) in self.request.attached {
            self.bytes(format!("attached/{}", safe_name(name)), bytes.clone());
        }
    }

    /// Returns what the fields that will be shown name by digest.
    fn named<'e>(
        &self,
        entries: &'e [Entry],
        wanted: fn(&str) -> bool,
    ) -> impl Iterator<Item = (&'e Entry, &'e str, Digest)> {
        let selection = &self.request.selection;
        entries.iter().flat_map(move |entry| {
            shown(entry, selection)
                .filter(move |(path, _)| wanted(path))
                .filter_map(move |(path, value)| Some((entry, path, digest_of(value)?)))
        })
    }
}

fn shown<'e>(entry: &'e Entry, selection: &Selection) -> impl Iterator<Item = (&'e str, &'e Value)> {
    entry.fields.iter().filter(|field| !selection.withholds(&field.digest)).filter_map(|field| match &field.state {
        FieldState::Shown { path, value } => Some((path.as_str(), value)),
        FieldState::Erased | FieldState::Missing => None,
    })
}

fn shown_text<'e>(entry: &'e Entry, wanted: &str, selection: &Selection) -> Option<&'e str> {
    shown(entry, selection).find(|(path, _)| *path == wanted).and_then(|(_, value)| value.as_text())
}

/// Only what is here can be withheld, and never what an erasure says: what it erased would be missing without a word.
fn check_selection(selection: &Selection, entries: &[Entry]) -> Result<()> {
    let fields = entries.iter().flat_map(|entry| &entry.fields);
    let can_be = |state: &FieldState| matches!(state, FieldState::Shown { path, .. } if !is_erased(path));
    let here: BTreeSet<Digest> = fields.filter(|field| can_be(&field.state)).map(|field| field.digest).collect();
    match selection.withheld.keys().find(|digest| !here.contains(digest)) {
        Some(digest) => Err(Error::CannotWithhold { digest: *digest }),
        None => Ok(()),
    }
}
