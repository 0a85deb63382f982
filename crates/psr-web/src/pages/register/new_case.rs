//! Opening a case.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use minijinja::context;
use psr_casefile::casebook::CaseOpening;
use psr_casefile::error::Error;
use psr_rules::answer;
use psr_rules::pack::PackFiles;

use crate::http::Posted;
use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;
use crate::view::{Frame, words};

pub async fn show(State(site): State<Site>, who: Who) -> Result<Response, Problem> {
    page(&site, &who, &Posted::default(), Vec::new())
}

pub async fn open(State(site): State<Site>, who: Who, posted: Posted) -> Result<Response, Problem> {
    let opening = match read(&posted) {
        Ok(opening) => opening,
        Err(errors) => return wrong(&site, &who, &posted, errors),
    };
    let (name, acting_site) = (who.name()?, site.clone());
    let opened = site.books().write(move |casebook| {
        let files: PackFiles = psr_casefile::built_in::files().into_iter().collect();
        Ok(acting_site.acting(&name, |acting| casebook.open_case(&opening, &files, acting)))
    });
    match opened.await? {
        Ok(case) => Ok(Redirect::to(&format!("/cases/{}", case.id)).into_response()),
        Err(error @ Error::ReferenceTaken(_)) => {
            wrong(&site, &who, &posted, vec![(words::sentence(&error.to_string()), "reference".to_owned())])
        }
        Err(Error::Refused(refusals)) => {
            let errors =
                refusals.iter().map(|refusal| (words::sentence(&refusal.to_string()), "title".to_owned())).collect();
            wrong(&site, &who, &posted, errors)
        }
        Err(other) => Err(other.into()),
    }
}

/// Reads the form; says what is wrong with which field otherwise.
fn read(posted: &Posted) -> Result<CaseOpening, Vec<(String, String)>> {
    let mut errors = Vec::new();
    let mut needed = |field: &str, message: &str| {
        let text = posted.text(field).unwrap_or_default().to_owned();
        if text.is_empty() {
            errors.push((message.to_owned(), field.to_owned()));
        }
        text
    };
    let title = needed("title", "Enter a title for the case");
    let reference = needed("reference", "Enter a reference for the case");
    let commenced = match posted.date("commenced").map(|date| answer::date(&date)) {
        None => None,
        Some(Ok(date)) => Some(date),
        Some(Err(error)) => {
            errors.push((format!("When the procedure commenced: {}", error.problem()), "commenced-day".to_owned()));
            None
        }
    };
    let lots = posted.raw("lots").unwrap_or_default().lines().map(str::trim).filter(|lot| !lot.is_empty());
    let lots = lots.map(str::to_owned).collect();
    let retrospective = posted.text("retrospective").is_some();
    let contract = posted.text("contract").map(str::to_owned);
    let opening = CaseOpening { title, reference, commenced, lots, source: None, retrospective, contract };
    if errors.is_empty() { Ok(opening) } else { Err(errors) }
}

fn wrong(site: &Site, who: &Who, posted: &Posted, errors: Vec<(String, String)>) -> Result<Response, Problem> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(site, who, posted, errors)?).into_response())
}

fn page(site: &Site, who: &Who, posted: &Posted, errors: Vec<(String, String)>) -> Result<Response, Problem> {
    let frame = Frame::new("Open a case").part("/").step("Cases", "/").errors(errors.clone());
    let raw = |name: &str| posted.raw(name).unwrap_or_default().to_owned();
    let error = |field: &str| errors.iter().find(|(_, of)| of == field).map(|(message, _)| message.clone());
    let context = context! {
        title => raw("title"), reference => raw("reference"), lots => raw("lots"), contract => raw("contract"),
        day => raw("commenced-day"), month => raw("commenced-month"), year => raw("commenced-year"),
        retrospective => posted.text("retrospective").is_some(),
        errors => context! { title => error("title"), reference => error("reference"), commenced => error("commenced-day") },
    };
    site.views().show("new-case.html.j2", &frame, who, context)
}
