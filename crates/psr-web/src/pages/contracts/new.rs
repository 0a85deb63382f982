//! Putting a contract on record.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use minijinja::{Value, context};
use psr_casefile::contract::{ContractGiven, processes_named};

use super::form::{self, Errors};
use crate::http::Posted;
use crate::pages::rules::built_in;
use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;
use crate::view::Frame;

pub async fn show(State(site): State<Site>, who: Who) -> Result<Response, Problem> {
    page(&site, &who, &Posted::default(), Vec::new()).await
}

pub async fn open(State(site): State<Site>, who: Who, posted: Posted) -> Result<Response, Problem> {
    let given = match read(&posted) {
        Ok(given) => given,
        Err(errors) => return wrong(&site, &who, &posted, errors).await,
    };
    let pack = built_in().await?.rulebook.pack();
    let (name, acting) = (who.name()?, site.clone());
    let entered = site
        .books()
        .write(move |casebook| Ok(acting.acting(&name, |acting| casebook.enter_contract(&given, pack, acting))));
    match entered.await? {
        Ok(id) => Ok(Redirect::to(&format!("/contracts/{id}?done=entered")).into_response()),
        Err(error) => wrong(&site, &who, &posted, form::refused(error)?).await,
    }
}

/// Reads the form; says what is wrong with which field otherwise.
fn read(posted: &Posted) -> Result<ContractGiven, Errors> {
    let mut errors = Errors::new();
    let text = |name: &str| posted.text(name).map(str::to_owned);
    let given = ContractGiven {
        reference: form::needed(posted, "reference", "Enter the reference of the contract", &mut errors),
        title: form::needed(posted, "title", "Say what the contract is for", &mut errors),
        provider: form::needed(posted, "provider", "Name the provider", &mut errors),
        awarded_by: form::needed(posted, "awarded-by", "Select by which process it was awarded", &mut errors),
        entered_into: entered_into(posted, &mut errors),
        term_start: form::date(posted, "term-start", &mut errors),
        term_end: form::date(posted, "term-end", &mut errors),
        options: text("options"),
        lifetime_value: form::sum(posted, "lifetime-value", &mut errors),
        value_basis: text("value-basis"),
        value_source: text("value-source"),
        framework: posted.text("framework").is_some(),
        retrospective: posted.text("retrospective").is_some(),
    };
    if errors.is_empty() { Ok(given) } else { Err(errors) }
}

fn entered_into(posted: &Posted, errors: &mut Errors) -> chrono::NaiveDate {
    if posted.date("entered-into").is_none() {
        errors.push(("Enter the day on which the contract was entered into".to_owned(), form::field("entered-into")));
    }
    form::date(posted, "entered-into", errors).unwrap_or_default()
}

async fn wrong(site: &Site, who: &Who, posted: &Posted, errors: Errors) -> Result<Response, Problem> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(site, who, posted, errors).await?).into_response())
}

async fn page(site: &Site, who: &Who, posted: &Posted, errors: Errors) -> Result<Response, Problem> {
    let pack = built_in().await?.rulebook.pack();
    let chosen = posted.text("awarded-by").unwrap_or_default();
    let process = |(id, name): (String, String)| context! { selected => id == chosen, value => id, text => name };
    let mut processes = vec![context! { value => "", text => "Choose one" }];
    processes.extend(processes_named(pack).into_iter().map(process));
    let raw = |name: &str| posted.raw(name).unwrap_or_default().to_owned();
    let names = ["reference", "title", "provider", "options", "lifetime-value", "value-basis", "value-source"];
    let typed: std::collections::BTreeMap<&str, String> = names.into_iter().map(|name| (name, raw(name))).collect();
    let dates: std::collections::BTreeMap<&str, Value> =
        ["entered-into", "term-start", "term-end"].into_iter().map(|name| (name, form::typed(posted, name))).collect();
    let context = context! {
        typed, dates, processes, framework => posted.text("framework").is_some(), retrospective => posted.text("retrospective").is_some(),
        errors => errors.iter().map(|(message, field)| (field.trim_end_matches("-day").to_owned(), message.clone())).collect::<std::collections::BTreeMap<_, _>>(),
    };
    let frame =
        Frame::new("Put a contract on record").part("/contracts").step("Contracts", "/contracts").errors(errors);
    site.views().show("new-contract.html.j2", &frame, who, context)
}
