//! Results as JSON, on standard output.

use serde::Serialize;

use crate::exit::Exit;
use crate::failure::Outcome;
use crate::world::World;

/// Prints an object as JSON, and ends as told.
pub fn print(world: &mut World<'_>, value: &impl Serialize, exit: Exit) -> Outcome {
    let text = psr_casefile::json::text(value).map_err(std::io::Error::from).map_err(crate::world::unwritten)?;
    world.stdout.print(&text)?;
    Ok(exit)
}
