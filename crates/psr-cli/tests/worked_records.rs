//! What is drawn from the record of every worked case besides its notices and letters, as its readers see it: the written reasons, the timeline, the register of
//! conflicts, the schedule of a disclosure; and what is told of all of them over a year.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::thread;

use common::worked::{PLAYED, REGISTER, shows};
use psr_casefile::casebook::{Case, disclosure_kind};
use psr_casefile::disclosure::{Disclosing, Schedule, decide, propose, providers, schedule};
use psr_renderer::document::sentences::sentences;
use psr_renderer::{DocumentName, Format, Privilege, Rendition, Templates, render, render_period, render_schedule};
use psr_rules::facts::read_disclosure_plan;

/// What becomes of the parts that a proposed plan leaves to be decided.
const WITHHELD: &str =
    "give: no\n        on: commercial-interests\n        explanation: It shows a rival how the offer was made up.";

fn text(rendition: Rendition) -> String {
    String::from_utf8(rendition.bytes).unwrap()
}

/// Draws a document of every case, on all cores, and compares each with its snapshot.
fn of_every_case(named: &str, draw: impl Fn(&str, &Case, &Templates) -> String + Sync) {
    let cases: Vec<_> = PLAYED.cases.iter().collect();
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let share = |cases: &[(&String, &Case)]| {
        let templates = Templates::built_in().unwrap();
        cases.iter().map(|(name, case)| ((*name).clone(), draw(name, case, &templates))).collect::<Vec<_>>()
    };
    let drawn: Vec<(String, String)> = thread::scope(|scope| {
        let working: Vec<_> =
            cases.chunks(cases.len().div_ceil(cores)).map(|cases| scope.spawn(|| share(cases))).collect();
        working.into_iter().flat_map(|share| share.join().unwrap()).collect()
    });
    for (name, text) in drawn {
        shows(&format!("{name}--{named}"), &text);
    }
}

/// Renders what is made from the decision record of a case; every sentence of it rests on something, or says that it does not.
fn of_the_record(case: &Case, named: &str, templates: &Templates) -> String {
    let record = psr_casefile::record::decision_record(case).unwrap();
    let main = case.rulebook.pack().about.default_decision.as_str();
    let document = match named {
        "reasons" => DocumentName::of_reasons(&record, main, templates),
        named => DocumentName::parse(named, templates),
    };
    let document = document.unwrap();
    let drawn = psr_renderer::document(&record, &document, templates, Privilege::Withheld).unwrap();
    let bare: Vec<_> = sentences(&drawn).into_iter().filter(|sentence| !sentence.is_accounted_for()).collect();
    assert!(bare.is_empty(), "{}: {bare:#?}", record.case.reference);
    text(render(&record, &document, Format::Markdown, templates).unwrap())
}

#[test]
fn the_written_reasons_of_every_case_read_as_they_should() {
    of_every_case("reasons", |_, case, templates| of_the_record(case, "reasons", templates));
}

#[test]
fn the_timeline_of_every_case_reads_as_it_should() {
    of_every_case("timeline", |_, case, templates| of_the_record(case, "timeline", templates));
}

#[test]
fn the_register_of_conflicts_of_every_case_reads_as_it_should() {
    of_every_case("conflicts", |_, case, templates| of_the_record(case, "conflicts", templates));
}

#[test]
fn the_schedule_of_a_disclosure_of_every_case_reads_as_it_should() {
    of_every_case("schedule-of-information", |name, case, templates| {
        text(render_schedule(&disclosed(name, case), Format::Markdown, templates).unwrap())
    });
}

/// Draws up the schedule of what a provider would be given that asks for what it may: all but what is left to be decided.
fn disclosed(name: &str, case: &Case) -> Schedule {
    let (disclosures, kind) = disclosure_kind(case, None).unwrap();
    let disclosing = Disclosing { case, entries: &PLAYED.entries[name], disclosures, kind };
    let to = providers(&disclosing).pop_last().unwrap_or_else(|| "Example Care Ltd".to_owned());
    let plan = propose(&disclosing, &to, Some("Request of 1 December 2026")).to_yaml();
    let plan = plan.replace("give: undecided", WITHHELD);
    let plan = read_disclosure_plan("plan.yaml", plan.as_bytes(), case.rulebook.pack()).unwrap();
    let decided = decide(&disclosing, &plan).unwrap();
    schedule(&disclosing, &decided, REGISTER, "2026-12-02".parse().unwrap())
}

#[test]
fn what_is_told_of_all_cases_over_a_year_reads_as_it_should() {
    let templates = Templates::built_in().unwrap();
    for report in &PLAYED.reports {
        let rendition = render_period(report, Format::Markdown, &templates).unwrap();
        shows(&format!("all-cases--{}", report.id), &text(rendition));
    }
}
