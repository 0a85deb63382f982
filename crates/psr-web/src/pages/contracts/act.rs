//! What may be done to a contract: a change is entered or an entry corrected, and the contract is closed. Nothing is done where others entered something
//! since the page was made: what was typed is shown again beside what they entered.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use psr_casefile::acting::Acting;
use psr_casefile::casebook::Casebook;
use psr_casefile::contract::{ChangeGiven, ContractState, decided};
use psr_casefile::error::Error;
use psr_recorder::{Receipt, RecordId};

use super::form::{self, Errors};
use super::show::{self, Filled};
use crate::http::Posted;
use crate::people::{Who, access};
use crate::problem::Problem;
use crate::site::Site;
use crate::view::words::sentence;

/// How writing went.
enum Wrote {
    Recorded,
    Refused(Errors),
    Conflict(Box<ContractState>, Vec<u64>),
}

/// Enters a change, or corrects an entry.
pub async fn change(
    State(site): State<Site>,
    who: Who,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Problem> {
    let (rec, state) = show::read(&site, &id).await?;
    let given = match read(&site, &who, rec, &posted).await? {
        Ok(given) => given,
        Err(errors) => return again(&site, &who, (rec, &state), &posted, errors).await,
    };
    let act = move |casebook: &mut Casebook, acting: &mut Acting<'_>| {
        casebook.change_contract(&rec.to_string(), &given, acting)
    };
    let wrote = write(&site, &who, rec, seen(&posted, &state), act).await?;
    answer(&site, &who, (rec, &state), &posted, wrote, "changed").await
}

/// Closes the contract.
pub async fn close(
    State(site): State<Site>,
    who: Who,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Problem> {
    let (rec, state) = show::read(&site, &id).await?;
    let Some(reason) = posted.text("reason").map(str::to_owned) else {
        let errors = vec![("Say why the contract is closed".to_owned(), "reason".to_owned())];
        return again(&site, &who, (rec, &state), &posted, errors).await;
    };
    let act = move |casebook: &mut Casebook, acting: &mut Acting<'_>| {
        casebook.close_contract(&rec.to_string(), &reason, acting)
    };
    let wrote = write(&site, &who, rec, seen(&posted, &state), act).await?;
    answer(&site, &who, (rec, &state), &posted, wrote, "closed").await
}

fn seen(posted: &Posted, state: &ContractState) -> u64 {
    posted.number("head").unwrap_or(state.head)
}

/// Reads the form for a change.
async fn read(site: &Site, who: &Who, rec: RecordId, posted: &Posted) -> Result<Result<ChangeGiven, Errors>, Problem> {
    let mut errors = Errors::new();
    let what = form::needed(posted, "what", "Say what was changed", &mut errors);
    if posted.text("change").is_none() {
        errors.push((
            "Enter by how much the lifetime value changed, or 0 where it stayed".to_owned(),
            form::field("change"),
        ));
    }
    let change = form::sum(posted, "change", &mut errors).unwrap_or_default();
    let typed = form::date(posted, "on", &mut errors);
    let bad_date = typed.is_none() && posted.date("on").is_some();
    let attributable = posted.text("attributable").and_then(|text| match text {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    });
    let decided = match posted.text("case").map(str::to_owned) {
        Some(case) if !bad_date => decided_by(site, who, (rec, typed), case).await?,
        _ => Ok((None, typed)),
    };
    let (case, on) = decided.unwrap_or_else(|error| {
        errors.push(error);
        (None, typed.or_else(|| Some(site.today())))
    });
    if on.is_none() && !bad_date {
        errors.push(("Enter the day on which the change was made".to_owned(), form::field("on")));
    }
    let ground = posted.text("ground").map(str::to_owned);
    let (on, corrects) = (on.unwrap_or_default(), posted.number("corrects"));
    let given = ChangeGiven { on, what, ground, change, attributable, case, corrects };
    Ok(if errors.is_empty() { Ok(given) } else { Err(errors) })
}

type Decided = Result<(Option<String>, Option<chrono::NaiveDate>), (String, String)>;

/// Looks up the case that decided the change, and the day it has for it.
async fn decided_by(
    site: &Site,
    who: &Who,
    (rec, on): (RecordId, Option<chrono::NaiveDate>),
    given: String,
) -> Result<Decided, Problem> {
    let kept_from = access::kept_from(site, who).await?;
    let wrong = |message: &dyn std::fmt::Display| (sentence(&message.to_string()), "case".to_owned());
    site.books()
        .read(move |casebook| {
            Ok(match casebook.case(&given) {
                Ok(case) if !kept_from.contains(&case.id.to_string()) => decided(&case, rec, on)
                    .map(|on| (Some(case.id.to_string()), Some(on)))
                    .map_err(|undecided| wrong(&undecided)),
                Ok(_) | Err(Error::NoSuchCase(_) | Error::ManyCases { .. }) => Err(wrong(&format!(
                    "there is no case `{given}`: give its reference as it stands in the list of cases"
                ))),
                Err(error) => return Err(error.into()),
            })
        })
        .await
}

/// Writes, unless something was entered in the ledger or the contract was closed since the entry that was seen last.
async fn write(
    site: &Site,
    who: &Who,
    rec: RecordId,
    seen: u64,
    act: impl FnOnce(&mut Casebook, &mut Acting<'_>) -> psr_casefile::Result<Receipt> + Send + 'static,
) -> Result<Wrote, Problem> {
    let (name, site) = (who.name()?, site.clone());
    let books = std::sync::Arc::clone(site.books());
    books
        .write(move |casebook| {
            let (_, state) = casebook.contract(&rec.to_string())?;
            let entered = state.modifications.iter().map(|entry| entry.seq).chain(state.closed);
            let newer: Vec<u64> = entered.filter(|seq| *seq > seen).collect();
            if !newer.is_empty() {
                return Ok(Wrote::Conflict(Box::new(state), newer));
            }
            match site.acting(&name, |acting| act(casebook, acting)) {
                Ok(_) => Ok(Wrote::Recorded),
                Err(error) => Ok(Wrote::Refused(form::refused(error)?)),
            }
        })
        .await
}

async fn answer(
    site: &Site,
    who: &Who,
    contract: (RecordId, &ContractState),
    posted: &Posted,
    wrote: Wrote,
    done: &str,
) -> Result<Response, Problem> {
    match wrote {
        Wrote::Recorded => Ok(Redirect::to(&format!("/contracts/{}?done={done}", contract.0)).into_response()),
        Wrote::Refused(errors) => again(site, who, contract, posted, errors).await,
        Wrote::Conflict(now, newer) => {
            let filled = Filled { newer, ..Filled::of_posted(posted, Vec::new()) };
            let page = show::page(site, who, (contract.0, &now), filled, None).await?;
            Ok((StatusCode::CONFLICT, page).into_response())
        }
    }
}

async fn again(
    site: &Site,
    who: &Who,
    contract: (RecordId, &ContractState),
    posted: &Posted,
    errors: Errors,
) -> Result<Response, Problem> {
    let page = show::page(site, who, contract, Filled::of_posted(posted, errors), None).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}
