//! Notices as open data: releases and record packages of the Open Contracting Data Standard 1.1.5.
//!
//! What a release says is what the notice says: it is made from the same draft, and its description is the text of the notice for the portal. What an
//! intention announces is written as pending, and never as a signed contract, whatever the portal's forms require.

mod mapping;
mod model;
mod release;

use chrono::NaiveDate;
use psr_casefile::notice::Draft;

use crate::error::RenderError;
use crate::notices::notice_document;
use crate::template::Templates;

pub use mapping::Mapping;
use model::Publisher;
pub use model::{Record, RecordPackage, Release};

/// The version of the standard.
const VERSION: &str = "1.1";
/// The extensions that releases use.
const EXTENSIONS: [&str; 1] =
    ["https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/v1.1.5/extension.json"];

/// What the record says of a publication.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Published {
    /// The id under which the portal knows the process.
    pub ocid: Option<String>,
    /// The day.
    pub on: Option<NaiveDate>,
}

/// Makes the release of a notice.
///
/// # Errors
/// When the record does not supply all that the law requires in the notice, or the mapping knows no such notice.
pub fn release(
    draft: &Draft,
    published: &Published,
    templates: &Templates,
    mapping: &Mapping,
) -> Result<Release, RenderError> {
    let document = notice_document(draft, templates)?;
    let announced = mapping.notices.get(&draft.notice).ok_or_else(|| RenderError::NoRelease {
        notice: draft.notice.clone(),
        known: mapping.notices.keys().cloned().collect::<Vec<_>>().join(", "),
    })?;
    let (ocid, on) = (published.ocid.as_deref(), published.on);
    Ok(release::release(&release::From { draft, document: &document, mapping, announced, ocid, published: on }))
}

/// Writes a release as JSON, with a line break at its end.
///
/// # Errors
/// When it cannot be written, which no release of ours can.
pub fn write(release: &impl serde::Serialize) -> Result<Vec<u8>, RenderError> {
    let mut text = serde_json::to_vec_pretty(release).map_err(|error| RenderError::Json(error.to_string()))?;
    text.push(b'\n');
    Ok(text)
}

/// Packs the releases of one case, oldest first. They are given one id, which is the portal's where any of them has it.
pub fn package(mut releases: Vec<Release>, draft: &Draft, publisher: Option<&str>) -> RecordPackage {
    releases.sort_by(|one, other| one.date.cmp(&other.date));
    let own = release::own_ocid(draft);
    let ocid = releases.iter().map(|release| &release.ocid).find(|id| **id != own).unwrap_or(&own).clone();
    releases.iter_mut().for_each(|release| release.ocid.clone_from(&ocid));
    RecordPackage {
        uri: format!("urn:uuid:{}", draft.case.id),
        version: VERSION,
        extensions: EXTENSIONS.to_vec(),
        published_date: release::instant(draft.record.as_at),
        publisher: Publisher { name: publisher.unwrap_or("not named").to_owned() },
        records: vec![Record { ocid, releases }],
    }
}
