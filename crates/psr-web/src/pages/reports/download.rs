//! A report as a file: a document, a table or data, as the command line writes it.

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use psr_casefile::period::PeriodReport;
use psr_renderer::periods::table;
use psr_renderer::{Format, Templates, render_period};

use super::asked::{Asked, drawn, named};
use crate::books::blocking;
use crate::drawing::Drawn;
use crate::http::download;
use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;

pub async fn send(
    State(site): State<Site>,
    who: Who,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let report = named(&id).await?;
    let period = asked.period().map_err(|errors| {
        let what = errors.into_iter().map(|(message, _)| message).collect();
        Problem { what, ..Problem::refused("") }
    })?;
    let Some(period) = period else {
        return Err(Problem::refused("The address names no period."));
    };
    let kind = kind(&asked.format)?;
    let Drawn::Ready(drawn) = drawn(&site, &who, report, period).await? else {
        // Its page says how far it is.
        return Ok(Redirect::to(&format!("/reports/{id}?from={}&to={}", period.from, period.to)).into_response());
    };
    let format = asked.format.clone();
    let bytes = blocking(move || bytes(&drawn, &format)).await?;
    let words = [&*id, &period.from.to_string(), &period.to.to_string()];
    Ok(download(&words, &asked.format, kind, bytes))
}

fn kind(format: &str) -> Result<&'static str, Problem> {
    Ok(match format {
        "csv" => "text/csv; charset=utf-8",
        "json" => "application/json",
        other => match Format::parse(other).map_err(|error| Problem::not_found(error.to_string()))? {
            Format::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Format::Html => "text/html; charset=utf-8",
            Format::Markdown => "text/markdown; charset=utf-8",
            Format::Pdf => "application/pdf",
        },
    })
}

fn bytes(report: &PeriodReport, format: &str) -> Result<Vec<u8>, Problem> {
    match format {
        "csv" => Ok(table::write(report)),
        "json" => {
            psr_casefile::json::text(report).map(String::into_bytes).map_err(|error| Problem::fault(error.to_string()))
        }
        other => Ok(render_period(report, Format::parse(other)?, &Templates::built_in()?)?.bytes),
    }
}
