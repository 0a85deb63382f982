//! `psr init`: a new, empty register and its key.

use std::path::{Path, PathBuf};

use clap::Args;
use psr_recorder::{Place, Register, SigningKey, store};

use crate::cli::Common;
use crate::exit::Exit;
use crate::failure::{Outcome, Problem, Stop, io};
use crate::settings;
use crate::terminal::page::Page;
use crate::world::World;

/// Create an empty register and the key that signs it
///
/// The register is a folder, and nothing else needs to be installed; or it is a schema of a PostgreSQL database, which several people can work on from
/// several machines. Its key goes to a file of its own outside the register, which only you may read: whoever has both can rewrite history unnoticed.
///
/// On a server, who creates the register owns its tables; daily work is better done by a role that owns nothing, which --app-role gives just the rights it
/// needs. Where there is a register of an earlier version, its tables are brought up to date and nothing in it changes. A password is read from
/// PGPASSWORD.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  psr init my-register
  psr init my-register --name psr.example-icb.nhs.uk/1 --key ~/keys/psr.key
  psr init postgres://owner@db.example.nhs.uk/psr --name psr.example-icb.nhs.uk/1 --app-role psr_app")]
pub struct Init {
    /// Create it in this folder, or at this address [default: ./register]
    #[arg(value_name = "DIR|URL")]
    place: Option<String>,
    /// Call the register this; best a name under a domain of the authority, used for no other register
    #[arg(long, value_name = "ORIGIN")]
    name: Option<String>,
    /// Give this role of the server the rights that recording needs, and no others
    #[arg(long, value_name = "ROLE")]
    app_role: Option<String>,
}

/// Creates the register, and says where it and its key are.
pub fn run(arguments: &Init, common: &Common, world: &mut World<'_>) -> Outcome {
    let given = arguments.place.as_deref().map(|given| settings::place(given, world)).transpose()?;
    let named = settings::named_place(common, world)?;
    let place = given.or(named).unwrap_or_else(|| Place::Folder(PathBuf::from(settings::USUAL)));
    if arguments.app_role.is_some() && place.folder().is_some() {
        let hint = "leave out --app-role; on a shared machine, the folder's own rights say who may write in it";
        return Err(Problem::new("a register in a folder has no roles", hint).at(place).into());
    }
    if let Some(outcome) = bring_up_to_date(&place, arguments.app_role.as_deref(), world)? {
        return Ok(outcome);
    }
    let origin = arguments.name.clone().unwrap_or_else(|| own_name(&place, world));
    let key = settings::key_path(common, world, &origin)?;
    let register = create(&place, &origin, &key, world)?;
    if let Some(role) = &arguments.app_role {
        store::allow(&place, role)?;
    }
    let text = says(&register, &key, arguments.app_role.as_deref());
    world.stdout.print(&text)?;
    Ok(Exit::Done)
}

/// Changes the tables of a register on a server that an earlier version made, or whose role is to be given its rights.
fn bring_up_to_date(place: &Place, role: Option<&str>, world: &mut World<'_>) -> Result<Option<Exit>, Stop> {
    if place.folder().is_some() {
        return Ok(None);
    }
    let Some(applied) = store::upgrade(place)? else { return Ok(None) };
    let mut page = Page::new(false);
    match (applied.as_slice(), role) {
        ([], None) => return Err(psr_recorder::Error::Exists { path: place.to_string().into() }.into()),
        ([], Some(_)) => {}
        (steps, _) => page.line(&format!("Tables    brought up to date in {} step(s)", steps.len())),
    }
    if let Some(role) = role {
        store::allow(place, role)?;
        page.line(&format!("Role      {role} may record and read, and nothing else"));
    }
    world.stdout.print(&page.finish())?;
    Ok(Some(Exit::Done))
}

/// Creates a register and its key file; where the register cannot be created, no key is left behind.
pub fn create(place: &Place, origin: &str, key_file: &Path, world: &mut World<'_>) -> Result<Register, Stop> {
    refuse_inside(place, key_file)?;
    if key_file.exists() {
        let hint = "name another file with --key, or another register with --name; a key is never overwritten";
        return Err(Problem::new("there is a key already", hint).at(key_file.display()).into());
    }
    let place = settings::remembering(place.clone(), origin, world)?;
    let key = SigningKey::draw(&mut *world.randomness);
    if let Some(parent) = key_file.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        std::fs::create_dir_all(parent).map_err(io("create the key's folder", parent))?;
    }
    key.create_file(key_file)?;
    Register::create(place, origin, &key, (world.clock)(), &mut *world.randomness).map_err(|error| {
        // The key has signed nothing yet; left behind, it would stand in the way of the next attempt.
        let _ = std::fs::remove_file(key_file);
        error.into()
    })
}

/// Refuses a key file inside the register that is about to be created.
fn refuse_inside(place: &Place, key_file: &Path) -> Result<(), Stop> {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    if !place.folder().is_some_and(|folder| absolute(key_file).starts_with(absolute(folder))) {
        return Ok(());
    }
    let hint = "name a file elsewhere with --key: whoever copies the register would have its key";
    Err(Problem::new("the key would lie inside the register", hint).at(key_file.display()).into())
}

/// Makes a name for a register that nobody named, different from any other.
fn own_name(place: &Place, world: &mut World<'_>) -> String {
    let mut bytes = [0; 4];
    (world.randomness)(&mut bytes);
    let folder = place.folder().and_then(|folder| std::path::absolute(folder).ok());
    let name = folder.and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '-' };
    let name: String = name.as_deref().unwrap_or(settings::USUAL).chars().map(plain).take(64).collect();
    format!("{name}-{:08x}", u32::from_be_bytes(bytes))
}

fn says(register: &Register, key: &Path, role: Option<&str>) -> String {
    let mut page = Page::new(false);
    page.line(&format!("Register  {}", register.place()));
    page.line(&format!("Name      {}", register.origin()));
    page.line(&format!("Key       {}", key.display()));
    page.line(&format!("Verifier  {}", register.verifier()));
    if let Some(role) = role {
        page.line(&format!("Role      {role} may record and read, and nothing else"));
    }
    page.blank();
    page.paragraph(0, "Keep the key safe and apart from the register: without it nothing more can be recorded, and whoever has both can rewrite history.");
    page.paragraph(0, "Give the verifier line to those who will check the register, on paper or by another way: it lets them notice a register that was signed anew.");
    page.blank();
    page.line("Next: psr case open --title TITLE --reference REFERENCE");
    page.finish()
}
