//! The packs that the cases of a register are decided by, each loaded and compiled once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use psr_recorder::Digest;
use psr_rules::engine::Rulebook;
use psr_rules::pack::{self, PackFiles};

use crate::error::{Error, Result};

/// The packs loaded so far, by digest.
#[derive(Debug, Default)]
pub struct Packs(Mutex<BTreeMap<Digest, Arc<Rulebook>>>);

impl Packs {
    /// Returns the pack with a digest, loading it from its files when it is asked for the first time.
    pub(super) fn get(&self, digest: Digest, files: impl FnOnce() -> Result<PackFiles>) -> Result<Arc<Rulebook>> {
        let mut packs = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(rulebook) = packs.get(&digest) {
            return Ok(Arc::clone(rulebook));
        }
        let rulebook = Arc::new(load_pack(&files()?)?);
        packs.insert(digest, Arc::clone(&rulebook));
        Ok(rulebook)
    }
}

/// Loads and compiles a pack.
///
/// # Errors
/// When the pack is not sound; the error lists everything that is wrong with it.
pub fn load_pack(files: &PackFiles) -> Result<Rulebook> {
    let pack = pack::load(files).map_err(Error::Pack)?;
    Rulebook::compile(Arc::new(pack)).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        Error::Compile(lines.join("; "))
    })
}
