//! What can be taken from a published notice apart from its text.

use crate::id::{MomentId, ParameterId};

/// Something that a published notice gives, of whatever form it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NoticeField {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: FieldForm,
}

/// What a field of a published notice holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FieldForm {
    /// A day.
    Day,
    /// A sum; with any sign where it is a change.
    Sum,
    /// A length of time, such as `2+1 years`.
    Term,
    /// Words.
    Words,
    /// Numbers.
    Numbers,
}

impl FieldForm {
    /// Says what is meant, for a message.
    pub(crate) fn described(self) -> &'static str {
        match self {
            Self::Day => "a date",
            Self::Sum => "a sum of money",
            Self::Term => "a length of time",
            Self::Words => "text",
            Self::Numbers => "numbers",
        }
    }
}

const fn field(name: &'static str, kind: FieldForm) -> NoticeField {
    NoticeField { name, kind }
}

impl NoticeField {
    /// The day of publication.
    pub const PUBLISHED: Self = field("published", FieldForm::Day);
    /// The first day of the services.
    pub const START: Self = field("start", FieldForm::Day);
    /// The last day of the services.
    pub const END: Self = field("end", FieldForm::Day);
    /// How long the services last, with extensions after a plus.
    pub const TERM: Self = field("term", FieldForm::Term);
    /// The codes of the services.
    pub const CPV: Self = field("cpv", FieldForm::Words);
    /// The weights of the criteria.
    pub const WEIGHTS: Self = field("weights", FieldForm::Numbers);
    /// The deadline for representations as it is stated.
    pub const DEADLINE: Self = field("deadline", FieldForm::Words);

    /// Every field, in alphabetical order.
    pub const ALL: [Self; 28] = [
        field("authority", FieldForm::Words),
        field("awarded", FieldForm::Day),
        field("change-in-value", FieldForm::Sum),
        field("conflicts", FieldForm::Words),
        field("conflicts-managed", FieldForm::Words),
        Self::CPV,
        Self::DEADLINE,
        field("decided", FieldForm::Day),
        field("decision-makers", FieldForm::Words),
        field("description", FieldForm::Words),
        field("effective", FieldForm::Day),
        Self::END,
        field("first-notice-published", FieldForm::Day),
        field("intention-published", FieldForm::Day),
        field("legal-basis", FieldForm::Words),
        field("method", FieldForm::Words),
        field("modified", FieldForm::Day),
        field("provider", FieldForm::Words),
        field("provider-address", FieldForm::Words),
        Self::PUBLISHED,
        field("reasons", FieldForm::Words),
        field("reference", FieldForm::Words),
        field("signed", FieldForm::Day),
        Self::START,
        Self::TERM,
        field("title", FieldForm::Words),
        field("value", FieldForm::Sum),
        Self::WEIGHTS,
    ];

    /// Finds a field by its name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name == name)
    }
}

/// A day that is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoticeDay {
    /// The day that a field gives; the earliest where there are several.
    Field(NoticeField),
    /// A day that the timetable finds.
    Moment(MomentId),
    /// So many days after another day.
    Plus(Box<NoticeDay>, ParameterId),
}
