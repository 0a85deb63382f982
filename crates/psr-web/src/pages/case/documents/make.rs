//! Making a document: it is written in a format, put on record by its digest, and taken away.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use psr_casefile::casebook::Case;
use psr_casefile::event::Made;
use psr_renderer::drawn::{OCDS, RECORD, draw, made, open_data};
use psr_renderer::{Format, Rendition};

use super::super::open;
use super::wanted::Wanted;
use super::{Place, mapping, one, templates};
use crate::http::{Posted, download};
use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;

/// A document that was written, with what goes on record of it.
struct Written {
    case: Case,
    rendition: Rendition,
    made: Made,
}

/// Makes a document and puts it on record.
pub async fn make(
    State(site): State<Site>,
    who: Who,
    Path(place): Path<Place>,
    Query(wanted): Query<Wanted>,
    posted: Posted,
) -> Result<Response, Problem> {
    let Some(format) = posted.text("format").and_then(|name| Format::parse(name).ok()) else {
        let error = ("Choose a format".to_owned(), "format".to_owned());
        return one::page(&site, &who, place, wanted, vec![error]).await;
    };
    let written = write(&site, &who, &place, &wanted, format).await?;
    let (id, name, made, acting_site) = (written.case.id, who.name()?, written.made.clone(), site.clone());
    // A document says from which head it was drawn, so whatever else was written meanwhile stands beside it.
    site.books()
        .write(move |casebook| {
            let case = casebook.case_by_id(id)?;
            Ok(acting_site.acting(&name, |acting| casebook.made(&case, made, acting))?)
        })
        .await?;
    Ok(attached(&written, format))
}

/// Takes a document away as a draft, without putting it on record; or a notice as open data.
pub async fn file(
    State(site): State<Site>,
    who: Who,
    Path(place): Path<Place>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    let named = wanted.format.as_deref().unwrap_or_default();
    if named == OCDS {
        return as_open_data(&site, &who, &place, wanted).await;
    }
    let format = Format::parse(named).map_err(|error| Problem::refused(error.to_string()))?;
    Ok(attached(&write(&site, &who, &place, &wanted, format).await?, format))
}

/// Draws the document and writes it.
async fn write(site: &Site, who: &Who, place: &Place, wanted: &Wanted, format: Format) -> Result<Written, Problem> {
    let publication = wanted.publication().map_err(Problem::refused)?;
    let (id, document, wanted) = (open::admitted(site, who, &place.id).await?, place.document.clone(), wanted.clone());
    site.books()
        .read(move |casebook| {
            let case = casebook.case_by_id(id)?;
            let drawn = draw(wanted.asked(&document, publication), casebook, &case, templates()?)?;
            let rendition = format.write(&drawn.document)?;
            let made = made(&drawn, format, &rendition, &case, templates()?);
            Ok(Written { case, rendition, made })
        })
        .await
}

async fn as_open_data(site: &Site, who: &Who, place: &Place, wanted: Wanted) -> Result<Response, Problem> {
    let publication = wanted.publication().map_err(Problem::refused)?;
    let (case, document) = (open::case(site, who, &place.id).await?, place.document.clone());
    let words = [case.state.opened.what.reference.clone(), document.clone(), OCDS.to_owned()];
    let bytes = crate::books::blocking(move || {
        Ok(open_data(wanted.asked(&document, publication), &case, templates()?, mapping()?)?)
    });
    let words: Vec<&str> = words.iter().map(String::as_str).filter(|word| *word != RECORD).collect();
    Ok(download(&words, "json", "application/json", bytes.await?))
}

fn attached(written: &Written, format: Format) -> Response {
    let (reference, made) = (&written.case.state.opened.what.reference, &written.made);
    let words: Vec<&str> =
        [Some(reference.as_str()), Some(&made.document), made.to.as_deref()].into_iter().flatten().collect();
    download(&words, format.name(), kind(format), written.rendition.bytes.clone())
}

fn kind(format: Format) -> &'static str {
    match format {
        Format::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Format::Html => "text/html; charset=utf-8",
        Format::Markdown => "text/markdown; charset=utf-8",
        Format::Pdf => "application/pdf",
    }
}
