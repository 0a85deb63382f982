//! Answers: what somebody said to a question, typed.
//!
//! An answer is parsed once, against its question, and trusted afterwards. What was not answered is simply not there.

mod forgiving;
mod items;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::{ChoiceId, QuestionId};
use crate::money::{MoneyError, Pence};
use crate::pack::model::{Choice, Field, Kind, Question};

pub use forgiving::forgiving;
pub use items::{faults, item_faults, parse_field};

/// An answer to a question, of the question's kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Yes or no.
    YesNo(bool),
    /// A sum.
    Money(Pence),
    /// A civil date.
    Date(NaiveDate),
    /// One of the question's choices.
    Choice(ChoiceId),
    /// Words.
    Text(String),
    /// Several items, each with its fields.
    List(Vec<BTreeMap<String, String>>),
}

/// The answers given, by question; a question that is not here is not answered.
pub type Answers = BTreeMap<QuestionId, Answer>;

/// Says why a text does not answer a question.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {}", self.problem(), self.hint())]
pub enum AnswerError {
    /// A yes-no question was answered with something else.
    NotYesNo(String),
    /// A sum was not readable.
    Money(#[from] MoneyError),
    /// A sum is negative where only a change may be.
    Negative(String),
    /// A date was not readable.
    NotADate(String),
    /// There is no such day in the calendar.
    NoSuchDay(String),
    /// The choice is not one of the question's.
    NotAChoice {
        /// What was given.
        given: String,
        /// The choices there are, as a list.
        choices: String,
    },
    /// The text is empty, or has characters that no document can show.
    NotText,
    /// A list cannot be given as a single text.
    NeedsItems(String),
    /// A number was not written in plain digits.
    NotANumber(String),
    /// An answer is of another kind than the question.
    OtherKind,
    /// An item of a list lacks a field.
    Missing {
        /// Which item, counted from one.
        item: usize,
        /// The field.
        field: String,
    },
    /// An item of a list has a field that the list has not.
    NoSuchField {
        /// Which item, counted from one.
        item: usize,
        /// What was given.
        given: String,
        /// The fields there are, as a list.
        fields: String,
    },
    /// A field of an item is not of its kind.
    Field {
        /// Which item, counted from one.
        item: usize,
        /// The field.
        field: String,
        /// What is wrong with it.
        error: Box<AnswerError>,
    },
}

impl AnswerError {
    /// Says what is wrong.
    pub fn problem(&self) -> String {
        match self {
            Self::NotYesNo(text) => format!("`{text}` is neither yes nor no"),
            Self::Money(error) => error.problem(),
            Self::Negative(text) => format!("`{text}` is negative"),
            Self::NotADate(text) => format!("`{text}` is not a date"),
            Self::NoSuchDay(text) => format!("there is no day `{text}`"),
            Self::NotAChoice { given, .. } => format!("`{given}` is not one of the choices"),
            Self::NotText => "the text is empty or holds control characters".to_owned(),
            Self::NeedsItems(_) => "this question takes a list of items".to_owned(),
            Self::NotANumber(text) => format!("`{text}` is not a number"),
            Self::OtherKind => "the answer is of another kind than the question asks for".to_owned(),
            Self::Missing { item, field } => format!("item {item} has no `{field}`"),
            Self::NoSuchField { item, given, .. } => format!("`{given}` of item {item} is not a field of this list"),
            Self::Field { item, field, error } => format!("`{field}` of item {item}: {}", error.problem()),
        }
    }

    /// Says what to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::NotYesNo(_) => "answer `yes` or `no`".to_owned(),
            Self::Money(error) => error.hint().to_owned(),
            Self::Negative(_) => "this sum is zero or more".to_owned(),
            Self::NotADate(_) => "write year, month and day, such as 2026-04-01".to_owned(),
            Self::NoSuchDay(_) => "look at the month and the day again".to_owned(),
            Self::NotAChoice { choices, .. } => format!("choose one of {choices}"),
            Self::NotText => "write it out in plain words".to_owned(),
            Self::NeedsItems(fields) => format!("give it in a file, each item with the fields {fields}"),
            Self::NotANumber(_) => {
                "write plain digits, at most nine before the point and four after, such as 12 or 3.5".to_owned()
            }
            Self::OtherKind => "look at the question again".to_owned(),
            Self::Missing { field, .. } => format!("add `{field}`"),
            Self::NoSuchField { fields, .. } => format!("its fields are {fields}"),
            Self::Field { error, .. } => error.hint(),
        }
    }
}

