//! What kind of thing an entry says.

use crate::casebook::Case;
use crate::event::{CaseEvent, Subject};
use crate::state::CaseEntry;

/// Says what kind of thing an entry says, in words of the pack; nothing that somebody typed is in them.
pub fn kind_in_words(case: &Case, entry: &CaseEntry) -> String {
    let pack = case.rulebook.pack();
    let ask = |key: &crate::event::AnswerKey| {
        // By its number: its name was typed, and may be withheld.
        let lot = key.lot.map(|lot| format!(" (lot {lot})")).unwrap_or_default();
        let asked =
            pack.questions.get(&key.question).map_or_else(|| key.question.to_string(), |question| question.ask.clone());
        format!("{asked}{lot}")
    };
    let title = |decision: &psr_rules::id::DecisionId| {
        let known = pack.decisions.iter().find(|known| known.id == *decision);
        known.map_or_else(|| decision.to_string(), |known| known.title.clone())
    };
    match &entry.event {
        Some(CaseEvent::Opened(_)) => "How the case was opened".to_owned(),
        Some(CaseEvent::Actor(actor)) => format!("Who acts in the case under the name {}", actor.handle),
        Some(CaseEvent::Answered(answered)) => ask(&answered.key),
        Some(CaseEvent::Withdrawn(withdrawn)) => format!("Answer taken back: {}", ask(&withdrawn.key)),
        Some(CaseEvent::Determined(determined)) => format!("Finding: {}", title(&determined.decision)),
        Some(CaseEvent::Happened(happened)) => {
            let known = pack.events.iter().find(|kind| kind.id == happened.event);
            known.map_or_else(|| happened.event.to_string(), |kind| kind.title.clone())
        }
        Some(CaseEvent::SignOff(_)) => "Who is to approve".to_owned(),
        Some(CaseEvent::Submitted(_)) => "Submission for approval".to_owned(),
        Some(CaseEvent::Approved(_)) => "Approval".to_owned(),
        Some(CaseEvent::ApprovalWithdrawn(_)) => "An approval taken back".to_owned(),
        Some(CaseEvent::Refused(_)) => "Approval refused".to_owned(),
        Some(CaseEvent::Comment(comment)) => {
            let lot = comment.lot.map(|lot| format!(" (lot {lot})")).unwrap_or_default();
            format!("A comment on {}{lot}", about_in_words(case, &comment.about))
        }
        Some(CaseEvent::Closed(_)) => "The case was closed".to_owned(),
        Some(CaseEvent::Hold(_)) => "A hold on the case".to_owned(),
        Some(CaseEvent::Retention(_)) => "How long the case is kept".to_owned(),
        Some(CaseEvent::Erased(_)) => "An erasure".to_owned(),
        Some(CaseEvent::Disclosed(_)) => "A disclosure".to_owned(),
        Some(CaseEvent::Made(_)) => "A document made from the case".to_owned(),
        None => format!("An entry of the type {}", entry.typ),
    }
}

/// Says what a comment is about, in words of the pack.
pub fn about_in_words(case: &Case, about: &Subject) -> String {
    let pack = case.rulebook.pack();
    match about {
        Subject::Case => "the case".to_owned(),
        Subject::Question(_, question) => {
            let asked = pack.questions.get(question).map_or_else(|| question.to_string(), |known| known.ask.clone());
            format!("the question “{asked}”")
        }
        Subject::Conclusion(decision, conclusion) => {
            let decisions = pack.decisions.iter().filter(|known| known.id == *decision);
            let known = decisions.flat_map(|known| &known.conclusions).find(|known| known.id == *conclusion);
            format!("the conclusion “{}”", known.map_or_else(|| conclusion.to_string(), |known| known.name.clone()))
        }
        Subject::Document(name) => {
            let title = crate::notice::find(pack, name).map_or_else(|| name.clone(), |notice| notice.title.clone());
            format!("the document “{title}”")
        }
    }
}
