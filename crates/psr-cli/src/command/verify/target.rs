//! What is to be verified: a register's folder, a bundle, or one case of the register in use.

use std::path::{Path, PathBuf};

use psr_casefile::casebook::Casebook;
use psr_recorder::{Place, RecordId};

use crate::cli::Common;
use crate::failure::{Failure, Problem, Stop};
use crate::settings;
use crate::terminal::screen::Screen;
use crate::world::World;

/// What is to be verified.
#[derive(Debug, Clone)]
pub struct Target {
    /// Where the register is, or the bundle's file.
    pub place: Place,
    /// Whether it is a bundle.
    pub is_bundle: bool,
    /// The case, if only one is to be reported on.
    pub record: Option<RecordId>,
    /// What to call it.
    pub name: String,
}

impl Target {
    /// Means a whole register.
    pub fn register(place: Place) -> Self {
        let name = match &place {
            Place::Folder(folder) => format!("the register in {}", folder.display()),
            Place::Server(server) => format!("the register at {server}"),
        };
        Self { place, is_bundle: false, record: None, name }
    }

    fn bundle(path: PathBuf) -> Self {
        let name = format!("the bundle {}", path.display());
        Self { place: Place::Folder(path), is_bundle: true, record: None, name }
    }
}

/// Finds what is meant: a path if there is one of that name, else a case of the register in use.
pub fn find(what: Option<&str>, common: &Common, world: &mut World<'_>) -> Result<Target, Stop> {
    let Some(what) = what else { return Ok(Target::register(settings::register_place(common, world)?)) };
    if Place::is_address(what) {
        return Ok(Target::register(settings::place(what, world)?));
    }
    let path = Path::new(what);
    if path.is_dir() {
        // `psr demo` puts the register beside its documents.
        let inner = path.join(settings::USUAL);
        let beside = !path.join("register.sqlite").exists() && inner.join("register.sqlite").exists();
        return Ok(Target::register(Place::Folder(if beside { inner } else { path.to_owned() })));
    }
    if path.file_name().is_some_and(|name| name == "register.sqlite") && path.is_file() {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        return Ok(Target::register(Place::from(folder)));
    }
    if path.is_file() {
        return Ok(Target::bundle(path.to_owned()));
    }
    case(what, common, world)
}

fn case(what: &str, common: &Common, world: &mut World<'_>) -> Result<Target, Stop> {
    let place = settings::register_place(common, world).map_err(|_| {
        let hint = "check the name, or name the register of the case with --register DIR or PSR_REGISTER";
        let what = format!("there is no folder or file `{what}`, and no register to look for such a case in");
        Stop::from(Problem::new(what, hint))
    })?;
    let of_case = |record, name| Target { place: place.clone(), is_bundle: false, record: Some(record), name };
    if let Ok(record) = what.parse() {
        return Ok(of_case(record, format!("case {what}")));
    }
    let found = Casebook::open_read(&place).and_then(|casebook| casebook.case(what));
    match found.map_err(Stop::from) {
        Ok(case) => {
            let name = format!("case {} in {}", case.state.opened.what.reference, place);
            Ok(of_case(case.id, name))
        }
        // What cannot be read is a finding, and the whole register has to be looked at to find it.
        Err(Stop::Failed(Failure { exit: crate::Exit::FoundWrong, .. })) => {
            Screen::new(&mut world.stderr).warning("the case cannot be read, so the whole register is verified");
            Ok(Target::register(place))
        }
        Err(stop) => Err(stop),
    }
}
