//! What leaves the register in one file: what may not leave unasked, and what a page that verifies itself carries of a case.

use std::collections::BTreeMap;

use psr_recorder::bundle::{self, Request, VERIFIER_JS};
use psr_recorder::{Digest, Register};

use crate::casebook::Case;
use crate::contemporaneity::{self, EntryLabel};
use crate::error::Result;
use crate::event::CaseEvent;

/// How many bytes of evidence a page carries altogether.
const ROOM: u64 = 20 * 1024 * 1024;

/// What a page that verifies itself carries of a case.
#[derive(Debug, Clone, Default)]
pub struct Carried {
    /// The files of a bundle that the page checks, by name.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What the record names and the page leaves out.
    pub left_out: Vec<LeftOut>,
    /// What each entry came before and after, in a few words, by its position in the case.
    pub marks: BTreeMap<u64, Vec<String>>,
    /// The script that checks the files.
    pub verifier: &'static str,
}

/// Something that the record names by digest and a page leaves out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// What it is: `evidence` or `pack`.
    pub kind: &'static str,
    /// Its digest, in hexadecimal digits.
    pub digest: String,
    /// How many bytes it has.
    pub bytes: u64,
}

/// Returns the positions of the entries with privileged answers and comments, those that were replaced since among them. They leave only when that is asked for.
pub fn privileged(case: &Case) -> Vec<u64> {
    let marked = |event: &Option<CaseEvent>| event.as_ref().is_some_and(CaseEvent::is_privileged);
    case.entries.iter().filter(|entry| marked(&entry.event)).map(|entry| entry.seq).collect()
}

/// Gathers what a page carries of a case.
///
/// # Errors
/// When the register cannot be read.
pub fn carried(case: &Case, register: &Register) -> Result<Carried> {
    let carried = bundle::carried(register, &Request::record(case.id), ROOM)?;
    let left_out = left_out(&carried);
    Ok(Carried { files: carried.files, left_out, marks: marks(case, register)?, verifier: VERIFIER_JS })
}

fn left_out(carried: &bundle::Carried) -> Vec<LeftOut> {
    let of = |kind| move |(digest, bytes): (&Digest, &u64)| LeftOut { kind, digest: digest.hex(), bytes: *bytes };
    carried.evidence_left_out.iter().map(of("evidence")).chain(carried.packs_left_out.iter().map(of("pack"))).collect()
}

fn marks(case: &Case, register: &Register) -> Result<BTreeMap<u64, Vec<String>>> {
    let labels = contemporaneity::of(case, &register.checkpoints()?);
    let mark = |label: &EntryLabel| (label.entry, vec![label.in_full()]);
    let marks = labels.entries.iter().map(mark);
    Ok(marks.filter(|(_, mark)| mark.iter().all(|words| !words.is_empty())).collect())
}