/// Parses a text as an answer to the question.
///
/// # Errors
/// When the text is not of the question's kind; the error says what would be.
pub fn parse(question: &Question, text: &str) -> Result<Answer, AnswerError> {
    parse_kind(&question.kind, text)
}

/// Parses a text as an answer of the kind.
///
/// # Errors
/// When the text is not of the kind; the error says what would be.
pub(crate) fn parse_kind(kind: &Kind, text: &str) -> Result<Answer, AnswerError> {
    match kind {
        Kind::YesNo => yes_no(text).map(Answer::YesNo),
        Kind::Money { any_sign } => money(text, *any_sign).map(Answer::Money),
        Kind::Date => date(text).map(Answer::Date),
        Kind::OneOf(choices) => chosen(choices, text).map(Answer::Choice),
        Kind::Text => plain_text(text).map(Answer::Text),
        Kind::List(fields) => Err(AnswerError::NeedsItems(names(fields))),
    }
}

fn names(fields: &[Field]) -> String {
    fields.iter().map(|field| field.id.to_string()).collect::<Vec<_>>().join(", ")
}

fn chosen(choices: &[Choice], text: &str) -> Result<ChoiceId, AnswerError> {
    let found = choices.iter().find(|choice| choice.id.as_str() == text);
    found.map(|choice| choice.id.clone()).ok_or_else(|| AnswerError::NotAChoice {
        given: text.to_owned(),
        choices: choices.iter().map(|choice| choice.id.to_string()).collect::<Vec<_>>().join(", "),
    })
}

fn yes_no(text: &str) -> Result<bool, AnswerError> {
    match text {
        "yes" | "true" => Ok(true),
        "no" | "false" => Ok(false),
        _ => Err(AnswerError::NotYesNo(text.to_owned())),
    }
}

fn money(text: &str, any_sign: bool) -> Result<Pence, AnswerError> {
    let sum = Pence::parse(text)?;
    if text.starts_with('-') && !any_sign { Err(AnswerError::Negative(text.to_owned())) } else { Ok(sum) }
}

/// Parses a civil date, written as `2026-04-01`.
///
/// # Errors
/// When the text is written otherwise, or there is no such day.
pub fn date(text: &str) -> Result<NaiveDate, AnswerError> {
    let part = |range, sign: &str| text.get(range).is_some_and(|part: &str| part == sign);
    let digits = |(place, byte): (usize, u8)| matches!(place, 4 | 7) || byte.is_ascii_digit();
    let shaped = text.len() == 10 && part(4..5, "-") && part(7..8, "-") && text.bytes().enumerate().all(digits);
    if !shaped {
        return Err(AnswerError::NotADate(text.to_owned()));
    }
    let number = |range| text.get(range).and_then(|part: &str| part.parse::<u32>().ok());
    let day = || NaiveDate::from_ymd_opt(i32::try_from(number(0..4)?).ok()?, number(5..7)?, number(8..10)?);
    day().ok_or_else(|| AnswerError::NoSuchDay(text.to_owned()))
}

fn plain_text(text: &str) -> Result<String, AnswerError> {
    let control = |c: char| c.is_control() && c != '\n' && c != '\t';
    if text.trim().is_empty() || text.chars().any(control) { Err(AnswerError::NotText) } else { Ok(text.to_owned()) }
}

impl Answer {
    /// Returns the answer as the contract writes it: `yes`, `1157738.50`, `2026-04-01`, a choice's id, or the words.
    pub fn plain(&self) -> String {
        match self {
            Self::YesNo(true) => "yes".to_owned(),
            Self::YesNo(false) => "no".to_owned(),
            Self::Money(sum) => sum.plain(),
            Self::Date(date) => date.format("%Y-%m-%d").to_string(),
            Self::Choice(choice) => choice.to_string(),
            Self::Text(text) => text.clone(),
            Self::List(items) => format!("{} items", items.len()),
        }
    }
}
