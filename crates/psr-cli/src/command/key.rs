//! `psr key`: the keys of the register, and how one takes the place of another.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use psr_recorder::trust::Keys;
use psr_recorder::{NewKey, Register, SigningKey, VerifierKey};

use crate::cli::Common;
use crate::exit::Exit;
use crate::failure::{Outcome, Problem, Stop, io};
use crate::settings;
use crate::terminal::page::Page;
use crate::terminal::screen::Screen;
use crate::world::World;

/// Show, change or revoke the key that signs the register
///
/// The key that a register was created under can be followed by others. Each change is recorded and signed by both keys, so that whoever was given an
/// earlier key can still check everything that comes later.
#[derive(Debug, Subcommand)]
pub enum Key {
    Show(Show),
    Change(Change),
    Revoke(Box<Revoke>),
}

/// List the register's keys, oldest first, with their fingerprints
#[derive(Debug, Args)]
pub struct Show {}

/// Change the key that signs the register
///
/// The old key must be at hand. Where the new key's file does not exist, a key is drawn and written to it. Everything recorded so far stays as it is.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  psr key change
  psr key change --new ~/keys/psr-2027.key")]
pub struct Change {
    /// Keep the new key in this file, outside the register [default: beside the first key]
    #[arg(long, value_name = "FILE")]
    new: Option<PathBuf>,
}

/// Revoke a key that was lost or that somebody else may have
///
/// What the key signed is trusted up to a number of entries only: choose the last checkpoint that was surely yours, best one that is kept outside. The
/// key in charge is replaced by a new one; an earlier key is revoked by the key in charge. Whoever verifies must be told of the new key by another
/// way: a key that was stolen can sign for anything.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  psr key revoke --trusted-up-to 1200
  psr key revoke --trusted-up-to 1200 --new ~/keys/psr-2027.key
  psr key revoke --trusted-up-to 300 --revoked example.org/psr+1a2b3c4d+AQ…")]
pub struct Revoke {
    /// Trust what the key signed up to this many entries
    #[arg(long, value_name = "NUMBER")]
    trusted_up_to: u64,
    /// Keep the new key in this file, outside the register [default: beside the first key]
    #[arg(long, value_name = "FILE")]
    new: Option<PathBuf>,
    /// Revoke this key, by the line that `psr key show` prints [default: the key in charge]
    #[arg(long, value_name = "VERIFIER", conflicts_with = "new")]
    revoked: Option<VerifierKey>,
}

/// Shows the keys, or adds to them.
pub fn run(arguments: &Key, common: &Common, world: &mut World<'_>) -> Outcome {
    match arguments {
        Key::Show(Show {}) => show(common, world),
        Key::Change(arguments) => change(arguments, common, world),
        Key::Revoke(arguments) => revoke(arguments, common, world),
    }
}

fn show(common: &Common, world: &mut World<'_>) -> Outcome {
    let casebook = settings::open_read(common, world)?;
    let keys = casebook.register().keys();
    let mut page = Page::new(world.stdout.colour);
    for (index, link) in keys.links().iter().enumerate() {
        let from = link.after.map_or("from the beginning".to_owned(), |after| format!("after {after} entries"));
        page.line(&format!("Key {}  {}  in charge {from}", index + 1, link.key.fingerprint()));
        page.line(&format!("       {}", link.key));
        if let Some(end) = keys.trusted_up_to(&link.key) {
            page.paragraph(7, &format!("Revoked: what it signed is trusted up to {end} entries."));
        }
        if !link.vouched {
            page.paragraph(
                7,
                "The key before it did not sign for it: whoever verifies must have it from the authority.",
            );
        }
    }
    world.stdout.print(&page.finish())?;
    Ok(Exit::Done)
}

fn change(arguments: &Change, common: &Common, world: &mut World<'_>) -> Outcome {
    let mut casebook = settings::open_write(common, world)?;
    let register = casebook.register_mut();
    let by = settings::actor(common, world)?;
    let file = new_file(arguments.new.as_deref(), register, world)?;
    let (key, drawn) = key_in(&file, world)?;
    let origin = register.origin().to_owned();
    let new = NewKey { key: &key, origin: &origin, by: &by, at: (world.clock)() };
    let receipt = register.change_key(&new, &mut *world.randomness).map_err(|error| undrawn(error, &file, drawn))?;
    let mut page = Page::new(world.stdout.colour);
    page.line(&format!("The key is changed, after {} entries.", receipt.position));
    said(&mut page, &file, &register.keys(), arguments.new.is_some());
    page.paragraph(0, "Those who have an earlier key can go on with it: the old key signed for the new one. Give them the new verifier line when you can. Keep the old key's file until they have, then destroy it.");
    world.stdout.print(&page.finish())?;
    Ok(Exit::Done)
}

