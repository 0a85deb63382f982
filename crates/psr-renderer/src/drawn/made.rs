//! What is put on record of a document that was made.

use psr_casefile::casebook::Case;
use psr_casefile::event::Made;

use super::Drawn;
use crate::export::{Format, Rendition};
use crate::template::Templates;

/// Returns what is put on record of a document that was written in a format.
pub fn made(drawn: &Drawn, format: Format, rendition: &Rendition, case: &Case, templates: &Templates) -> Made {
    let replaced =
        rendition.replaced.iter().map(|(character, times)| format!("U+{:04X}, {times} times", u32::from(*character)));
    Made {
        document: drawn.name.clone(),
        to: drawn.to.clone(),
        format: format.name().to_owned(),
        digest: Made::digest_of(&rendition.bytes),
        templates: templates.digest().to_owned(),
        pack: case.rulebook.pack().digest.to_string(),
        head: drawn.record.head.clone(),
        basis: drawn.record.entries.saturating_sub(1),
        planned: drawn.planned,
        replaced: replaced.collect(),
    }
}
