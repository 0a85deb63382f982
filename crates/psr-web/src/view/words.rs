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
    let message = message.trim();
    let mut characters = message.chars();
    let first: String = characters.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    // The name of a file stays as it is.
    let is_name = message.split_whitespace().next().is_some_and(|word| word.contains('/'));
    let text = if is_name { message.to_owned() } else { format!("{first}{}", characters.as_str()) };
    if text.ends_with(['.', '!', '?']) { text } else { format!("{text}.") }
}

/// Writes a count with its noun.
pub fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

/// Begins a phrase with a capital, so that it can stand as a heading.
pub fn heading(phrase: &str) -> String {
    let mut characters = phrase.chars();
    let first: String = characters.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}", characters.as_str())
}

/// Takes commands out of advice that is shown on a page: “approve it with `psr approve`” becomes “approve it”.
pub fn without_commands(advice: &str) -> String {
    let mut text = advice.to_owned();
    while let Some(start) = text.find(" with `psr ") {
        let after = start + " with `".len();
        let Some(length) = text[after..].find('`') else { break };
        text.replace_range(start..=after + length, "");
    }
    text
}

/// Says how far a day is from another: “today”, “in 3 days”, “2 days ago”.
pub fn away(day: NaiveDate, from: NaiveDate) -> String {
    match (day - from).num_days() {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        days if days > 0 => format!("in {days} days"),
        days => format!("{} days ago", -days),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_for_the_command_line_loses_its_commands_on_a_page() {
        for (advice, said) in [
            ("approve it with `psr approve`", "approve it"),
            ("mend it, then submit it with `psr submit A-1`", "mend it, then submit it"),
            ("have it approved with `psr approve --as \"Director\"` soon", "have it approved soon"),
            ("answer `route` with the reasons", "answer `route` with the reasons"),
            ("an end with `psr that never comes", "an end with `psr that never comes"),
        ] {
            assert_eq!(without_commands(advice), said);
        }
    }

    #[test]
    fn days_are_said_from_today() {
        let day = |day: u32| NaiveDate::from_ymd_opt(2026, 3, day).unwrap_or_default();
        let cases = [(10, "today"), (11, "tomorrow"), (9, "yesterday"), (13, "in 3 days"), (1, "9 days ago")];
        for (of, said) in cases {
            assert_eq!(away(day(of), day(10)), said);
        }
    }

    #[test]
    fn messages_become_sentences() {
        for (message, said) in [
            ("it is so", "It is so."),
            ("why?", "Why?"),
            ("`x`: no", "`x`: no."),
            ("écrit", "Écrit."),
            ("a/b.md is odd", "a/b.md is odd."),
        ] {
            assert_eq!(sentence(message), said);
        }
    }
}
