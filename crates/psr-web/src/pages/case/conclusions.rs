//! What the answers lead to: each conclusion, why, and what would change it; each rule limb by limb.

use axum::extract::{Path, State};
use axum::response::Response;
use minijinja::{Value, context};
use psr_casefile::casebook::Case;
use psr_casefile::decision_record::Section;
use psr_casefile::event::AnswerKey;

use super::{open, question};
use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;
use crate::view::data;

pub async fn show(State(site): State<Site>, who: Who, Path(id): Path<String>) -> Result<Response, Problem> {
    let case = open::case(&site, &who, &id).await?;
    let record = open::record(&case)?;
    let frame = open::frame(&case, "What the answers lead to");
    let sections: Vec<_> =
        record.sections.iter().filter(|section| !section.collects).map(|section| shown(&case, section)).collect();
    let context = context! { case => data(&record.case), law => data(&record.law), address => open::address(&case), sections, cautions => data(&record.cautions) };
    site.views().show("conclusions.html.j2", &frame, &who, context)
}

/// Returns a section with where it is put on record which of several routes is followed.
fn shown(case: &Case, section: &Section) -> Value {
    context! { choice => choice(case, section), ..data(section) }
}

/// Returns the question that records which route is followed, where there is one to be followed.
fn choice(case: &Case, section: &Section) -> Option<String> {
    let pack = case.rulebook.pack();
    let decision = pack.decisions.iter().find(|decision| decision.id.as_str() == section.decision)?;
    let question = decision.routes.as_ref()?.followed.as_ref()?;
    let asks = pack.decisions.iter().find(|decision| decision.questions.contains(question))?;
    let lots = &case.state.opened.what.lots;
    let lot = section.lot.as_ref().and_then(|lot| lots.iter().position(|known| known == lot)).map(|place| place + 1);
    let open = section.conclusions.iter().any(|conclusion| conclusion.lawful_route || conclusion.compulsory_route);
    let key = AnswerKey { decision: asks.id.clone(), lot, question: question.clone() };
    (open || section.route.is_some()).then(|| question::address(case, &key))
}
