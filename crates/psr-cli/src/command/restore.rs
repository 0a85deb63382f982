//! `psr restore`: puts a backup back, under a new name and a new key, and says so on record.

use std::path::{Path, PathBuf};

use clap::Args;
use psr_recorder::trust::Keys;
use psr_recorder::{NewKey, Place, Register, Restore as Restoring, SigningKey, store};

use crate::cli::Common;
use crate::exit::Exit;
use crate::failure::{Outcome, Problem, Stop, io};
use crate::settings;
use crate::terminal::page::Page;
use crate::terminal::progress::Progress;
use crate::world::World;

/// What is said to be missing, unless somebody knows better.
const GAP: &str = "what was recorded after this backup was made is not here, if anything was";

/// Put a backup back, as a register with a new name and a new key
///
/// A restored register looks exactly like one that somebody put back to an older state, and whoever kept a later checkpoint of the old one must refuse it.
/// So it goes on under a new name, signed with a new key, and an entry of its own says which state was restored and what may be missing. Everything in the
/// backup stays as it was, and its checkpoints still verify. Where the old key is at hand it signs for the new one.
///
/// Tell those who check the register: they need the new verifier line.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  psr restore /mnt/safe/register-2026-04-01.zip my-register
  psr restore backup.zip postgres://owner@db.example.nhs.uk/psr --gap \"entries of 2 April until 11am; see the incident report\"")]
pub struct Restore {
    /// The file that `psr backup` wrote
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Where to put the register: a folder or an address that holds none
    #[arg(value_name = "DIR|URL")]
    place: String,
    /// Call the register this [default: its name with the next number]
    #[arg(long, value_name = "ORIGIN")]
    name: Option<String>,
    /// Say what may be missing after the backup
    #[arg(long, value_name = "TEXT", default_value = GAP, hide_default_value = true)]
    gap: String,
    /// Have the old key in this file sign for the new one [default: the file that `psr init` wrote, where it is here]
    #[arg(long, value_name = "FILE")]
    old_key: Option<PathBuf>,
}

/// Restores.
pub fn run(arguments: &Restore, common: &Common, world: &mut World<'_>) -> Outcome {
    let place = settings::place(&arguments.place, world)?;
    let by = settings::actor(common, world)?;
    let scratch = scratch(&place, world)?;
    let keys = store::keys_of(&arguments.file, &scratch)?;
    let earlier = keys.newest().name().to_owned();
    let origin = match &arguments.name {
        Some(name) => name.clone(),
        None => next_name(&earlier, common, world)?,
    };
    let old = old_key(arguments, &keys, world)?;
    let key_file = settings::key_path(common, world, &origin)?;
    let key = draw(&key_file, world)?;
    let to = settings::remembering(place, &origin, world)?;
    let mut progress = Progress::new(world, "copying entries");
    let new = NewKey { key: &key, origin: &origin, by: &by, at: (world.clock)() };
    let restore =
        Restoring { file: &arguments.file, to: &to, scratch: &scratch, new, old: old.as_ref(), gap: &arguments.gap };
    let restored = Register::restore(&restore, &mut *world.randomness, &mut |done, of| progress.at(done, of));
    drop(progress);
    let register = restored.inspect_err(|_| {
        let is_used = Register::open_read(&to).is_ok_and(|register| *register.keys().newest() == key.verifier(&origin));
        if !is_used {
            // The key has signed nothing that is kept.
            let _ = std::fs::remove_file(&key_file);
        }
    })?;
    let text = says(&register, &earlier, &key_file, old.is_some())?;
    world.stdout.print(&text)?;
    Ok(Exit::Done)
}

/// Returns a folder with room for the backup: beside the register's, or for a server that for temporary files.
fn scratch(place: &Place, world: &World<'_>) -> Result<PathBuf, Stop> {
    let Some(folder) = place.folder() else {
        return Ok(PathBuf::from(world.variable("TMPDIR").unwrap_or("/tmp")));
    };
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent).map_err(io("create the register's folder", parent))?;
    Ok(parent.to_owned())
}

/// Returns the name with the next number of which there is no key here.
fn next_name(earlier: &str, common: &Common, world: &World<'_>) -> Result<String, Stop> {
    let numbered = earlier.rsplit_once('/').and_then(|(name, number)| Some((name, number.parse::<u32>().ok()?)));
    let (name, number) = numbered.unwrap_or((earlier, 1));
    for number in number.saturating_add(1).. {
        let name = format!("{name}/{number}");
        let named_key = common.key.is_some() || world.variable("PSR_KEY").is_some();
        if named_key || !settings::key_path(common, world, &name)?.exists() {
            return Ok(name);
        }
    }
    Err(Problem::new("no number is left for the register's name", "name it with --name").into())
}

/// Returns the key that signed until now, if it is at hand.
fn old_key(arguments: &Restore, keys: &Keys, world: &World<'_>) -> Result<Option<SigningKey>, Stop> {
    let file = match &arguments.old_key {
        Some(file) => file.clone(),
        None => settings::key_in_charge(&Common::default(), world, keys)?,
    };
    if arguments.old_key.is_none() && !file.is_file() {
        return Ok(None);
    }
    let key = SigningKey::read_file(&file)?;
    if key.verifier(keys.newest().name()) == *keys.newest() {
        return Ok(Some(key));
    }
    let hint = "name the right file with --old-key";
    Err(Problem::new("this is not the key that signed the register in the backup", hint).at(file.display()).into())
}

fn draw(file: &Path, world: &mut World<'_>) -> Result<SigningKey, Stop> {
    if file.exists() {
        let hint = "name another file with --key, or another register with --name; a key is never overwritten";
        return Err(Problem::new("there is a key already", hint).at(file.display()).into());
    }
    let key = SigningKey::draw(&mut *world.randomness);
    if let Some(parent) = file.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        std::fs::create_dir_all(parent).map_err(io("create the key's folder", parent))?;
    }
    key.create_file(file)?;
    Ok(key)
}

fn says(register: &Register, earlier: &str, key: &Path, vouched: bool) -> Result<String, Stop> {
    let mut page = Page::new(false);
    page.line(&format!("Restored  {earlier}"));
    page.line(&format!("Register  {}", register.place()));
    page.line(&format!("Name      {}", register.origin()));
    page.line(&format!("Key       {}", key.display()));
    page.line(&format!("Verifier  {}", register.keys().newest()));
    page.blank();
    page.paragraph(0, "This register goes on where the backup ends, under a new name and a new key, and says so on record. Put the old one away: nothing recorded there comes here.");
    let advice = if vouched {
        "The old key signed for the new one, so those who have the old verifier line can follow. Give them the new one all the same."
    } else {
        "The old key was not here, so nothing but the authority's word leads to the new one: give the verifier line to those who check the register, by another way."
    };
    page.paragraph(0, advice);
    Ok(page.finish())
}
