//! The disclosure itself: the bundle is written, and then put on record by its digest.

use std::fs::File;
use std::path::{Path, PathBuf};

use psr_casefile::casebook::{Case, Casebook};
use psr_casefile::disclosure::{Disclosing, Schedule, Selected, schedule, select};
use psr_recorder::bundle::{self, Request};
use psr_recorder::{Digest, Entry};
use psr_renderer::disclosure::attached_schedule;
use psr_renderer::{Format, Templates, render_schedule};

use super::{Disclose, Planned, planned};
use crate::cli::Common;
use crate::command::render::refused;
use crate::exit::Exit;
use crate::failure::{Outcome, Stop, io};
use crate::settings;
use crate::terminal::list::count;
use crate::terminal::page::Page;
use crate::terminal::screen::Screen;
use crate::world::World;

/// Shows the schedule that would go with the bundle.
pub fn show(arguments: &Disclose, plan: &Path, to: &str, common: &Common, world: &mut World<'_>) -> Outcome {
    let (casebook, case) = settings::open_case(common, world, &arguments.case)?;
    let entries = casebook.to_disclose(&case)?;
    let planned = planned(arguments, plan, to, (&case, &entries))?;
    let (schedule, _) = drawn_up(&casebook, (&case, &entries), &planned, world);
    let templates = Templates::built_in().map_err(refused)?;
    let rendition = render_schedule(&schedule, Format::Markdown, &templates).map_err(refused)?;
    world.stdout.write(&rendition.bytes)?;
    Screen::new(&mut world.stderr).note("nothing was written and nothing was recorded");
    Ok(Exit::Done)
}

/// Writes the bundle and puts it on record.
pub fn disclose(
    arguments: &Disclose,
    (plan, output): (&PathBuf, &PathBuf),
    to: &str,
    common: &Common,
    world: &mut World<'_>,
) -> Outcome {
    let mut casebook = settings::open_write(common, world)?;
    let case = casebook.case(&arguments.case)?;
    let entries = casebook.to_disclose(&case)?;
    let planned = planned(arguments, plan, to, (&case, &entries))?;
    let actor = settings::actor(common, world)?;
    let (schedule, selected) = drawn_up(&casebook, (&case, &entries), &planned, world);
    let attached =
        Templates::built_in().and_then(|templates| attached_schedule(&schedule, &templates)).map_err(refused)?;
    let request = Request { attached: &attached, ..Request::disclosure(case.id, selected.selection.clone()) };
    let digest = written(&casebook, &request, output)?;
    let acting = &mut settings::acting(&actor, world);
    let recorded = casebook.disclosed(&case, planned.kind, (&planned.decided, selected), digest, acting);
    // What is not on record as given must not be there to be given.
    let receipt = recorded.map_err(|error| discarded(output, error.into()))?;
    let mut page = Page::new(world.stdout.colour);
    page.line(&output.display().to_string());
    page.line(&format!("Recorded (entry {}): disclosed to {to}", receipt.seq));
    page.item(2, "- ", &format!("{} given", count(schedule.parts_given, "part of an entry", "parts of entries")));
    page.item(2, "- ", &format!("{} withheld", count(schedule.parts_withheld, "part of an entry", "parts of entries")));
    page.item(
        2,
        "- ",
        &format!("{} left out, because {}", count(schedule.outside, "entry", "entries"), schedule.outside_says),
    );
    page.item(2, "- ", &format!("the file is {digest}"));
    world.stdout.print(&page.finish())?;
    Ok(Exit::Done)
}

fn drawn_up(
    casebook: &Casebook,
    (case, entries): (&Case, &[Entry]),
    planned: &Planned<'_>,
    world: &World<'_>,
) -> (Schedule, Selected) {
    let disclosing = Disclosing { case, entries, disclosures: planned.disclosures, kind: planned.kind };
    let today = psr_casefile::time::london_day((world.clock)());
    let schedule = schedule(&disclosing, &planned.decided, casebook.register().origin(), today);
    (schedule, select(&disclosing, &planned.decided))
}

/// Writes a bundle to a new file and returns its digest.
fn written(casebook: &Casebook, request: &Request<'_>, path: &Path) -> Result<Digest, Stop> {
    let file = File::create_new(path).map_err(io("write the bundle", path))?;
    let written = bundle::write(casebook.register(), request, &file, path).map_err(Stop::from);
    let stored = written.and_then(|()| file.sync_all().map_err(io("store the bundle", path)));
    let digest = stored.and_then(|()| Digest::of_file(path).map_err(io("read the bundle", path)));
    digest.map_err(|stop| discarded(path, stop))
}

/// Half a bundle is worse than none.
fn discarded(path: &Path, stop: Stop) -> Stop {
    let _ = std::fs::remove_file(path);
    stop
}