fn revoke(arguments: &Revoke, common: &Common, world: &mut World<'_>) -> Outcome {
    let by = settings::actor(common, world)?;
    let place = settings::register_place(common, world)?;
    let reading = Register::open_read(&place)?;
    check_size(arguments.trusted_up_to, reading.size()?)?;
    let keys = reading.keys();
    let revoked = arguments.revoked.as_ref().unwrap_or(keys.newest()).clone();
    if revoked != *keys.newest() {
        return revoke_earlier(&revoked, arguments.trusted_up_to, &by, common, world);
    }
    let old = at_hand(&keys, common, world)?;
    let file = new_file(arguments.new.as_deref(), &reading, world)?;
    let (key, drawn) = key_in(&file, world)?;
    let place = settings::remembering(place, keys.newest().name(), world)?;
    let register = match &old {
        Some(old) => Register::open_write(place, old),
        None => Register::open_to_replace_key(place, &key),
    };
    let mut register = register.map_err(|error| undrawn(error, &file, drawn))?;
    let origin = keys.newest().name().to_owned();
    let new = NewKey { key: &key, origin: &origin, by: &by, at: (world.clock)() };
    let recorded = register.revoke_key(&revoked, arguments.trusted_up_to, &new, &mut *world.randomness);
    recorded.map_err(|error| undrawn(error, &file, drawn))?;
    let mut page = Page::new(world.stdout.colour);
    page.line(&format!("The key is revoked: what it signed is trusted up to {} entries.", arguments.trusted_up_to));
    said(&mut page, &file, &register.keys(), arguments.new.is_some());
    page.paragraph(0, "Tell everyone who verifies this register, by another way than the register itself, that the old key is revoked, and give them the new verifier line: from the old key alone they cannot tell your new key from a thief's.");
    page.paragraph(
        0,
        "Checkpoints that were kept outside, time stamps and witnesses still prove what was there before.",
    );
    world.stdout.print(&page.finish())?;
    Ok(Exit::Done)
}

/// Refuses a size that the register has not reached.
fn check_size(trusted_up_to: u64, size: u64) -> Result<(), Stop> {
    if trusted_up_to <= size {
        return Ok(());
    }
    let hint = "name the number of entries of a checkpoint that was surely yours";
    Err(Problem::new(
        format!("the register holds {size} entries, fewer than {trusted_up_to}; no key was revoked"),
        hint,
    )
    .into())
}

/// Returns the key in charge, where that is at hand, and warns where it is not.
fn at_hand(keys: &Keys, common: &Common, world: &mut World<'_>) -> Result<Option<SigningKey>, Stop> {
    let path = settings::key_in_charge(common, world, keys)?;
    let key = if path.is_file() { Some(SigningKey::read_file(&path)?) } else { None };
    let key = key.filter(|key| key.verifier(keys.newest().name()) == *keys.newest());
    if key.is_none() {
        let lost = "the key in charge is not at hand, so it does not sign for the new one: whoever verifies must be given the new key";
        Screen::new(&mut world.stderr).warning(lost);
    }
    Ok(key)
}

/// Revokes a key that is no longer in charge.
fn revoke_earlier(
    revoked: &VerifierKey,
    trusted_up_to: u64,
    by: &str,
    common: &Common,
    world: &mut World<'_>,
) -> Outcome {
    let mut casebook = settings::open_write(common, world)?;
    let register = casebook.register_mut();
    let path = settings::key_in_charge(common, world, &register.keys())?;
    let key = SigningKey::read_file(&path)?;
    let origin = register.origin().to_owned();
    let new = NewKey { key: &key, origin: &origin, by, at: (world.clock)() };
    register.revoke_key(revoked, trusted_up_to, &new, &mut *world.randomness)?;
    let mut page = Page::new(world.stdout.colour);
    page.line(&format!("The earlier key is revoked: what it signed is trusted up to {trusted_up_to} entries."));
    page.paragraph(
        0,
        "The key in charge stays. Tell everyone who verifies this register, and give them its verifier line:",
    );
    page.line(&format!("  {}", register.keys().newest()));
    world.stdout.print(&page.finish())?;
    Ok(Exit::Done)
}

/// Returns where the new key is kept: as named, or beside the first key, with its number.
fn new_file(named: Option<&Path>, register: &Register, world: &World<'_>) -> Result<PathBuf, Stop> {
    let number = settings::number_of_newest(&register.keys()) + 1;
    let file =
        named.map_or_else(|| settings::numbered_key(register.origin(), number, world), |file| Ok(file.to_owned()))?;
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    if register.place().folder().is_some_and(|folder| absolute(&file).starts_with(absolute(folder))) {
        let hint = "name a file elsewhere with --new: whoever copies the register would have its key";
        return Err(Problem::new("the new key would lie inside the register", hint).at(file.display()).into());
    }
    Ok(file)
}

/// Reads the key in a file, or draws one and writes it there; says which.
fn key_in(file: &Path, world: &mut World<'_>) -> Result<(SigningKey, bool), Stop> {
    if file.exists() {
        return Ok((SigningKey::read_file(file)?, false));
    }
    let key = SigningKey::draw(&mut *world.randomness);
    if let Some(parent) = file.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        std::fs::create_dir_all(parent).map_err(io("create the key's folder", parent))?;
    }
    key.create_file(file)?;
    Ok((key, true))
}

/// Takes back a key that was drawn for nothing.
fn undrawn(error: psr_recorder::Error, file: &Path, drawn: bool) -> Stop {
    // Where it is not known whether the change is on record, the key may be needed.
    if drawn && matches!(error, psr_recorder::Error::KeyStatement { .. } | psr_recorder::Error::WrongKey { .. }) {
        let _ = std::fs::remove_file(file);
    }
    error.into()
}

fn said(page: &mut Page, file: &Path, keys: &Keys, named: bool) {
    page.blank();
    page.line(&format!("New key      {}", file.display()));
    page.line(&format!("Verifier     {}", keys.newest()));
    page.line(&format!("Fingerprint  {}", keys.newest().fingerprint()));
    page.blank();
    if named {
        page.paragraph(
            0,
            "From now on, name the new key's file with --key FILE or PSR_KEY when something is recorded.",
        );
    }
}
