//! `psr` alone: the way in.

use crate::exit::Exit;
use crate::failure::Outcome;
use crate::world::World;

const GUIDE: &str = "\
psr decides, records and explains contract awards under the Provider Selection
Regime. It is not legal advice.

Look around first
  psr demo                          a register with worked cases, to look at
  psr determine FACTS               what some facts lead to; nothing is stored

Begin a case of your own
  psr init my-register              an empty register, with a key to keep safe
  export PSR_REGISTER=my-register PSR_ACTOR=\"Jo Bloggs\"
  psr case open --title \"Community audiology\" --reference AUD-2026
  psr ask AUD-2026                  the interview; stop and resume at any time
  psr show AUD-2026                 where it stands, and what would change it

Put it to a board, and let others check it
  psr check AUD-2026                what a review would find missing
  psr render AUD-2026 reasons --as html -o reasons.html
  psr verify my-register            that nothing was edited, dropped or moved

`psr help` lists every command, and `psr help COMMAND` explains one.
";

/// Shows the way in.
pub fn run(world: &mut World<'_>) -> Outcome {
    world.stdout.print(GUIDE)?;
    Ok(Exit::Done)
}
