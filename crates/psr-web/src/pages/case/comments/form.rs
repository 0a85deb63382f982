//! The form of a comment: what it says, and whether it is privileged.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use minijinja::context;
use psr_casefile::casebook::{Case, CommentGiven};
use psr_casefile::event::{Comment, Subject};
use psr_casefile::state::{CaseEntry, Recorded};
use serde::Deserialize;

use super::super::documents;
use super::super::open::{self, Wrote};
use super::shown;
use crate::http::Posted;
use crate::people::{Role, Who};
use crate::problem::Problem;
use crate::site::Site;
use crate::view::data;

/// What an address says: what is commented on.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Wanted {
    about: Option<String>,
    lot: Option<usize>,
    reply: Option<u64>,
}

/// What a comment will be about.
struct Matter<'c> {
    about: Subject,
    lot: Option<usize>,
    earlier: Option<&'c Recorded<Comment>>,
}

/// What stands in the form.
#[derive(Default)]
struct Filled {
    text: String,
    privileged: Option<bool>,
    errors: Vec<(String, String)>,
}

pub async fn show(
    State(site): State<Site>,
    who: Who,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    let case = open::case(&site, &who, &id).await?;
    let matter = matter(&case, &wanted)?;
    page(&site, &who, &case, &matter, &Filled { privileged: usually(&who), ..Filled::default() })
}

pub async fn send(
    State(site): State<Site>,
    who: Who,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
    posted: Posted,
) -> Result<Response, Problem> {
    let case = open::case(&site, &who, &id).await?;
    let matter = matter(&case, &wanted)?;
    let mut filled = read(&who, &matter, &posted);
    let (Some(privileged), true) = (filled.privileged, filled.errors.is_empty()) else {
        return again(page(&site, &who, &case, &matter, &filled)?);
    };
    let given = CommentGiven {
        about: Some(matter.about.to_string()),
        lot: matter.lot.and_then(|lot| case.state.lot_name(lot)).map(str::to_owned),
        text: filled.text.clone(),
        reply_to: wanted.reply,
        privileged,
    };
    let seen = posted.number("head").unwrap_or(case.state.head);
    // What is commented is not what others decide meanwhile: only the end of the case bears on it, and that is refused anyway.
    let wrote = open::write(
        &site,
        &who,
        case.id,
        seen,
        |_: &CaseEntry| false,
        move |casebook, case, acting| casebook.comment(case, &given, acting),
    );
    match wrote.await {
        Ok(Wrote::Recorded(recorded)) => {
            let entry = recorded.case.state.comments.last().map_or(recorded.case.state.head, |comment| comment.seq);
            Ok(Redirect::to(&format!("{}/comments?recorded={entry}#comment-{entry}", open::address(&case)))
                .into_response())
        }
        Ok(Wrote::Conflict(now, _)) => again(page(&site, &who, &now, &matter, &filled)?),
        Err(problem) if problem.status == StatusCode::BAD_REQUEST => {
            filled.errors = problem.what.iter().map(|what| (what.clone(), "text".to_owned())).collect();
            again(page(&site, &who, &case, &matter, &filled)?)
        }
        Err(problem) => Err(problem.with_typed(posted.typed())),
    }
}

fn again(page: Response) -> Result<Response, Problem> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// Finds what is commented on: what the address names, or what the comment that is replied to is about.
fn matter<'c>(case: &'c Case, wanted: &Wanted) -> Result<Matter<'c>, Problem> {
    if let Some(entry) = wanted.reply {
        let earlier = case.state.comments.iter().find(|comment| comment.seq == entry);
        let earlier = earlier.ok_or_else(|| Problem::not_found("This case has no such comment."))?;
        return Ok(Matter { about: earlier.what.about.clone(), lot: earlier.what.lot, earlier: Some(earlier) });
    }
    let nothing = || Problem::not_found("This case has nothing of this name to comment on.");
    let about =
        psr_casefile::casebook::subject(case, wanted.about.as_deref().unwrap_or("case")).map_err(|_| nothing())?;
    let of_lots = matches!(about, Subject::Question(..) | Subject::Conclusion(..));
    if wanted.lot.is_some_and(|lot| !of_lots || case.state.lot_name(lot).is_none()) {
        return Err(nothing());
    }
    if let Subject::Document(name) = &about {
        documents::title(case, name)?.ok_or_else(nothing)?;
    }
    Ok(Matter { about, lot: wanted.lot, earlier: None })
}

/// What a legal adviser says is privileged unless they say otherwise; anybody else says which it is.
fn usually(who: &Who) -> Option<bool> {
    who.person().filter(|person| person.roles.contains(&Role::LegalAdviser)).map(|_| true)
}

fn read(who: &Who, matter: &Matter<'_>, posted: &Posted) -> Filled {
    let text = posted.raw("text").unwrap_or_default().to_owned();
    let privileged = match posted.text("privileged") {
        _ if matter.is_privileged() => Some(true),
        Some("no") => Some(false),
        Some("yes") => Some(true),
        _ => usually(who),
    };
    let mut errors = Vec::new();
    if text.trim().is_empty() {
        errors.push(("Enter your comment".to_owned(), "text".to_owned()));
    }
    if privileged.is_none() {
        errors.push(("Select whether it is privileged as legal advice".to_owned(), "privileged".to_owned()));
    }
    Filled { text, privileged, errors }
}

impl Matter<'_> {
    /// Answers whether a comment on it is privileged whatever its writer thinks: a reply may tell what it replies to.
    fn is_privileged(&self) -> bool {
        self.earlier.is_some_and(|earlier| earlier.what.privileged)
    }

    /// Returns what the address of the form says.
    fn query(&self) -> String {
        match self.earlier {
            Some(earlier) => format!("reply={}", earlier.seq),
            None => shown::query(&self.about, self.lot),
        }
    }
}

fn page(site: &Site, who: &Who, case: &Case, matter: &Matter<'_>, filled: &Filled) -> Result<Response, Problem> {
    let comments = format!("{}/comments", open::address(case));
    let title = if matter.earlier.is_some() { "Reply to a comment" } else { "Comment" };
    let frame = open::frame(case, title).step("Comments", &comments).errors(filled.errors.clone());
    let error = |field: &str| filled.errors.iter().find(|(_, of)| of == field).map(|(message, _)| message.clone());
    let earlier = matter.earlier.map(|earlier| {
        let text = earlier.what.text.as_ref().filter(|_| !earlier.what.privileged);
        context! { entry => earlier.seq, by => case.state.actor_name(&earlier.act), at => data(earlier.at), text }
    });
    let context = context! {
        case => context! { id => case.id.to_string(), reference => &case.state.opened.what.reference, closed => case.state.closed.is_some() },
        title, about => shown::subject(case, &matter.about), lot => matter.lot.and_then(|lot| case.state.lot_name(lot)), earlier,
        back => shown::address(case, &matter.about, matter.lot), action => format!("{comments}/new?{}", matter.query()), head => case.state.head,
        draft => format!("{}/comment/{}", case.id, matter.query()), text => &filled.text, privileged => filled.privileged, always => matter.is_privileged(),
        text_error => error("text"), privileged_error => error("privileged"),
    };
    site.views().show("new-comment.html.j2", &frame, who, context)
}
