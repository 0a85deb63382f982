//! What a bundle holds and what verification found in it, before anything is taken in.

use axum::extract::{Path, State};
use axum::response::Response;
use minijinja::context;
use psr_casefile::casebook::opened;
use psr_casefile::verification::{self, Verified};
use psr_recorder::bundle::{self, Contents, Kind};

use super::kept::{self, Kept};
use crate::books::blocking;
use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;
use crate::view::{Frame, words};

pub async fn show(State(site): State<Site>, who: Who, Path(key): Path<String>) -> Result<Response, Problem> {
    let kept = kept::find(&site, &who, &key).await?;
    page(&site, &who, &key, kept, Vec::new()).await
}

/// Shows the bundle; `refused` says why it was not taken in.
pub async fn page(site: &Site, who: &Who, key: &str, kept: Kept, refused: Vec<String>) -> Result<Response, Problem> {
    let looked = kept.clone();
    let (verified, contents) = blocking(move || look(&looked)).await?;
    let about = contents.about.as_ref();
    let rec = about.filter(|about| about.kind != Kind::Register).and_then(|about| about.records.first().copied());
    let here = match rec {
        Some(rec) => site.books().read(move |casebook| Ok(casebook.register().head(rec)?)).await?,
        None => None,
    };
    let here = here.map(|(seq, _)| seq + 1);
    let case = contents.entries.first().and_then(opened);
    let entries = contents.entries.len() as u64;
    let context = context! {
        key, name => &kept.name, pinned => kept.verifier.is_some(), sound => verified.sound, replayed => verified.replayed, refused,
        faults => verified.faults.iter().map(|fault| words::sentence(&fault.message)).collect::<Vec<_>>(),
        not_proved => verified.not_proved.iter().map(|missing| words::sentence(missing.split_once(": ").map_or(missing.as_str(), |(_, message)| message))).collect::<Vec<_>>(),
        origin => about.map(|about| about.origin.clone()), one_case => rec.is_some() && case.is_some(), id => rec.map(|rec| rec.to_string()),
        title => case.as_ref().map(|case| case.title.clone()), reference => case.as_ref().map(|case| case.reference.clone()),
        entries, here, new => entries.saturating_sub(here.unwrap_or(0)), head => &verified.head,
    };
    let frame =
        Frame::new("What would come in").part("/audit").step("Audit", "/audit").step("Take in a case", "/import");
    site.views().show("import-preview.html.j2", &frame, who, context)
}

fn look(kept: &Kept) -> Result<(Verified, Contents), Problem> {
    let unread = |error: psr_casefile::Error| Problem {
        what: vec![words::sentence(&error.to_string())],
        ..Problem::refused(String::new())
    };
    let verified = verification::of_bundle(kept.path(), &kept.options()?).map_err(unread)?;
    let contents = bundle::read(kept.path()).map_err(|error| unread(error.into()))?;
    Ok((verified, contents))
}
