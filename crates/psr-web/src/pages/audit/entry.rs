//! One entry in full: what it says, every field with its digest, what it replaced, and the proof that it is under the register's signed head.

use std::sync::PoisonError;

use axum::extract::{Path, State};
use axum::response::Response;
use minijinja::{Value, context};
use psr_casefile::casebook::Case;
use psr_casefile::log;
use psr_recorder::{Entry, bundle};

use super::{case::about, diff, fields};
use crate::pages::case::open;
use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;

pub async fn show(
    State(site): State<Site>,
    who: Who,
    Path((id, seq)): Path<(String, u64)>,
) -> Result<Response, Problem> {
    let case = open::case(&site, &who, &id).await?;
    let (rec, tiles) = (case.id, site.tiles());
    let found = site.books().read(move |casebook| {
        let register = casebook.register();
        let Some(entry) = register.events(rec)?.into_iter().find(|entry| entry.header.seq == seq) else {
            return Err(Problem::not_found(format!("This case has no entry {seq}.")));
        };
        let mut tiles = tiles.lock().unwrap_or_else(PoisonError::into_inner);
        let proof = bundle::inclusion_proof(register, &mut tiles, entry.position)?;
        Ok((entry, proof, register.checkpoints()?))
    });
    let (entry, proof, checkpoints) = found.await?;
    let (entries, _) = log::of(&case, &checkpoints);
    let Some(told) = entries.into_iter().find(|told| told.position == seq) else {
        return Err(Problem::not_found(format!("This case has no entry {seq}.")));
    };
    let told = told.without_privileged();
    let title = format!("Entry {seq}");
    let audit = format!("{}/audit", open::address(&case));
    let frame = open::frame(&case, &title).step("Audit", &audit).wide();
    let facts: Vec<Value> = told.beside().into_iter().map(|(name, text)| context! { name, text }).collect();
    let context = context! {
        case => about(&case), address => open::address(&case), number => seq, what => &told.what, by => &told.by, handle => &told.handle,
        at => told.at.to_rfc3339(), typ => &told.typ, privileged => told.privileged, facts, difference => diff::of(&case, seq),
        record => record(&entry), fields => fields::shown(&entry, told.privileged), proof,
        previous => seq.checked_sub(1), next => (seq < case.state.head).then_some(seq + 1), replaced_by => replaced_by(&case, seq),
    };
    site.views().show("entry.html.j2", &frame, &who, context)
}

/// What stands on record of the entry itself; it tells nothing of what the entry says.
fn record(entry: &Entry) -> Value {
    context! {
        leaf => entry.leaf.to_string(), position => entry.position, line => String::from_utf8_lossy(&entry.line).into_owned(),
        prev => (entry.header.seq > 0).then(|| entry.header.prev.to_string()),
    }
}

/// Returns the entry that replaces this one.
fn replaced_by(case: &Case, seq: u64) -> Option<u64> {
    use psr_casefile::event::CaseEvent::{Answered, Withdrawn};
    let replaces = |entry: &&psr_casefile::state::CaseEntry| match &entry.event {
        Some(Answered(answered)) => answered.supersedes == Some(seq),
        Some(Withdrawn(withdrawn)) => withdrawn.supersedes == Some(seq),
        _ => false,
    };
    case.entries.iter().find(replaces).map(|entry| entry.seq)
}
