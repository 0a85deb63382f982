//! A privileged answer: shown to those who share the privilege, after they said that they know it is written down who looked.

use axum::extract::{Path, State};
use axum::response::Response;
use minijinja::{Value, context};
use psr_casefile::casebook::Case;
use psr_casefile::event::{Answered, CaseEvent};
use psr_casefile::state::CaseEntry;

use super::open;
use crate::http::Posted;
use crate::people::{Who, views};
use crate::problem::Problem;
use crate::site::Site;
use crate::view::data;

/// Asks whether somebody wants to see the answer.
pub async fn ask(
    State(site): State<Site>,
    who: Who,
    Path((id, seq)): Path<(String, u64)>,
) -> Result<Response, Problem> {
    let case = open::case(&site, &who, &id).await?;
    let (entry, answered) = find(&case, seq)?;
    page(&site, &who, &case, entry, answered, None)
}

/// Writes down who looks, then shows the answer.
pub async fn show(
    State(site): State<Site>,
    who: Who,
    Path((id, seq)): Path<(String, u64)>,
    _: Posted,
) -> Result<Response, Problem> {
    let case = open::case(&site, &who, &id).await?;
    let (entry, answered) = find(&case, seq)?;
    views::record(&site, &who, case.id, seq).await?;
    page(&site, &who, &case, entry, answered, Some(content(&case, answered)))
}

fn find(case: &Case, seq: u64) -> Result<(&CaseEntry, &Answered), Problem> {
    let entry = case.entries.iter().find(|entry| entry.seq == seq);
    let found = entry.and_then(|entry| match &entry.event {
        Some(CaseEvent::Answered(answered)) if answered.privileged => Some((entry, answered)),
        _ => None,
    });
    found.ok_or_else(|| Problem::not_found("This entry is no privileged answer."))
}

fn content(case: &Case, answered: &Answered) -> Value {
    let question = case.rulebook.pack().questions.get(&answered.key.question);
    let answer = answered.answer.as_ref();
    let words = question.zip(answer).map(|(question, answer)| psr_casefile::record::in_words(question, answer));
    let items = match (question.map(|question| &question.kind), answer) {
        (Some(psr_rules::pack::model::Kind::List(fields)), Some(psr_rules::answer::Answer::List(items))) => {
            let rows = items.iter().map(|item| {
                let named = fields.iter().filter_map(|field| Some((field, item.get(field.id.as_str())?)));
                named
                    .map(|(field, text)| (field.ask.clone(), psr_casefile::record::field_in_words(field, text)))
                    .collect::<Vec<_>>()
            });
            rows.collect::<Vec<_>>()
        }
        _ => Vec::new(),
    };
    context! { answer => words, items, reason => answered.reason.clone(), view_of => answered.view_of.clone() }
}

fn page(
    site: &Site,
    who: &Who,
    case: &Case,
    entry: &CaseEntry,
    answered: &Answered,
    content: Option<Value>,
) -> Result<Response, Problem> {
    let frame = open::frame(case, "A privileged answer").step("Answers", &format!("{}/answers", open::address(case)));
    let question = case.rulebook.pack().questions.get(&answered.key.question);
    let context = context! {
        ask => question.map_or_else(|| answered.key.question.to_string(), |question| question.ask.clone()),
        lot => answered.key.lot.and_then(|lot| case.state.lot_name(lot)),
        by => case.state.actor_name(&entry.act), at => data(entry.at), entry => entry.seq, content,
        action => format!("{}/entries/{}/privileged", open::address(case), entry.seq), back => format!("{}/answers", open::address(case)),
    };
    site.views().show("privileged.html.j2", &frame, who, context)
}
