//! The entries: which may be there, which must, and whether the checksums fit.

use std::collections::BTreeMap;

use super::super::report::{FaultKind, Findings, NotProvedKind};
use super::{Files, bytes};
use crate::bundle::{ABOUT, CHECKPOINT, DISCLOSURES, EVENTS, HEAD_PROOF, KEY, Kind, MANIFEST, WITHHELD, is_name};
use crate::digest::Digest;

/// Checks the names of all entries, and the checksums.
pub(super) fn check(files: &Files, kind: Kind, findings: &mut Findings) {
    for name in files.keys().filter(|name| !is_name(name) || !belongs(name, kind)) {
        let message = format!("{name:?} does not belong in a bundle of this kind");
        findings.fault(None, FaultKind::Bundle, message);
    }
    let needed: &[&str] = if kind == Kind::Disclosure { &[DISCLOSURES, WITHHELD] } else { &[DISCLOSURES] };
    for name in needed.iter().filter(|name| !files.contains_key(**name)) {
        findings.fault(None, FaultKind::Bundle, format!("{name} is not in the bundle"));
    }
    check_manifest(files, findings);
    if files.keys().any(|name| name.starts_with("attached/") || name.starts_with("templates/")) {
        let message = "nothing vouches for the files under attached/ and templates/, which are there for convenience";
        findings.not_proved(NotProvedKind::Attached, message);
    }
    if files.keys().any(|name| name.starts_with("anchors/")) {
        let message = "proofs from outside are in the bundle and were not checked here";
        findings.not_proved(NotProvedKind::Anchors, message);
    }
}

fn belongs(name: &str, kind: Kind) -> bool {
    let of_record = kind != Kind::Register;
    match name.split('/').collect::<Vec<_>>().as_slice() {
        [MANIFEST | "README.txt" | "FORMAT.md" | "verify.py" | ABOUT | EVENTS | DISCLOSURES | KEY] => true,
        [HEAD_PROOF | WITHHELD] => of_record,
        [CHECKPOINT] => !of_record,
        ["schemas", name] => name.ends_with(".json"),
        ["checkpoints", size] => !of_record && is_number(size),
        ["gates", name] => {
            of_record
                && name
                    .split_once('.')
                    .is_some_and(|(size, kind)| is_number(size) && matches!(kind, "tlog-proof" | "consistency"))
        }
        ["keys", number] => number.len() == 4 && number.bytes().all(|byte| byte.is_ascii_digit()),
        ["anchors", name] => is_anchor(name),
        ["evidence", hex, _] | ["pack", hex, ..] => Digest::from_hex(hex).is_some(),
        ["attached", _] | ["templates", ..] => true,
        _ => false,
    }
}

fn is_anchor(name: &str) -> bool {
    let numbers =
        |place: &str| place.split_once('-').is_some_and(|(size, number)| is_number(size) && is_number(number));
    name.split_once('.').is_some_and(|(place, kind)| numbers(place) && matches!(kind, "tsr" | "cosignature"))
}

/// Tells whether text is a number below 2^53 as it is written, without leading zeros.
pub(super) fn is_number(text: &str) -> bool {
    number(text).is_some()
}

/// Reads a number below 2^53 as it is written, without leading zeros.
pub(super) fn number(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text && number <= crate::limits::MAX_INTEGER.unsigned_abs()).then_some(number)
}

/// The manifest is what `sha256sum` prints for the other entries in the order of their names.
fn check_manifest(files: &Files, findings: &mut Findings) {
    let others = files.iter().filter(|(name, _)| *name != MANIFEST);
    let due: BTreeMap<&str, String> =
        others.map(|(name, content)| (name.as_str(), format!("{}  {name}\n", content.digest.hex()))).collect();
    let found = bytes(files, MANIFEST);
    if found == due.values().flat_map(|line| line.bytes()).collect::<Vec<_>>() {
        return;
    }
    let found: Vec<&[u8]> = found.split_inclusive(|byte| *byte == b'\n').collect();
    let wrong: Vec<&str> =
        due.iter().filter(|(_, line)| !found.contains(&line.as_bytes())).map(|(name, _)| *name).collect();
    let message = match wrong.as_slice() {
        [] => format!("{MANIFEST} names files that are not here, or is not in its form"),
        wrong => format!("{MANIFEST} has not the checksum of {}", wrong.join(", ")),
    };
    findings.fault(None, FaultKind::Manifest, message);
}
