//! The page: a picture with its table, what is due, the standstill, and what came in.

use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use minijinja::{Value, context};
use psr_casefile::casebook::Case;
use psr_casefile::decision_record::{DecisionRecord, HappenedEvent, LimbStanding, StandingSection, Status};
use psr_casefile::event::Disclosed;
use psr_casefile::state::Recorded;
use psr_renderer::figure::{self, Figure};

use super::super::{due, open};
use super::threads::{Thread, threads};
use crate::people::{Act, Who};
use crate::problem::Problem;
use crate::site::Site;
use crate::view::{data, words};

/// What an address says besides.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Beside {
    recorded: Option<u64>,
}

pub async fn show(
    State(site): State<Site>,
    who: Who,
    Path(id): Path<String>,
    Query(beside): Query<Beside>,
) -> Result<Response, Problem> {
    let case = open::case(&site, &who, &id).await?;
    let (record, today) = (open::record(&case)?, site.today());
    let notice = beside.recorded.map(|entry| format!("It is on record (entry {entry})."));
    let frame = open::frame(&case, "Timeline").notice(notice).wide();
    let found = threads(&case.rulebook.pack().events, &record.events);
    let may_record = who.person().is_some_and(|person| person.may(Act::Decide)) && !record.case.closed;
    let context = context! {
        case => data(&record.case), address => open::address(&case), may_record, picture => drawn(&record).map(|figure| figure.alt),
        events => record.events.iter().map(|event| happened(&case, event, today)).collect::<Vec<_>>(), due => due::due(&case, today),
        standings => record.standings.iter().map(standing).collect::<Vec<_>>(),
        threads => found.iter().map(|thread| shown(&case, thread, today)).collect::<Vec<_>>(),
    };
    site.views().show("timeline.html.j2", &frame, &who, context)
}

/// Serves the picture by itself: whole and without styles or scripts, it is shown as an image.
pub async fn picture(State(site): State<Site>, who: Who, Path(id): Path<String>) -> Result<Response, Problem> {
    let case = open::case(&site, &who, &id).await?;
    let record = open::record(&case)?;
    let figure =
        drawn(&record).ok_or_else(|| Problem::not_found("Nothing happened in this case that could be drawn."))?;
    Ok(([(header::CONTENT_TYPE, "image/svg+xml")], figure.svg).into_response())
}

fn drawn(record: &DecisionRecord) -> Option<Figure> {
    let happened: Vec<(String, NaiveDate)> =
        record.events.iter().map(|event| (event.title.clone(), event.on)).collect();
    figure::timeline("what happened in this case", &happened)
}

fn happened(case: &Case, event: &HappenedEvent, today: NaiveDate) -> Value {
    let entry = case.entries.iter().find(|entry| entry.seq == event.entry);
    let by = entry.map(|entry| case.state.actor_name(&entry.act));
    let details = if event.shown.is_empty() { &event.details } else { &event.shown };
    context! {
        title => &event.title, on => event.on.to_string(), off => words::away(event.on, today), provision => &event.provision,
        details => data(details), entry => event.entry, by, recorded => entry.map(|entry| entry.at.to_rfc3339()),
    }
}

fn standing(standing: &StandingSection) -> Value {
    let limb = |limb: &LimbStanding| {
        let (text, colour) = match limb.status {
            Status::Met => ("Met", "green"),
            Status::NotMet => ("Not met", "grey"),
            Status::Undetermined => ("Not yet known", "yellow"),
        };
        context! { provision => &limb.provision, status => context! { text, colour }, clause => &limb.clause, entries => &limb.entries }
    };
    context! { title => words::heading(&standing.title), provision => &standing.provision, lot => standing.lot.clone(), limbs => standing.limbs.iter().map(limb).collect::<Vec<_>>() }
}

fn shown(case: &Case, thread: &Thread<'_>, today: NaiveDate) -> Value {
    let given: Vec<Value> = disclosures(case, thread).map(|disclosed| disclosure(case, disclosed)).collect();
    let days = usize::try_from(thread.days_open(today)).unwrap_or_default();
    let days = words::count(days, "day", "days");
    let (text, colour) = match (thread.last(), given.is_empty()) {
        (Some(_), _) => (format!("Followed up after {days}"), "green"),
        (None, false) => ("Information was given".to_owned(), "green"),
        (None, true) => (format!("No answer to it on record, {days}"), "yellow"),
    };
    context! {
        begun => happened(case, thread.begun, today), status => context! { text, colour }, given,
        followed => thread.followed.iter().map(|event| happened(case, event, today)).collect::<Vec<_>>(),
    }
}

/// Returns the disclosures that answer something that came in: by its reference or, where they name none, to whoever it came from.
fn disclosures<'c>(case: &'c Case, thread: &'c Thread<'_>) -> impl Iterator<Item = &'c Recorded<Disclosed>> {
    let same = |one: Option<&str>, other: &str| one.is_some_and(|one| one.trim().eq_ignore_ascii_case(other.trim()));
    case.state.disclosures.iter().filter(move |disclosed| match &disclosed.what.request {
        Some(request) => same(thread.reference, request),
        None => same(thread.from, &disclosed.what.to),
    })
}

/// Returns what was given, and on which grounds the rest was withheld.
fn disclosure(case: &Case, disclosed: &Recorded<Disclosed>) -> Value {
    let what = &disclosed.what;
    let kinds = case.rulebook.pack().disclosures.as_ref();
    let kind = kinds.and_then(|disclosures| disclosures.kinds.iter().find(|kind| kind.id.as_str() == what.kind));
    let ground = |on: &str| {
        let known = kind.and_then(|kind| kind.withholding(on));
        known.map_or_else(|| on.to_owned(), |(ground, _)| format!("{} ({})", ground.says, ground.source))
    };
    let mut grounds: Vec<String> = what.withheld.iter().map(|withheld| ground(&withheld.on)).collect();
    grounds.dedup();
    context! { to => &what.to, at => disclosed.at.to_rfc3339(), entry => disclosed.seq, given => what.given.len(), grounds }
}
