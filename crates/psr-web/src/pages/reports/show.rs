//! A report in a page: its charts, its numbers, and what is behind each.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minijinja::{Value, context};
use psr_casefile::period::{Period, PeriodReport, RecordKind, Source};
use psr_renderer::document::Block;
use psr_renderer::{Format, Templates, figure, period_document};

use super::asked::{Asked, drawn, named};
use crate::books::blocking;
use crate::drawing::Drawn;
use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;
use crate::view::{Frame, data, words};

/// How many lines behind each number a page shows; the report's files have them all.
const MOST: usize = 100;

pub async fn show(
    State(site): State<Site>,
    who: Who,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let report = named(&id).await?;
    let (period, errors) = match asked.period() {
        Ok(period) => (period, Vec::new()),
        Err(errors) => (None, errors),
    };
    let error = |field: &str| errors.iter().find(|(_, of)| of == field).map(|(message, _)| message.clone());
    let errors_of = context! { from => error("from"), to => error("to") };
    let (mut told, mut underway) = (None, None);
    if let Some(period) = period {
        match drawn(&site, &who, report, period).await? {
            Drawn::Ready(report) => told = Some(self::told(report, period).await?),
            Drawn::Underway(done, of) => underway = Some(how_far(report.id.as_str(), period, done, of)),
        }
    }
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = Frame::new(&report.title).part("/reports").step("Reports", "/reports").errors(errors).wide();
    let context = context! {
        id, title => &report.title, about => words::sentence(&report.about), provision => report.provision.to_string(), chosen => words::sentence(&report.period),
        from => &asked.from, to => &asked.to, errors => errors_of, told, underway,
    };
    let page = site.views().show("report.html.j2", &frame, &who, context)?;
    Ok((status, page).into_response())
}

/// How far a report is, and where to look again.
fn how_far(id: &str, period: Period, done: u64, of: u64) -> Value {
    let percent = (done * 100).checked_div(of).unwrap_or(0).min(100);
    context! { done, of, percent, here => format!("/reports/{id}?from={}&to={}", period.from, period.to) }
}

/// Everything that the page tells of a report.
async fn told(report: Arc<PeriodReport>, period: Period) -> Result<Value, Problem> {
    let whole = Arc::clone(&report);
    let (report, charts) = blocking(move || {
        let report = report.beginning(MOST);
        let charts = charts(&report)?;
        Ok((report, charts))
    })
    .await?;
    let address = format!("/reports/{}/download?from={}&to={}&as=", report.id, period.from, period.to);
    let link = |(format, name): (&str, &str)| context! { href => format!("{address}{format}"), text => name };
    let named: Vec<(&str, &str)> = Format::ALL.iter().map(|format| (format.name(), name(*format))).collect();
    let downloads: Vec<Value> =
        named.into_iter().chain([("csv", "Table (CSV)"), ("json", "Data (JSON)")]).map(link).collect();
    let items: Vec<Value> = report
        .items
        .iter()
        .map(|item| {
            let counted = item.counted.iter().map(|counted| {
                context! { counted => data(counted), day => counted.on.map(words::day), sources => sources(&counted.sources) }
            });
            context! { item => data(item), counted => counted.collect::<Vec<_>>() }
        })
        .collect();
    let not_counted = report.not_counted.iter().map(|open| {
        let may_be = report.items.iter().filter(|item| open.items.contains(&item.item)).map(|item| item.says.clone());
        context! {
            what => &open.what, day => open.on.map(words::day), because => words::sentence(&open.because), sources => sources(&open.sources),
            items => may_be.collect::<Vec<_>>(),
        }
    });
    let left_out = whole.not_counted.len();
    Ok(context! {
        left_out, left_out_shown => report.not_counted.len(), contracts_all => whole.contracts_entered.len(),
        period => format!("{} to {}", words::day(period.from), words::day(period.to)), over => report.period.over, drawn_on => words::day(report.drawn_on),
        read_as_on => words::day(report.read_as_on), charts, downloads, items, not_counted => not_counted.collect::<Vec<_>>(),
        contracts => sources(&report.contracts_entered), nothing_before => report.nothing_before, notes => report.notes.iter().map(|note| words::sentence(note)).collect::<Vec<_>>(),
        cases => report.cases, contracts_count => report.contracts, register => data(&report.register), pack => data(&report.pack),
    })
}

/// Draws the pictures that the document has, each as an image inside the page.
fn charts(report: &PeriodReport) -> Result<Vec<Value>, Problem> {
    let document = period_document(report, &Templates::built_in()?)?;
    let tables = document.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => figure::of(table),
        _ => None,
    });
    let chart = |figure: figure::Figure| {
        let address = format!("data:image/svg+xml;base64,{}", STANDARD.encode(&figure.svg));
        context! { address, alt => figure.alt, width => figure.width, height => figure.height }
    };
    Ok(tables.map(chart).collect())
}

fn sources(sources: &[Source]) -> Vec<Value> {
    let source = |source: &Source| {
        let (href, is_case) = match source.kind {
            RecordKind::Case => (format!("/cases/{}", source.id), true),
            RecordKind::Contract => (format!("/contracts/{}", source.id), false),
        };
        context! { href, is_case, reference => &source.reference, title => &source.title, entries => &source.entries, lots => source.lots }
    };
    sources.iter().map(source).collect()
}

fn name(format: Format) -> &'static str {
    match format {
        Format::Docx => "Word processor (DOCX)",
        Format::Html => "Page (HTML)",
        Format::Markdown => "Text (Markdown)",
        Format::Pdf => "PDF",
    }
}
