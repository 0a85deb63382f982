//! Putting on record that something happened: first which of the pack's events, then the day and what else is recorded of it.

mod form;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use minijinja::{Value, context};
use psr_casefile::casebook::Case;
use psr_casefile::event::CaseEvent;
use psr_casefile::state::CaseEntry;
use psr_rules::pack::model::EventKind;
use serde::Deserialize;

use super::open::{self, Wrote};
use super::question::field;
use crate::http::Posted;
use crate::people::{Act, Who};
use crate::problem::Problem;
use crate::routes::Route;
use crate::site::Site;
use crate::view::{data, words};
use form::Filled;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/cases/{id}/events/new", Act::Decide, show),
        Route::post("/cases/{id}/events/new", Act::Decide, send),
    ]
}

/// What an address says besides: which event.
#[derive(Debug, Default, Deserialize)]
pub struct Beside {
    event: Option<String>,
}

async fn show(
    State(site): State<Site>,
    who: Who,
    Path(id): Path<String>,
    Query(beside): Query<Beside>,
) -> Result<Response, Problem> {
    let case = open::case(&site, &who, &id).await?;
    match beside.event.as_deref().filter(|event| !event.is_empty()) {
        None => choose(&site, &who, &case),
        Some(event) => {
            let kind = kind(&case, event)?.clone();
            page(&site, &who, &case, &kind, &Filled::default(), &[])
        }
    }
}

async fn send(
    State(site): State<Site>,
    who: Who,
    Path(id): Path<String>,
    Query(beside): Query<Beside>,
    posted: Posted,
) -> Result<Response, Problem> {
    let case = open::case(&site, &who, &id).await?;
    let kind = kind(&case, beside.event.as_deref().unwrap_or_default())?.clone();
    let mut filled = Filled::of(&kind, &posted);
    let given = match form::given(&kind, &posted, site.today()) {
        Ok(given) => given,
        Err(errors) => {
            filled.errors = errors;
            return again(StatusCode::UNPROCESSABLE_ENTITY, page(&site, &who, &case, &kind, &filled, &[])?);
        }
    };
    let (seen, of) = (posted.number("head").unwrap_or_default(), kind.id.clone());
    let bears = move |entry: &CaseEntry| match &entry.event {
        Some(CaseEvent::Happened(happened)) => happened.event == of,
        Some(CaseEvent::Closed(_)) => true,
        _ => false,
    };
    let wrote = open::write(&site, &who, case.id, seen, bears, move |casebook, case, acting| {
        casebook.event(case, &given, acting)
    });
    match wrote.await {
        Ok(Wrote::Recorded(recorded)) => {
            let entry = recorded.case.state.happened.last().map_or(recorded.case.state.head, |happened| happened.seq);
            Ok(Redirect::to(&format!("{}/timeline?recorded={entry}", open::address(&recorded.case))).into_response())
        }
        Ok(Wrote::Conflict(now, newer)) => {
            again(StatusCode::CONFLICT, page(&site, &who, &now, &kind, &filled, &newer)?)
        }
        Err(problem) if problem.status == StatusCode::BAD_REQUEST => {
            filled.errors = problem.what.iter().map(|what| (what.clone(), "on-day".to_owned())).collect();
            again(StatusCode::UNPROCESSABLE_ENTITY, page(&site, &who, &case, &kind, &filled, &[])?)
        }
        Err(problem) => Err(problem.with_typed(posted.typed())),
    }
}

fn again(status: StatusCode, page: Response) -> Result<Response, Problem> {
    Ok((status, page).into_response())
}

fn kind<'c>(case: &'c Case, event: &str) -> Result<&'c EventKind, Problem> {
    let known = case.rulebook.pack().events.iter().find(|kind| kind.id.as_str() == event);
    known.ok_or_else(|| Problem::not_found("The rules of this case know no such event."))
}

/// Lets whoever records choose which event it was.
fn choose(site: &Site, who: &Who, case: &Case) -> Result<Response, Problem> {
    let frame = open::frame(case, "What happened?").step("Timeline", &format!("{}/timeline", open::address(case)));
    let kinds = case.rulebook.pack().events.iter();
    let kinds: Vec<Value> = kinds
        .map(|kind| context! { value => kind.id.to_string(), text => format!("{} ({})", kind.title, kind.provision) })
        .collect();
    let context = context! { case => data(open::record(case)?.case), address => open::address(case), kinds };
    site.views().show("choose-event.html.j2", &frame, who, context)
}

fn page(
    site: &Site,
    who: &Who,
    case: &Case,
    kind: &EventKind,
    filled: &Filled,
    newer: &[CaseEntry],
) -> Result<Response, Problem> {
    let timeline = format!("{}/timeline", open::address(case));
    let frame = open::frame(case, &kind.title).step("Timeline", &timeline).errors(filled.errors.clone());
    let error = |field: &str| filled.errors.iter().find(|(_, of)| of == field).map(|(message, _)| message.clone());
    let errors = filled.errors.iter().filter(|(_, field)| field.starts_with("item-"));
    let errors = errors.map(|(message, field)| (field.trim_end_matches("-day").to_owned(), message.clone()));
    let context = context! {
        case => data(open::record(case)?.case), address => open::address(case), head => case.state.head,
        action => format!("{}/events/new?event={}", open::address(case), kind.id), title => &kind.title, provision => kind.provision.to_string(),
        fields => kind.fields.iter().map(field).collect::<Vec<_>>(), filled => data(filled), on_error => error("on-day"), details_error => error("details"),
        field_errors => errors.collect::<std::collections::BTreeMap<_, _>>(), newer => newer.iter().filter_map(|entry| new_event(case, entry)).collect::<Vec<_>>(),
        commences => kind.commences,
    };
    site.views().show("new-event.html.j2", &frame, who, context)
}

/// Returns an event of the same kind that somebody else put on record meanwhile.
fn new_event(case: &Case, entry: &CaseEntry) -> Option<Value> {
    let by = case.state.actor_name(&entry.act);
    let said = match &entry.event {
        Some(CaseEvent::Happened(happened)) => {
            let details: Vec<String> = happened.details.iter().map(|(name, text)| format!("{name}: {text}")).collect();
            format!("On {}. {}", words::day(happened.on), details.join("; "))
        }
        Some(CaseEvent::Closed(_)) => "The case was closed.".to_owned(),
        _ => return None,
    };
    Some(context! { said, by, at => entry.at.to_rfc3339(), entry => entry.seq })
}
