//! Coming in and going out.

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use minijinja::context;
use serde::Deserialize;

use crate::books::blocking;
use crate::http::Posted;
use crate::people::provider::{Secrets, Unproved};
use crate::people::{Act, Person, Who, access, begin, end, pending};
use crate::problem::Problem;
use crate::routes::Route;
use crate::site::Site;
use crate::view::Frame;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/sign-in", Act::Look, sign_in),
        Route::get("/sign-in/start", Act::Look, start),
        Route::get("/sign-in/return", Act::Look, come_back),
        Route::post("/sign-out", Act::Read, sign_out),
    ]
}

#[derive(Deserialize)]
struct Asked {
    token: Option<String>,
}

/// Shows how to come in, and lets in whoever followed the address that was printed at the start.
async fn sign_in(
    State(site): State<Site>,
    who: Who,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let Some(token) = asked.token else {
        let accounts = site.sign_in().provider().is_some();
        return site.views().show("sign-in.html.j2", &Frame::new("Sign in"), &who, context! { accounts });
    };
    let Some(person) = site.sign_in().with_token(&token) else {
        let next = "Use the address that `psr serve` printed when it was started, or start it again.";
        let problem = Problem::forbidden("The address you followed does not let anybody in.").because("sign-in token");
        return Err(Problem { next: next.to_owned(), ..problem });
    };
    let cookie = begin(&site, &headers, person.clone()).await?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response())
}

/// Sends somebody to the provider of their organisation's accounts.
async fn start(State(site): State<Site>) -> Result<Response, Problem> {
    let Some(provider) = site.sign_in().provider().cloned() else {
        return Ok(Redirect::to("/sign-in").into_response());
    };
    let (sent, now) = (pending::begin(&site).await?, site.now());
    let (state, secrets) = (sent.state, sent.secrets);
    let address = blocking(move || provider.begin(&state, &secrets, now).map_err(unproved)).await?;
    Ok(([(header::SET_COOKIE, sent.cookie)], Redirect::to(&address)).into_response())
}

/// What the provider sends somebody back with.
#[derive(Deserialize)]
struct Back {
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
}

/// Lets in whoever comes back from the provider with proof of who they are and a role here.
async fn come_back(
    State(site): State<Site>,
    headers: HeaderMap,
    Query(back): Query<Back>,
) -> Result<Response, Problem> {
    let secrets = pending::take(&site, &headers, back.state.unwrap_or_default()).await?.ok_or_else(unknown)?;
    let code = back.code.ok_or_else(|| not_signed_in(back.error.is_some()))?;
    let person = proved(&site, code, secrets).await?;
    if person.roles.is_empty() {
        access::has_no_role(&site, &person).await?;
        end(&site, &headers).await?;
        return Err(no_role());
    }
    let cookie = begin(&site, &headers, person).await?;
    let cookies = AppendHeaders([(header::SET_COOKIE, cookie), (header::SET_COOKIE, pending::forget(&site))]);
    Ok((cookies, Redirect::to("/")).into_response())
}

async fn proved(site: &Site, code: String, secrets: Secrets) -> Result<Person, Problem> {
    let provider = site.sign_in().provider().cloned().ok_or_else(unknown)?;
    let now = site.now();
    blocking(move || provider.finish(&code, &secrets, now).map_err(unproved)).await
}

/// Ends the session here, then at the provider where it has a place for that.
async fn sign_out(State(site): State<Site>, headers: HeaderMap, _: Posted) -> Result<Response, Problem> {
    let cookie = end(&site, &headers).await?;
    let (provider, now) = (site.sign_in().provider().cloned(), site.now());
    let there = blocking(move || Ok(provider.and_then(|provider| provider.end(now)))).await?;
    let to = there.unwrap_or_else(|| "/sign-in".to_owned());
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(&to)).into_response())
}

/// What to do when signing in did not work.
const AGAIN: &str = "Go to the page for signing in and start again.";

fn unknown() -> Problem {
    let what = "This sign-in was used already, took longer than ten minutes, or began in another browser.";
    Problem::new(StatusCode::BAD_REQUEST, "You could not be signed in", what, AGAIN).because("sign-in state")
}

fn not_signed_in(refused: bool) -> Problem {
    let what = "Your organisation’s sign-in service did not sign you in.";
    let problem = Problem::new(StatusCode::FORBIDDEN, "You could not be signed in", what, AGAIN);
    problem.because(if refused { "refused by the provider" } else { "no code" })
}

fn unproved(why: Unproved) -> Problem {
    let (status, what) = match why {
        Unproved::Service(_) => {
            (StatusCode::BAD_GATEWAY, "Your organisation’s sign-in service does not answer as it should.")
        }
        Unproved::Token(_) => {
            (StatusCode::FORBIDDEN, "What your organisation’s sign-in service said does not prove who you are.")
        }
    };
    let problem = Problem::new(status, "You could not be signed in", what, AGAIN);
    problem.because("not proved").caused_by(why.to_string())
}

fn no_role() -> Problem {
    let what = "Your organisation’s account is known, but it gives you no part in this register.";
    let next = "Ask whoever runs this site for your authority to give you a role. Then sign in again.";
    Problem::new(StatusCode::FORBIDDEN, "You have no role here", what, next).because("no role")
}
