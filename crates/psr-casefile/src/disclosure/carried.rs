//! Which entries of a case carry what is due.

use psr_recorder::Entry;
use psr_rules::pack::model::{Carriers, DisclosureItem, EntryKind};

use super::Disclosing;
use super::part::{Part, parts};
use crate::casebook::Case;
use crate::event::CaseEvent;

/// An entry, with what it carries of what is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The entry.
    pub entry: u64,
    /// What kind of thing it says, in words of the pack; nothing that somebody typed is in them.
    pub what: String,
    /// The items it carries, by their places in the pack; none where it is outside what is due.
    pub items: Vec<usize>,
    /// Its parts.
    pub parts: Vec<Part>,
    /// Whether it is privileged, itself or because it takes back what is.
    pub privileged: bool,
}

impl Carried {
    /// Answers whether it has anything to decide on.
    pub fn is_due(&self) -> bool {
        !self.items.is_empty() && self.parts.iter().any(|part| part.name.is_some())
    }
}

/// Returns every entry of a case with what it carries, oldest first.
pub fn carried(disclosing: &Disclosing<'_>) -> Vec<Carried> {
    let case = disclosing.case;
    let mut all = Vec::with_capacity(disclosing.entries.len());
    for (entry, read) in disclosing.entries.iter().zip(&case.entries) {
        let items = disclosing.kind.items.iter().enumerate();
        let items = items.filter(|(_, item)| carries(item, read.event.as_ref())).map(|(place, _)| place).collect();
        let privileged = is_privileged(read.event.as_ref(), &all);
        all.push(Carried {
            entry: read.seq,
            what: what(case, entry, read.event.as_ref()),
            items,
            parts: parts(entry),
            privileged,
        });
    }
    all
}

fn carries(item: &DisclosureItem, event: Option<&CaseEvent>) -> bool {
    let Carriers { everything, questions, decisions, findings, events, entries } = &item.carried;
    let answers =
        |key: &crate::event::AnswerKey| questions.contains(&key.question) || decisions.contains(&key.decision);
    *everything
        || match event {
            Some(CaseEvent::Answered(answered)) => answers(&answered.key),
            Some(CaseEvent::Withdrawn(withdrawn)) => answers(&withdrawn.key),
            Some(CaseEvent::Determined(determined)) => findings.contains(&determined.decision),
            Some(CaseEvent::Happened(happened)) => events.contains(&happened.event),
            Some(CaseEvent::Opened(_)) => entries.contains(&EntryKind::Opening),
            Some(CaseEvent::Actor(_)) => entries.contains(&EntryKind::People),
            Some(event) if is_of_sign_off(event) => entries.contains(&EntryKind::Approvals),
            _ => false,
        }
}

/// What takes back a privileged answer may speak of it, so it is privileged too.
fn is_privileged(event: Option<&CaseEvent>, before: &[Carried]) -> bool {
    let earlier = |entry: Option<u64>| {
        entry.is_some_and(|entry| before.iter().any(|other| other.entry == entry && other.privileged))
    };
    match event {
        Some(CaseEvent::Answered(answered)) => answered.privileged,
        Some(CaseEvent::Withdrawn(withdrawn)) => earlier(withdrawn.supersedes),
        _ => false,
    }
}

/// Says what kind of thing an entry says, in words of the pack.
fn what(case: &Case, entry: &Entry, event: Option<&CaseEvent>) -> String {
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
    match event {
        Some(CaseEvent::Opened(_)) => "How the case was opened".to_owned(),
        Some(CaseEvent::Actor(actor)) => format!("Who acts in the case as {}", actor.handle),
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
        Some(CaseEvent::Closed(_)) => "The case was closed".to_owned(),
        Some(CaseEvent::Hold(_)) => "A hold on the case".to_owned(),
        Some(CaseEvent::Retention(_)) => "How long the case is kept".to_owned(),
        Some(CaseEvent::Erased(_)) => "An erasure".to_owned(),
        Some(CaseEvent::Disclosed(_)) => "A disclosure".to_owned(),
        Some(CaseEvent::Made(_)) => "A document made from the case".to_owned(),
        None => format!("An entry of the type {}", entry.header.typ),
    }
}

/// Tells whether an entry belongs to how the case was approved.
fn is_of_sign_off(event: &CaseEvent) -> bool {
    use CaseEvent::{ApprovalWithdrawn, Approved, Refused, SignOff, Submitted};
    matches!(event, SignOff(_) | Submitted(_) | Approved(_) | ApprovalWithdrawn(_) | Refused(_))
}
