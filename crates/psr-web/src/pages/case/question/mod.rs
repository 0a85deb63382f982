//! One question on a page: asked with its hint and why, answered with reasons and evidence.

mod aside;
mod form;
mod list;
mod page;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use psr_casefile::casebook::{AnswerGiven, Case, EvidenceGiven, Given};
use psr_casefile::event::{AnswerKey, CaseEvent};
use psr_casefile::interview;
use psr_casefile::state::CaseEntry;
use psr_rules::id::{DecisionId, QuestionId};
use psr_rules::pack::model::{Decision, Kind, Question};
use serde::Deserialize;

use super::open::{self, Wrote};
use crate::books::blocking;
use crate::http::{Posted, Upload};
use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;
use form::Filled;
pub use form::{DateParts, in_form, typed_field};
pub use list::item;
pub use page::field;

/// Where in the case a question is asked.
#[derive(Debug, Deserialize)]
pub struct Place {
    id: String,
    decision: String,
    question: String,
}

/// What an address says besides.
#[derive(Debug, Default, Deserialize)]
pub struct Beside {
    lot: Option<usize>,
    /// Whether an answer was just recorded.
    #[serde(default)]
    saved: Option<String>,
}

/// A question as it is asked in a case.
pub struct Asked {
    decision: Decision,
    question: Question,
    key: AnswerKey,
}

impl Asked {
    fn find(case: &Case, place: &Place, lot: Option<usize>) -> Result<Self, Problem> {
        let nothing = || Problem::not_found("This case asks no such question.");
        let pack = case.rulebook.pack();
        let decision_id = DecisionId::parse(&place.decision).map_err(|_| nothing())?;
        let question_id = QuestionId::parse(&place.question).map_err(|_| nothing())?;
        let decision = pack.decisions.iter().find(|decision| decision.id == decision_id).ok_or_else(nothing)?;
        let question = pack.questions.get(&question_id).filter(|question| decision.questions.contains(&question.id));
        let question = question.ok_or_else(nothing)?;
        if lot.is_some_and(|lot| case.state.lot_name(lot).is_none()) {
            return Err(Problem::not_found("This case has no such lot."));
        }
        let key = AnswerKey { decision: decision_id, lot, question: question_id };
        Ok(Self { decision: decision.clone(), question: question.clone(), key })
    }

    /// Returns the address of its page.
    fn address(&self, case: &Case) -> String {
        address(case, &self.key)
    }
}

/// Returns the address of a question's page.
pub fn address(case: &Case, key: &AnswerKey) -> String {
    let lot = key.lot.map(|lot| format!("?lot={lot}")).unwrap_or_default();
    format!("{}/questions/{}/{}{lot}", open::address(case), key.decision, key.question)
}

/// Goes to the question that is best asked next, or to the answers where none is left.
pub async fn next(State(site): State<Site>, who: Who, Path(id): Path<String>) -> Result<Redirect, Problem> {
    let case = open::case(&site, &who, &id).await?;
    let set_aside = aside::of(&site, &who, &case).await?;
    let to = match interview::next_anywhere(&case, None, &set_aside)? {
        Some(next) => address(&case, &next.key()),
        None => format!("{}/answers", open::address(&case)),
    };
    Ok(Redirect::to(&to))
}

pub async fn show(
    State(site): State<Site>,
    who: Who,
    Path(place): Path<Place>,
    Query(beside): Query<Beside>,
) -> Result<Response, Problem> {
    let case = open::case(&site, &who, &place.id).await?;
    let asked = Asked::find(&case, &place, beside.lot)?;
    let mut filled = Filled::of_standing(&case, &asked);
    if let Some(draft) = list::draft(&site, &who, &case, &asked).await? {
        filled.items = draft;
        filled.unsaved = true;
    }
    page::show(&site, &who, &case, &asked, &filled, beside.saved)
}

pub async fn send(
    State(site): State<Site>,
    who: Who,
    Path(place): Path<Place>,
    Query(beside): Query<Beside>,
    mut posted: Posted,
) -> Result<Response, Problem> {
    let case = open::case(&site, &who, &place.id).await?;
    let asked = Asked::find(&case, &place, beside.lot)?;
    let action = posted.text("action").unwrap_or("save").to_owned();
    match (action.as_str(), &asked.question.kind) {
        ("unknown", _) => {
            aside::set(&site, &who, &case, &asked.key).await?;
            Ok(Redirect::to(&format!("{}/next", open::address(&case))).into_response())
        }
        ("withdraw", _) => record(&site, &who, &case, &asked, &mut posted, Given::Withdrawal).await,
        ("save", kind) => {
            let drafted = list::draft(&site, &who, &case, &asked).await?;
            let standing = Filled::of_standing(&case, &asked).items;
            let given = match kind {
                Kind::List(_) => Ok(Given::Answer(psr_rules::answer::Answer::List(drafted.unwrap_or(standing)))),
                kind => form::answer(kind, &asked.question, &posted).map(Given::Answer),
            };
            match given {
                Ok(given) => record(&site, &who, &case, &asked, &mut posted, given).await,
                Err(error) => again(&site, &who, &case, &asked, &posted, vec![error]),
            }
        }
        (other, Kind::List(fields)) => match list::change(&site, &who, &case, &asked, fields, &posted, other).await? {
            Ok(()) => Ok(Redirect::to(&format!("{}#items", asked.address(&case))).into_response()),
            Err(errors) => {
                let mut filled = Filled::of_posted(&case, &asked, &posted);
                filled.items = list::now(&site, &who, &case, &asked).await?;
                filled.errors = errors;
                Ok((StatusCode::UNPROCESSABLE_ENTITY, page::show(&site, &who, &case, &asked, &filled, None)?)
                    .into_response())
            }
        },
        (other, _) => Err(Problem::refused(format!("This form knows no `{other}`."))),
    }
}

