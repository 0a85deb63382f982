//! Every entry of a case, oldest first, with what it came before and after and where it stands in the register.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use minijinja::{Value, context};
use psr_casefile::casebook::Case;
use psr_casefile::log::{self, LogEntry};
use serde::Deserialize;

use super::{register, verify};
use crate::checks;
use crate::pages::case::open;
use crate::people::{Act, Who};
use crate::problem::Problem;
use crate::site::Site;

/// How many entries stand on one page.
const PAGE: usize = 100;

#[derive(Deserialize)]
pub struct Wanted {
    page: Option<usize>,
}

pub async fn show(
    State(site): State<Site>,
    who: Who,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    let case = open::case(&site, &who, &id).await?;
    let checkpoints = site.books().read(|casebook| Ok(casebook.register().checkpoints()?)).await?;
    let (entries, labels) = log::of(&case, &checkpoints);
    let pages = entries.len().div_ceil(PAGE).max(1);
    let page = wanted.page.unwrap_or(1).clamp(1, pages);
    let address = format!("{}/audit", open::address(&case));
    let to = |page: usize| format!("{address}?page={page}");
    let shown = entries.into_iter().zip(&case.entries).skip((page - 1) * PAGE).take(PAGE);
    let rows: Vec<Value> = shown.map(|(entry, read)| row(&case, entry, read.position)).collect();
    let its_id = case.id.to_string();
    let checks = checks::all(&site).await?.into_iter().filter(|check| check.case.as_ref() == Some(&its_id));
    let checks: Vec<Value> = checks.take(register::LISTED).map(|check| verify::line(&site, &check)).collect();
    let frame = open::frame(&case, "Audit").wide();
    let context = context! {
        case => about(&case), address => open::address(&case), entries => rows, number => page, pages, total => case.entries.len(),
        checks, caution => labels.caution, privileged => privileged(&who, &case),
        previous => (page > 1).then(|| to(page - 1)), next => (page < pages).then(|| to(page + 1)),
    };
    site.views().show("case-audit.html.j2", &frame, &who, context)
}

/// What every page of audit says of the case.
pub fn about(case: &Case) -> Value {
    let opened = &case.state.opened.what;
    context! { id => case.id.to_string(), title => &opened.title, reference => &opened.reference }
}

/// Whether something privileged is on record, in which entries, and whether whoever looks shares the privilege.
fn privileged(who: &Who, case: &Case) -> Value {
    let entries = psr_casefile::export::privileged(case);
    context! {
        any => !entries.is_empty(), entries,
        shared => who.person().is_some_and(|person| person.may(Act::ReadPrivileged)),
    }
}

fn row(case: &Case, entry: LogEntry, position: u64) -> Value {
    let label = entry.label().map(|label| label.in_full()).filter(|says| !says.is_empty());
    let href = format!("{}/entries/{}", open::address(case), entry.position);
    let (at, leaf, number) = (entry.at.to_rfc3339(), entry.leaf.clone(), entry.position);
    let entry = entry.without_privileged();
    context! { number, href, what => entry.what, by => entry.by, at, label, leaf, position }
}
