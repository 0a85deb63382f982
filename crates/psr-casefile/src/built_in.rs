//! The pack that comes with the program.

use std::collections::BTreeMap;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../rules/psr-england"]
struct England;

/// Returns the files of the built-in pack: path to bytes.
pub fn files() -> BTreeMap<String, Vec<u8>> {
    let file = |path: std::borrow::Cow<'static, str>| Some((path.to_string(), England::get(&path)?.data.into_owned()));
    England::iter().filter_map(file).collect()
}
