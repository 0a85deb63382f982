//! Putting on record that a document was made.

use psr_casefile::casebook::Case;
use psr_casefile::event::Made;
use psr_recorder::Digest;
use psr_renderer::{Format, Rendition, Templates};

use super::drawn::Drawn;
use crate::cli::Common;
use crate::failure::Stop;
use crate::settings;
use crate::terminal::screen::Screen;
use crate::world::World;

/// Returns what is put on record of a document.
pub fn made(drawn: &Drawn, format: Format, rendition: &Rendition, case: &Case, templates: &Templates) -> Made {
    let replaced =
        rendition.replaced.iter().map(|(character, times)| format!("U+{:04X}, {times} times", u32::from(*character)));
    Made {
        document: drawn.name.clone(),
        to: drawn.to.clone(),
        format: format.name().to_owned(),
        digest: Digest::of(&[&rendition.bytes]).to_string(),
        templates: templates.digest().to_owned(),
        pack: case.rulebook.pack().digest.to_string(),
        head: drawn.record.head.clone(),
        basis: drawn.record.entries.saturating_sub(1),
        planned: drawn.planned,
        replaced: replaced.collect(),
    }
}

/// Puts it on record.
///
/// # Errors
/// When the register cannot be written to; the document itself is there all the same.
pub fn keep(case: &str, made: Made, common: &Common, world: &mut World<'_>) -> Result<(), Stop> {
    let mut casebook = settings::open_write(common, world)?;
    let case = casebook.case(case)?;
    let actor = settings::actor(common, world)?;
    let (name, digest) = (made.document.clone(), made.digest.clone());
    let receipt = casebook.made(&case, made, &mut settings::acting(&actor, world))?;
    let said = match receipt {
        Some(receipt) => format!("recorded (entry {}): made {name}, {digest}", receipt.seq),
        None => format!("the same file is on record already: {digest}"),
    };
    Screen::new(&mut world.stderr).note(&said);
    Ok(())
}
