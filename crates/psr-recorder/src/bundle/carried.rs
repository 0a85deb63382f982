//! The part of a bundle that a page carries: what was signed and what leads to the signature, and evidence as far as there is room.

use std::collections::BTreeMap;

use super::{DISCLOSURES, EVENTS, KEY};
use crate::conventions::{digest_of, is_evidence, is_pack};
use crate::digest::Digest;
use crate::error::{Result, io};
use crate::merkle::inclusion_proof;
use crate::names::RecordId;
use crate::register::{Entry, Register};

/// The part of a bundle that a page carries.
#[derive(Debug, Clone, Default)]
pub struct Carried {
    /// The files, by the names they have in a bundle.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Evidence for which there was no room, with how many bytes it has.
    pub evidence_left_out: BTreeMap<Digest, u64>,
    /// Packs, which are left out, with how many bytes their files have.
    pub packs_left_out: BTreeMap<Digest, u64>,
}

/// Gathers what a page carries of a record; its evidence takes at most so many bytes altogether, the smallest files first.
///
/// # Errors
/// When the register cannot be read.
pub fn carried(register: &Register, rec: RecordId, room: u64) -> Result<Carried> {
    // All from one state of the register: the signed head and the proof must be of one tree.
    let _snapshot = register.snapshot()?;
    let entries = register.events(rec)?;
    let mut carried = Carried::default();
    let mut add = |name: &str, bytes: Vec<u8>| carried.files.insert(name.to_owned(), bytes);
    add(EVENTS, entries.iter().flat_map(|entry| entry.line.iter().chain(b"\n").copied()).collect());
    add(DISCLOSURES, disclosures(register, &entries)?.into_bytes());
    add(KEY, format!("{}\n", register.verifier()).into_bytes());
    add("head.tlog-proof", proof(register, &entries)?.into_bytes());
    add("bundle.json", about(register, rec)?.into_bytes());
    add_evidence(register, &entries, room, &mut carried)?;
    for digest in named(&entries, is_pack) {
        let bytes = register.pack_files(digest)?.iter().map(|(_, bytes)| bytes.len() as u64).sum();
        carried.packs_left_out.insert(digest, bytes);
    }
    Ok(carried)
}

fn about(register: &Register, rec: RecordId) -> Result<String> {
    Ok(format!(
        "{{\"bundle\":1,\"kind\":\"record\",\"origin\":\"{}\",\"program\":\"psr {}\",\"records\":[\"{rec}\"],\"register\":\"{}\"}}",
        register.origin(),
        env!("CARGO_PKG_VERSION"),
        register.about("register")?
    ))
}

fn disclosures(register: &Register, entries: &[Entry]) -> Result<String> {
    let mut text = String::new();
    for entry in entries {
        let bodies = register.bodies(entry.position)?;
        for body in entry.fields.iter().filter_map(|field| bodies.get(&field.digest)) {
            text.push_str(body);
            text.push('\n');
        }
    }
    Ok(text)
}

fn proof(register: &Register, entries: &[Entry]) -> Result<String> {
    let Some(newest) = entries.last() else { return Ok(String::new()) };
    let index = usize::try_from(newest.position).unwrap_or(usize::MAX);
    let hashes = inclusion_proof(&register.leaves()?, index).unwrap_or_default();
    let hashes: String = hashes.iter().map(|hash| format!("{}\n", hash.base64())).collect();
    Ok(format!("c2sp.org/tlog-proof@v1\nindex {index}\n{hashes}\n{}", register.signed_head()?))
}

/// Adds evidence from the smallest on, and notes what there is no room for.
fn add_evidence(register: &Register, entries: &[Entry], room: u64, carried: &mut Carried) -> Result<()> {
    let mut sizes = Vec::new();
    for digest in named(entries, is_evidence) {
        let path = register.evidence_file(digest)?;
        let about = std::fs::metadata(&path).map_err(io("read an evidence file", &path))?;
        sizes.push((about.len(), digest));
    }
    sizes.sort_unstable();
    let mut left = room;
    for (bytes, digest) in sizes {
        match left.checked_sub(bytes) {
            Some(rest) => {
                left = rest;
                carried.files.insert(format!("evidence/{}/file", digest.hex()), register.evidence(digest)?);
            }
            None => drop(carried.evidence_left_out.insert(digest, bytes)),
        }
    }
    Ok(())
}

/// Returns what the shown fields of the events name by digest, each once.
fn named(entries: &[Entry], wanted: fn(&str) -> bool) -> Vec<Digest> {
    let fields = entries.iter().flat_map(Entry::shown).filter(|(path, _)| wanted(path));
    let mut digests: Vec<Digest> = fields.filter_map(|(_, value)| digest_of(value)).collect();
    digests.sort_unstable();
    digests.dedup();
    digests
}
