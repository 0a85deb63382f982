//! Plain line prompts: they read well aloud, work through a pipe, and leave editing the line to the terminal.

use crate::failure::{Problem, Stop};
use crate::world::World;

/// The longest line that is taken as an answer, in bytes.
const LONGEST: u64 = 1 << 20;

/// Shows a prompt and reads one line; none at the end of input.
pub fn line(world: &mut World<'_>, prompt: &str) -> Result<Option<String>, Stop> {
    world.stdout.print(prompt)?;
    let Some(bytes) = read(world)? else {
        world.stdout.print("\n")?;
        return Ok(None);
    };
    // Through a pipe nobody echoes what was typed, and a transcript without it cannot be followed.
    let text = String::from_utf8_lossy(&bytes).trim().to_owned();
    if !world.stdin.is_terminal {
        world.stdout.print(&format!("{}\n", super::plain_line(&text)))?;
    }
    Ok(Some(text))
}

fn read(world: &mut World<'_>) -> Result<Option<Vec<u8>>, Stop> {
    use std::io::{BufRead, Read};
    let mut bytes = Vec::new();
    let read = world.stdin.reader.by_ref().take(LONGEST).read_until(b'\n', &mut bytes);
    match read {
        Ok(0) => Ok(None),
        Ok(_) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::Interrupted => Ok(None),
        Err(error) => {
            let hint = "what was answered so far is on record; run the command again to go on";
            Err(Problem::new(format!("cannot read what is typed: {error}"), hint).into())
        }
    }
}
