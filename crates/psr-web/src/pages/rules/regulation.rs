//! A regulation or schedule: what its provisions say and where each is used, and its rules in words.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use minijinja::{Value, context};
use psr_casefile::reading::encoded;
use psr_rules::coverage::Covered;
use psr_rules::pack::model::{Regulation, Rule};

use super::book::{Asked, Book, anchor};
use super::used;
use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;
use crate::view::{Frame, data, words};

pub async fn show(
    State(site): State<Site>,
    who: Who,
    Path(place): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let book = Book::open(&site, &asked).await?;
    let mut files = book.pack().regulations.iter();
    let Some(file) = files.find(|file| anchor(file.provision.as_str()) == place) else {
        return Err(Problem::not_found("The rules hold no regulation or schedule of this name."));
    };
    let title = format!("{}: {}", file.provision, file.heading);
    let rules: Vec<Value> =
        file.rules.iter().filter(|rule| book.holds(rule)).map(|rule| self::rule(&book, rule)).collect();
    let otherwise = file.rules.iter().filter(|rule| !book.holds(rule)).count();
    let reviews = file
        .reviews
        .iter()
        .map(|review| context! { by => &review.by, against => &review.against, on => words::day(review.on) });
    let context = context! {
        date => book.date(), title => &title, no_rule => &file.no_rule, reviews => reviews.collect::<Vec<_>>(), provisions => provisions(&book, file),
        rules, otherwise, here => format!("/rules/regulations/{place}"),
    };
    let frame =
        Frame::new(&title).part("/rules").step("Rules", &format!("/rules{}", book.query)).errors(book.errors()).wide();
    site.views().show("rules-regulation.html.j2", &frame, &who, context)
}

/// A rule in words, with the addresses it leads to.
pub fn rule(book: &Book, rule: &Rule) -> Value {
    let read = book.reading().rule(rule);
    let decision = book.pack().decisions.iter().find(|decision| decision.id == rule.decision);
    context! {
        rule => data(&read), place => format!("rule-{}", rule.id),
        decision => decision.map(|decision| context! { title => &decision.title, href => book.decision(decision.id.as_str()) }),
    }
}

fn provisions(book: &Book, file: &Regulation) -> Vec<Value> {
    let mine = |covered: &&Covered| covered.provision == file.provision || covered.provision.is_within(&file.provision);
    let entry = |covered: &Covered| book.pack().provisions.iter().find(|entry| entry.id == covered.provision);
    let in_force = |covered: &&Covered| entry(covered).is_none_or(|entry| book.has(entry));
    let row = |covered: &Covered| {
        let texts: Vec<String> =
            entry(covered).iter().flat_map(|entry| &entry.texts).map(ToString::to_string).collect();
        context! {
            place => anchor(covered.provision.as_str()), provision => covered.provision.to_string(), says => &covered.says,
            texts => psr_casefile::words::and(&texts), encoded => encoded(covered), used => used::of(book, &covered.held),
        }
    };
    book.built.covered.iter().filter(mine).filter(in_force).map(row).collect()
}
