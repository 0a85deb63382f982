//! Answers: what somebody said to a question, typed.
//!
//! An answer is parsed once, against its question, and trusted afterwards. What was not answered is simply not there.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::{ChoiceId, QuestionId};
use crate::money::{MoneyError, Pence};
use crate::pack::model::{Kind, Question};

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
pub enum AnswerError {
    /// A yes-no question was answered with something else.
    #[error("`{0}` is neither yes nor no: answer `yes` or `no`")]
    NotYesNo(String),
    /// A sum was not readable.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// A sum is negative where only a change may be.
    #[error("`{0}` is negative: this sum is zero or more")]
    Negative(String),
    /// A date was not readable, or there is no such day.
    #[error("`{0}` is not a date: write year, month and day, such as 2026-04-01")]
    NotADate(String),
    /// The choice is not one of the question's.
    #[error("`{given}` is not one of the choices: {choices}")]
    NotAChoice {
        /// What was given.
        given: String,
        /// The choices there are, as a list.
        choices: String,
    },
    /// The text is empty, or has characters that no document can show.
    #[error("the text is empty or holds control characters: write it out in plain words")]
    NotText,
    /// A list cannot be given as a single text.
    #[error("this question takes a list of items: give it in a file, each item with the fields {0}")]
    NeedsItems(String),
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
        Kind::OneOf(choices) => choices
            .iter()
            .find(|choice| choice.id.as_str() == text)
            .map(|choice| Answer::Choice(choice.id.clone()))
            .ok_or_else(|| AnswerError::NotAChoice {
                given: text.to_owned(),
                choices: choices.iter().map(|choice| choice.id.to_string()).collect::<Vec<_>>().join(", "),
            }),
        Kind::Text => plain_text(text).map(Answer::Text),
        Kind::List(fields) => {
            Err(AnswerError::NeedsItems(fields.iter().map(|field| field.id.to_string()).collect::<Vec<_>>().join(", ")))
        }
    }
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
    if sum.0 < 0 && !any_sign { Err(AnswerError::Negative(text.to_owned())) } else { Ok(sum) }
}

pub(crate) fn date(text: &str) -> Result<NaiveDate, AnswerError> {
    let digits = text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| if matches!(i, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    digits
        .then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok())
        .flatten()
        .ok_or_else(|| AnswerError::NotADate(text.to_owned()))
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
