//! Results as JSON: one object, indented, with the number of its form first.

use serde::Serialize;

use crate::exit::Exit;
use crate::failure::Outcome;
use crate::world::World;

/// The number of the form in which results are written.
pub const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct Numbered<'v, V> {
    schema: u32,
    #[serde(flatten)]
    value: &'v V,
}

/// Prints an object as JSON, and ends as told.
pub fn print(world: &mut World<'_>, value: &impl Serialize, exit: Exit) -> Outcome {
    let text = serde_json::to_string_pretty(&Numbered { schema: SCHEMA, value }).map_err(std::io::Error::from);
    let text = text.map_err(crate::world::unwritten)?;
    world.stdout.print(&format!("{text}\n"))?;
    Ok(exit)
}
