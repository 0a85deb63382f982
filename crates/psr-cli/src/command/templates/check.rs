//! Rendering every template against every worked case.

use std::collections::BTreeMap;
use std::path::Path;

use psr_casefile::casebook::{Case, Casebook};
use psr_casefile::notice;
use psr_casefile::period::Period;
use psr_renderer::document::sentences::sentences;
use psr_renderer::{
    Document, DocumentName, Format, Privilege, RenderError, Templates, document, documents, notice_document,
    period_document,
};

use crate::cli::Common;
use crate::command::demo;
use crate::command::render::refused;
use crate::exit::Exit;
use crate::failure::{Failure, Outcome, Problem, Stop, io};
use crate::terminal::list::count;
use crate::terminal::progress::Progress;
use crate::world::World;

/// What was found: each problem once, with the first case and document in which it showed.
#[derive(Default)]
struct Found {
    documents: usize,
    problems: BTreeMap<String, String>,
}

/// Checks the templates.
pub fn run(folder: Option<&Path>, _common: &Common, world: &mut World<'_>) -> Outcome {
    let templates = folder.map_or_else(Templates::built_in, Templates::with_folder).map_err(refused)?;
    let temporary = tempfile::tempdir().map_err(io("create a folder", &std::env::temp_dir()))?;
    let mut casebook = demo::new_casebook(temporary.path(), world)?;
    let cases = demo::play_all(&mut casebook, world)?;
    let mut progress = Progress::new(world, "rendering");
    let mut found = Found::default();
    for (case, done) in cases.iter().zip(1..) {
        check(case, &casebook, &templates, &mut found)?;
        progress.at(done, cases.len() as u64);
    }
    drop(progress);
    check_reports(&cases, &casebook, &templates, &mut found)?;
    if found.problems.is_empty() {
        let documents = count(found.documents, "document", "documents");
        let cases = count(cases.len(), "worked case", "worked cases");
        world.stdout.print(&format!("sound: {documents} of {cases}, in every format\n"))?;
        return Ok(Exit::Done);
    }
    let problem = |(what, place): (String, String)| Problem::new(what, "mend the template").at(place);
    let problems = found.problems.into_iter().map(problem).collect();
    Err(Stop::Failed(Failure { exit: Exit::FoundWrong, problems }))
}

fn check(case: &Case, casebook: &Casebook, templates: &Templates, found: &mut Found) -> Result<(), Stop> {
    let reference = &case.state.opened.what.reference;
    let record = psr_casefile::record::decision_record_bounded(case, &casebook.register().checkpoints()?)?;
    for summary in documents(templates) {
        let name = DocumentName::parse(summary.name.as_str(), templates).map_err(refused)?;
        for privilege in [Privilege::Withheld, Privilege::Shown] {
            let made = document(&record, &name, templates, privilege);
            found.take(made, &format!("{reference}, {}", name.as_str()));
        }
    }
    for of in &case.rulebook.pack().notices {
        let readers = notice::addressees(case, of)?;
        let to = readers.first().cloned().filter(|_| of.to_each.is_some());
        let draft = notice::draft(case, of, &notice::Wanted { publication: None, to })?;
        if draft.gaps.is_empty() {
            found.take(notice_document(&draft, templates), &format!("{reference}, {}", of.id));
        }
    }
    Ok(())
}

/// Draws up every report of the pack over all the years of the worked cases, and over a day on which nothing happened.
fn check_reports(cases: &[Case], book: &Casebook, templates: &Templates, found: &mut Found) -> Result<(), Stop> {
    let Some(pack) = cases.first().map(|case| case.rulebook.pack()) else { return Ok(()) };
    let happened = || cases.iter().flat_map(|case| &case.state.happened).map(|happened| happened.what.on);
    let (first, last) = (pack.about.begins, happened().max().unwrap_or(pack.about.begins));
    for report in pack.reports.iter().flat_map(|reports| &reports.reports) {
        for period in [Period::new(first, last)?, Period::new(first, first)?] {
            let drawn = book.period_report((pack, report), period, last, &mut |_, _| {})?;
            found.take(period_document(&drawn, templates), &format!("the report {}", report.id));
        }
    }
    Ok(())
}

impl Found {
    fn take(&mut self, made: Result<Document, RenderError>, place: &str) {
        self.documents += 1;
        match made {
            Err(error) => self.add(error.to_string(), place),
            Ok(document) => self.look_at(&document, place),
        }
    }

    fn look_at(&mut self, document: &Document, place: &str) {
        for format in Format::ALL {
            if let Err(error) = format.write(document) {
                self.add(format!("{}: {error}", format.name()), place);
            }
        }
        for sentence in sentences(document).iter().filter(|sentence| !sentence.is_accounted_for()) {
            self.add(format!("a sentence without grounds, under “{}”: {}", sentence.under, sentence.text), place);
        }
    }

    fn add(&mut self, what: String, place: &str) {
        self.problems.entry(what).or_insert_with(|| place.to_owned());
    }
}
