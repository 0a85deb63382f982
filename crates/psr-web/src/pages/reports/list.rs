//! The reports of the pack, each with periods to choose from.

use axum::extract::State;
use axum::response::Response;
use minijinja::{Value, context};

use super::asked::{reports, years};
use crate::pages::rules::built_in;
use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;
use crate::view::{Frame, words};

pub async fn show(State(site): State<Site>, who: Who) -> Result<Response, Problem> {
    let years = years(site.today());
    let link = |id: &str| -> Vec<Value> {
        let year = |year: &psr_casefile::period::Period| {
            let text = format!("{} to {}", words::day(year.from), words::day(year.to));
            context! { text, href => format!("/reports/{id}?from={}&to={}", year.from, year.to) }
        };
        years.iter().map(year).collect()
    };
    let reports: Vec<Value> = reports(built_in().await?.rulebook.pack())
        .iter()
        .map(|report| {
            context! {
                id => report.id.to_string(), title => &report.title, about => words::sentence(&report.about), provision => report.provision.to_string(),
                chosen => words::sentence(&report.period), years => link(report.id.as_str()),
            }
        })
        .collect();
    site.views().show("reports.html.j2", &Frame::new("Reports").part("/reports"), &who, context! { reports })
}
