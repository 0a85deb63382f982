//! Which register, who acts, and with which key: the options that all commands share, resolved against the world.

use std::path::{Path, PathBuf};

use psr_casefile::acting::Acting;
use psr_casefile::casebook::{Case, Casebook};
use psr_recorder::trust::Keys;
use psr_recorder::{Place, Register, SigningKey};

use crate::cli::Common;
use crate::failure::{Problem, Stop, io};
use crate::terminal::screen::Screen;
use crate::world::World;

/// The database that makes a folder a register.
const DATABASE: &str = "register.sqlite";
/// The folder that is looked at, and created, when none is named.
pub const USUAL: &str = "register";
/// The longest name of an actor, in characters.
const LONGEST_NAME: usize = 200;

/// Returns where the register is.
pub fn register_place(common: &Common, world: &World<'_>) -> Result<Place, Stop> {
    if let Some(given) = named_place(common, world)? {
        return Ok(given);
    }
    let present = [".", USUAL].into_iter().find(|folder| Path::new(folder).join(DATABASE).is_file());
    present.map(|folder| Place::Folder(PathBuf::from(folder))).ok_or_else(|| {
        let hint = "name one with --register DIR|URL or PSR_REGISTER, or create one with `psr init`";
        Problem::new("no register is named, and neither the present folder nor ./register is one", hint).into()
    })
}

/// Returns the place that was named, by option or variable.
pub fn named_place(common: &Common, world: &World<'_>) -> Result<Option<Place>, Stop> {
    common.register.as_deref().or_else(|| world.variable("PSR_REGISTER")).map(|given| place(given, world)).transpose()
}

/// Reads a folder's name or a server's address; the password may stand in `PGPASSWORD`, as for other programs.
pub fn place(given: &str, world: &World<'_>) -> Result<Place, Stop> {
    Ok(match (Place::parse(given)?, world.variable("PGPASSWORD")) {
        (Place::Server(server), Some(password)) => Place::Server(Box::new(server.with_password(password))),
        (place, _) => place,
    })
}

/// Opens the register for reading; that needs no key.
pub fn open_read(common: &Common, world: &World<'_>) -> Result<Casebook, Stop> {
    Ok(Casebook::open_read(register_place(common, world)?)?)
}

/// Opens the register for reading and reads one of its cases.
pub fn open_case(common: &Common, world: &World<'_>, case: &str) -> Result<(Casebook, Case), Stop> {
    let casebook = open_read(common, world)?;
    let case = casebook.case(case)?;
    Ok((casebook, case))
}

/// Opens the register for writing, with its key.
pub fn open_write(common: &Common, world: &World<'_>) -> Result<Casebook, Stop> {
    let (place, key) = to_write(common, world, &register_place(common, world)?)?;
    let mut register = Register::open_write(place, &key)?;
    if let Some(doubt) = register.refusal() {
        return Err(doubt.into());
    }
    register.record_clock_steps(world.clock_notice.clone());
    Ok(Casebook::new(register))
}

/// Returns what the register at a place is opened for writing with: the place, with what this machine remembers of it, and the key in charge.
pub fn to_write(common: &Common, world: &World<'_>, place: &Place) -> Result<(Place, SigningKey), Stop> {
    let keys = Register::open_read(place.clone())?.keys();
    let origin = keys.newest().name().to_owned();
    let path = key_in_charge(common, world, &keys)?;
    if !path.is_file() {
        let hint = "name the file that `psr init` wrote with --key FILE or PSR_KEY; reading and verifying need no key";
        return Err(Problem::new("the register's signing key is not here, so nothing can be recorded", hint)
            .at(path.display())
            .into());
    }
    let key = SigningKey::read_file(&path)?;
    Ok((remembering(place.clone(), &origin, world)?, key))
}

/// Says where this machine keeps what it last saw of a register on a server: beside its key, or beside where its key would be.
pub fn remembering(place: Place, origin: &str, world: &World<'_>) -> Result<Place, Stop> {
    if place.folder().is_some() {
        return Ok(place);
    }
    // Where a person has no folder of their own, nothing is remembered: that guards against accidents only.
    let Some(folder) = own_folder(world) else { return Ok(place) };
    std::fs::create_dir_all(&folder).map_err(io("create the folder for what was last seen", &folder))?;
    Ok(place.remembering_in(folder.join(format!("{}.last-seen", file_name(origin)))))
}

