//! Which entries of a case carry what is due.

use psr_rules::pack::model::{Carriers, DisclosureItem, EntryKind};

use super::Disclosing;
use super::part::{Part, parts};
use crate::event::CaseEvent;
use crate::record::kind_in_words;

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
        all.push(Carried { entry: read.seq, what: kind_in_words(case, read), items, parts: parts(entry), privileged });
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

/// What takes back a privileged answer, or replies to a privileged comment, may speak of it, so it is privileged too.
fn is_privileged(event: Option<&CaseEvent>, before: &[Carried]) -> bool {
    let earlier = |entry: Option<u64>| {
        entry.is_some_and(|entry| before.iter().any(|other| other.entry == entry && other.privileged))
    };
    match event {
        Some(CaseEvent::Withdrawn(withdrawn)) => earlier(withdrawn.supersedes),
        Some(CaseEvent::Comment(comment)) => comment.privileged || earlier(comment.reply_to),
        Some(event) => event.is_privileged(),
        None => false,
    }
}

/// Tells whether an entry belongs to how the case was approved.
fn is_of_sign_off(event: &CaseEvent) -> bool {
    use CaseEvent::{ApprovalWithdrawn, Approved, Refused, SignOff, Submitted};
    matches!(event, SignOff(_) | Submitted(_) | Approved(_) | ApprovalWithdrawn(_) | Refused(_))
}
