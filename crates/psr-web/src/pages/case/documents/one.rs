//! One document: as it would be made now, or what is missing in it, and the form that makes it.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use minijinja::{Value, context};
use psr_casefile::casebook::{Case, Casebook};
use psr_casefile::event::Subject;
use psr_casefile::notice;
use psr_renderer::drawn::{DrawError, draw};
use psr_renderer::{Format, export::html};

use super::super::{comments, open};
use super::wanted::Wanted;
use super::{Place, gaps, mapping, templates, title};
use crate::people::{Act, Who};
use crate::problem::Problem;
use crate::site::Site;
use crate::view::data;

pub async fn show(
    State(site): State<Site>,
    who: Who,
    Path(place): Path<Place>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    page(&site, &who, place, wanted, Vec::new()).await
}

/// Shows the document, with what is wrong with what was typed.
pub async fn page(
    site: &Site,
    who: &Who,
    Place { id, document }: Place,
    wanted: Wanted,
    mut errors: Vec<(String, String)>,
) -> Result<Response, Problem> {
    let id = open::admitted(site, who, &id).await?;
    let publication = wanted.publication().unwrap_or_else(|error| {
        errors.push((error, "publication-day".to_owned()));
        None
    });
    let (name, asked) = (document.clone(), wanted.clone());
    let (case, drawn) = site
        .books()
        .read(move |casebook| {
            let case = casebook.case_by_id(id)?;
            let drawn = drawn(casebook, &case, &asked, &name, publication)?;
            Ok((case, drawn))
        })
        .await?;
    let title = title(&case, &document)?.ok_or_else(|| Problem::not_found("There is no document of this name."))?;
    let frame = open::frame(&case, &title).step("Documents", &format!("{}/documents", open::address(&case)));
    let wrong = errors.iter().any(|(_, field)| field == "publication-day").then(|| errors[0].0.clone());
    let format_error = errors.iter().find(|(_, field)| field == "format").map(|(message, _)| message.clone());
    let context = context! {
        case => data(open::record(&case)?.case), title, options => options(&case, &document, &wanted, wrong)?,
        comments => comments::section(&case, who, &comments::Section { about: &Subject::Document(document.clone()), lot: None }),
        drawn, format_error, formats => formats(), open_data => mapping()?.notices.contains_key(&document),
        base => format!("{}/documents/{document}", open::address(&case)), query => wanted.query(), to => wanted.to(),
        may_make => who.person().is_some_and(|person| person.may(Act::Decide)),
    };
    let page = site.views().show("document.html.j2", &frame.errors(errors.clone()), who, context)?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, page).into_response())
}

/// Draws the document as markup; or says what is missing in it.
fn drawn(
    casebook: &Casebook,
    case: &Case,
    wanted: &Wanted,
    document: &str,
    publication: Option<chrono::NaiveDate>,
) -> Result<Value, Problem> {
    match draw(wanted.asked(document, publication), casebook, case, templates()?) {
        Ok(drawn) => {
            let markup = html::on_the_site(&drawn.document);
            let title = psr_renderer::document::text::of_inlines(&drawn.document.title);
            Ok(context! {
                whole => true, title, markup => Value::from_safe_string(markup), head => &drawn.record.head, entries => drawn.record.entries,
                planned => drawn.planned.map(|day| day.to_string()),
            })
        }
        Err(DrawError::Incomplete(incomplete)) => Ok(context! {
            whole => false, lacks => gaps::shown(case, &incomplete.lacks), needs_day => gaps::need_only_a_day(&incomplete.lacks),
        }),
        Err(error) => Err(error.into()),
    }
}

/// Returns what can be said of how the document is wanted: its reader, and the planned day of publication.
fn options(case: &Case, document: &str, wanted: &Wanted, error: Option<String>) -> Result<Value, Problem> {
    let Some(of) = notice::find(case.rulebook.pack(), document) else { return Ok(context! { any => false }) };
    let readers = notice::addressees(case, of)?;
    let on_record = of
        .runs_from
        .as_ref()
        .is_some_and(|event| case.state.happened.iter().any(|happened| happened.what.event == *event));
    let (asks_reader, asks_day) = (!readers.is_empty(), of.runs_from.is_some() && !on_record);
    let reader = |reader: &String| context! { value => reader, text => reader, selected => Some(reader.as_str()) == wanted.to() };
    Ok(context! {
        any => asks_reader || asks_day, asks_reader, asks_day, readers => readers.iter().map(reader).collect::<Vec<_>>(),
        date => data(wanted.typed()), error,
    })
}

fn formats() -> Vec<Value> {
    let format = |format: &Format| context! { value => format.name(), text => in_words(*format) };
    Format::ALL.iter().map(format).collect()
}

/// Says what a format is good for.
fn in_words(format: Format) -> &'static str {
    match format {
        Format::Docx => "Word document (DOCX)",
        Format::Html => "Web page (HTML)",
        Format::Markdown => "Plain text (Markdown)",
        Format::Pdf => "PDF",
    }
}