/// Shows the question again with what was typed, and what is wrong with it.
fn again(
    site: &Site,
    who: &Who,
    case: &Case,
    asked: &Asked,
    posted: &Posted,
    errors: Vec<(String, String)>,
) -> Result<Response, Problem> {
    let mut filled = Filled::of_posted(case, asked, posted);
    filled.errors = errors;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page::show(site, who, case, asked, &filled, None)?).into_response())
}

/// Records an answer with everything around it, and goes on.
async fn record(
    site: &Site,
    who: &Who,
    case: &Case,
    asked: &Asked,
    posted: &mut Posted,
    given: Given,
) -> Result<Response, Problem> {
    let beside = match form::beside(posted) {
        Ok(beside) => beside,
        Err(errors) => return again(site, who, case, asked, posted, errors),
    };
    let (uploads, key) = (posted.take_uploads("evidence"), asked.key.clone());
    let lot = key.lot.and_then(|lot| case.state.lot_name(lot)).map(str::to_owned);
    let seen = posted.number("head").unwrap_or(case.state.head);
    let bears = move |entry: &CaseEntry| concerns(entry, &key);
    let (decision, question) = (asked.key.decision.to_string(), asked.key.question.to_string());
    let act = move |casebook: &mut psr_casefile::casebook::Casebook,
                    case: &Case,
                    acting: &mut psr_casefile::acting::Acting<'_>| {
        let evidence = uploads.iter().map(evidence).collect();
        let answer = AnswerGiven {
            decision: Some(decision),
            question,
            given,
            reason: beside.reason,
            view_of: beside.view_of,
            lot,
            evidence,
            privileged: beside.privileged,
            concerns: beside.concerns,
        };
        casebook.answer(case, vec![answer], acting)
    };
    match open::write(site, who, case.id, seen, bears, act).await {
        Ok(Wrote::Recorded(recorded)) => {
            list::forget(site, who, case, asked).await?;
            let next = posted.text("then").unwrap_or("next");
            let to = match next {
                "stay" => format!("{}saved=yes", with_query(&asked.address(case))),
                _ => format!("{}/next", open::address(&recorded.case)),
            };
            Ok(Redirect::to(&to).into_response())
        }
        Ok(Wrote::Conflict(now, newer)) => {
            let draft = list::draft(site, who, &now, asked).await?;
            let mut filled = Filled::of_posted(&now, asked, posted);
            (filled.unsaved, filled.items) = (draft.is_some(), draft.unwrap_or(filled.items));
            Ok((StatusCode::CONFLICT, page::conflict(site, who, &now, asked, &filled, &newer)?).into_response())
        }
        Err(problem) if problem.status == StatusCode::BAD_REQUEST => {
            let errors = problem.what.iter().map(|what| (what.clone(), form::field_of(what).to_owned())).collect();
            again(site, who, case, asked, posted, errors)
        }
        Err(problem) => Err(problem.with_typed(posted.typed())),
    }
}

fn with_query(address: &str) -> String {
    format!("{address}{}", if address.contains('?') { '&' } else { '?' })
}

/// Tells whether an entry bears on an answer: it answers the same question, for the same place or for the whole case, or ends the case.
fn concerns(entry: &CaseEntry, key: &AnswerKey) -> bool {
    let of = match &entry.event {
        Some(CaseEvent::Answered(answered)) => &answered.key,
        Some(CaseEvent::Withdrawn(withdrawn)) => &withdrawn.key,
        Some(CaseEvent::Closed(_)) => return true,
        _ => return false,
    };
    of.decision == key.decision && of.question == key.question && (of.lot == key.lot || of.lot.is_none())
}

/// Opens an uploaded file as evidence.
fn evidence(upload: &Upload) -> EvidenceGiven {
    let content: Box<dyn std::io::Read> = match upload.file.reopen() {
        Ok(file) => Box::new(file),
        Err(error) => Box::new(Broken(Some(error))),
    };
    EvidenceGiven { name: upload.name.clone(), content }
}

/// A file that could not be opened again: reading it fails with the reason, and nothing is recorded.
struct Broken(Option<std::io::Error>);

impl std::io::Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        Err(self.0.take().unwrap_or_else(|| std::io::Error::other("the file could not be opened")))
    }
}

/// Does something with the desk, which may block.
async fn at_desk<T: Send + 'static>(
    site: &Site,
    act: impl FnOnce(&dyn crate::desk::Desk) -> Result<T, crate::desk::DeskError> + Send + 'static,
) -> Result<T, Problem> {
    let desk = std::sync::Arc::clone(site.desk());
    blocking(move || Ok(act(&*desk)?)).await
}
