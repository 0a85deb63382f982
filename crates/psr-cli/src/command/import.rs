//! `psr import`: a case of another register becomes a case of this one.

use std::path::{Path, PathBuf};

use clap::Args;
use psr_recorder::bundle::{self, Imported};
use psr_recorder::{OperationId, Options, VerifierKey};

use crate::cli::Common;
use crate::exit::Exit;
use crate::failure::{Outcome, Problem, Stop};
use crate::terminal::screen::Screen;
use crate::world::World;
use crate::{input, settings};

/// Take the case in a bundle into the register, without changing a byte of it
///
/// The bundle is verified first, and nothing is recorded unless it is sound. Its entries keep their numbers and hashes, and come under this register's
/// signature; its evidence and its rule pack are kept. Where an earlier state of the case is here already, only the newer entries are added; where the
/// case is here with other entries, nothing is. What was taken over, and what the other register had signed, is recorded in the register's own record.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  psr import aud-2026.zip
  psr import aud-2026.zip --verifier 'other.example.org/psr+1a2b3c4d+AQ…'")]
pub struct Import {
    /// The bundle, as `psr export` wrote it
    bundle: PathBuf,
    /// The verifier key of the register it came from, had from elsewhere, or a file that holds it
    #[arg(long, value_name = "KEY|FILE")]
    verifier: Option<String>,
    /// Check that the bundle continues this checkpoint, a signed note that was kept elsewhere
    #[arg(long, value_name = "FILE")]
    prior: Option<PathBuf>,
}

/// Verifies the bundle and takes its record in.
pub fn run(arguments: &Import, common: &Common, world: &mut World<'_>) -> Outcome {
    let options = Options {
        pinned_key: arguments.verifier.as_deref().map(verifier).transpose()?,
        prior: arguments.prior.as_deref().map(input::text).transpose()?,
        ..Options::default()
    };
    let mut casebook = settings::open_write(common, world)?;
    let act = (OperationId::draw(&mut world.randomness), (world.clock)());
    let register = casebook.register_mut();
    let imported = bundle::import(register, &arguments.bundle, &options, act, &mut world.randomness)?;
    say(&imported, options.pinned_key.is_some(), world)?;
    Ok(Exit::Done)
}

fn say(imported: &Imported, pinned: bool, world: &mut World<'_>) -> Result<(), Stop> {
    let Imported { rec, origin, adopted, .. } = imported;
    let found = match adopted.added {
        0 => format!("{rec}: every entry was here already\n"),
        1 => format!("{rec}: 1 entry taken over from {origin}\n"),
        added => format!("{rec}: {added} entries taken over from {origin}\n"),
    };
    world.stdout.print(&found)?;
    if !pinned {
        let warning = "the bundle was checked with the key that it names itself: compare it with one had from elsewhere, with --verifier";
        Screen::new(&mut world.stderr).warning(warning);
    }
    Ok(())
}

/// Reads a verifier key: written out, or in a file.
fn verifier(given: &str) -> Result<VerifierKey, Stop> {
    let path = Path::new(given);
    let text = if path.is_file() { input::text(path)? } else { given.to_owned() };
    text.trim().parse().map_err(|error| {
        let hint = "give the verifier line that `psr init` printed for the other register, or a file that holds it";
        Problem::new(format!("this is no verifier key: {error}"), hint).at(given).into()
    })
}
