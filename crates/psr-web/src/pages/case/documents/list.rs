//! The documents that a case can have, each with whether it can be made now, and those that were made.

use axum::extract::{Path, State};
use axum::response::Response;
use minijinja::{Value, context};
use psr_casefile::casebook::Case;
use psr_casefile::event::Made;
use psr_casefile::notice::{self, Due};
use psr_casefile::state::Recorded;
use psr_renderer::documents;
use psr_renderer::drawn::REASONS;
use psr_rules::pack::model::{Notice, NoticeKind};

use super::super::open;
use super::{gaps, templates, title};
use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;
use crate::view::data;
use crate::view::filters::in_address;

pub async fn show(State(site): State<Site>, who: Who, Path(id): Path<String>) -> Result<Response, Problem> {
    let case = open::case(&site, &who, &id).await?;
    let record = open::record(&case)?;
    let (mut belonging, mut open_yet) = (Vec::new(), Vec::new());
    for of in &case.rulebook.pack().notices {
        match due(&case, of)? {
            Due::Yes => belonging.extend(notices(&case, of)?),
            Due::NotSettled => open_yet.extend(notices(&case, of)?),
            Due::No => {}
        }
    }
    let made: Vec<Value> =
        case.state.documents.iter().rev().map(|made| made_already(&case, made)).collect::<Result<_, _>>()?;
    let context = context! {
        case => data(&record.case), address => open::address(&case), reasons => of_the_record(&case)?, belonging, open_yet, made,
    };
    site.views().show("documents.html.j2", &open::frame(&case, "Documents"), &who, context)
}

/// Tells whether a notice belongs in the case, in any of its lots.
fn due(case: &Case, of: &Notice) -> Result<Due, Problem> {
    let lots = case.state.lots();
    let due: Vec<Due> = lots.into_iter().map(|lot| notice::belongs(case, of, lot)).collect::<Result<_, _>>()?;
    Ok(match () {
        () if due.contains(&Due::Yes) => Due::Yes,
        () if due.contains(&Due::NotSettled) => Due::NotSettled,
        () => Due::No,
    })
}

/// Returns the documents that are made of the record as it stands, whatever is in it.
fn of_the_record(case: &Case) -> Result<Vec<Value>, Problem> {
    let others = documents(templates()?).into_iter().filter(|document| !document.name.is_of_reasons());
    let names = std::iter::once(REASONS.to_owned()).chain(others.map(|document| document.name.as_str().to_owned()));
    let line = |name: String| {
        let title = title(case, &name)?.unwrap_or_else(|| name.clone());
        Ok(context! { title, href => format!("{}/documents/{name}", open::address(case)), status => can_be_made() })
    };
    names.map(line).collect()
}

/// Returns a notice, or a letter once for each of its readers; once without a reader where none is on record.
fn notices(case: &Case, of: &Notice) -> Result<Vec<Value>, Problem> {
    let mut drafts = notice::drafts(case, of, None)?;
    if drafts.is_empty() {
        drafts.push((None, notice::draft(case, of, &notice::Wanted::default())?));
    }
    let line = |(to, draft): &(Option<String>, notice::Draft)| {
        let lacks = notice::lacks(draft, of);
        let query = to.as_ref().map(|to| format!("?to={}", in_address(to))).unwrap_or_default();
        let status = match lacks.len() {
            0 => can_be_made(),
            _ if gaps::need_only_a_day(&lacks) => {
                context! { text => "Can be made once you say when it is published", colour => "blue" }
            }
            1 => context! { text => "1 thing missing", colour => "yellow" },
            more => context! { text => format!("{more} things missing"), colour => "yellow" },
        };
        let required: Vec<String> = of.required_by.iter().map(ToString::to_string).collect();
        context! {
            title => &of.title, to, kind => kind(of.kind), required => required.join(", "), status,
            href => format!("{}/documents/{}{query}", open::address(case), of.id), lacks => gaps::shown(case, &lacks),
        }
    };
    Ok(drafts.iter().map(line).collect())
}

fn can_be_made() -> Value {
    context! { text => "Can be made now", colour => "green" }
}

fn kind(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Notice => "Notice, published",
        NoticeKind::Letter => "Letter, sent and not published",
        NoticeKind::Invitation => "Invitation, sent and not published",
    }
}

/// Returns a document that was made.
fn made_already(case: &Case, made: &Recorded<Made>) -> Result<Value, Problem> {
    let what = &made.what;
    let title = title(case, &what.document)?.unwrap_or_else(|| what.document.clone());
    Ok(context! {
        title, to => what.to.clone(), format => what.format.to_uppercase(), digest => &what.digest, basis => what.basis,
        planned => what.planned.map(|day| day.to_string()), by => case.state.actor_name(&made.act), at => made.at.to_rfc3339(), entry => made.seq,
        older => newer_answers(case, what.basis),
    })
}

/// Tells whether anything was answered or happened since the state that a document was made from.
fn newer_answers(case: &Case, basis: u64) -> bool {
    use psr_casefile::event::CaseEvent::{Answered, Happened, Withdrawn};
    let counts = |event: &psr_casefile::event::CaseEvent| matches!(event, Answered(_) | Withdrawn(_) | Happened(_));
    case.entries.iter().any(|entry| entry.seq > basis && entry.event.as_ref().is_some_and(counts))
}
