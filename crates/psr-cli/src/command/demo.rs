//! `psr demo`: a register with worked cases, their documents, verified.

use std::path::{Path, PathBuf};

use clap::Args;
use psr_casefile::casebook::{Case, Casebook};
use psr_casefile::worked::{Folder, WorkedCase};
use psr_recorder::{Place, Register, SigningKey};
use psr_renderer::{DocumentName, Format, Templates, render};
use psr_rules::pack::PackFiles;

use crate::cli::Common;
use crate::command::{init, render as rendering, verify};
use crate::exit::Exit;
use crate::failure::{Failure, Outcome, Problem, Stop, io};
use crate::settings;
use crate::terminal::list::count;
use crate::terminal::page::Page;
use crate::terminal::progress::Progress;
use crate::world::World;

/// Build a register with worked cases, to look at
///
/// The cases are made from published notices; what was supplied for illustration says so. Their written reasons go to DIR/documents, and the register is
/// verified. Nothing outside DIR is touched.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  psr demo && psr --register psr-demo/register case list")]
pub struct Demo {
    /// Build it in this folder
    #[arg(value_name = "DIR", default_value = "psr-demo")]
    folder: PathBuf,
}

/// Builds the demonstration.
pub fn run(arguments: &Demo, _common: &Common, world: &mut World<'_>) -> Outcome {
    let folder = &arguments.folder;
    if folder.read_dir().is_ok_and(|mut inside| inside.next().is_some()) {
        let hint = "name an empty or new folder; nothing was changed";
        return Err(Problem::new("the folder is not empty", hint).at(folder.display()).into());
    }
    std::fs::create_dir_all(folder).map_err(io("create the folder", folder))?;
    let mut casebook = new_casebook(folder, world)?;
    let cases = play_all(&mut casebook, world)?;
    let written = write_documents(&folder.join("documents"), &cases, world)?;
    let verified = verify::whole(&folder.join(settings::USUAL), world)?;
    let text = says(folder, &cases, &written, &verify::text(&verified, "the register", world.stdout.colour));
    world.stdout.print(&text)?;
    Ok(Exit::found(!verified.sound))
}

/// Makes a register of its own for the worked cases.
pub fn new_casebook(folder: &Path, world: &mut World<'_>) -> Result<Casebook, Stop> {
    let (register, key_file) = (folder.join(settings::USUAL), folder.join("demo.key"));
    init::create(&Place::from(&register), "psr-demo.invalid/1", &key_file, world)?;
    let key = SigningKey::read_file(&key_file)?;
    Ok(Casebook::new(Register::open_write(&register, &key)?))
}

/// Plays every worked case.
pub fn play_all(casebook: &mut Casebook, world: &mut World<'_>) -> Result<Vec<Case>, Stop> {
    let pack: PackFiles = psr_casefile::built_in::files().into_iter().collect();
    let folders = crate::worked_cases::folders();
    let mut progress = Progress::new(world, "playing worked cases");
    let (mut cases, total) = (Vec::new(), folders.len() as u64);
    for (name, files) in folders {
        cases.push(play(&name, &files, &pack, casebook, world)?);
        progress.at(cases.len() as u64, total);
    }
    Ok(cases)
}

/// Plays one worked case; one that leads elsewhere than it should is a fault.
fn play(
    name: &str,
    files: &Folder,
    pack: &PackFiles,
    casebook: &mut Casebook,
    world: &mut World<'_>,
) -> Result<Case, Stop> {
    let worked = WorkedCase::read(files)?;
    let case = worked.play(files, pack, casebook, &mut settings::acting(&worked.actor, world))?;
    let surprises = worked.surprises(&case)?;
    if surprises.is_empty() {
        return Ok(case);
    }
    let problem = |what: String| Problem::new(what, "mend the case or the pack it is decided by").at(name);
    Err(Stop::Failed(Failure { exit: Exit::FoundWrong, problems: surprises.into_iter().map(problem).collect() }))
}

/// Writes the reasons of every case in every format, and returns the pages to open.
fn write_documents(folder: &Path, cases: &[Case], world: &mut World<'_>) -> Result<Vec<PathBuf>, Stop> {
    std::fs::create_dir_all(folder).map_err(io("create the folder", folder))?;
    let templates = Templates::built_in().map_err(rendering::refused)?;
    let mut progress = Progress::new(world, "writing documents");
    let mut pages = Vec::new();
    for (case, done) in cases.iter().zip(1..) {
        let record = psr_casefile::record::decision_record(case)?;
        let main = case.rulebook.pack().about.default_decision.as_str();
        let document = DocumentName::of_reasons(&record, main, &templates).map_err(rendering::refused)?;
        for format in Format::ALL.iter().copied() {
            let rendition = render(&record, &document, format, &templates).map_err(rendering::refused)?;
            let name = format!("{}-{}.{}", record.case.reference.to_lowercase(), document.as_str(), format.name());
            let path = folder.join(name);
            std::fs::write(&path, rendition.bytes).map_err(io("write the document", &path))?;
            pages.extend((format == Format::Html).then_some(path));
        }
        progress.at(done, cases.len() as u64);
    }
    Ok(pages)
}

fn says(folder: &Path, cases: &[Case], pages: &[PathBuf], verified: &str) -> String {
    let mut page = Page::new(false);
    page.heading(&format!("{} in {}", count(cases.len(), "worked case", "worked cases"), folder.display()));
    for case in cases {
        let opened = &case.state.opened.what;
        page.item(2, "- ", &format!("{}: {}", opened.reference, opened.title));
    }
    let mut text = page.finish();
    text.push('\n');
    text.push_str(verified);
    let mut page = Page::new(false);
    page.blank();
    page.line("Open");
    pages.iter().for_each(|path| page.line(&format!("  {}", path.display())));
    page.blank();
    page.line("Look further");
    let register = folder.join(settings::USUAL);
    page.line(&format!("  export PSR_REGISTER={} PSR_KEY={}", register.display(), folder.join("demo.key").display()));
    let reference = cases.first().map_or("REFERENCE", |case| case.state.opened.what.reference.as_str());
    page.line("  psr case list");
    for command in ["show", "log", "check", "ask"] {
        page.line(&format!("  psr {command} {reference}"));
    }
    text.push_str(&page.finish());
    text
}
