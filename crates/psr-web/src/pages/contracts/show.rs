//! A contract with its ledger: every change, what they add up to, the limits, and the forms to add, correct and close.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use minijinja::{Value, context};
use psr_casefile::casebook::Casebook;
use psr_casefile::contract::{ContractState, LedgerView, LimitView, LineView, processes_named};
use psr_recorder::RecordId;
use psr_rules::money::Pence;
use serde::Deserialize;

use super::form::{self, Errors};
use crate::http::Posted;
use crate::pages::rules::built_in;
use crate::people::{Act, Who, access};
use crate::problem::Problem;
use crate::site::Site;
use crate::view::{Frame, words};

#[derive(Deserialize)]
pub struct Asked {
    /// The entry to correct.
    correct: Option<u64>,
    /// What was just done.
    done: Option<String>,
}

/// What stands in the form for a change.
#[derive(Default)]
pub struct Filled {
    /// Texts by the names of their fields.
    pub typed: BTreeMap<&'static str, String>,
    /// The day.
    pub on: Value,
    /// Why the contract is to be closed.
    pub reason: String,
    /// What is wrong.
    pub errors: Errors,
    /// What others recorded since the page was made.
    pub newer: Vec<u64>,
}

pub async fn show(
    State(site): State<Site>,
    who: Who,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let (rec, state) = read(&site, &id).await?;
    let filled = asked.correct.map(|entry| Filled::of_entry(&state, entry)).unwrap_or_default();
    let notice = asked.done.as_deref().and_then(|done| match done {
        "entered" => Some("The contract is on record.".to_owned()),
        "changed" => Some("The change is on record.".to_owned()),
        "closed" => Some("The contract is closed.".to_owned()),
        _ => None,
    });
    page(&site, &who, (rec, &state), filled, notice).await
}

/// Reads the contract that an address names.
pub async fn read(site: &Site, id: &str) -> Result<(RecordId, ContractState), Problem> {
    let id: RecordId = id.parse().map_err(|_| Problem::not_found("There is no contract at this address."))?;
    site.books().read(move |casebook: &Casebook| Ok(casebook.contract(&id.to_string())?)).await
}

/// Shows the contract with what stands in its forms.
pub async fn page(
    site: &Site,
    who: &Who,
    (rec, state): (RecordId, &ContractState),
    filled: Filled,
    notice: Option<String>,
) -> Result<Response, Problem> {
    let pack = built_in().await?.rulebook.pack();
    let view = LedgerView::of(rec, state, pack, site.today());
    let (index, kept_from) = (site.index().await?, access::kept_from(site, who).await?);
    let named = |id: &String| {
        let case = id.parse().ok().and_then(|id| index.case(id)).filter(|_| !kept_from.contains(id));
        case.map_or_else(|| id.clone(), |case| case.reference.clone())
    };
    let line = |line: &LineView| line_view(line, line.case.as_ref().map(named));
    let awarded = processes_named(pack).into_iter().find(|(id, _)| *id == view.awarded_by).map(|(_, name)| name);
    let may = who.person().is_some_and(|person| person.may(Act::Decide)) && !view.closed;
    let errors: BTreeMap<String, String> = filled
        .errors
        .iter()
        .map(|(message, field)| (field.trim_end_matches("-day").to_owned(), message.clone()))
        .collect();
    let context = context! {
        id => rec.to_string(), head => state.head, may, about => about(&view, awarded), title => &view.title, reference => &view.reference, closed => view.closed,
        changes => view.changes.iter().map(line).collect::<Vec<_>>(), corrected => view.corrected.iter().map(line).collect::<Vec<_>>(),
        cumulative => signed(view.cumulative_change), percentage => &view.percentage, limits => view.limits.iter().map(limit).collect::<Vec<_>>(),
        unread => state.unread, typed => &filled.typed, on => if filled.on.is_undefined() { context! {} } else { filled.on.clone() }, reason => &filled.reason, errors, newer => &filled.newer,
    };
    let frame = Frame::new(&view.title)
        .part("/contracts")
        .step("Contracts", "/contracts")
        .errors(filled.errors)
        .notice(notice)
        .wide();
    site.views().show("contract.html.j2", &frame, who, context)
}

