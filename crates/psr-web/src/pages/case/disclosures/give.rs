//! Giving: what was decided is held against the case, the bundle is written and put on record by its digest, and taken away.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use psr_casefile::acting::Acting;
use psr_casefile::casebook::{Case, Casebook};
use psr_casefile::disclosure::{Disclosing, schedule, select};
use psr_casefile::state::CaseEntry;
use psr_recorder::bundle::{self, Request};
use psr_recorder::{Digest, Register};
use psr_renderer::Templates;
use psr_renderer::disclosure::attached_schedule;
use tempfile::NamedTempFile;

use super::super::open;
use super::offer::{of_kind, offered, page, proposed};
use super::plan::{Typed, Wrong, decided};
use super::{Asked, Wanted};
use crate::http::{Posted, download};
use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;

/// What became of it.
enum Outcome {
    /// It is on record: the file, and the case's reference.
    Given(Vec<u8>, String),
    /// Something is wrong with what was decided.
    Wrong(Wrong),
    /// Something was written since the form was shown.
    Newer(Vec<CaseEntry>),
}

pub async fn give(
    State(site): State<Site>,
    who: Who,
    Path(id): Path<String>,
    Query(asked): Wanted,
    posted: Posted,
) -> Result<Response, Problem> {
    let typed: Typed = posted.typed().into_iter().collect();
    let (seen, name, rec) =
        (posted.number("head").unwrap_or_default(), who.name()?, open::admitted(&site, &who, &id).await?);
    let (acting_site, wanted, choices) = (site.clone(), asked.clone(), typed.clone());
    let outcome = site.books().write(move |casebook| {
        let case = casebook.case_by_id(rec)?;
        let newer: Vec<CaseEntry> = case.entries.iter().filter(|entry| entry.seq > seen).cloned().collect();
        if !newer.is_empty() {
            return Ok(Outcome::Newer(newer));
        }
        acting_site.acting(&name, |acting| given(casebook, &case, &wanted, &choices, acting))
    });
    let (status, wrong, newer) = match outcome.await? {
        Outcome::Given(bytes, reference) => {
            return Ok(download(&[&reference, "for", &asked.to], "zip", "application/zip", bytes));
        }
        Outcome::Wrong(wrong) => (StatusCode::UNPROCESSABLE_ENTITY, wrong, Vec::new()),
        Outcome::Newer(newer) => (StatusCode::CONFLICT, Wrong::new(), newer),
    };
    let offer = offered(&site, &who, &id, &asked).await?;
    Ok((status, page(&site, &who, &offer, &asked, &typed, &wrong, &newer)?).into_response())
}

fn given(
    casebook: &mut Casebook,
    case: &Case,
    asked: &Asked,
    typed: &Typed,
    acting: &mut Acting<'_>,
) -> Result<Outcome, Problem> {
    let entries = casebook.to_disclose(case)?;
    let (disclosures, kind) = of_kind(case, asked)?;
    let disclosing = Disclosing { case, entries: &entries, disclosures, kind };
    let decided = match decided(&disclosing, &proposed(&disclosing, asked), typed) {
        Ok(decided) => decided,
        Err(wrong) => return Ok(Outcome::Wrong(wrong)),
    };
    let today = psr_casefile::time::london_day(acting.now);
    let schedule = schedule(&disclosing, &decided, casebook.register().origin(), today);
    let selected = select(&disclosing, &decided);
    let attached = attached_schedule(&schedule, &Templates::built_in()?)?;
    let request = Request { attached: &attached, ..Request::disclosure(case.id, selected.selection.clone()) };
    let (bytes, digest) = written(casebook.register(), &request)?;
    casebook.disclosed(case, kind, (&decided, selected), digest, acting)?;
    Ok(Outcome::Given(bytes, case.state.opened.what.reference.clone()))
}

/// Writes the bundle to a file that is removed again, and returns what it holds.
fn written(register: &Register, request: &Request<'_>) -> Result<(Vec<u8>, Digest), Problem> {
    let unwritten = |error: std::io::Error| Problem::fault(format!("The bundle could not be written: {error}."));
    let file = NamedTempFile::new().map_err(unwritten)?;
    bundle::write(register, request, file.as_file(), file.path())?;
    let bytes = std::fs::read(file.path()).map_err(unwritten)?;
    let digest = Digest::of(&[&bytes]);
    Ok((bytes, digest))
}
