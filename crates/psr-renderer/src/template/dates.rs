//! Dates and times as English writes them.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::London;
use minijinja::{Error, ErrorKind};

/// Writes a date such as "6 December 2023", from a date or an instant in the form that data has it.
pub fn date(text: &str) -> Result<String, Error> {
    let day = match text.parse::<NaiveDate>() {
        Ok(day) => day,
        Err(_) => parse_instant(text)?.with_timezone(&London).date_naive(),
    };
    Ok(day.format("%-d %B %Y").to_string())
}

/// Writes a date with its weekday, such as "Wednesday 6 December 2023".
pub fn day(text: &str) -> Result<String, Error> {
    let day = text.parse::<NaiveDate>();
    let day = day.map_err(|_| Error::new(ErrorKind::InvalidOperation, format!("`{text}` is no date")))?;
    Ok(day.format("%A %-d %B %Y").to_string())
}

/// Writes an instant such as "6 December 2023 at 14:05 GMT", in the time of London.
pub fn instant(text: &str) -> Result<String, Error> {
    Ok(in_london(parse_instant(text)?))
}

/// Writes an instant in the time of London.
pub fn in_london(instant: DateTime<Utc>) -> String {
    instant.with_timezone(&London).format("%-d %B %Y at %H:%M %Z").to_string()
}

fn parse_instant(text: &str) -> Result<DateTime<Utc>, Error> {
    text.parse()
        .map_err(|_| Error::new(ErrorKind::InvalidOperation, format!("`{text}` is neither a date nor an instant")))
}
