//! Uploading a bundle.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use minijinja::context;
use psr_recorder::VerifierKey;
use serde::Deserialize;

use super::kept;
use crate::http::Posted;
use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;
use crate::view::{Frame, words};

#[derive(Debug, Default, Deserialize)]
pub struct Done {
    /// The case that was just taken in.
    done: Option<String>,
    /// How many entries were added.
    added: Option<usize>,
}

pub async fn show(State(site): State<Site>, who: Who, Query(done): Query<Done>) -> Result<Response, Problem> {
    page(&site, &who, &done, "", Vec::new())
}

pub async fn send(State(site): State<Site>, who: Who, mut posted: Posted) -> Result<Response, Problem> {
    let verifier = posted.text("verifier").map(str::to_owned);
    let mut errors = Vec::new();
    if let Some(Err(error)) = verifier.as_deref().map(str::parse::<VerifierKey>) {
        errors.push((words::sentence(&format!("this is no verifier key: {error}")), "verifier".to_owned()));
    }
    let upload = posted.take_uploads("bundle").into_iter().next();
    match upload {
        Some(upload) if errors.is_empty() => {
            let key = kept::keep(&site, &who, upload, verifier).await?;
            Ok(Redirect::to(&format!("/import/{key}")).into_response())
        }
        upload => {
            if upload.is_none() {
                errors.insert(0, ("Select the file of a bundle".to_owned(), "bundle".to_owned()));
            }
            let typed = verifier.unwrap_or_default();
            let page = page(&site, &who, &Done::default(), &typed, errors)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

fn page(
    site: &Site,
    who: &Who,
    done: &Done,
    verifier: &str,
    errors: Vec<(String, String)>,
) -> Result<Response, Problem> {
    let error = |field: &str| errors.iter().find(|(_, of)| of == field).map(|(message, _)| message.clone());
    let taken = done.done.as_ref().map(|id| context! { id, says => added(done.added.unwrap_or_default()) });
    let context =
        context! { taken, verifier, errors => context! { bundle => error("bundle"), verifier => error("verifier") } };
    let frame = Frame::new("Take in a case").part("/audit").step("Audit", "/audit").errors(errors);
    site.views().show("import.html.j2", &frame, who, context)
}

fn added(entries: usize) -> String {
    match entries {
        0 => "every entry was here already".to_owned(),
        _ => words::count(entries, "entry was added", "entries were added"),
    }
}
