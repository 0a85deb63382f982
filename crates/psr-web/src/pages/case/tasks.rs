//! The task list of a case: each decision that arises, with how far it has come.

use axum::extract::{Path, State};
use axum::response::Response;
use minijinja::context;
use psr_casefile::decision_record::Section;

use super::open;
use crate::people::{Act, Who};
use crate::problem::Problem;
use crate::site::Site;
use crate::view::data;

pub async fn show(State(site): State<Site>, who: Who, Path(id): Path<String>) -> Result<Response, Problem> {
    let case = open::case(&site, &who, &id).await?;
    let record = open::record(&case)?;
    let mut frame = open::frame(&case, &record.case.title);
    frame.trail.pop();
    let tasks: Vec<_> = record.sections.iter().map(|section| task(&open::address(&case), section)).collect();
    let may = |act: Act| who.person().is_some_and(|person| person.may(act));
    let open = record.sections.iter().any(|section| !section.open.is_empty());
    let context = context! {
        case => data(&record.case), law => data(&record.law), record => data(&record.record), tasks, cautions => data(&record.cautions),
        events => data(&record.events), may_decide => may(Act::Decide) && !record.case.closed, may_administer => may(Act::Administer), open,
    };
    site.views().show("case.html.j2", &frame, &who, context)
}

fn task(case: &str, section: &Section) -> minijinja::Value {
    let (text, colour) = match (section.open.len(), section.answers.len(), section.complete) {
        (0, _, _) => ("Completed", ""),
        (_, _, true) => ("Settled, more to file", "blue"),
        (_, 0, _) => ("Not started", "grey"),
        _ => ("In progress", "yellow"),
    };
    let lot = section.lot.as_ref().map(|lot| format!(" ({lot})")).unwrap_or_default();
    let concluded: Vec<&str> = section
        .conclusions
        .iter()
        .filter(|conclusion| conclusion.compulsory_route || conclusion.lawful_route)
        .map(|conclusion| conclusion.says.as_str())
        .collect();
    context! {
        title => format!("{}{lot}", section.title),
        href => format!("{case}/answers#{}", section.decision),
        hint => if concluded.is_empty() { section.about.clone() } else { concluded.join(" ") },
        status => context! { text, colour },
    }
}
