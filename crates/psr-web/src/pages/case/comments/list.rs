//! All comments of a case on one page.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use minijinja::context;
use psr_casefile::casebook::Case;
use psr_casefile::event::Subject;
use serde::Deserialize;

use super::super::open;
use super::shown::{self, Section};
use crate::http::Posted;
use crate::people::{Act, Who, views};
use crate::problem::Problem;
use crate::site::Site;

#[derive(Debug, Default, Deserialize)]
pub struct Beside {
    /// The entry that was just recorded.
    recorded: Option<u64>,
}

pub async fn show(
    State(site): State<Site>,
    who: Who,
    Path(id): Path<String>,
    Query(beside): Query<Beside>,
) -> Result<Response, Problem> {
    let case = open::case(&site, &who, &id).await?;
    page(&site, &who, &case, beside.recorded, false)
}

/// Writes down who looks at what is privileged, then shows all of it.
pub async fn privileged(
    State(site): State<Site>,
    who: Who,
    Path(id): Path<String>,
    _: Posted,
) -> Result<Response, Problem> {
    let case = open::case(&site, &who, &id).await?;
    for comment in case.state.comments.iter().filter(|comment| comment.what.privileged) {
        views::record(&site, &who, case.id, comment.seq).await?;
    }
    page(&site, &who, &case, None, true)
}

fn page(site: &Site, who: &Who, case: &Case, recorded: Option<u64>, told: bool) -> Result<Response, Problem> {
    let of_case = case.state.comments.iter();
    let privileged = of_case.clone().filter(|comment| comment.what.privileged).count();
    let notice = recorded.filter(|entry| of_case.clone().any(|comment| comment.seq == *entry));
    let notice = notice.map(|entry| format!("Your comment is recorded (entry {entry})."));
    let address = open::address(case);
    let opened = &case.state.opened.what;
    let section = shown::section(case, who, &Section { about: &Subject::Case, lot: None });
    let context = context! {
        case => context! { id => case.id.to_string(), reference => &opened.reference, closed => case.state.closed.is_some() }, address => &address,
        threads => shown::threads(case, who, |_| true, told), new => section.get_attr("new").unwrap_or_default(), privileged, told,
        may_look => who.person().is_some_and(|person| person.may(Act::ReadPrivileged)), action => format!("{address}/comments/privileged"),
    };
    site.views().show("comments.html.j2", &open::frame(case, "Comments").notice(notice), who, context)
}
