//! What the answers lead to: each conclusion, why, and what would change it; each rule limb by limb.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::response::Response;
use minijinja::{Value, context};
use psr_casefile::casebook::Case;
use psr_casefile::decision_record::Section;
use psr_casefile::event::{AnswerKey, Subject};
use psr_rules::id::{ConclusionId, DecisionId};

use super::{comments, open, question};
use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;
use crate::view::data;

pub async fn show(State(site): State<Site>, who: Who, Path(id): Path<String>) -> Result<Response, Problem> {
    let case = open::case(&site, &who, &id).await?;
    let record = open::record(&case)?;
    let frame = open::frame(&case, "What the answers lead to");
    let sections: Vec<_> =
        record.sections.iter().filter(|section| !section.collects).map(|section| shown(&case, &who, section)).collect();
    let context = context! { case => data(&record.case), law => data(&record.law), address => open::address(&case), sections, cautions => data(&record.cautions) };
    site.views().show("conclusions.html.j2", &frame, &who, context)
}

/// Returns a section with where it is put on record which of several routes is followed, and with what was commented on each conclusion.
fn shown(case: &Case, who: &Who, section: &Section) -> Value {
    let of = |id: &String| Some((id.clone(), commented(case, who, section, id)?));
    let comments: BTreeMap<String, Value> = section.conclusions.iter().filter_map(|known| of(&known.id)).collect();
    context! { choice => choice(case, section), comments, ..data(section) }
}

fn commented(case: &Case, who: &Who, section: &Section, conclusion: &str) -> Option<Value> {
    let about = Subject::Conclusion(DecisionId::parse(&section.decision).ok()?, ConclusionId::parse(conclusion).ok()?);
    Some(comments::section(case, who, &comments::Section { about: &about, lot: lot(case, section) }))
}

/// Returns the number of the lot that a section is for.
fn lot(case: &Case, section: &Section) -> Option<usize> {
    let lots = &case.state.opened.what.lots;
    section.lot.as_ref().and_then(|lot| lots.iter().position(|known| known == lot)).map(|place| place + 1)
}

/// Returns the question that records which route is followed, where there is one to be followed.
fn choice(case: &Case, section: &Section) -> Option<String> {
    let pack = case.rulebook.pack();
    let decision = pack.decisions.iter().find(|decision| decision.id.as_str() == section.decision)?;
    let question = decision.routes.as_ref()?.followed.as_ref()?;
    let asks = pack.decisions.iter().find(|decision| decision.questions.contains(question))?;
    let lot = lot(case, section);
    let open = section.conclusions.iter().any(|conclusion| conclusion.lawful_route || conclusion.compulsory_route);
    let key = AnswerKey { decision: asks.id.clone(), lot, question: question.clone() };
    (open || section.route.is_some()).then(|| question::address(case, &key))
}
