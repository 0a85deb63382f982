//! The calendars somebody has addresses for: made, renewed and withdrawn by themselves.

use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use minijinja::{Value, context};
use psr_recorder::RecordId;
use serde::Deserialize;

use crate::http::Posted;
use crate::pages::case::open;
use crate::people::feeds::{self, Feed};
use crate::people::{Person, Who};
use crate::problem::Problem;
use crate::site::Site;
use crate::view::{Frame, data};

#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    /// The case for which somebody wants one.
    case: Option<String>,
}

pub async fn show(State(site): State<Site>, who: Who, Query(wanted): Query<Wanted>) -> Result<Response, Problem> {
    let wanted = wanted.case.filter(|case| !case.is_empty());
    let case = match wanted {
        Some(case) => Some(open::admitted(&site, &who, &case).await?),
        None => None,
    };
    page(&site, &who, case, None).await
}

/// Makes an address, a new one in the place of another, or withdraws it. What was made is shown now and never again: only its digest is kept.
pub async fn change(
    State(site): State<Site>,
    who: Who,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Problem> {
    let person = person(&who)?;
    let case: Option<RecordId> = posted.text("case").map(open::id).transpose()?;
    match posted.text("action") {
        Some("withdraw") => {
            feeds::withdraw(&site, person, case).await?;
            Ok(Redirect::to("/calendars").into_response())
        }
        Some("make") => {
            if let Some(case) = case {
                open::admitted(&site, &who, &case.to_string()).await?;
            }
            let secret = feeds::make(&site, person, case).await?;
            page(&site, &who, case, Some(address(&site, &headers, &secret))).await
        }
        _ => Err(Problem::refused("This form says neither that an address is made nor that it is withdrawn.")),
    }
}

fn person(who: &Who) -> Result<&Person, Problem> {
    who.person().ok_or_else(|| Problem::forbidden("You are not signed in."))
}

/// Returns the address as a program needs it, under the name by which the site was asked.
fn address(site: &Site, headers: &HeaderMap, secret: &str) -> String {
    let scheme = if site.settings().secure { "https" } else { "http" };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    format!("{scheme}://{host}/feeds/{secret}/calendar.ics")
}

async fn page(site: &Site, who: &Who, case: Option<RecordId>, made: Option<String>) -> Result<Response, Problem> {
    let feeds = feeds::of(site, person(who)?).await?;
    let has = |case: Option<RecordId>| feeds.iter().any(|feed| feed.case == case.map(|case| case.to_string()));
    let mut rows = Vec::with_capacity(feeds.len());
    for feed in &feeds {
        rows.push(row(site, who, feed).await?);
    }
    let wanted = match case {
        Some(id) if !has(case) => Some(named(site, id).await?),
        _ => None,
    };
    let context = context! { feeds => rows, wanted, has_all => has(None), made };
    site.views().show("calendars.html.j2", &Frame::new("Calendars to subscribe to"), who, context)
}

/// Returns a calendar that somebody has; of a case that is kept from them since, no more than that.
async fn row(site: &Site, who: &Who, feed: &Feed) -> Result<Value, Problem> {
    let mut case = None;
    if let Some(id) = &feed.case {
        let seen = open::admitted(site, who, id).await.is_ok();
        case = Some(if seen {
            named(site, open::id(id)?).await?
        } else {
            context! { id, name => "A case that you may not see any more" }
        });
    }
    Ok(context! { case, made => data(feed.made), read => feed.read.map(|day| day.to_string()) })
}

async fn named(site: &Site, id: RecordId) -> Result<Value, Problem> {
    let case = open::whole(site, id).await?;
    let opened = &case.state.opened.what;
    Ok(context! { id => id.to_string(), name => format!("{} ({})", opened.title, opened.reference) })
}
