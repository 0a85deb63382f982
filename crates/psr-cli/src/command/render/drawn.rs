//! A document of a case, drawn from its record, before it is written in any format.

use chrono::NaiveDate;
use psr_casefile::casebook::{Case, Casebook};
use psr_casefile::decision_record::RecordReference;
use psr_renderer::{Document, DocumentName, Privilege, RenderError, Templates, document};
use psr_rules::pack::model::Pack;

use super::notice;
use crate::failure::Stop;

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

/// Draws a document: a notice or letter of the pack, or one that is made from the decision record.
pub fn draw(asked: Asked<'_>, casebook: &Casebook, case: &Case, templates: &Templates) -> Result<Drawn, Stop> {
    if let Some(of) = notice::find(case.rulebook.pack(), asked.document) {
        let draft = notice::drawn_up(asked, case, of)?;
        let document = notice::document(of, &draft, templates)?;
        let planned = draft.clock.as_ref().filter(|clock| clock.planned).map(|clock| clock.on);
        return Ok(Drawn { name: draft.notice, to: draft.to, planned, record: draft.record, document });
    }
    let checkpoints = casebook.register().checkpoints()?;
    let record = psr_casefile::record::decision_record_bounded(case, &checkpoints)?;
    let pack = case.rulebook.pack();
    let name = match asked.document {
        REASONS => DocumentName::of_reasons(&record, pack.about.default_decision.as_str(), templates),
        named => DocumentName::parse(named, templates),
    };
    let name = name.map_err(|error| unknown(error, pack))?;
    let document = document(&record, &name, templates, asked.privilege).map_err(super::refused)?;
    Ok(Drawn { name: name.as_str().to_owned(), to: None, planned: None, record: record.record, document })
}

/// Adds the notices and letters of the pack to the documents that there are.
fn unknown(error: RenderError, pack: &Pack) -> Stop {
    let RenderError::UnknownDocument { name, known } = error else { return super::refused(error) };
    let notices: Vec<&str> = pack.notices.iter().map(|notice| notice.id.as_str()).collect();
    super::refused(RenderError::UnknownDocument { name, known: format!("{known}, {}", notices.join(", ")) })
}
