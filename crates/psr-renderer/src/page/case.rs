//! The page of a case: its written reasons, with what it carries of the record.

use psr_casefile::casebook::Case;
use psr_casefile::decision_record::DecisionRecord;
use psr_casefile::export::{self, Carried};

use super::{Labels, LeftOut, PageData, write};
use crate::error::RenderError;
use crate::privilege::Privilege;
use crate::reasons::{DocumentName, document};
use crate::template::Templates;

/// Names the reasons for a decision of any kind.
const ANY_DECISION: &str = "decision";

/// Writes the page of a case; privileged answers stand in its reasons only where the caller lets them, and in what it carries always.
///
/// # Errors
/// When the reasons cannot be rendered.
pub fn of_case(
    case: &Case,
    record: &DecisionRecord,
    carried: &Carried,
    templates: &Templates,
    privilege: Privilege,
) -> Result<String, RenderError> {
    let main = case.rulebook.pack().about.default_decision.as_str();
    // A pack whose main decision has no document of its own is told in the one for decisions of any kind.
    let name =
        DocumentName::of_reasons(record, main, templates).or_else(|_| DocumentName::parse(ANY_DECISION, templates))?;
    let reasons = document(record, &name, templates, privilege)?;
    let data = PageData {
        files: carried.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect(),
        left_out: carried.left_out.iter().map(left_out).collect(),
        labels: labels(case),
        marks: carried.marks.clone(),
    };
    Ok(write(&reasons, &data, carried.verifier))
}

fn left_out(left: &export::LeftOut) -> LeftOut {
    LeftOut { kind: left.kind, digest: left.digest.clone(), bytes: left.bytes }
}

/// Returns the pack's words for what the record names by id.
fn labels(case: &Case) -> Labels {
    let pack = case.rulebook.pack();
    Labels {
        decisions: pack.decisions.iter().map(|decision| (decision.id.to_string(), decision.title.clone())).collect(),
        events: pack.events.iter().map(|kind| (kind.id.to_string(), kind.title.clone())).collect(),
        questions: pack.questions.iter().map(|(id, question)| (id.to_string(), question.ask.clone())).collect(),
    }
}
