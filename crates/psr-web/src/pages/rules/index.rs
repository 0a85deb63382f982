//! The front of the book: decisions, regulations, texts of the law and figures.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use minijinja::{Value, context};
use psr_casefile::reading::figure;
use psr_rules::pack::model::{Parameter, SelectedBy};

use super::book::{Asked, Book, anchor};
use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;
use crate::view::{Frame, words};

pub async fn show(State(site): State<Site>, who: Who, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let book = Book::open(&site, &asked).await?;
    let pack = book.pack();
    let decisions: Vec<Value> = pack
        .decisions
        .iter()
        .map(|decision| {
            let provision = book.cited(&decision.provision);
            context! { title => &decision.title, about => &decision.about, href => book.decision(decision.id.as_str()), provision }
        })
        .collect();
    let regulations: Vec<Value> = pack
        .regulations
        .iter()
        .map(|file| {
            let rules = file.rules.iter().filter(|rule| book.holds(rule)).count();
            let href = format!("/rules/regulations/{}{}", anchor(file.provision.as_str()), book.query);
            context! { provision => file.provision.to_string(), heading => &file.heading, rules, href, reviewed => !file.reviews.is_empty() }
        })
        .collect();
    let texts = pack.texts.iter().map(|text| {
        let by = match text.selected_by {
            SelectedBy::Commencement => "when the procedure commenced",
            SelectedBy::Termination => "when the contract is terminated",
        };
        context! { id => text.id.to_string(), from => words::day(text.from), by, source => &text.source }
    });
    let texts: Vec<Value> = texts.collect();
    let figures: Vec<Value> = pack.parameters.values().flat_map(|parameter| dated(&book, parameter)).collect();
    let about = &pack.about;
    let context = context! {
        date => book.date(), title => &about.title, instrument => &about.instrument, id => &about.id, version => &about.version,
        digest => pack.digest.to_string(), decisions, regulations, texts, figures,
    };
    let frame = Frame::new("Rules").part("/rules").errors(book.errors()).wide();
    let page = site.views().show("rules.html.j2", &frame, &who, context)?;
    let status = if book.error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, page).into_response())
}

/// Returns each value that a figure has had, and whether it is the one in force.
fn dated(book: &Book, parameter: &Parameter) -> Vec<Value> {
    let in_force = parameter.values.iter().rposition(|value| value.from <= book.on);
    let row = |(place, value): (usize, &psr_rules::pack::model::DatedFigure)| {
        context! {
            meaning => &parameter.meaning, figure => figure(value.figure), from => words::day(value.from), source => book.cited(&value.source),
            in_force => in_force == Some(place),
        }
    };
    parameter.values.iter().enumerate().map(row).collect()
}
