//! Turns the trees of a pack's files into the typed model.
//!
//! Files are read in the order in which they name each other: what is defined is known before what refers to it. Where a file could not be read
//! to its end, names that may stand in the rest of it are taken on trust, so that one slip does not bury the others.

mod about;
mod amounts;
mod calendar;
mod clauses;
mod conclusions;
mod conditions;
mod decisions;
mod disclosure;
mod events;
mod folder;
mod gates;
mod index;
mod ledger;
mod list_fields;
mod notice_check;
mod notice_items;
mod notices;
mod parameters;
mod presuppositions;
mod provisions;
mod questions;
mod readiness;
mod regulations;
mod reports;
mod routes;
mod rules;
mod scenarios;
mod tasks;
mod timetable;
mod to_each;
mod uses;

pub(crate) use folder::Folder;
pub(crate) use index::{Index, Origin};
pub(crate) use uses::Uses;

use super::check;
use super::diagnostic::Findings;
use super::files::PackFiles;
use super::model::Pack;
use crate::id::MomentId;

/// Reads a pack, noting every fault; gives one only if everything needed for it was there.
pub(crate) fn pack(files: &PackFiles, findings: &Findings) -> Option<Pack> {
    let read = folder::read_all(files, findings);
    let mut index = Index::with_gaps_of(&read);
    let mut uses = Uses::default();

    let about = about::read(&read, findings, &mut index);
    let provisions = provisions::read(&read, findings, &mut index);
    let cites = about.as_ref().map(|about| about.cites(&index)).unwrap_or_default();
    let parameters = parameters::read(&read, findings, &mut index);
    regulations::read_lists(&read, findings, &mut index);
    let questions = questions::read(&read, findings, &mut index, &mut uses);
    let decisions = decisions::read(&read, findings, &mut index);
    rules::declare(&read, findings, &mut index);

    let (gates, events) = events::read(&read, findings, &mut index);
    let decisions = decisions::complete(decisions, &index, &mut uses, about.as_ref());
    let regulations = regulations::read(&read, findings, &index, &mut uses);
    let notices = notices::read(&read, findings, &index, &events);
    let ledger = ledger::read(&read, findings, &index, &events);
    let named = disclosure::Around { index: &index, questions: &questions, events: &events };
    let of_disclosures = Findings::default();
    let disclosures = disclosure::read(&read, &of_disclosures, &named);
    let calendars = calendar::read(&read, findings, &index);
    let around = timetable::Around { index: &index, calendars: &calendars, files: &read, events: &events };
    let timetable = timetable::read(&around, findings, &mut uses);
    let timetable_scenarios = timetable::read_scenarios(&around, timetable.as_ref(), findings);
    calendar::unused(&read, findings, timetable.as_ref());
    let counted = timetable.iter().flat_map(|rules| rules.counted()).filter_map(|id| MomentId::parse(id).ok());
    index.moments = counted.collect();
    let scenarios = scenarios::read(&read, findings, &index);
    let around = notice_check::Around { index: &index, notices: &notices, timetable: timetable.as_ref() };
    let of_notice_checks = Findings::default();
    let notice_checks = notice_check::read(&read, &of_notice_checks, &around, &mut uses);
    let of_reports = Findings::default();
    let named = reports::Around {
        known: notices::Known { index: &index, events: &events },
        questions: &questions,
        timetable: timetable.as_ref(),
    };
    let reports = reports::read(&read, &of_reports, &named);
    let of_readiness = Findings::default();
    let readiness = readiness::read(&read, &of_readiness, &index, &events, &mut uses);
    let of_tasks = Findings::default();
    let tasks = tasks::read(&read, &of_tasks, &index, &notices);
    check::everything(&index, &uses, findings);
    // Readiness, disclosure, tasks, checks of notices and reports name nearly everything else: held against a pack that has faults, they would only repeat them.
    if !findings.have_errors() {
        findings.extend(of_disclosures);
        findings.extend(of_reports);
        findings.extend(of_readiness);
        findings.extend(of_tasks);
        findings.extend(of_notice_checks);
    }

    let about = about?;
    Some(Pack {
        about: about.about?,
        cites,
        digest: files.digest(),
        texts: about.texts,
        provisions,
        parameters,
        questions,
        decisions,
        regulations,
        events,
        gates,
        notices,
        notice_checks,
        ledger,
        disclosures,
        reports,
        calendars,
        timetable,
        scenarios,
        timetable_scenarios,
        readiness,
        tasks,
    })
}
