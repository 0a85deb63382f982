//! `psr init`: a new, empty register and its key.

use std::path::{Path, PathBuf};

use clap::Args;
use psr_recorder::{Register, SigningKey};

use crate::cli::Common;
use crate::exit::Exit;
use crate::failure::{Outcome, Problem, Stop, io};
use crate::settings;
use crate::terminal::page::Page;
use crate::world::World;

/// Create an empty register and the key that signs it
///
/// The register is a folder; nothing else needs to be installed. Its key goes to a file of its own outside the register, which only you may read:
/// whoever has both can rewrite history unnoticed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  psr init my-register
  psr init my-register --name psr.example-icb.nhs.uk/1 --key ~/keys/psr.key")]
pub struct Init {
    /// Create it in this folder [default: ./register]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Call the register this; best a name under a domain of the authority, used for no other register
    #[arg(long, value_name = "ORIGIN")]
    name: Option<String>,
}

/// Creates the register, and says where it and its key are.
pub fn run(arguments: &Init, common: &Common, world: &mut World<'_>) -> Outcome {
    let named = settings::named_folder(common, world)?;
    let folder = arguments.folder.clone().or(named).unwrap_or_else(|| PathBuf::from(settings::USUAL));
    let origin = arguments.name.clone().unwrap_or_else(|| own_name(&folder, world));
    let key = settings::key_path(common, world, &origin)?;
    let register = create(&folder, &origin, &key, world)?;
    world.stdout.print(&says(&register, &key))?;
    Ok(Exit::Done)
}

/// Creates a register and its key file; where the register cannot be created, no key is left behind.
pub fn create(folder: &Path, origin: &str, key_file: &Path, world: &mut World<'_>) -> Result<Register, Stop> {
    refuse_inside(folder, key_file)?;
    if key_file.exists() {
        let hint = "name another file with --key, or another register with --name; a key is never overwritten";
        return Err(Problem::new("there is a key already", hint).at(key_file.display()).into());
    }
    let key = SigningKey::draw(&mut *world.randomness);
    if let Some(parent) = key_file.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        std::fs::create_dir_all(parent).map_err(io("create the key's folder", parent))?;
    }
    key.create_file(key_file)?;
    Register::create(folder, origin, &key, (world.clock)(), &mut *world.randomness).map_err(|error| {
        // The key has signed nothing yet; left behind, it would stand in the way of the next attempt.
        let _ = std::fs::remove_file(key_file);
        error.into()
    })
}

/// Refuses a key file inside the register that is about to be created.
fn refuse_inside(folder: &Path, key_file: &Path) -> Result<(), Stop> {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    if !absolute(key_file).starts_with(absolute(folder)) {
        return Ok(());
    }
    let hint = "name a file elsewhere with --key: whoever copies the register would have its key";
    Err(Problem::new("the key would lie inside the register", hint).at(key_file.display()).into())
}

/// Makes a name for a register that nobody named, different from any other.
fn own_name(folder: &Path, world: &mut World<'_>) -> String {
    let mut bytes = [0; 4];
    (world.randomness)(&mut bytes);
    let name = std::path::absolute(folder).ok().and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '-' };
    let name: String = name.as_deref().unwrap_or(settings::USUAL).chars().map(plain).take(64).collect();
    format!("{name}-{:08x}", u32::from_be_bytes(bytes))
}

fn says(register: &Register, key: &Path) -> String {
    let mut page = Page::new(false);
    page.line(&format!("Register  {}", register.dir().display()));
    page.line(&format!("Name      {}", register.origin()));
    page.line(&format!("Key       {}", key.display()));
    page.line(&format!("Verifier  {}", register.verifier()));
    page.blank();
    page.paragraph(0, "Keep the key safe and apart from the register: without it nothing more can be recorded, and whoever has both can rewrite history.");
    page.paragraph(0, "Give the verifier line to those who will check the register, on paper or by another way: it lets them notice a register that was signed anew.");
    page.blank();
    page.line("Next: psr case open --title TITLE --reference REFERENCE");
    page.finish()
}
