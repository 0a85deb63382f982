//! How far a case is approved: who must, what lies before them, which approvals stand and why others do not.

use axum::extract::{Path, State};
use axum::response::Response;
use minijinja::{Value, context};
use psr_casefile::casebook::Case;
use psr_casefile::signoff::{self, ApprovalStanding, Change, Needed, Standing, Stands};

use super::super::open;
use super::kind::Kind;
use super::{Beside, Besides};
use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;
use crate::view::data;

pub async fn show(
    State(site): State<Site>,
    who: Who,
    Path(id): Path<String>,
    axum::extract::Query(Beside { done }): Besides,
) -> Result<Response, Problem> {
    let case = open::case(&site, &who, &id).await?;
    let record = open::record(&case)?;
    let notice = done.and_then(|done| Kind::ALL.into_iter().find(|kind| kind.id() == done)).map(Kind::done);
    let frame = open::frame(&case, "Approval").notice(notice.map(str::to_owned));
    let may = |kind: &Kind| !record.case.closed && who.person().is_some_and(|person| person.may(kind.act()));
    let link =
        |kind: Kind| context! { title => kind.title(), href => kind.path().replace("{id}", &case.id.to_string()) };
    let acts: Vec<Value> = Kind::ALL.into_iter().filter(may).map(link).collect();
    let context =
        context! { case => data(&record.case), address => open::address(&case), standing => shown(&case), acts };
    site.views().show("approval.html.j2", &frame, &who, context)
}

/// Returns what pages show of how far a case is approved.
pub fn shown(case: &Case) -> Value {
    let standing = signoff::standing(case);
    let approvals: Vec<Value> = standing.approvals.iter().map(|approval| approved(case, approval)).collect();
    context! {
        approved => standing.approved, needed => standing.needed.iter().map(needed).collect::<Vec<_>>(), under => standing.under.clone(),
        submission => submitted(&standing), refusal => standing.refusal.as_ref().map(data), approvals, refusals => refusals(case),
        taken_back => taken_back(case),
    }
}

fn needed(needed: &Needed) -> Value {
    let (text, colour) = match (needed.approval, needed.earlier) {
        (Some(entry), _) => (format!("Approved (entry {entry})"), "green"),
        (None, Some(entry)) => (format!("Approved an earlier draft than the others (entry {entry})"), "yellow"),
        (None, None) => ("Has not approved".to_owned(), "grey"),
    };
    context! { role => &needed.role, status => context! { text, colour } }
}

fn submitted(standing: &Standing) -> Option<Value> {
    let submission = standing.submission.as_ref()?;
    Some(context! { of => data(submission), changes => changes(&submission.changes) })
}

fn approved(case: &Case, approval: &ApprovalStanding) -> Value {
    let (text, colour) = match approval.stands {
        Stands::Yes if approval.counts() => ("Stands", "green"),
        Stands::Yes => ("Does not stand: the signature is not one of this approval", "red"),
        Stands::Changed => ("Does not stand: what was approved has been replaced", "red"),
        Stands::Withdrawn => ("Taken back", "grey"),
        Stands::Refused => ("Does not stand: somebody refused since", "red"),
    };
    let reason = approval.ended_by.and_then(|entry| reason(case, entry));
    let signed = approval.signed.as_ref().map(data);
    context! { of => data(approval), status => context! { text, colour }, changes => changes(&approval.changes), reason, signed }
}

fn changes(changes: &[Change]) -> Vec<String> {
    changes.iter().map(|change| format!("{} (entry {})", change.what, change.entry)).collect()
}

/// Returns why an approval was taken back or refused, by the entry that did so.
fn reason(case: &Case, entry: u64) -> Option<String> {
    let taken = case.state.approvals_withdrawn.iter().find(|taken| taken.seq == entry);
    let refused = case.state.refusals.iter().find(|refused| refused.seq == entry);
    taken
        .and_then(|taken| taken.what.reason.clone())
        .or_else(|| refused.and_then(|refused| refused.what.reason.clone()))
}

fn refusals(case: &Case) -> Vec<Value> {
    let refused = |refused: &psr_casefile::state::Recorded<psr_casefile::event::Refused>| {
        let (role, reason) = (refused.what.role.clone(), refused.what.reason.clone());
        context! { by => case.state.actor_name(&refused.act), at => refused.at.to_rfc3339(), role, reason, entry => refused.seq }
    };
    case.state.refusals.iter().map(refused).collect()
}

fn taken_back(case: &Case) -> usize {
    case.state.approvals_withdrawn.len()
}
