//! What is given to somebody who asks for information, and why some of it may be withheld.

use crate::id::{DecisionId, DisclosureId, EventId, Provision, QuestionId};

/// How a pack has information disclosed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disclosures {
    /// The kinds of disclosure, in the pack's order.
    pub kinds: Vec<DisclosureKind>,
    /// What is said of entries that are no part of what was asked for.
    pub outside: OutsideTheRequest,
    /// Where the names of providers stand.
    pub providers: Vec<ProviderName>,
}

/// A kind of disclosure: to whom something is due, and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisclosureKind {
    /// Its id.
    pub id: DisclosureId,
    /// Its name in words.
    pub title: String,
    /// The provision that makes it due.
    pub provision: Provision,
    /// What is due, as a sentence.
    pub about: String,
    /// How far withholding goes, in sentences.
    pub limits: String,
    /// The items, in the order of the law.
    pub items: Vec<DisclosureItem>,
    /// The grounds on which the provision lets information be withheld: the only ones there are.
    pub grounds: Vec<Withholding>,
    /// What other law forbids to give, which is no ground of the provision.
    pub bars: Vec<Withholding>,
    /// The ground or bar under which privileged entries stay out.
    pub privileged: DisclosureId,
}

impl DisclosureKind {
    /// Returns the ground or bar of this name, and whether it is a bar.
    pub fn withholding(&self, name: &str) -> Option<(&Withholding, bool)> {
        let ground = self.grounds.iter().find(|ground| ground.id.as_str() == name).map(|ground| (ground, false));
        ground.or_else(|| self.bars.iter().find(|bar| bar.id.as_str() == name).map(|bar| (bar, true)))
    }
}

/// One thing that is due, and what of a case carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisclosureItem {
    /// Its id.
    pub id: DisclosureId,
    /// What it is, in words.
    pub title: String,
    /// The provision it stands in.
    pub provision: Provision,
    /// What carries it.
    pub carried: Carriers,
}

/// What of a case carries an item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Carriers {
    /// Everything that is on record.
    pub everything: bool,
    /// The answers to these questions, and to those that cite the provisions named, in any decision.
    pub questions: Vec<QuestionId>,
    /// The answers to every question of these decisions.
    pub decisions: Vec<DecisionId>,
    /// What these decisions were determined to lead to.
    pub findings: Vec<DecisionId>,
    /// These events.
    pub events: Vec<EventId>,
    /// Entries of these kinds.
    pub entries: Vec<EntryKind>,
}

/// A kind of entry that every case has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// The approvals.
    Approvals,
    /// What opened the case.
    Opening,
    /// Who acted in it.
    People,
}

/// A ground or a bar on which something is withheld.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withholding {
    /// Its id.
    pub id: DisclosureId,
    /// The provision that grants it, or where a bar comes from.
    pub source: String,
    /// Why information is withheld on it, as the end of a sentence after "because".
    pub says: String,
    /// What must be explained, as a sentence.
    pub explain: String,
    /// Whether the public interest is weighed and the balance put on record.
    pub weighed: bool,
    /// The provision, where it is one of the pack's.
    pub provision: Option<Provision>,
}

/// What is said of entries that are no part of what was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideTheRequest {
    /// The name it goes by.
    pub id: DisclosureId,
    /// Why they are left out, as the end of a sentence after "because".
    pub says: String,
}

/// Where the name of a provider stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProviderName {
    /// In the answer to a question, or in this field of the items of its list.
    Question(QuestionId, Option<String>),
    /// In this field of an event.
    Event(EventId, String),
}
