//! Packs are read whole, and everything that is wrong with one is said at once.

#![allow(clippy::unwrap_used)]

mod folder;

use insta::{assert_debug_snapshot, assert_snapshot};
use psr_rules::pack::{self, PackFiles};

#[test]
fn a_sound_pack_becomes_the_typed_model() {
    let files = folder::pack(&folder::repository("fixtures/packs/toy"));
    match pack::load(&files) {
        Ok(pack) => assert_debug_snapshot!("toy", pack),
        Err(found) => panic!("{found}"),
    }
}
