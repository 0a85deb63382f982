//! Putting on record that a document was made.

use psr_casefile::event::Made;

use crate::cli::Common;
use crate::failure::Stop;
use crate::settings;
use crate::terminal::screen::Screen;
use crate::world::World;

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
