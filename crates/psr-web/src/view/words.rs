//! How pages say dates, instants, counts and sentences.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::London;

/// Writes a date such as “6 December 2023”.
pub fn day(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// Writes an instant such as “6 December 2023 at 14:05 GMT”, in the time of London.
pub fn instant(at: DateTime<Utc>) -> String {
    at.with_timezone(&London).format("%-d %B %Y at %H:%M %Z").to_string()
}

/// Makes a sentence of a message: a capital first, a full stop last.
pub fn sentence(message: &str) -> String {
    let mut characters = message.trim().chars();
    let first: String = characters.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    let text = format!("{first}{}", characters.as_str());
    if text.ends_with(['.', '!', '?']) { text } else { format!("{text}.") }
}

/// Writes a count with its noun.
pub fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_become_sentences() {
        for (message, said) in
            [("it is so", "It is so."), ("why?", "Why?"), ("`x`: no", "`x`: no."), ("écrit", "Écrit.")]
        {
            assert_eq!(sentence(message), said);
        }
    }
}
