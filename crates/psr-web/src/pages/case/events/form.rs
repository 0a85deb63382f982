//! The form of an event: its day, and what else the pack records of it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use psr_casefile::casebook::EventGiven;
use psr_rules::answer;
use psr_rules::pack::model::EventKind;
use serde::Serialize;

use super::super::question::{DateParts, in_form, item, typed_field};
use crate::http::Posted;
use crate::view::words;

/// What stands in the form.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Filled {
    /// The day it happened.
    pub on: DateParts,
    /// What else is recorded, by field.
    pub adding: BTreeMap<String, String>,
    /// What else is recorded, one a line, where the pack declares no fields.
    pub details: String,
    /// What is wrong: the message, and the field.
    #[serde(skip)]
    pub errors: Vec<(String, String)>,
}

impl Filled {
    /// Takes what was sent.
    pub fn of(kind: &EventKind, posted: &Posted) -> Self {
        let field = |id: &str| (id.to_owned(), typed_field(posted, id));
        let adding = kind.fields.iter().map(|known| field(known.id.as_str())).collect();
        let details = posted.raw("details").unwrap_or_default().to_owned();
        Self { on: DateParts::of(posted, "on"), adding, details, errors: Vec::new() }
    }
}

/// Between which days something can have happened.
pub struct Days {
    /// When the regime began.
    pub begins: NaiveDate,
    /// The day it is.
    pub today: NaiveDate,
}

/// Reads the form; says what is wrong with which field otherwise.
pub fn given(kind: &EventKind, posted: &Posted, days: &Days) -> Result<EventGiven, Vec<(String, String)>> {
    let mut errors = Vec::new();
    let on = day(posted, days).map_err(|error| errors.push((error, "on-day".to_owned()))).ok();
    let details = if kind.fields.is_empty() {
        lines(posted.raw("details").unwrap_or_default()).map_err(|error| vec![(error, "details".to_owned())])
    } else {
        item(&kind.fields, posted).map(|item| in_order(kind, &item))
    };
    match (on, details) {
        (Some(on), Ok(details)) => Ok(EventGiven { event: kind.id.to_string(), on, details }),
        (_, details) => {
            errors.extend(details.err().into_iter().flatten());
            Err(errors)
        }
    }
}

/// Reads the day, which lies in the regime and has come.
fn day(posted: &Posted, days: &Days) -> Result<NaiveDate, String> {
    let text = posted.date("on").ok_or("Enter the day on which it happened")?;
    let on = answer::date(&text).map_err(|error| in_form(&error))?;
    let (said, begins, today) = (words::day(on), words::day(days.begins), words::day(days.today));
    match on {
        late if late > days.today => {
            Err(format!("{said} has not come yet: today is {today}. Put it on record once it has happened"))
        }
        early if early < days.begins => Err(format!("{said} lies before the regime began on {begins}")),
        on => Ok(on),
    }
}

/// Returns what was typed in the order of the pack's fields.
fn in_order(kind: &EventKind, item: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let fields = kind.fields.iter().map(|field| field.id.to_string());
    fields.filter_map(|id| item.get(&id).map(|text| (id.clone(), text.clone()))).collect()
}

/// Reads lines of names and texts, such as `reference: 2026/123`.
fn lines(text: &str) -> Result<Vec<(String, String)>, String> {
    let line = |line: &str| {
        let given = line.split_once(':').map(|(name, text)| (name.trim(), text.trim()));
        let given = given.filter(|(name, text)| !name.is_empty() && !text.is_empty());
        let given = given.map(|(name, text)| (name.to_owned(), text.to_owned()));
        given.ok_or_else(|| format!("“{line}”: write a name, a colon and a text, such as “reference: 2026/123”"))
    };
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_hold_a_name_and_a_text_each() {
        let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        assert_eq!(lines(""), Ok(Vec::new()));
        assert_eq!(
            lines(" reference : 2026/1\n\nat: 10:30 "),
            Ok(vec![pair("reference", "2026/1"), pair("at", "10:30")])
        );
        for wrong in ["reference", ": x", "x:"] {
            assert!(lines(wrong).is_err(), "{wrong}");
        }
    }
}
