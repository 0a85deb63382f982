//! `psr export --as html`: the page that verifies itself.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::path::Path;

use clap::ValueEnum;
use psr_casefile::casebook::Case;
use psr_casefile::contemporaneity::{self, EntryLabel};
use psr_recorder::bundle::{Carried, Request, VERIFIER_JS};
use psr_recorder::{Digest, Register, bundle};
use psr_renderer::page::{self, Labels, LeftOut, PageData};
use psr_renderer::{DocumentName, Privilege, Templates, document};

use crate::command::render::refused;
use crate::exit::Exit;
use crate::failure::{Outcome, Stop, io};
use crate::terminal::screen::Screen;
use crate::world::World;

/// How many bytes of evidence a page carries altogether.
const ROOM: u64 = 20 * 1024 * 1024;

/// Names the reasons for a decision of any kind.
const ANY_DECISION: &str = "decision";

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

/// Writes the page of a case to a new file; privileged answers are in it only where the caller let them.
pub fn run(case: &Case, register: &Register, path: &Path, privileged: bool, world: &mut World<'_>) -> Outcome {
    let text = write(case, register, if privileged { Privilege::Shown } else { Privilege::Withheld })?;
    let mut file = File::create_new(path).map_err(io("write the page", path))?;
    let stored = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    stored.map_err(io("write the page", path)).map_err(|stop| super::discarded(path, stop))?;
    world.stdout.print(&format!("{}\n", path.display()))?;
    if privileged {
        Screen::new(&mut world.stderr)
            .warning("the page holds privileged answers: give it only to those who share the privilege");
    }
    Ok(Exit::Done)
}

fn write(case: &Case, register: &Register, privilege: Privilege) -> Result<String, Stop> {
    let templates = Templates::built_in().map_err(refused)?;
    let record = psr_casefile::record::decision_record(case)?;
    let main = case.rulebook.pack().about.default_decision.as_str();
    // A pack whose main decision has no document of its own is told in the one for decisions of any kind.
    let name = DocumentName::of_reasons(&record, main, &templates)
        .or_else(|_| DocumentName::parse(ANY_DECISION, &templates))
        .map_err(refused)?;
    let reasons = document(&record, &name, &templates, privilege).map_err(refused)?;
    let carried = bundle::carried(register, &Request::record(case.id), ROOM)?;
    let files = carried.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let marks = marks(case, register)?;
    let data = PageData { files, left_out: left_out(&carried), labels: labels(case), marks };
    Ok(page::write(&reasons, &data, VERIFIER_JS))
}

fn left_out(carried: &Carried) -> Vec<LeftOut> {
    let of = |kind| move |(digest, bytes): (&Digest, &u64)| LeftOut { kind, digest: digest.hex(), bytes: *bytes };
    carried.evidence_left_out.iter().map(of("evidence")).chain(carried.packs_left_out.iter().map(of("pack"))).collect()
}

/// Returns what each entry came before and after, in a few words.
fn marks(case: &Case, register: &Register) -> Result<BTreeMap<u64, Vec<String>>, Stop> {
    let labels = contemporaneity::of(case, &register.checkpoints()?);
    let mark = |label: &EntryLabel| (label.entry, vec![label.in_full()]);
    let marks = labels.entries.iter().map(mark);
    Ok(marks.filter(|(_, mark)| mark.iter().all(|words| !words.is_empty())).collect())
}

/// Returns the pack's words for what the record names by id.
fn labels(case: &Case) -> Labels {
    let pack = case.rulebook.pack();
    Labels {
        decisions: pack.decisions.iter().map(|decision| (decision.id.to_string(), decision.title.clone())).collect(),
        events: pack.events.iter().map(|kind| (kind.id.to_string(), kind.title.clone())).collect(),
        questions: pack.questions.iter().map(|(id, question)| (id.to_string(), question.ask.clone())).collect(),
    }
}
