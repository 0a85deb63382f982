//! What is due as a calendar file (RFC 5545), of one case or of every open one. The text itself is written where timetables are reckoned.

use axum::extract::{Path, State};
use axum::response::Response;
use psr_casefile::casebook::Case;
use psr_casefile::time::london_day;
use psr_casefile::timetable::{CaseTimetable, of_case};
use psr_rules::timetable::{Timetable, ical_of};

use super::super::open;
use crate::http::download;
use crate::people::{Who, access};
use crate::problem::Problem;
use crate::site::Site;

const KIND: &str = "text/calendar; charset=utf-8";

pub async fn of_one(State(site): State<Site>, who: Who, Path(id): Path<String>) -> Result<Response, Problem> {
    one(&site, &who, &id).await
}

pub async fn of_all(State(site): State<Site>, who: Who) -> Result<Response, Problem> {
    all(&site, &who).await
}

/// Writes the calendar of one case for somebody.
pub async fn one(site: &Site, who: &Who, id: &str) -> Result<Response, Problem> {
    let case = open::case(site, who, id).await?;
    let timetables = due(&case)?;
    Ok(calendar(&[&case.state.opened.what.reference, "calendar"], &timetables))
}

/// Writes one calendar of every open case in which something is owed and that somebody may see. One whose days cannot be counted is left out here; its own
/// page says why.
pub async fn all(site: &Site, who: &Who) -> Result<Response, Problem> {
    let kept_from = access::kept_from(site, who).await?;
    let owing = site.index().await?.owing(|case| !kept_from.contains(&case.id));
    let read = move |casebook: &psr_casefile::casebook::Casebook| {
        let mut all = Vec::new();
        for id in owing {
            let case = casebook.case_by_id(id)?;
            all.extend(due(&case).unwrap_or_default());
        }
        Ok(all)
    };
    let timetables = site.books().read(read).await?;
    Ok(calendar(&["calendar"], &timetables))
}

/// Reckons what is due. Entries are stamped with the day of the case's head, so that the same head gives the same file.
fn due(case: &Case) -> psr_casefile::Result<Vec<CaseTimetable>> {
    of_case(case, Some(london_day(case.state.as_at)))
}

fn calendar(words: &[&str], timetables: &[CaseTimetable]) -> Response {
    let plain: Vec<&Timetable> = timetables.iter().map(|of| &of.timetable).collect();
    download(words, "ics", KIND, ical_of(&plain).into_bytes())
}
