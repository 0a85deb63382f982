//! `psr export --as html`: the page that verifies itself.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use clap::ValueEnum;
use psr_casefile::casebook::Case;
use psr_casefile::export;
use psr_recorder::Register;
use psr_renderer::{Privilege, Templates, page};

use crate::command::render::refused;
use crate::exit::Exit;
use crate::failure::{Outcome, Stop, io};
use crate::terminal::screen::Screen;
use crate::world::World;

/// The form of what is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// A bundle: every byte, for programs to verify
    Zip,
    /// A page that verifies itself, for readers
    Html,
}

impl Form {
    /// Returns the form that was named, or that the file's ending names.
    pub fn of(named: Option<Form>, output: &Path) -> Form {
        let page = output.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("html"));
        named.unwrap_or(if page { Form::Html } else { Form::Zip })
    }
}

/// Writes the page of a case to a new file; what is privileged is in it only where the caller let them.
pub fn run(case: &Case, register: &Register, path: &Path, privileged: bool, world: &mut World<'_>) -> Outcome {
    let text = write(case, register, if privileged { Privilege::Shown } else { Privilege::Withheld })?;
    let mut file = File::create_new(path).map_err(io("write the page", path))?;
    let stored = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    stored.map_err(io("write the page", path)).map_err(|stop| super::discarded(path, stop))?;
    world.stdout.print(&format!("{}\n", path.display()))?;
    if privileged {
        Screen::new(&mut world.stderr).warning(
            "the page holds what is privileged as legal advice: give it only to those who share the privilege",
        );
    }
    Ok(Exit::Done)
}

fn write(case: &Case, register: &Register, privilege: Privilege) -> Result<String, Stop> {
    let templates = Templates::built_in().map_err(refused)?;
    let record = psr_casefile::record::decision_record(case)?;
    let carried = export::carried(case, register)?;
    page::of_case(case, &record, &carried, &templates, privilege).map_err(refused)
}
