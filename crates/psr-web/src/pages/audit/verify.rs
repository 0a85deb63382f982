//! Verification on demand: every stored byte is hashed again, and every determination taken again. It changes nothing, so its result is the answer itself.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use minijinja::{Value, context};
use psr_casefile::casebook::Case;
use psr_casefile::verification::{self, Verified};
use psr_recorder::{Options, VerifierKey};

use super::{case::about, register};
use crate::books::blocking;
use crate::http::Posted;
use crate::pages::case::open;
use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;
use crate::view::{Frame, words};

const SIGNERS: &str = "only a list of signers that you bring shows it, with `psr verify` at the command line";

/// Verifies one case.
pub async fn case(State(site): State<Site>, who: Who, Path(id): Path<String>, _: Posted) -> Result<Response, Problem> {
    let case = open::case(&site, &who, &id).await?;
    let verified = verify(&site, Options { record: Some(case.id), ..Options::default() }).await?;
    let audit = format!("{}/audit", open::address(&case));
    let frame = open::frame(&case, "Verification").step("Audit", &audit);
    let context = context! {
        case => about(&case), address => open::address(&case), name => format!("the case {}", case.state.opened.what.reference), again => audit,
        at => site.now().to_rfc3339(), ..told(&verified, Some(&case))
    };
    site.views().show("verification.html.j2", &frame, &who, context)
}

/// Verifies the whole register, by what whoever asks brings from outside.
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
    let verified = verify(&site, Options { pinned_key, prior, ..Options::default() }).await?;
    let frame = Frame::new("Verification").part("/audit").step("Audit", "/audit");
    let context = context! {
        name => "the whole register", again => "/audit", at => site.now().to_rfc3339(), ..told(&verified, None)
    };
    site.views().show("verification.html.j2", &frame, &who, context)
}

async fn verify(site: &Site, options: Options) -> Result<Verified, Problem> {
    let place = site.books().read(|casebook| Ok(casebook.register().place().clone())).await?;
    blocking(move || {
        let mut verified = verification::of_register(&place, &options)?;
        verified.compare_signers(None, SIGNERS);
        Ok(verified)
    })
    .await
}

/// What a verification found, for a template; a fault in an entry of the case leads to it.
fn told(verified: &Verified, case: Option<&Case>) -> Value {
    let entry = |position: Option<u64>| {
        let entries = case.map(|case| case.entries.as_slice()).unwrap_or_default();
        entries.iter().find(|entry| Some(entry.position) == position).map(|entry| entry.seq)
    };
    let fault = |fault: &verification::Fault| {
        context! { position => fault.position, entry => entry(fault.position), kind => &fault.kind, message => words::sentence(&fault.message) }
    };
    let missing = |missing: &String| {
        let (kind, message) = missing.split_once(": ").unwrap_or(("", missing));
        context! { kind, message => words::sentence(message) }
    };
    let signature = |signature: &verification::Signature| context! { position => signature.position, entry => entry(Some(signature.position)), name => &signature.name, key => &signature.key };
    context! {
        sound => verified.sound, entries => verified.entries, head => &verified.head, replayed => verified.replayed,
        faults => verified.faults.iter().map(fault).collect::<Vec<_>>(), not_proved => verified.not_proved.iter().map(missing).collect::<Vec<_>>(),
        warnings => verified.warnings.iter().map(|warning| words::sentence(warning)).collect::<Vec<_>>(),
        signatures => verified.signatures.iter().map(signature).collect::<Vec<_>>(),
    }
}
