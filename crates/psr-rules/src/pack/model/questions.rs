//! Questions, and the kinds of answer they take.

use crate::id::{ChoiceId, Provision, QuestionId};

/// A question, with everything that is said around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its id.
    pub id: QuestionId,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// The provisions that make it necessary; at least one.
    pub provisions: Vec<Provision>,
    /// The question itself.
    pub ask: String,
    /// Help with answering.
    pub hint: Option<String>,
    /// Why it is asked, in plain words.
    pub why: String,
    /// What an answer says, as a clause: for explanations and reasons.
    pub says: Says,
    /// When the law asks for a view of the authority: the verb, such as `is satisfied`.
    pub view: Option<String>,
    /// How dear it is to answer, from 1 (known at once) to 5 (needs an assessment); cheap ones are asked first.
    pub effort: u8,
    /// An address where guidance on it is published.
    pub guidance: Option<String>,
}

/// The clauses that state an answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Says {
    /// For a yes.
    pub yes: Option<String>,
    /// For a no.
    pub no: Option<String>,
    /// For any other kind, with `{answer}` where the answer goes.
    pub answer: Option<String>,
}

/// The kinds of answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Yes or no.
    YesNo,
    /// A sum of money; with any sign only where a change is asked for.
    Money {
        /// Whether the sum may be negative.
        any_sign: bool,
    },
    /// A civil date.
    Date,
    /// One of some choices.
    OneOf(Vec<Choice>),
    /// Words.
    Text,
    /// Several items, each with these fields.
    List(Vec<Field>),
}

/// A choice of a one-of question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its id.
    pub id: ChoiceId,
    /// What people read.
    pub label: String,
    /// A name it shares with other choices, so that a condition can name them together.
    pub group: Option<ChoiceId>,
    /// More about it, such as a qualification that binds.
    pub note: Option<String>,
}

/// A field of the items of a list, or of what else is recorded of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its id.
    pub id: QuestionId,
    /// What is asked for.
    pub ask: String,
    /// What kind of text it takes.
    pub kind: FieldKind,
    /// Whether an item may leave it out.
    pub optional: bool,
}

/// The kinds of text that a field takes. Whatever the kind, the text is kept as it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum FieldKind {
    /// Yes or no.
    YesNo,
    /// A sum of money; with any sign only where a change is asked for.
    Money {
        /// Whether the sum may be negative.
        any_sign: bool,
    },
    /// A civil date.
    Date,
    /// A number in plain digits.
    Number,
    /// One of some choices.
    OneOf(Vec<Choice>),
    /// Words.
    #[default]
    Text,
}
