//! Reads `readiness/*.yaml`: stages, lists of words, figures of good practice, checks and standings.
//!
//! Any file may hold any of them. What is named is read first, over all files, and then what names it.

mod checks;
mod circumstances;
mod days;
mod messages;
mod names;
mod selections;
mod standings;

use super::folder::{File, Folder};
use super::index::Index;
use super::uses::Uses;
use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::Findings;
use crate::pack::model::{EventKind, Readiness};

use names::Names;

/// Everything that conditions over the life of a case may name.
pub(super) struct Reading<'r> {
    index: &'r Index,
    events: &'r [EventKind],
    uses: &'r mut Uses,
    names: Names,
}

/// The parts of a file that name other things.
#[derive(Default)]
struct Later<'a> {
    checks: Vec<Cursor<'a>>,
    standings: Vec<Cursor<'a>>,
}

/// Reads the readiness of a pack, where it has any.
pub(crate) fn read(
    files: &[File],
    findings: &Findings,
    index: &Index,
    events: &[EventKind],
    uses: &mut Uses,
) -> Readiness {
    let mut reading = Reading { index, events, uses, names: Names::default() };
    let mut readiness = Readiness::default();
    let mut later = Later::default();
    for file in files.iter().filter(|file| file.folder == Folder::Readiness) {
        declare(file, findings, &mut reading, &mut readiness, &mut later);
    }
    for list in &later.checks {
        checks::read(*list, &mut reading, &mut readiness);
    }
    for list in &later.standings {
        standings::read(*list, &mut reading, &mut readiness);
    }
    reading.names.unused(findings);
    readiness
}

fn declare<'a>(
    file: &'a File,
    findings: &'a Findings,
    reading: &mut Reading<'_>,
    readiness: &mut Readiness,
    later: &mut Later<'a>,
) {
    if file.has_gaps() {
        reading.names.gaps = true;
    }
    let Some(mut fields) = file.cursor(findings).fields() else { return };
    let keys = ["stages", "words", "figures", "checks", "standings"].map(|key| fields.optional(key));
    if keys.iter().all(Option::is_none) && fields.is_whole() {
        fields.whole().error(
            "the file holds nothing of readiness",
            "add `checks:`, `standings:`, `stages:`, `words:` or `figures:`",
        );
    }
    fields.finish();
    let [stages, words, figures, checks, standings] = keys;
    readiness.stages.extend(stages.map(|list| reading.names.stages(list)).unwrap_or_default());
    readiness.words.extend(words.map(|list| reading.names.words(list)).unwrap_or_default());
    readiness.figures.extend(figures.map(|list| reading.names.figures(list, reading.index)).unwrap_or_default());
    later.checks.extend(checks);
    later.standings.extend(standings);
}
