//! A decision: when it arises, what it asks, what it can conclude, its rules, and how they hang together as a picture.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use minijinja::{Value, context};
use psr_rules::graph::{graph, svg};
use psr_rules::pack::model::{Decision, Presupposition};

use super::book::{Asked, Book};
use super::regulation;
use crate::http::shown;
use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;
use crate::view::Frame;

pub async fn show(
    State(site): State<Site>,
    who: Who,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let book = Book::open(&site, &asked).await?;
    let decision = found(&book, &id)?;
    let pack = book.pack();
    let questions = decision.questions.iter().filter_map(|id| pack.questions.get(id));
    let questions: Vec<Value> = questions
        .map(|question| context! { text => &question.ask, href => book.question(question.id.as_str()) })
        .collect();
    let conclusions = decision.conclusions.iter().map(|conclusion| {
        let values: Vec<&str> = conclusion.values.iter().map(|value| value.says.as_str()).collect();
        context! { name => &conclusion.name, values, intermediate => conclusion.intermediate }
    });
    let rules = pack.regulations.iter().flat_map(|file| &file.rules);
    let rules: Vec<Value> = rules
        .filter(|rule| rule.decision == decision.id && book.holds(rule))
        .map(|rule| regulation::rule(&book, rule))
        .collect();
    let conflicts = decision.conflicts.iter().map(|conflict| {
        context! { message => &conflict.message, provisions => conflict.provisions.iter().map(|cited| book.cited(cited)).collect::<Vec<_>>() }
    });
    let context = context! {
        date => book.date(), title => &decision.title, about => &decision.about, provision => book.cited(&decision.provision),
        arises => arises(&book, decision), questions, conclusions => conclusions.collect::<Vec<_>>(), rules, conflicts => conflicts.collect::<Vec<_>>(),
        picture => format!("/rules/decisions/{}/flow.svg{}", decision.id, book.query), here => format!("/rules/decisions/{}", decision.id),
    };
    let frame = Frame::new(&decision.title)
        .part("/rules")
        .step("Rules", &format!("/rules{}", book.query))
        .errors(book.errors())
        .wide();
    site.views().show("rules-decision.html.j2", &frame, &who, context)
}

/// Draws the decision.
pub async fn flow(
    State(site): State<Site>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let book = Book::open(&site, &asked).await?;
    let decision = found(&book, &id)?;
    Ok(shown(svg(&graph(book.pack(), decision, |rule| book.holds(rule)))))
}

fn found(book: &Book, id: &str) -> Result<&'static Decision, Problem> {
    let found = book.pack().decisions.iter().find(|decision| decision.id.as_str() == id);
    found.ok_or_else(|| Problem::not_found("The rules hold no decision of this name."))
}

/// Says when it arises, each as a sentence.
fn arises(book: &Book, decision: &Decision) -> Vec<String> {
    let pack = book.pack();
    let mut says: Vec<String> = Vec::new();
    let unless = decision.presupposes.iter().map(|other| concluded(book, other));
    says.extend(unless.map(|other| format!("Unless it is settled otherwise: {other}")));
    for alternatives in &decision.only_where {
        let alternatives: Vec<String> = alternatives.iter().map(|other| concluded(book, other)).collect();
        says.push(format!("Only where this is settled: {}", alternatives.join(" Or: ")));
    }
    let events: Vec<String> = pack
        .events
        .iter()
        .filter(|event| decision.after.contains(&event.id))
        .map(|event| format!("“{}”", event.title))
        .collect();
    if !events.is_empty() {
        says.push(format!("Once one of these is on record: {}.", events.join(", ")));
    }
    says
}

fn concluded(book: &Book, other: &Presupposition) -> String {
    let decision = book.pack().decisions.iter().find(|decision| decision.id == other.decision);
    let conclusion = decision.and_then(|known| known.conclusions.iter().find(|known| known.id == other.conclusion));
    let values = conclusion.map(|known| known.values.as_slice()).unwrap_or_default();
    let says = values.iter().filter(|value| other.values.contains(&value.id)).map(|value| value.says.as_str());
    says.collect::<Vec<_>>().join(" / ")
}
