//! `psr render --all`: every document of every case, on all cores.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use psr_casefile::casebook::{Case, Casebook};
use psr_recorder::Place;
use psr_renderer::drawn::{Asked, belonging, draw};
use psr_renderer::{Format, Privilege, Templates};

use super::Render;
use super::notice::not_drawn;
use crate::cli::Common;
use crate::exit::Exit;
use crate::failure::{Failure, Outcome, Problem, Stop, io};
use crate::settings;
use crate::terminal::list::count;
use crate::terminal::progress::Progress;
use crate::world::World;

/// What every thread works with.
struct Work<'a> {
    place: Place,
    cases: Vec<String>,
    next: AtomicUsize,
    folder: &'a Path,
    formats: Vec<Format>,
    templates: &'a Templates,
    privilege: Privilege,
}

/// What became of one case: how many files were written, and what went wrong.
struct Done {
    files: usize,
    problems: Vec<Problem>,
}

/// Writes every document of every case to a folder.
pub fn run(arguments: &Render, templates: &Templates, common: &Common, world: &mut World<'_>) -> Outcome {
    let Some(folder) = &arguments.output else {
        return Err(Problem::new("--all writes many files", "name the folder for them with -o DIR").into());
    };
    std::fs::create_dir_all(folder).map_err(io("create the folder", folder))?;
    let casebook = settings::open_read(common, world)?;
    let cases: Vec<String> = match &arguments.case {
        Some(case) => vec![casebook.case(case)?.id.to_string()],
        None => casebook.cases()?.into_iter().map(|case| case.id).collect(),
    };
    let privilege = if arguments.with_privileged { Privilege::Shown } else { Privilege::Withheld };
    let (place, formats) = (settings::register_place(common, world)?, formats(arguments)?);
    let work = Work { place, cases, next: AtomicUsize::new(0), folder, formats, templates, privilege };
    let (files, problems) = side_by_side(&work, &mut Progress::new(world, "writing documents"));
    let of = count(work.cases.len(), "case", "cases");
    world.stdout.print(&format!("{}: {} of {of}\n", folder.display(), count(files, "file", "files")))?;
    match problems.is_empty() {
        true => Ok(Exit::Done),
        false => Err(Stop::Failed(Failure { exit: Exit::FoundWrong, problems })),
    }
}

/// Returns the formats that were named, or all.
fn formats(arguments: &Render) -> Result<Vec<Format>, Stop> {
    match &arguments.format {
        None => Ok(Format::ALL.to_vec()),
        Some(named) => named.split(',').map(|name| super::format_named(name.trim())).collect(),
    }
}

/// Works on all cores; each thread reads the register for itself.
fn side_by_side(work: &Work<'_>, progress: &mut Progress) -> (usize, Vec<Problem>) {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(work.cases.len().max(1));
    let (finished, done) = channel();
    let mut found = std::thread::scope(|scope| {
        for _ in 0..threads {
            let finished = finished.clone();
            scope.spawn(move || keep_working(work, &finished));
        }
        drop(finished);
        gather(&done, work.cases.len(), progress)
    });
    found.sort_by_key(|(place, _)| *place);
    let files = found.iter().map(|(_, done)| done.files).sum();
    (files, found.into_iter().flat_map(|(_, done)| done.problems).collect())
}

fn gather(done: &Receiver<(usize, Done)>, of: usize, progress: &mut Progress) -> Vec<(usize, Done)> {
    let mut found = Vec::new();
    for one in done {
        found.push(one);
        progress.at(found.len() as u64, of as u64);
    }
    found
}

fn keep_working(work: &Work<'_>, finished: &Sender<(usize, Done)>) {
    let opened = Mutex::new(Casebook::open_read(work.place.clone()));
    loop {
        let place = work.next.fetch_add(1, Ordering::Relaxed);
        let Some(id) = work.cases.get(place) else { return };
        let mut done = Done { files: 0, problems: Vec::new() };
        match opened.lock().as_deref() {
            Ok(Ok(casebook)) => one(work, casebook, id, &mut done),
            Ok(Err(error)) => done.problems.push(Problem::new(error.to_string(), "see to the register").at(id)),
            Err(_) => return,
        }
        if finished.send((place, done)).is_err() {
            return;
        }
    }
}

fn one(work: &Work<'_>, casebook: &Casebook, id: &str, done: &mut Done) {
    let written = casebook.case(id).map_err(Stop::from).and_then(|case| write_case(work, casebook, &case, done));
    done.problems.extend(written.err().into_iter().flat_map(problems));
}

fn write_case(work: &Work<'_>, casebook: &Casebook, case: &Case, done: &mut Done) -> Result<(), Stop> {
    let reference = &case.state.opened.what.reference;
    let folder = work.folder.join(file_name(reference));
    std::fs::create_dir_all(&folder).map_err(io("create the folder", &folder))?;
    for (document, to) in belonging(case, work.templates)? {
        let written = write_document(work, casebook, case, (&document, to.as_deref()), &folder);
        match written {
            Ok(files) => done.files += files,
            Err(stop) => done
                .problems
                .extend(problems(stop).into_iter().map(|problem| problem.at(format!("{reference}, {document}")))),
        }
    }
    Ok(())
}

fn write_document(
    work: &Work<'_>,
    casebook: &Casebook,
    case: &Case,
    (document, to): (&str, Option<&str>),
    folder: &Path,
) -> Result<usize, Stop> {
    let asked = Asked { document, publication: None, to, privilege: work.privilege };
    let drawn = draw(asked, casebook, case, work.templates).map_err(not_drawn)?;
    let to = to.map(|to| format!("-{}", file_name(to))).unwrap_or_default();
    for format in &work.formats {
        let rendition = format.write(&drawn.document).map_err(super::refused)?;
        let path: PathBuf = folder.join(format!("{}{to}.{}", drawn.name, format.name()));
        std::fs::write(&path, rendition.bytes).map_err(io("write the document", &path))?;
    }
    Ok(work.formats.len())
}

fn problems(stop: Stop) -> Vec<Problem> {
    match stop {
        Stop::Failed(failure) => failure.problems,
        Stop::PipeClosed => Vec::new(),
    }
}

/// Returns a name that any file system takes: letters, digits, and dashes for the rest.
fn file_name(text: &str) -> String {
    let safe = |character: char| if character.is_alphanumeric() { character } else { '-' };
    let name: String = text.to_lowercase().chars().map(safe).take(80).collect();
    if name.chars().any(char::is_alphanumeric) { name } else { "unnamed".to_owned() }
}
