//! What an auditor takes away of a case: its bundle, and the page that verifies itself. Both hold everything that is on record, so a case with
//! anything privileged is given only to those who share the privilege and ask for it.

use std::io::{Seek, Write};

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use psr_casefile::casebook::{Case, Casebook};
use psr_casefile::export;
use psr_recorder::bundle::{self, Request};
use psr_renderer::{Privilege, Templates};
use serde::Deserialize;
use tempfile::NamedTempFile;

use crate::http::download_file;
use crate::pages::case::open;
use crate::people::{Act, Who, views};
use crate::problem::Problem;
use crate::site::Site;
use crate::view::words;

#[derive(Deserialize)]
pub struct Asked {
    /// `yes` where what is privileged is asked for.
    privileged: Option<String>,
}

/// Sends the bundle.
pub async fn bundle(
    State(site): State<Site>,
    who: Who,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let case = open::case(&site, &who, &id).await?;
    check(&site, &case, &who, &asked).await?;
    let reference = case.state.opened.what.reference.clone();
    let file = site.books().read(move |casebook| write_bundle(casebook, &case)).await?;
    download_file(&[&reference], "zip", "application/zip", file)
}

fn write_bundle(casebook: &Casebook, case: &Case) -> Result<NamedTempFile, Problem> {
    let record = psr_casefile::record::decision_record(case)?;
    let attached = psr_renderer::attached(&record, &Templates::built_in()?)?;
    let templates = Templates::built_in_files();
    let request = Request { attached: &attached, templates: &templates, ..Request::record(case.id) };
    let mut file = NamedTempFile::new().map_err(unwritten)?;
    let path = file.path().to_owned();
    bundle::write(casebook.register(), &request, file.as_file_mut(), &path)?;
    file.rewind().map_err(unwritten)?;
    Ok(file)
}

/// Sends the page that verifies itself.
pub async fn page(
    State(site): State<Site>,
    who: Who,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let case = open::case(&site, &who, &id).await?;
    let privilege = check(&site, &case, &who, &asked).await?;
    let reference = case.state.opened.what.reference.clone();
    let file = site.books().read(move |casebook| write_page(casebook, &case, privilege)).await?;
    download_file(&[&reference], "html", "text/html; charset=utf-8", file)
}

fn write_page(casebook: &Casebook, case: &Case, privilege: Privilege) -> Result<NamedTempFile, Problem> {
    let record = psr_casefile::record::decision_record(case)?;
    let carried = export::carried(case, casebook.register())?;
    let text = psr_renderer::page::of_case(case, &record, &carried, &Templates::built_in()?, privilege)?;
    let mut file = NamedTempFile::new().map_err(unwritten)?;
    file.write_all(text.as_bytes()).map_err(unwritten)?;
    Ok(file)
}

/// Refuses what is privileged to those who do not share the privilege, and to those who did not ask for it; of others it is written down that they took it.
async fn check(site: &Site, case: &Case, who: &Who, asked: &Asked) -> Result<Privilege, Problem> {
    let privileged = export::privileged(case);
    if privileged.is_empty() {
        return Ok(Privilege::Withheld);
    }
    let shares = who.person().is_some_and(|person| person.may(Act::ReadPrivileged));
    if shares && asked.privileged.as_deref() == Some("yes") {
        for entry in privileged {
            views::record(site, who, case.id, entry).await?;
        }
        return Ok(Privilege::Shown);
    }
    let entries: Vec<String> = privileged.iter().map(ToString::to_string).collect();
    let what = format!(
        "The case {} holds what is privileged as legal advice, in {} {}. A file that verifies itself holds everything on record, so it would give them away.",
        case.state.opened.what.reference,
        if entries.len() == 1 { "entry" } else { "entries" },
        psr_casefile::words::and(&entries),
    );
    let next = "Give readers the written reasons, which withhold them. Somebody who shares the privilege can take the file with them from the audit page of the case.";
    Err(Problem::new(StatusCode::FORBIDDEN, "This case holds what is privileged", words::sentence(&what), next))
}

fn unwritten(error: std::io::Error) -> Problem {
    Problem::fault(format!("The file could not be written: {error}."))
}
