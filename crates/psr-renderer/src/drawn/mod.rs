//! A document of a case, drawn from its record, before it is written in any format.
//!
//! This is where the two kinds of document meet: what is made from the decision record, and the notices and letters of the pack. Whoever shows or writes one,
//! at the command line or on a page, asks for it here.

mod belonging;
mod error;
mod made;
mod notice;
mod open_data;

use chrono::NaiveDate;
use psr_casefile::casebook::{Case, Casebook};
use psr_casefile::decision_record::RecordReference;

use crate::document::Document;
use crate::error::RenderError;
use crate::privilege::Privilege;
use crate::reasons::{DocumentName, document, documents};
use crate::template::Templates;

pub use belonging::{Belonging, belonging};
pub use error::{DrawError, Incomplete};
pub use made::made;
pub use open_data::{OCDS, RECORD, open_data};

/// Names the written reasons of the case, whatever it decides.
pub const REASONS: &str = "reasons";

/// Which document is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Its name, or [`REASONS`].
    pub document: &'a str,
    /// The day on which publication is planned.
    pub publication: Option<NaiveDate>,
    /// To whom it goes.
    pub to: Option<&'a str>,
    /// What becomes of privileged answers.
    pub privilege: Privilege,
}

/// A document as it was drawn.
#[derive(Debug)]
pub struct Drawn {
    /// Its name.
    pub name: String,
    /// To whom it goes, where there is one for each of several readers.
    pub to: Option<String>,
    /// The planned day from which the days in it were reckoned.
    pub planned: Option<NaiveDate>,
    /// The state of the record it was drawn from.
    pub record: RecordReference,
    /// The document.
    pub document: Document,
}

/// Returns the title of a document that a case can have; nothing where there is none of that name.
pub fn title(case: &Case, templates: &Templates, name: &str) -> Option<String> {
    if name == REASONS {
        return Some("The written reasons".to_owned());
    }
    let notice = psr_casefile::notice::find(case.rulebook.pack(), name).map(|notice| notice.title.clone());
    let known = || documents(templates).into_iter().find(|known| known.name.as_str() == name);
    notice.or_else(|| known().map(|known| known.title))
}

/// Draws a document: a notice or letter of the pack, or one that is made from the decision record.
///
/// # Errors
/// When there is no such document, the record does not supply it whole, or a template fails.
pub fn draw(asked: Asked<'_>, casebook: &Casebook, case: &Case, templates: &Templates) -> Result<Drawn, DrawError> {
    if let Some(draft) = notice::whole(asked, case)? {
        let document = crate::notices::notice_document(&draft, templates)?;
        let planned = draft.clock.as_ref().filter(|clock| clock.planned).map(|clock| clock.on);
        return Ok(Drawn { name: draft.notice, to: draft.to, planned, record: draft.record, document });
    }
    let checkpoints = casebook.register().checkpoints().map_err(psr_casefile::Error::from)?;
    let record = psr_casefile::record::decision_record_bounded(case, &checkpoints)?;
    let main = case.rulebook.pack().about.default_decision.as_str();
    let name = match asked.document {
        REASONS => DocumentName::of_reasons(&record, main, templates),
        named => DocumentName::parse(named, templates),
    };
    let name = name.map_err(|error| unknown(error, case))?;
    let document = document(&record, &name, templates, asked.privilege)?;
    Ok(Drawn { name: name.as_str().to_owned(), to: None, planned: None, record: record.record, document })
}

/// Adds the notices and letters of the pack to the documents that there are.
fn unknown(error: RenderError, case: &Case) -> RenderError {
    let RenderError::UnknownDocument { name, known } = error else { return error };
    let notices: Vec<&str> = case.rulebook.pack().notices.iter().map(|notice| notice.id.as_str()).collect();
    RenderError::UnknownDocument { name, known: format!("{known}, {}", notices.join(", ")) }
}
