//! Bundles, whole and as files: whatever is in one, it is reported on or refused.

use std::collections::BTreeMap;
use std::path::Path;

use psr_recorder::bundle::{About, Selection};
use psr_recorder::{Options, verify_bundle_in, verify_files};

/// The files that a part of the input can stand for.
const NAMES: [&str; 8] = [
    "events.jsonl",
    "disclosures.txt",
    "bundle.json",
    "head.tlog-proof",
    "checkpoint",
    "key",
    "withheld.json",
    "gates/2.tlog-proof",
];

pub(super) fn bundle(bytes: &[u8]) {
    if let Ok(report) = verify_bundle_in(&mut &*bytes, Path::new("the bundle"), &Options::default()) {
        assert!(report.head != psr_recorder::Digest::ZERO, "a report has a head");
    }
}

/// Parts are divided by a byte that is in no text; the first byte of each says which file it is.
pub(super) fn files(bytes: &[u8]) {
    let part = |part: &[u8]| {
        let (choice, content) = part.split_first()?;
        Some((NAMES[usize::from(*choice) % NAMES.len()].to_owned(), content.to_vec()))
    };
    let files: BTreeMap<String, Vec<u8>> = bytes.split(|byte| *byte == 0xff).filter_map(part).collect();
    if let Ok(report) = verify_files(&files, &Options::default()) {
        assert!(!report.is_sound(), "a bundle without a manifest is never sound");
    }
}

pub(super) fn withheld(bytes: &[u8]) {
    if let Ok(selection) = Selection::parse(bytes) {
        assert_eq!(selection.to_bytes().as_deref(), Ok(bytes), "an accepted list is written the same again");
    }
    let _ = About::parse(bytes);
}
