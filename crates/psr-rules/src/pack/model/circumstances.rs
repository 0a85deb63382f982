//! Circumstances: conditions over the whole life of a case, with its answers, events, conclusions, days and lists.

use crate::id::{
    ChoiceId, ConclusionId, DecisionId, EventId, MomentId, ParameterId, QuestionId, RuleId, ValueId, WordsId,
};

/// A condition over the life of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Circumstance {
    /// Every one of these holds.
    All(Vec<Circumstance>),
    /// At least one of these holds.
    Any(Vec<Circumstance>),
    /// This does not hold.
    Not(Box<Circumstance>),
    /// The question is answered.
    Answered(Asked),
    /// The question is answered with reasons.
    Reasoned(Asked),
    /// The yes-no question is answered yes.
    Yes(Asked),
    /// The yes-no question is answered no.
    No(Asked),
    /// The one-of question is answered with one of these (groups are already resolved).
    Among(Asked, Vec<ChoiceId>),
    /// The conclusion is one of these.
    Concluded(DecisionId, ConclusionId, Vec<ValueId>),
    /// The rule's condition is met.
    Rule(RuleId),
    /// The decision arises.
    Arises(DecisionId),
    /// Something is on record for the decision.
    Begun(DecisionId),
    /// The reason given is nothing but words of the list.
    ReasonOnly(Asked, WordsId),
    /// The text answered is nothing but words of the list.
    TextOnly(Asked, WordsId),
    /// The answer that stands was put on record after the event first happened, and none stood before.
    RecordedAfter(Asked, EventId),
    /// The answer that stands differs from the one that stood when the event first happened.
    ChangedAfter(Asked, EventId),
    /// Somebody has approved the decision, whether or not that was overtaken.
    Approved,
    /// What was approved last has been replaced since.
    Overtaken,
    /// The day is known.
    Known(Day),
    /// The first day is before the second.
    Earlier(Day, Day),
    /// The first day is after the second.
    Later(Day, Day),
    /// The duty stands so.
    Duty(MomentId, DutyState),
    /// At least one item is selected.
    Some(Box<Selection>),
    /// No item is selected.
    None(Box<Selection>),
    /// Exactly one item is selected.
    Single(Box<Selection>),
    /// The field's numbers, over the items selected, add up to the figure.
    Total(Box<Selection>, String, Figured),
}

/// A question of a decision.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked {
    /// The decision.
    pub decision: DecisionId,
    /// The question.
    pub question: QuestionId,
}

/// A day of the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Day {
    /// When the event first happened.
    First(EventId),
    /// When the event last happened.
    Last(EventId),
    /// The day that was answered.
    Answer(Asked),
    /// What the timetable counts out.
    Moment(MomentId),
    /// The day in a field of the item looked at.
    Field(String),
    /// When an answer was put on record, or when the item looked at was.
    Recorded(Option<Asked>),
    /// The day on which the case is read.
    Today,
    /// When the decision was first approved.
    Approval,
    /// So many days after the day.
    Plus(Box<Day>, Figured),
    /// The last of so many days, the day being the first of them.
    Within(Box<Day>, Figured),
}

/// A figure by its name: a parameter of the law, or a figure of good practice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figured {
    /// A dated figure of the law.
    Law(ParameterId),
    /// A figure of good practice.
    Practice(ParameterId),
}

/// How a duty stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DutyState {
    /// It was done after it was due.
    Late,
    /// It was not done, and was due before the day on which the case is read.
    Overdue,
    /// It is not done, and not yet overdue.
    Due,
    /// It was done in time.
    Done,
}

/// Which items are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// Where they come from.
    pub from: ItemSource,
    /// What each must be; all of it.
    pub tests: Vec<FieldTest>,
    /// What must, or must not, answer to each in another list.
    pub matching: Option<Box<Matching>>,
}

/// Where items come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemSource {
    /// The items of a list that was answered.
    List(Asked),
    /// Each item of the first list with each of the second.
    Pairs(Asked, Asked),
    /// What happened, of these kinds.
    Events(Vec<EventId>),
    /// The answers that stand, of these decisions (none named: of all), perhaps only those that are views.
    Answers(Vec<DecisionId>, bool),
}

/// What must, or must not, answer to an item in another list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matching {
    /// Whether there must be a match; otherwise there must be none.
    pub wanted: bool,
    /// The items among which it is sought.
    pub among: Selection,
    /// Which fields must say the same: of the item, of its match.
    pub by: Vec<(String, String)>,
}

/// What a field of an item must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldTest {
    /// One of these holds.
    Any(Vec<FieldTest>),
    /// The field is filled in.
    Present(String),
    /// The field is not filled in.
    Absent(String),
    /// The field is one of these.
    Among(String, Vec<String>),
    /// The field is none of these.
    NotAmong(String, Vec<String>),
    /// The two fields say the same.
    Same(String, String),
    /// The two fields say different things.
    Differs(String, String),
    /// The field is nothing but words of the list.
    OnlyWords(String, WordsId),
    /// The field's day is before this one.
    Earlier(String, Day),
    /// The field's day is after this one.
    Later(String, Day),
}
