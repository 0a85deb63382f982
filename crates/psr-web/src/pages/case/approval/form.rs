//! The form of each thing that can be done about approval. Whoever acts sees what they act on; if it has changed meanwhile, they see what is new first.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use minijinja::{Value, context};
use psr_casefile::casebook::Case;
use psr_casefile::check::Gap;
use psr_casefile::decision_record::DecisionRecord;
use psr_casefile::record::kind_in_words;
use psr_casefile::state::CaseEntry;
use psr_rules::pack::model::GroundKind;

use super::super::open::{self, Wrote};
use super::given::{Given, field_of};
use super::kind::Kind;
use super::page;
use crate::http::Posted;
use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;
use crate::view::{data, words};

/// What stands on the page beside the form itself.
#[derive(Default)]
struct Said {
    given: Given,
    errors: Vec<(String, String)>,
    newer: Vec<CaseEntry>,
}

pub async fn show(kind: Kind, site: Site, who: Who, id: String) -> Result<Response, Problem> {
    let case = open::case(&site, &who, &id).await?;
    let said = Said { given: Given::first(kind, &case), ..Said::default() };
    shown(kind, &site, &who, case, said).await
}

pub async fn send(kind: Kind, site: Site, who: Who, id: String, posted: Posted) -> Result<Response, Problem> {
    let case = open::case(&site, &who, &id).await?;
    let given = Given::of(&posted);
    if let Some(error) = missing(kind, &given) {
        let said = Said { given, errors: vec![error], ..Said::default() };
        return again(StatusCode::UNPROCESSABLE_ENTITY, kind, &site, &who, case, said).await;
    }
    let seen = posted.number("head").unwrap_or_default();
    let does = given.clone();
    let wrote = open::write(
        &site,
        &who,
        case.id,
        seen,
        move |entry| kind.is_borne_on_by(entry),
        move |casebook, case, acting| does.act(kind, casebook, case, acting),
    );
    match wrote.await {
        Ok(Wrote::Recorded(recorded)) => {
            let to = format!("{}/approval?done={}", open::address(&recorded.case), kind.id());
            Ok(Redirect::to(&to).into_response())
        }
        Ok(Wrote::Conflict(now, newer)) => {
            let said = Said { given, newer, ..Said::default() };
            again(StatusCode::CONFLICT, kind, &site, &who, *now, said).await
        }
        Err(problem) if problem.status == StatusCode::BAD_REQUEST => {
            let error = |what: &String| (words::without_commands(what), field_of(kind, what).to_owned());
            let said = Said { given, errors: problem.what.iter().map(error).collect(), ..Said::default() };
            again(StatusCode::UNPROCESSABLE_ENTITY, kind, &site, &who, case, said).await
        }
        Err(problem) => Err(problem.with_typed(posted.typed())),
    }
}

/// Says what cannot be left out.
fn missing(kind: Kind, given: &Given) -> Option<(String, String)> {
    let empty = kind == Kind::Refuse && given.reason.trim().is_empty();
    empty.then(|| ("Enter why you refuse, so that it can be mended".to_owned(), "reason".to_owned()))
}

async fn again(
    status: StatusCode,
    kind: Kind,
    site: &Site,
    who: &Who,
    case: Case,
    said: Said,
) -> Result<Response, Problem> {
    Ok((status, shown(kind, site, who, case, said).await?).into_response())
}

async fn shown(kind: Kind, site: &Site, who: &Who, case: Case, said: Said) -> Result<Response, Problem> {
    let (today, read) = (site.today(), case.clone());
    let looked = site.books().read(move |casebook| {
        let record = psr_casefile::record::decision_record(&read)?;
        let gaps = casebook.gaps(&read, &record, today)?;
        Ok((psr_renderer::privilege::withhold(&record), gaps))
    });
    let (record, gaps) = looked.await?;
    let approval = format!("{}/approval", open::address(&case));
    let frame = open::frame(&case, kind.title()).step("Approval", &approval).errors(said.errors.clone());
    let error = |field: &str| said.errors.iter().find(|(_, of)| of == field).map(|(message, _)| message.clone());
    let context = context! {
        case => data(&record.case), address => open::address(&case), head => case.state.head, leaf => case.state.head_leaf.to_string(),
        kind => kind.id(), title => kind.title(), action => kind.path().replace("{id}", &case.id.to_string()), given => data(&said.given),
        newer => said.newer.iter().map(|entry| newer(&case, entry)).collect::<Vec<_>>(), standing => page::shown(&case),
        concluded => concluded(&record), blocking => blocking(&gaps), own => own_approvals(who, &case),
        errors => context! { roles => error("roles"), role => error("role"), under => error("under"), note => error("note"), reason => error("reason") },
    };
    site.views().show("approval-form.html.j2", &frame, who, context)
}

/// Returns an entry that was written since the page was made.
fn newer(case: &Case, entry: &CaseEntry) -> Value {
    let by = case.state.actor_name(&entry.act);
    context! { what => kind_in_words(case, entry), by, at => entry.at.to_rfc3339(), entry => entry.seq }
}

/// Returns what is decided: the route of each decision that has one, and else what it leads to.
fn concluded(record: &DecisionRecord) -> Vec<Value> {
    let sections = record.sections.iter().filter(|section| !section.collects);
    let said = sections.map(|section| {
        let counts = |conclusion: &&psr_casefile::decision_record::Conclusion| {
            !conclusion.intermediate && conclusion.value != "undetermined"
        };
        let says: Vec<String> =
            section.conclusions.iter().filter(counts).map(|conclusion| words::sentence(&conclusion.says)).collect();
        let route = section.route.as_ref().map(|route| route.name.clone());
        context! { title => &section.title, lot => section.lot.clone(), route, says, open => section.open.len() }
    });
    said.collect()
}

/// Returns the breaches of the law that a review would find: no approval makes them lawful.
fn blocking(gaps: &[Gap]) -> Vec<String> {
    let breaches = gaps.iter().filter(|gap| gap.blocks && gap.ground == GroundKind::Law);
    breaches.map(|gap| format!("{} ({})", gap.message.trim_end_matches('.'), gap.provisions.join(", "))).collect()
}

/// Returns the approvals that whoever acts can take back, the last first.
fn own_approvals(who: &Who, case: &Case) -> Vec<Value> {
    let name = who.name().unwrap_or_default();
    let taken = |entry: u64| case.state.approvals_withdrawn.iter().any(|taken| taken.what.approval == entry);
    let own = case
        .state
        .approvals
        .iter()
        .rev()
        .filter(|approval| case.state.actor_name(&approval.act) == name && !taken(approval.seq));
    own.map(|approval| context! { entry => approval.seq, role => approval.what.role.clone(), at => approval.at.to_rfc3339() }).collect()
}
