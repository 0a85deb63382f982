//! Verification on demand: every stored byte is hashed again, and every determination taken again. It changes nothing, is made in the background, and its
//! page says how far it is and then what was found.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use minijinja::{Value, context};
use psr_casefile::casebook::Case;
use psr_recorder::{Options, VerifierKey};

use super::{case::about, register};
use crate::checks::{self, Check, State as Progress, Told};
use crate::http::Posted;
use crate::pages::case::open;
use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;
use crate::view::{Frame, data, words};

/// Begins to verify one case.
pub async fn case(State(site): State<Site>, who: Who, Path(id): Path<String>, _: Posted) -> Result<Redirect, Problem> {
    let case = open::case(&site, &who, &id).await?.id;
    let options = Options { record: Some(case), ..Options::default() };
    begin(&site, &who, Some(case.to_string()), options).await
}

/// Begins to verify the whole register, by what whoever asks brings from outside.
pub async fn register(State(site): State<Site>, who: Who, posted: Posted) -> Result<Response, Problem> {
    let pinned_key: Option<VerifierKey> = match posted.text("verifier").map(str::parse).transpose() {
        Ok(key) => key,
        Err(error) => {
            let message = words::sentence(&format!("this is no verifier key: {error}"));
            let errors = vec![(message, "verifier".to_owned())];
            let page = register::page(&site, &who, &posted, errors).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    // A note ends with a line end, which a form drops.
    let prior = posted.text("prior").map(|note| format!("{note}\n"));
    let options = Options { pinned_key, prior, ..Options::default() };
    Ok(begin(&site, &who, None, options).await?.into_response())
}

async fn begin(site: &Site, who: &Who, case: Option<String>, options: Options) -> Result<Redirect, Problem> {
    let check = checks::begin(site, &who.name()?, case, options).await?;
    Ok(Redirect::to(&address(&check)))
}

/// Returns where a verification is looked at.
pub fn address(check: &Check) -> String {
    format!("/audit/verifications/{}", check.id)
}

/// Shows how far a verification is, or what it found. One of a case is shown to those who may see the case.
pub async fn show(State(site): State<Site>, who: Who, Path(id): Path<String>) -> Result<Response, Problem> {
    let check = checks::of(&site, &id).await?;
    let check = check.ok_or_else(|| Problem::not_found("There is no verification at this address."))?;
    let case = match &check.case {
        Some(case) => Some(open::case(&site, &who, case).await?),
        None => None,
    };
    let again = case.as_ref().map_or("/audit".to_owned(), |case| format!("{}/audit", open::address(case)));
    let frame = match &case {
        Some(case) => open::frame(case, "Verification").step("Audit", &again),
        None => Frame::new("Verification").part("/audit").step("Audit", "/audit"),
    };
    let name = case.as_ref().map(|case| format!("the case {}", case.state.opened.what.reference));
    let context = context! {
        case => case.as_ref().map(about), address => case.as_ref().map(open::address), name => name.unwrap_or_else(|| "the whole register".to_owned()),
        by => &check.by, asked => data(check.asked), brought => data(check.brought), again, here => address(&check),
    };
    match &check.state {
        Progress::Done { at, result } => {
            let context = context! { at => data(at), ..context! { ..told(result, case.as_ref()), ..context } };
            site.views().show("verification.html.j2", &frame, &who, context)
        }
        state => {
            let context =
                context! { running => check.is_running(site.now()), ..context! { ..under_way(state), ..context } };
            site.views().show("verifying.html.j2", &frame, &who, context)
        }
    }
}

/// Says in one line what became of a verification, for a list of them.
pub fn line(site: &Site, check: &Check) -> Value {
    let says = match &check.state {
        Progress::Done { result, .. } if result.sound => "Sound".to_owned(),
        Progress::Done { result, .. } => format!("Not sound: {}", words::count(result.fault_count, "fault", "faults")),
        Progress::Running { .. } if check.is_running(site.now()) => "Under way".to_owned(),
        Progress::Running { .. } => "Stopped before its end".to_owned(),
        Progress::Failed { .. } => "Could not look".to_owned(),
    };
    let head = match &check.state {
        Progress::Done { result, .. } => Some(result.head.clone()),
        _ => None,
    };
    context! { href => address(check), asked => data(check.asked), by => &check.by, says, head }
}

/// How far a verification is, in words; or why it could not look.
fn under_way(state: &Progress) -> Value {
    match state {
        Progress::Running { read, of, replayed, .. } => {
            let done = replayed.unwrap_or(*read);
            let part = if replayed.is_some() { "taking determinations again" } else { "hashing what is stored" };
            context! { part, done, of, percent => (done * 100).checked_div(*of).unwrap_or(0).min(100), why => None::<String> }
        }
        Progress::Failed { why } => {
            context! { part => "", done => 0, of => 0, percent => 0, why => words::sentence(why) }
        }
        Progress::Done { .. } => context! {},
    }
}

/// What a verification found, for a template; a fault in an entry of the case leads to it.
fn told(result: &Told, case: Option<&Case>) -> Value {
    let entry = |position: Option<u64>| {
        let entries = case.map(|case| case.entries.as_slice()).unwrap_or_default();
        entries.iter().find(|entry| Some(entry.position) == position).map(|entry| entry.seq)
    };
    let fault = |(position, kind, message): &(Option<u64>, String, String)| {
        context! { position, entry => entry(*position), kind, message => words::sentence(message) }
    };
    let missing = |missing: &String| {
        let (kind, message) = missing.split_once(": ").unwrap_or(("", missing));
        context! { kind, message => words::sentence(message) }
    };
    let signature = |(position, name, key): &(u64, String, String)| {
        context! { position, entry => entry(Some(*position)), name, key }
    };
    context! {
        sound => result.sound, entries => result.entries, head => &result.head, replayed => result.replayed, fault_count => result.fault_count,
        faults => result.faults.iter().map(fault).collect::<Vec<_>>(), not_proved => result.not_proved.iter().map(missing).collect::<Vec<_>>(),
        warnings => result.warnings.iter().map(|warning| words::sentence(warning)).collect::<Vec<_>>(),
        signatures => result.signatures.iter().map(signature).collect::<Vec<_>>(),
    }
}