/// Returns this program's folder among a person's configuration.
fn own_folder(world: &World<'_>) -> Option<PathBuf> {
    let folder = match (world.variable("XDG_CONFIG_HOME"), world.variable("HOME"), world.variable("APPDATA")) {
        (Some(folder), _, _) => PathBuf::from(folder),
        (_, Some(home), _) => Path::new(home).join(".config"),
        (_, _, Some(folder)) => PathBuf::from(folder),
        _ => return None,
    };
    Some(folder.join("psr"))
}

/// Returns where the register's key is kept: as named, or in the user's configuration folder under the register's name.
pub fn key_path(common: &Common, world: &World<'_>, origin: &str) -> Result<PathBuf, Stop> {
    if let Some(given) = common.key.as_deref().or_else(|| world.variable("PSR_KEY")) {
        return Ok(PathBuf::from(given));
    }
    let folder = own_folder(world).ok_or_else(|| {
        let hint = "name a file outside the register with --key FILE or PSR_KEY";
        Stop::from(Problem::new("there is no configuration folder to keep the register's key in", hint))
    })?;
    Ok(folder.join(format!("{}.key", file_name(origin))))
}

/// Returns where the key in charge is kept: as named, or in the user's configuration folder, with its number where it is not the first.
pub fn key_in_charge(common: &Common, world: &World<'_>, keys: &Keys) -> Result<PathBuf, Stop> {
    let origin = keys.newest().name();
    let first = key_path(common, world, origin)?;
    let named = common.key.is_some() || world.variable("PSR_KEY").is_some();
    let number = number_of_newest(keys);
    if named || number == 1 { Ok(first) } else { numbered_key(origin, number, world) }
}

/// Returns the number of the newest key among those of the name it signs under.
pub fn number_of_newest(keys: &Keys) -> usize {
    keys.links().iter().filter(|link| link.key.name() == keys.newest().name()).count()
}

/// Returns where the register's key of this number is kept, unless a file is named.
pub fn numbered_key(origin: &str, number: usize, world: &World<'_>) -> Result<PathBuf, Stop> {
    let folder = own_folder(world).ok_or_else(|| {
        let hint = "name a file outside the register with --new FILE";
        Stop::from(Problem::new("there is no configuration folder to keep the new key in", hint))
    })?;
    Ok(folder.join(format!("{}.{number}.key", file_name(origin))))
}

/// Turns a register's name into the name of a file; no two names give one file.
fn file_name(origin: &str) -> String {
    let letter = |c: char| match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '-' | '_' => c.to_string(),
        // A register's name holds no plus sign, so this stays unambiguous.
        '/' => "+".to_owned(),
        other => format!("%{:X}", u32::from(other)),
    };
    origin.chars().map(letter).collect()
}

/// Returns the name to record entries under, and says so where nobody named it.
pub fn actor(common: &Common, world: &mut World<'_>) -> Result<String, Stop> {
    let given = common.actor.as_deref().or_else(|| world.variable("PSR_ACTOR")).map(str::to_owned);
    if let Some(name) = given {
        return checked(&name);
    }
    let login = ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(|name| world.variable(name)).map(str::to_owned);
    let hint = "name whoever acts with --actor NAME or PSR_ACTOR";
    let login = login.ok_or_else(|| Problem::new("it is not known who acts, so nothing can be recorded", hint))?;
    let name = checked(&login)?;
    Screen::new(&mut world.stderr)
        .note(&format!("recorded as by “{name}”, the login name; --actor or PSR_ACTOR names you"));
    Ok(name)
}

fn checked(name: &str) -> Result<String, Stop> {
    let name = name.trim();
    let odd = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(odd) {
        let hint = "give the name as it should stand on record, in at most 200 plain characters";
        return Err(Problem::new("the name of whoever acts cannot be recorded as it is", hint).into());
    }
    Ok(name.to_owned())
}

/// Returns the circumstances of an act.
pub fn acting<'r>(actor: &str, world: &'r mut World<'_>) -> Acting<'r> {
    Acting { actor: actor.to_owned(), now: (world.clock)(), program: program(), randomness: &mut *world.randomness }
}

/// Returns the program with its version, as it stands on record.
pub fn program() -> String {
    format!("psr {}", env!("CARGO_PKG_VERSION"))
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_register_names_its_key_file() {
        for (origin, file) in [("example.org/psr/1", "example.org+psr+1"), ("a b", "a%20b"), ("..", "..")] {
            assert_eq!(file_name(origin), file);
        }
    }
}
