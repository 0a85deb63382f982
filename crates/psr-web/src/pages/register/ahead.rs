//! What is owed in all cases that somebody may see, week by week: a picture, and the table it is drawn from.

use axum::extract::State;
use axum::response::Response;
use minijinja::{Value, context};
use psr_renderer::figure::{self, Figure};

use crate::http::shown;
use crate::index::Span;
use crate::people::{Who, access};
use crate::problem::Problem;
use crate::site::Site;
use crate::view::words;

const ABOUT: &str = "What falls due in open cases, week by week";

/// Sends the picture.
pub async fn picture(State(site): State<Site>, who: Who) -> Result<Response, Problem> {
    let kept_from = access::kept_from(&site, &who).await?;
    let spans = site.index().await?.ahead(site.today(), |case| !kept_from.contains(&case.id));
    drawn(&spans)
        .map(|figure| shown(figure.flexible()))
        .ok_or_else(|| Problem::not_found("Nothing is owed that could be drawn."))
}

/// Returns what a page shows of it; nothing where nothing is owed.
pub fn told(spans: &[Span]) -> Option<Value> {
    let row = |span: &Span| context! { when => when(span), duties => span.duties, cases => span.cases };
    drawn(spans)
        .map(|figure| context! { about => ABOUT, alt => figure.alt, rows => spans.iter().map(row).collect::<Vec<_>>() })
}

fn drawn(spans: &[Span]) -> Option<Figure> {
    let rows: Vec<(String, Vec<usize>)> =
        spans.iter().map(|span| (when(span), vec![span.duties, span.cases])).collect();
    if rows.is_empty() { None } else { figure::bars(ABOUT, &["When", "Duties", "Cases"], &rows) }
}

fn when(span: &Span) -> String {
    match span.week {
        Some(monday) => format!("Week of {}", words::day(monday)),
        None if span.overdue => "Overdue".to_owned(),
        None => "Later".to_owned(),
    }
}
