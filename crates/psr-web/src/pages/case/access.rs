//! Who may see a case, which an administrator decides, and who looked at what is privileged in it.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use minijinja::context;
use psr_casefile::casebook::Case;

use super::open;
use crate::http::Posted;
use crate::people::access::{self, Access};
use crate::people::{Who, views};
use crate::problem::Problem;
use crate::site::Site;
use crate::view::{Frame, data};

pub async fn show(State(site): State<Site>, who: Who, Path(id): Path<String>) -> Result<Response, Problem> {
    let case = open::whole(&site, open::id(&id)?).await?;
    let access = access::of(&site, case.id).await?;
    page(&site, &who, &case, access, None).await
}

/// Lists the cases that are kept to named people.
pub async fn list(State(site): State<Site>, who: Who) -> Result<Response, Problem> {
    let restricted = access::restricted(&site).await?;
    let cases = site.books().read(|casebook| Ok(casebook.cases()?)).await?;
    let kept = |case: &psr_casefile::casebook::CaseListing| {
        let access = restricted.get(&case.id)?;
        let names: Vec<String> = access.people.values().cloned().collect();
        Some(context! { id => &case.id, title => &case.title, reference => &case.reference, names })
    };
    let cases: Vec<_> = cases.iter().filter_map(kept).collect();
    let frame = Frame::new("Cases kept to named people").part("/").step("Cases", "/");
    site.views().show("restricted.html.j2", &frame, &who, context! { cases })
}

/// Changes who may see the case.
pub async fn change(
    State(site): State<Site>,
    who: Who,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Problem> {
    let case = open::whole(&site, open::id(&id)?).await?;
    let now = match posted.text("who") {
        Some("everybody") => None,
        Some("named") => Some(Access { people: named(&site, &case, &posted).await? }),
        _ => return wrong(&site, &who, &case, ("Select who may see this case", "who")).await,
    };
    if now.as_ref().is_some_and(|access| access.people.is_empty()) {
        return wrong(&site, &who, &case, ("Select at least one person", "people")).await;
    }
    access::set(&site, case.id, now).await?;
    Ok(Redirect::to(&format!("{}/access", open::address(&case))).into_response())
}

/// Returns those who were ticked: people who signed in at some time, or who were named already.
async fn named(site: &Site, case: &Case, posted: &Posted) -> Result<BTreeMap<String, String>, Problem> {
    let ticked = posted.all("people");
    let choices = choices(site, access::of(site, case.id).await?.as_ref()).await?;
    Ok(choices.into_iter().filter(|(subject, _)| ticked.contains(subject)).collect())
}

async fn choices(site: &Site, access: Option<&Access>) -> Result<BTreeMap<String, String>, Problem> {
    let mut choices = access.map(|access| access.people.clone()).unwrap_or_default();
    choices.extend(access::people(site).await?.into_iter().map(|person| (person.subject, person.name)));
    Ok(choices)
}

async fn wrong(site: &Site, who: &Who, case: &Case, error: (&str, &str)) -> Result<Response, Problem> {
    let (message, field) = error;
    let given = Some((message.to_owned(), field.to_owned()));
    // A choice without people is shown as it was made.
    let access = if field == "people" { Some(Access::default()) } else { access::of(site, case.id).await? };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(site, who, case, access, given).await?).into_response())
}

async fn page(
    site: &Site,
    who: &Who,
    case: &Case,
    access: Option<Access>,
    error: Option<(String, String)>,
) -> Result<Response, Problem> {
    let mut frame = open::frame(case, "Who may see this case").errors(error.clone().into_iter().collect());
    if !access::admits(site, who, case.id).await? {
        // Whoever may not see the case is not led to it.
        frame.trail.pop();
    }
    let mut choices: Vec<_> = choices(site, access.as_ref()).await?.into_iter().collect();
    choices.sort_by(|one, other| (&one.1, &one.0).cmp(&(&other.1, &other.0)));
    let is_named = |subject: &str| access.as_ref().is_some_and(|access| access.people.contains_key(subject));
    let items: Vec<_> = choices
        .iter()
        .map(|(subject, name)| context! { value => subject, text => name, hint => subject, checked => is_named(subject) })
        .collect();
    let of = |field: &str| error.as_ref().filter(|(_, of)| of == field).map(|(message, _)| message.clone());
    let context = context! {
        reference => &case.state.opened.what.reference, action => format!("{}/access", open::address(case)),
        restricted => access.is_some(), items, error => of("who"), people_error => of("people"),
        views => data(views::of(site, case.id).await?),
    };
    site.views().show("access.html.j2", &frame, who, context)
}
