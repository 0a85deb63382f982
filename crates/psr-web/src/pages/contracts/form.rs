//! Reading forms about contracts: dates, sums, and what the case file finds wrong with them.

use chrono::{Datelike, NaiveDate};
use minijinja::{Value, context};
use psr_casefile::error::{Error, Refusal};
use psr_rules::answer::{self, forgiving};
use psr_rules::money::Pence;
use psr_rules::pack::model::Kind;

use crate::http::Posted;
use crate::view::words::sentence;

/// What is wrong: the message, and the field.
pub type Errors = Vec<(String, String)>;

/// The fields that are typed as day, month and year.
const DATES: [&str; 4] = ["entered-into", "on", "term-end", "term-start"];

/// Reads a date that may be left out.
pub fn date(posted: &Posted, name: &str, errors: &mut Errors) -> Option<NaiveDate> {
    match answer::date(&posted.date(name)?) {
        Ok(date) => Some(date),
        Err(_) => {
            errors.push(("Enter a day, a month and a year, such as 1 4 2026".to_owned(), field(name)));
            None
        }
    }
}

/// Reads a sum that may be left out.
pub fn sum(posted: &Posted, name: &str, errors: &mut Errors) -> Option<Pence> {
    match Pence::parse(&forgiving(&Kind::Money { any_sign: true }, posted.text(name)?)) {
        Ok(sum) => Some(sum),
        Err(error) => {
            errors.push((sentence(&format!("{}: {}", error.problem(), error.hint())), field(name)));
            None
        }
    }
}

/// Reads a text that is needed.
pub fn needed(posted: &Posted, name: &str, message: &str, errors: &mut Errors) -> String {
    let text = posted.text(name).unwrap_or_default().to_owned();
    if text.is_empty() {
        errors.push((message.to_owned(), field(name)));
    }
    text
}

/// Returns the id of the element that a message about a field leads to.
pub fn field(name: &str) -> String {
    if DATES.contains(&name) { format!("{name}-day") } else { name.to_owned() }
}

/// Returns the parts of a date as they were typed.
pub fn typed(posted: &Posted, name: &str) -> Value {
    let part = |part: &str| posted.raw(&format!("{name}-{part}")).unwrap_or_default().to_owned();
    context! { day => part("day"), month => part("month"), year => part("year") }
}

/// Returns the parts of a date.
pub fn parts(date: NaiveDate) -> Value {
    context! { day => date.day().to_string(), month => date.month().to_string(), year => date.year().to_string() }
}

/// Returns what the case file refuses as errors of the form; anything else as it is. Its messages begin with the name of the field.
pub fn refused(error: Error) -> Result<Errors, Error> {
    match error {
        Error::Refused(refusals) => Ok(refusals.iter().map(refusal).collect()),
        Error::ContractTaken(_) => Ok(vec![(sentence(&error.to_string()), "reference".to_owned())]),
        other => Err(other),
    }
}

fn refusal(refusal: &Refusal) -> (String, String) {
    let message = refusal.to_string();
    let named = message.strip_prefix('`').and_then(|rest| rest.split_once("`: "));
    let (name, message) = named.unwrap_or(("reference", &message));
    (sentence(message), field(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_leads_to_its_field() {
        let of = |text: &str| refusal(&Refusal::CannotStand(text.to_owned()));
        assert_eq!(
            of("`term-end`: the term would end early: look at both"),
            ("The term would end early: look at both.".into(), "term-end-day".into())
        );
        assert_eq!(of("`what`: it is empty: write it").1, "what");
    }
}
