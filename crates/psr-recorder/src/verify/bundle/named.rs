//! What shown fields name by digest: evidence files and packs.

use std::collections::BTreeMap;

use super::super::report::{FaultKind, Findings};
use super::Files;
use super::fields::Fields;
use crate::digest::Digest;
use crate::merkle::root;

/// Checks that what is named is here, as it was recorded, and that nothing else is.
pub(super) fn check(files: &Files, fields: &Fields, findings: &mut Findings) {
    let evidence = grouped(files, "evidence/", |_, digest, _| digest);
    for (digest, positions) in &fields.evidence {
        let wrong = match evidence.get(&digest.hex()).map(Vec::as_slice) {
            Some([found]) if found == digest => continue,
            Some([_]) => format!("the evidence {digest} is not what was recorded"),
            Some(_) => format!("the evidence {digest} is in the bundle more than once"),
            None => format!("the evidence {digest} is not in the bundle"),
        };
        positions.iter().for_each(|position| findings.fault(Some(*position), FaultKind::Evidence, wrong.clone()));
    }
    // As in a register: the tree over the files sorted by path, each leaf the path, a zero byte and the bytes.
    let packs = grouped(files, "pack/", |path, _, bytes| Digest::of(&[&[0], path.as_bytes(), &[0], bytes]));
    for (digest, positions) in &fields.packs {
        if packs.get(&digest.hex()).map(|leaves| root(leaves)) != Some(*digest) {
            let message = format!("the pack {digest} is not in the bundle as it was recorded");
            positions.iter().for_each(|position| findings.fault(Some(*position), FaultKind::Pack, message.clone()));
        }
    }
    refuse_strangers("evidence", &evidence, &fields.evidence, findings);
    refuse_strangers("pack", &packs, &fields.packs, findings);
}

type Grouped = BTreeMap<String, Vec<Digest>>;

/// Gathers the files below a folder by the digest they are kept under, in the order of their paths.
fn grouped(files: &Files, folder: &str, hash: impl Fn(&str, Digest, &[u8]) -> Digest) -> Grouped {
    let mut grouped = Grouped::new();
    for (name, content) in files {
        if let Some((hex, path)) = name.strip_prefix(folder).and_then(|rest| rest.split_once('/')) {
            let bytes = content.bytes.as_deref().unwrap_or_default();
            grouped.entry(hex.to_owned()).or_default().push(hash(path, content.digest, bytes));
        }
    }
    grouped
}

fn refuse_strangers(what: &str, found: &Grouped, named: &BTreeMap<Digest, Vec<u64>>, findings: &mut Findings) {
    let known = |hex: &str| Digest::from_hex(hex).is_some_and(|digest| named.contains_key(&digest));
    for hex in found.keys().filter(|hex| !known(hex)) {
        findings.fault(None, FaultKind::Bundle, format!("no shown field names {what}/{hex}"));
    }
}
