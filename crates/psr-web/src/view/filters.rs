//! The filters that pages add to the engine's own.

use chrono::{DateTime, NaiveDate, Utc};
use minijinja::{Environment, Error, ErrorKind};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::words;

/// What stands in an address as it is.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Adds the filters to an environment.
pub fn add_to(environment: &mut Environment<'_>) {
    environment.add_filter("day", day);
    environment.add_filter("instant", instant);
    environment.add_filter("sentence", |text: &str| words::sentence(text));
    environment.add_filter("inaddress", |text: &str| in_address(text));
    environment.add_filter("counted", |number: usize, one: &str, many: &str| words::count(number, one, many));
}

/// Writes a text so that it is one part of an address.
pub fn in_address(text: &str) -> String {
    utf8_percent_encode(text, KEPT).to_string()
}

fn day(text: &str) -> Result<String, Error> {
    match text.parse::<NaiveDate>() {
        Ok(date) => Ok(words::day(date)),
        Err(_) => Ok(words::day(psr_casefile::time::london_day(parsed(text)?))),
    }
}

fn instant(text: &str) -> Result<String, Error> {
    Ok(words::instant(parsed(text)?))
}

fn parsed(text: &str) -> Result<DateTime<Utc>, Error> {
    text.parse().map_err(|_| Error::new(ErrorKind::InvalidOperation, format!("`{text}` is no date or instant")))
}
