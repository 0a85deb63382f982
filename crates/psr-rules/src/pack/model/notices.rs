//! Notices, letters and invitations: what the law requires to be said to others, item by item.

use crate::id::{ChoiceId, ConclusionId, DecisionId, EventId, NoticeId, Provision, QuestionId, ValueId};

/// A notice, letter or invitation, with everything it must contain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its id.
    pub id: NoticeId,
    /// Its title in words.
    pub title: String,
    /// What it is.
    pub kind: NoticeKind,
    /// The schedule or regulation that lists its content, in whose file it stands.
    pub provision: Provision,
    /// The provisions that require it.
    pub required_by: Vec<Provision>,
    /// What on record shows that it belongs in a case: any one of these suffices. Empty where nothing on record does.
    pub when: Vec<Shown>,
    /// The event that puts its submission on record, if the pack has one.
    pub submits: Option<EventId>,
    /// The event that puts its publication on record, if the pack has one.
    pub publishes: Option<EventId>,
    /// The event that puts its sending on record, for what is sent and not published.
    pub sends: Option<EventId>,
    /// The event from whose day the dates run that it states, if it states any; it is written before that day is certain.
    pub runs_from: Option<EventId>,
    /// The list on record that has one of it for each of several readers, if there is one.
    pub to_each: Option<ToEach>,
    /// What it contains, in the order of the law; empty where the law prescribes nothing.
    pub items: Vec<NoticeItem>,
}

/// What a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// It is published.
    Notice,
    /// It is sent to one provider and not published.
    Letter,
    /// It is sent to several providers and not published.
    Invitation,
}

/// A list on record of which each item stands for one reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToEach {
    /// The questions that ask for the list; the first that is answered counts.
    pub of: Vec<(DecisionId, QuestionId)>,
    /// The field that names the reader.
    pub by: QuestionId,
    /// The field that says whether an item is meant, and with which choice it is; none where every item is.
    pub only: Option<(QuestionId, ChoiceId)>,
    /// The field that holds the last day on which the reader may act, as the letter gives it; none where no field does.
    pub last_day: Option<QuestionId>,
}

/// One thing that a notice contains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeItem {
    /// The provision that asks for it.
    pub provision: Provision,
    /// What it is, in plain words of our own.
    pub says: String,
    /// Why it is there.
    pub ground: ItemGround,
    /// Our own sentence for it, with `{question-id}` where an answer goes, if it reads as a sentence.
    pub statement: Option<String>,
    /// What supplies it: every one of these is needed. Where nothing does, whoever writes the notice supplies it.
    pub from: Vec<Supply>,
    /// Several ways to supply it, the best first: one that is on record whole is enough.
    pub from_any: Vec<Vec<Supply>>,
    /// When it is due, where it is not always.
    pub only_if: Option<OnlyIf>,
}

/// Why an item is in a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemGround {
    /// The law requires it.
    Law,
    /// Statutory guidance asks for it.
    Guidance,
    /// It is good practice.
    Practice,
}

/// Something on record that supplies an item of a notice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Supply {
    /// The title under which the case was opened.
    Title,
    /// The authority's reference of the case.
    Reference,
    /// The answer to a question of a decision, with its reasons.
    Question(DecisionId, QuestionId),
    /// A conclusion of a decision.
    Conclusion(DecisionId, ConclusionId),
    /// An event that happened, with its day.
    Event(EventId),
}

/// When an item of a notice is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnlyIf {
    /// The condition in plain words.
    pub says: String,
    /// What on record shows it; nothing where only the authority can say.
    pub shown_by: Option<Shown>,
    /// What on record shows that it is not due all the same.
    pub unless: Option<Shown>,
}

/// What on record shows that a condition holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// A conclusion has one of these values.
    Conclusion(DecisionId, ConclusionId, Vec<ValueId>),
    /// A yes-no question is answered so.
    YesNo(DecisionId, QuestionId, bool),
    /// A one-of question is answered with one of these.
    Choice(DecisionId, QuestionId, Vec<ChoiceId>),
}

impl Shown {
    /// Returns the decision to which the question or conclusion belongs.
    pub fn decision(&self) -> &DecisionId {
        match self {
            Self::Conclusion(decision, ..) | Self::YesNo(decision, ..) | Self::Choice(decision, ..) => decision,
        }
    }
}
