//! Packs: the law as a folder of small files, and the typed model they become.
//!
//! `docs/rule-packs.md` describes the files. [`load`] reads them strictly and reports everything that is wrong in one run:
//!
//! ```text
//! bytes → tree with places → typed values, each name looked up → pack
//! ```

pub mod diagnostic;
pub mod model;

mod check;
pub(crate) mod cursor;
pub(crate) mod fields;
mod files;
pub(crate) mod node;
mod read;
pub(crate) mod source;
pub(crate) mod suggest;
pub(crate) mod tree;
pub(crate) mod yaml;

pub use diagnostic::{Diagnostic, Diagnostics, Severity};
pub use files::{FILE_LIMIT, FILES_LIMIT, PACK_LIMIT, PackFiles};

use diagnostic::Findings;
use model::Pack;

/// Reads a pack from its files.
///
/// # Errors
/// When anything is wrong with them; the findings are complete, in the order of files and lines.
pub fn load(files: &PackFiles) -> Result<Pack, Diagnostics> {
    let (pack, found) = examine(files);
    match pack {
        Some(pack) if !found.has_errors() => Ok(pack),
        _ => Err(found),
    }
}

/// Reads a pack and returns it, if it could be read, with everything that was found, likely oversights included.
pub fn examine(files: &PackFiles) -> (Option<Pack>, Diagnostics) {
    let findings = Findings::default();
    let pack = files.within_limits(&findings).then(|| read::pack(files, &findings)).flatten();
    let found = findings.finish();
    (pack.filter(|_| !found.has_errors()), found)
}
