//! The pack for England loads without a finding.

#![allow(clippy::unwrap_used)]

mod folder;

use psr_rules::pack;

#[test]
fn the_pack_for_england_loads_without_a_finding() {
    let files = folder::pack(&folder::repository("rules/psr-england"));
    let (pack, found) = pack::examine(&files);
    assert!(found.is_empty(), "{found}");
    assert!(pack.is_some_and(|pack| !pack.regulations.is_empty()));
}