impl Filled {
    /// Fills the form with an entry that is to be corrected.
    fn of_entry(state: &ContractState, entry: u64) -> Self {
        let Some(found) = state.modifications.iter().find(|known| known.seq == entry).map(|known| &known.what) else {
            return Self::default();
        };
        let attributable = match found.attributable {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        };
        let typed = BTreeMap::from([
            ("what", found.what.clone()),
            ("ground", found.ground.clone().unwrap_or_default()),
            ("change", found.change.plain()),
            ("attributable", attributable.to_owned()),
            ("corrects", entry.to_string()),
        ]);
        Self { typed, on: form::parts(found.on), ..Self::default() }
    }

    /// Fills the form with what was typed.
    pub fn of_posted(posted: &Posted, errors: Errors) -> Self {
        let names = ["what", "ground", "change", "attributable", "corrects", "case"];
        let raw = |name: &'static str| (name, posted.raw(name).unwrap_or_default().to_owned());
        let reason = posted.raw("reason").unwrap_or_default().to_owned();
        Self {
            typed: names.into_iter().map(raw).collect(),
            on: form::typed(posted, "on"),
            reason,
            errors,
            newer: Vec::new(),
        }
    }
}

fn about(view: &LedgerView, awarded: Option<String>) -> Vec<Value> {
    let mut rows = Vec::new();
    let mut row = |key: &str, value: String| rows.push(context! { key, value });
    let framework = if view.framework { ", a framework agreement" } else { "" };
    row("State", format!("{}{framework}", if view.closed { "Closed" } else { "Open" }));
    row("Provider", view.provider.clone());
    row("Awarded by", awarded.unwrap_or_else(|| view.awarded_by.clone()));
    let late = if view.retrospective { ", put on record afterwards" } else { "" };
    row("Entered into", format!("{}{late}", words::day(view.entered_into)));
    let from = view.term_start.map(|start| format!("From {} ", words::day(start))).unwrap_or_default();
    let to = view.term_end.map_or_else(|| "open-ended".to_owned(), |end| format!("to {}", words::day(end)));
    row("Term", words::sentence(&format!("{from}{to}")).trim_end_matches('.').to_owned());
    view.options.iter().for_each(|options| row("Options", options.clone()));
    row("Value at entry", view.lifetime_value.map_or_else(|| "Not on record".to_owned(), |value| value.to_string()));
    view.value_basis.iter().for_each(|basis| row("How it was worked out", basis.clone()));
    view.value_source.iter().for_each(|source| row("Where it is taken from", source.clone()));
    rows
}

fn line_view(line: &LineView, case: Option<String>) -> Value {
    let attributable = match line.attributable {
        Some(true) => "Yes",
        Some(false) => "No",
        None => "Not on record",
    };
    context! {
        entry => line.entry, on => words::day(line.on), what => &line.what, ground => &line.ground, change => signed(line.change), attributable,
        sum => line.cumulative_change.map(signed), share => &line.percentage, corrects => line.corrects, corrected_by => line.corrected_by,
        case => line.case.as_ref().map(|id| context! { id, reference => case }),
    }
}

fn limit(limit: &LimitView) -> Value {
    let sum = limit.sum.map(|sum| sum.to_string()).filter(|sum| *sum != limit.figure);
    let reached = match limit.reached {
        Some(true) => "Reached",
        Some(false) => "Not reached",
        None => "Cannot be told without the value at entry",
    };
    context! {
        name => &limit.name, provision => &limit.provision, figure => &limit.figure, sum, reached, is_reached => limit.reached == Some(true),
        used => limit.used.map(|used| used.to_string()), filled => limit.used.map(|used| used.clamp(0, 100).to_string()),
    }
}

fn signed(sum: Pence) -> String {
    // The sign stays with its sum at the end of a line.
    if sum.0 > 0 { format!("+\u{2060}{sum}") } else { sum.to_string() }
}
