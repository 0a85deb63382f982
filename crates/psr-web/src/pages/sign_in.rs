//! Coming in and going out.

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use minijinja::context;
use serde::Deserialize;

use crate::http::Posted;
use crate::people::{Act, Who, begin, end};
use crate::problem::Problem;
use crate::routes::Route;
use crate::site::Site;
use crate::view::Frame;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/sign-in", Act::Look, sign_in), Route::post("/sign-out", Act::Read, sign_out)]
}

#[derive(Deserialize)]
struct Asked {
    token: Option<String>,
}

/// Lets in whoever followed the address that was printed at the start; tells others where to find it.
async fn sign_in(State(site): State<Site>, who: Who, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let Some(token) = asked.token else {
        let page = site.views().show("sign-in.html.j2", &Frame::new("Sign in"), &who, context! {})?;
        return Ok((StatusCode::OK, page).into_response());
    };
    let Some(person) = site.sign_in().with_token(&token) else {
        let next = "Use the address that `psr serve` printed when it was started, or start it again.";
        return Err(Problem {
            next: next.to_owned(),
            ..Problem::forbidden("The address you followed does not let anybody in.")
        });
    };
    let cookie = begin(&site, person.clone()).await?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response())
}

async fn sign_out(State(site): State<Site>, headers: HeaderMap, _: Posted) -> Result<Response, Problem> {
    let cookie = end(&site, &headers).await?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/sign-in")).into_response())
}
