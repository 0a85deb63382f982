//! The form of a question: what stands in it, and what is read from it.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use psr_casefile::casebook::Case;
use psr_rules::answer::{self, Answer, AnswerError, forgiving};
use psr_rules::pack::model::{Kind, Question};
use serde::Serialize;

use super::Asked;
use crate::http::Posted;
use crate::view::words::sentence;

/// The items of a list.
pub type Items = Vec<BTreeMap<String, String>>;

/// What stands in the form.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Filled {
    /// The answer as text: the id of a choice, a sum, words.
    pub value: String,
    /// The parts of a date.
    pub date: DateParts,
    /// The reasons.
    pub reason: String,
    /// Who formed the view.
    pub view_of: String,
    /// Whether it is privileged.
    pub privileged: bool,
    /// The day it concerns, where it is entered after the event.
    pub concerns: DateParts,
    /// The items of a list.
    pub items: Items,
    /// Whether the items are not on record yet.
    pub unsaved: bool,
    /// The item that is being added, by field.
    pub adding: BTreeMap<String, String>,
    /// What was pasted.
    pub pasted: String,
    /// What is wrong: the message, and the field.
    #[serde(skip)]
    pub errors: Vec<(String, String)>,
}

/// The parts of a date as they were typed.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DateParts {
    pub day: String,
    pub month: String,
    pub year: String,
}

impl From<NaiveDate> for DateParts {
    fn from(date: NaiveDate) -> Self {
        Self { day: date.day().to_string(), month: date.month().to_string(), year: date.year().to_string() }
    }
}

impl DateParts {
    /// Reads the parts that a form sent.
    pub fn of(posted: &Posted, name: &str) -> Self {
        let part = |part: &str| posted.raw(&format!("{name}-{part}")).unwrap_or_default().to_owned();
        Self { day: part("day"), month: part("month"), year: part("year") }
    }
}

impl Filled {
    /// Fills the form with the answer that stands; what is privileged is left out.
    pub fn of_standing(case: &Case, asked: &Asked) -> Self {
        let Some(standing) = case.state.standing(&asked.key).map(|recorded| &recorded.what) else {
            return Self::default();
        };
        let mut filled = Self { privileged: standing.privileged, ..Self::default() };
        if standing.privileged {
            return filled;
        }
        match &standing.answer {
            Some(Answer::List(items)) => filled.items.clone_from(items),
            Some(Answer::Date(date)) => filled.date = (*date).into(),
            Some(answer) => filled.value = answer.plain(),
            None => {}
        }
        filled.reason = standing.reason.clone().unwrap_or_default();
        filled.view_of = standing.view_of.clone().unwrap_or_default();
        filled.concerns = standing.concerns.map(DateParts::from).unwrap_or_default();
        filled
    }

    /// Fills the form with what was typed.
    pub fn of_posted(case: &Case, asked: &Asked, posted: &Posted) -> Self {
        let raw = |name: &str| posted.raw(name).unwrap_or_default().to_owned();
        let adding = match &asked.question.kind {
            Kind::List(fields) => {
                fields.iter().map(|field| (field.id.to_string(), typed_field(posted, field.id.as_str()))).collect()
            }
            _ => BTreeMap::new(),
        };
        Self {
            value: raw("answer"),
            date: DateParts::of(posted, "answer"),
            reason: raw("reason"),
            view_of: raw("view-of"),
            privileged: posted.text("privileged").is_some(),
            concerns: DateParts::of(posted, "concerns"),
            items: Self::of_standing(case, asked).items,
            unsaved: false,
            adding,
            pasted: raw("pasted"),
            errors: Vec::new(),
        }
    }
}

/// Returns what was typed into a field of an item.
pub fn typed_field(posted: &Posted, field: &str) -> String {
    let name = format!("item-{field}");
    posted.date(&name).or_else(|| posted.raw(&name).map(str::to_owned)).unwrap_or_default()
}

/// What stands beside an answer.
#[derive(Debug)]
pub struct Beside {
    pub reason: Option<String>,
    pub view_of: Option<String>,
    pub privileged: bool,
    pub concerns: Option<NaiveDate>,
}

/// Reads what stands beside an answer.
pub fn beside(posted: &Posted) -> Result<Beside, Vec<(String, String)>> {
    let concerns = posted.date("concerns").map(|date| answer::date(&date)).transpose();
    let concerns = concerns.map_err(|error| vec![(in_form(&error), "concerns-day".to_owned())])?;
    Ok(Beside {
        reason: posted.text("reason").map(str::to_owned),
        view_of: posted.text("view-of").map(str::to_owned),
        privileged: posted.text("privileged").is_some(),
        concerns,
    })
}

/// Reads the answer to a question that takes one value.
pub fn answer(kind: &Kind, question: &Question, posted: &Posted) -> Result<Answer, (String, String)> {
    let (typed, field) = match kind {
        Kind::Date => (posted.date("answer"), "answer-day"),
        _ => (posted.text("answer").map(str::to_owned), "answer"),
    };
    let Some(typed) = typed else {
        return Err((nothing_given(kind).to_owned(), field.to_owned()));
    };
    answer::parse(question, &forgiving(kind, &typed)).map_err(|error| (in_form(&error), field.to_owned()))
}

fn nothing_given(kind: &Kind) -> &'static str {
    match kind {
        Kind::YesNo => "Select yes or no, or say that it is not known yet",
        Kind::OneOf(_) => "Select one of the choices, or say that it is not known yet",
        Kind::Money { .. } => "Enter a sum in pounds, or say that it is not known yet",
        Kind::Date => "Enter a day, a month and a year, or say that it is not known yet",
        Kind::Text | Kind::List(_) => "Enter an answer, or say that it is not known yet",
    }
}

/// Says what is wrong as a form says it: where a date is typed in three fields, nobody writes hyphens.
pub fn in_form(error: &AnswerError) -> String {
    match error {
        AnswerError::NotADate(text) => {
            format!("“{text}” is not a date: enter a day, a month and a year, such as 1 4 2026")
        }
        AnswerError::Field { error, .. } => in_form(error),
        other => sentence(&format!("{}: {}", other.problem(), other.hint())),
    }
}

/// Returns the field that a refusal is about.
pub fn field_of(message: &str) -> &'static str {
    match message {
        _ if message.contains("reason") => "reason",
        _ if message.contains("view") => "view-of",
        _ => "answer",
    }
}
