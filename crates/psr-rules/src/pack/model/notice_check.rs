//! What a published notice is looked through for: how its kind is recognised, what it must hold, and what is wrong with it.

use std::collections::BTreeMap;

use crate::id::{
    CheckId, DutyId, EventId, FindingId, NoticeId, NoticeKindId, ParameterId, PartId, ProcessId, Provision, QuestionId,
    TextId, WordsId,
};
use crate::pack::model::Ground;

mod fields;
mod phrases;

pub use fields::{FieldForm, NoticeDay, NoticeField};
pub use phrases::{GAP, Phrase, PhraseList, PhrasePart, WordShape};

/// Everything that a pack says about published notices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeChecks {
    /// Lists of phrases, by name.
    pub phrases: BTreeMap<WordsId, PhraseList>,
    /// Figures that the checks go by and that are no parameters.
    pub figures: BTreeMap<ParameterId, NoticeFigure>,
    /// The parts of a notice of which an extract may say that it shows them whole, with their names in words.
    pub parts: BTreeMap<PartId, String>,
    /// The criteria by which reasons are given, with the phrases that name them.
    pub criteria: Vec<KeyCriterion>,
    /// The codes of services that a notice may name.
    pub codes: Option<CodeList>,
    /// In which words the deadline for representations stands.
    pub deadline: Option<DeadlineWords>,
    /// The kinds of published notice; the first that fits counts.
    pub kinds: Vec<PublishedKind>,
    /// What each kind must hold.
    pub required: Option<RequiredItems>,
    /// What is looked for, in the pack's order.
    pub checks: Vec<NoticeCheck>,
}

/// A figure that the checks go by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeFigure {
    /// What it means, in words.
    pub meaning: String,
    /// The figure: months, days or a plain number.
    pub figure: u32,
    /// Where it comes from, in words.
    pub source: String,
}

/// A criterion by which reasons are given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyCriterion {
    /// Its provision.
    pub provision: Provision,
    /// Its name in words.
    pub title: String,
    /// The phrases that name it.
    pub phrases: WordsId,
}

/// The codes of services that a notice may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeList {
    /// The question whose choices are the codes: each id holds eight digits.
    pub question: QuestionId,
    /// Codes outside the list that are wider than all of it.
    pub broad: Vec<String>,
}

/// In which words a deadline stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadlineWords {
    /// The phrases after which its date stands.
    pub after: WordsId,
    /// The phrases that state a number of days in its place.
    pub counted: WordsId,
}

/// A kind of published notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedKind {
    /// Its id.
    pub id: NoticeKindId,
    /// What it is, as it stands inside a sentence.
    pub title: String,
    /// The notice whose items it must hold, if the law prescribes any.
    pub notice: Option<NoticeId>,
    /// The process by which its dates are counted.
    pub process: Option<ProcessId>,
    /// The events of the timetable that its dates put on record.
    pub events: BTreeMap<EventId, NoticeField>,
    /// By what it is recognised.
    pub when: NoticeTest,
}

/// What each kind must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequiredItems {
    /// What is said of an item that is not found; `{item}` stands for it.
    pub missing: Remark,
    /// What is said, once for all, of items that an extract does not show; `{items}` stands for them.
    pub not_seen: Remark,
    /// How each item is recognised.
    pub items: Vec<RequiredItem>,
}

/// What is said, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// What is found, as a sentence with names in braces.
    pub says: String,
    /// What to do next.
    pub next: String,
}

/// How an item of a notice is recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequiredItem {
    /// The id of the finding when it is missing.
    pub id: CheckId,
    /// The provisions, each an item of a notice, that it fills.
    pub fills: Vec<Provision>,
    /// Where it is due, if not always.
    pub only_if: Option<NoticeTest>,
    /// What it consists of; at least one part.
    pub parts: Vec<ItemPart>,
}

/// A part of an item, such as the reference beside the title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemPart {
    /// What it is in words, where the notices' own words do not do.
    pub says: Option<String>,
    /// When it is there.
    pub found: NoticeTest,
}

/// Something that is looked for in a published notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeCheck {
    /// Its id.
    pub id: CheckId,
    /// How bad it is.
    pub severity: Found,
    /// On what ground.
    pub ground: Ground,
    /// The texts of the law in which it stands; empty means all.
    pub texts: Vec<TextId>,
    /// The part of a notice that it finds something absent from, so that it says nothing of an extract that does not show the part.
    pub absent_from: Option<PartId>,
    /// When it is found.
    pub when: NoticeTest,
    /// What is said, and what to do next.
    pub remark: Remark,
}

/// How bad something in a published notice is, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Found {
    /// It is against the law.
    Defect,
    /// It may be, or a review is likely to ask about it.
    Doubt,
    /// It is worth knowing.
    Note,
}

/// A condition over a published notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoticeTest {
    /// All of these hold.
    All(Vec<NoticeTest>),
    /// At least one of these holds.
    Any(Vec<NoticeTest>),
    /// This does not hold.
    Not(Box<NoticeTest>),
    /// The notice is of one of these kinds.
    Kind(Vec<NoticeKindId>),
    /// Its text has one of the phrases.
    Says(WordsId),
    /// It gives this.
    Given(NoticeField),
    /// What it gives is one of these.
    Among(NoticeField, Vec<String>),
    /// The deadline it states for representations is one of these.
    Deadline(Vec<DeadlineState>),
    /// The first day is known and earlier than the second.
    Earlier(NoticeDay, NoticeDay),
    /// The first day is known and later than the second.
    Later(NoticeDay, NoticeDay),
    /// A duty was done late, by more than so many days where a figure is named.
    Late(DutyId, Option<ParameterId>),
    /// The timetable finds this wrong.
    Wrong(FindingId),
    /// A code that it names is one of these.
    Codes(Vec<CodeState>),
    /// The weights of the criteria add up to something else than the figure.
    WeightsOtherThan(ParameterId),
    /// It names some criteria and not all of them.
    CriteriaMissing,
    /// The services are provided for longer than so many months.
    LongerThan(ParameterId),
    /// A sum is given and, whatever its sign, smaller than the parameter.
    Below(NoticeField, ParameterId),
    /// A date in its text is faulty.
    Dates(WrittenFault),
}

/// What can be said of a stated deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeadlineState {
    /// None is stated.
    None,
    /// A number of days is stated, and no date.
    CountOnly,
    /// The day is in no calendar.
    Impossible,
    /// The day is right, and the time can be read in two ways.
    AmbiguousTime,
    /// The day is right, and a time before its end is stated.
    EarlierTime,
    /// It is before the right day.
    Short,
    /// It is after the right day.
    Long,
    /// It is right.
    Right,
}

/// What can be said of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CodeState {
    /// It stands in the list.
    Listed,
    /// It stands in the list, with a limit.
    Limited,
    /// It stands outside the list.
    Outside,
    /// It is wider than all of the list.
    Broad,
}

/// What can be wrong with a date that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WrittenFault {
    /// The day is in no calendar.
    Impossible,
    /// The day of the week is another.
    WrongWeekday,
}
