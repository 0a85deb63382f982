//! A privileged answer or comment: shown to those who share the privilege, after they said that they know it is written down who looked.

use axum::extract::{Path, State};
use axum::response::Response;
use minijinja::{Value, context};
use psr_casefile::casebook::Case;
use psr_casefile::event::{Answered, CaseEvent, Comment};
use psr_casefile::state::CaseEntry;

use super::{comments, open};
use crate::http::Posted;
use crate::people::{Who, views};
use crate::problem::Problem;
use crate::site::Site;
use crate::view::{data, words};

/// What is privileged, as the page tells it.
struct Kept {
    /// `answer` or `comment`.
    what: &'static str,
    about: String,
    lot: Option<usize>,
    /// Everything it says.
    content: Value,
    /// The page it is found from.
    back: &'static str,
}

/// Asks whether somebody wants to see it.
pub async fn ask(
    State(site): State<Site>,
    who: Who,
    Path((id, seq)): Path<(String, u64)>,
) -> Result<Response, Problem> {
    let case = open::case(&site, &who, &id).await?;
    let (entry, kept) = find(&case, seq)?;
    page(&site, &who, &case, entry, &kept, None)
}

/// Writes down who looks, then shows it.
pub async fn show(
    State(site): State<Site>,
    who: Who,
    Path((id, seq)): Path<(String, u64)>,
    _: Posted,
) -> Result<Response, Problem> {
    let case = open::case(&site, &who, &id).await?;
    let (entry, kept) = find(&case, seq)?;
    views::record(&site, &who, case.id, seq).await?;
    page(&site, &who, &case, entry, &kept, Some(&kept.content))
}

fn find(case: &Case, seq: u64) -> Result<(&CaseEntry, Kept), Problem> {
    let entry = case.entries.iter().find(|entry| entry.seq == seq);
    let found = entry.and_then(|entry| match &entry.event {
        Some(CaseEvent::Answered(answered)) if answered.privileged => Some((entry, answer(case, answered))),
        Some(CaseEvent::Comment(said)) if said.privileged => Some((entry, comment(case, said))),
        _ => None,
    });
    found.ok_or_else(|| Problem::not_found("This entry holds nothing privileged."))
}

fn comment(case: &Case, said: &Comment) -> Kept {
    let about = words::heading(&comments::subject(case, &said.about));
    Kept { what: "comment", about, lot: said.lot, content: context! { text => said.text.clone() }, back: "comments" }
}

fn answer(case: &Case, answered: &Answered) -> Kept {
    let question = case.rulebook.pack().questions.get(&answered.key.question);
    let about = question.map_or_else(|| answered.key.question.to_string(), |question| question.ask.clone());
    Kept { what: "answer", about, lot: answered.key.lot, content: content(case, answered), back: "answers" }
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
    kept: &Kept,
    content: Option<&Value>,
) -> Result<Response, Problem> {
    let back = format!("{}/{}", open::address(case), kept.back);
    let frame = open::frame(case, &format!("A privileged {}", kept.what)).step(&words::heading(kept.back), &back);
    let context = context! {
        what => kept.what, about => &kept.about, lot => kept.lot.and_then(|lot| case.state.lot_name(lot)),
        by => case.state.actor_name(&entry.act), at => data(entry.at), entry => entry.seq, content,
        action => format!("{}/entries/{}/privileged", open::address(case), entry.seq), back,
    };
    site.views().show("privileged.html.j2", &frame, who, context)
}
