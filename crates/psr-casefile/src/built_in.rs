//! The pack that comes with the program.

use std::collections::BTreeMap;

static ENGLAND: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/england.zip"));

/// Returns the files of the built-in pack: path to bytes.
pub fn files() -> BTreeMap<String, Vec<u8>> {
    psr_inside::files(ENGLAND)
}
