//! Judges a deadline that a notice states, in whatever words, against the one that the timetable finds.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use crate::calendar::{Calendar, CalendarError};

/// What is to be said of a deadline that is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is the one that the timetable finds.
    Right,
    /// The day is right, and the time can be read as the beginning of the day or its middle, too.
    AmbiguousTime,
    /// The day is right, and a time before its end is stated.
    EarlierTime,
    /// It comes before, by so many working days.
    Short(u32),
    /// It comes after, by so many working days.
    Long(u32),
    /// It names a day that is in no calendar.
    Impossible,
    /// It names no day.
    NoDate,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Right => f.write_str("right"),
            Self::AmbiguousTime => f.write_str("right day, ambiguous time"),
            Self::EarlierTime => f.write_str("right day, ends too early in it"),
            Self::Short(1) => f.write_str("short by 1 working day"),
            Self::Short(days) => write!(f, "short by {days} working days"),
            Self::Long(1) => f.write_str("long by 1 working day"),
            Self::Long(days) => write!(f, "long by {days} working days"),
            Self::Impossible => f.write_str("impossible date"),
            Self::NoDate => f.write_str("no date given"),
        }
    }
}

/// Judges a deadline as it is stated against the right one, which ends with its day.
///
/// A date without a year is read in the year that brings it closest to the right one.
///
/// # Errors
/// When the days between lie in a year of which the calendar holds no bank holidays.
pub fn judge_deadline(stated: &str, right: NaiveDate, calendar: &Calendar) -> Result<Verdict, CalendarError> {
    let words = words(stated);
    let Some(date) = dates(&words, right).into_iter().next() else { return Ok(Verdict::NoDate) };
    let Some(date) = date else { return Ok(Verdict::Impossible) };
    Ok(match date.cmp(&right) {
        std::cmp::Ordering::Less => Verdict::Short(calendar.working_days_between(date, right)?),
        std::cmp::Ordering::Greater => Verdict::Long(calendar.working_days_between(right, date)?),
        std::cmp::Ordering::Equal => time(&words),
    })
}

/// Cuts a text into words and numbers; a sign of a date or a time stays inside.
fn words(text: &str) -> Vec<String> {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, ':' | '-' | '/' | '.');
    let parts = text.split(|c: char| !inside(c)).map(|part| part.trim_matches(|c: char| !c.is_alphanumeric()));
    parts.filter(|part| !part.is_empty()).map(str::to_lowercase).collect()
}

/// Returns every date that is written; one that is in no calendar gives none in its place.
fn dates(words: &[String], near: NaiveDate) -> Vec<Option<NaiveDate>> {
    let mut dates = Vec::new();
    for (place, word) in words.iter().enumerate() {
        let next = |ahead: usize| words.get(place + ahead).map(String::as_str);
        if let Some(date) = in_figures(word) {
            dates.push(date);
        } else if let (Some(day), Some(month)) = (day_number(word), next(1).and_then(month)) {
            dates.push(written(day, month, next(2).and_then(year), near));
        } else if let (Some(month), Some(day)) = (month(word), next(1).and_then(day_number)) {
            let before = place.checked_sub(1).and_then(|before| day_number(&words[before]));
            if before.is_none() {
                dates.push(written(day, month, next(2).and_then(year), near));
            }
        }
    }
    dates
}

fn written(day: u32, month: u32, year: Option<i32>, near: NaiveDate) -> Option<NaiveDate> {
    if let Some(year) = year {
        return NaiveDate::from_ymd_opt(year, month, day);
    }
    let years = (near.year() - 1)..=(near.year() + 1);
    let dates = years.filter_map(|year| NaiveDate::from_ymd_opt(year, month, day));
    dates.min_by_key(|date| (*date - near).num_days().abs())
}

/// Reads `2026-03-25`, `25/03/2026`, `25.3.26`; the outer option tells whether a date is meant.
fn in_figures(word: &str) -> Option<Option<NaiveDate>> {
    let parts: Vec<&str> = word.split(['-', '/', '.']).collect();
    let numbers: Vec<u32> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    match (numbers.as_slice(), parts.as_slice()) {
        ([year, month, day], [first, _, _]) if first.len() == 4 => Some(of(*year, *month, *day)),
        ([day, month, year], [_, _, last]) if last.len() == 4 => Some(of(*year, *month, *day)),
        ([day, month, year], [_, _, last]) if last.len() == 2 => Some(of(2000 + year, *month, *day)),
        _ => None,
    }
}

fn of(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

fn day_number(word: &str) -> Option<u32> {
    let bare = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    bare.parse().ok().filter(|day| (1..=39).contains(day) && bare.len() <= 2)
}

fn month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let meant = |name: &&str| word.len() >= 3 && (name.starts_with(word) || (word == "sept" && *name == "september"));
    MONTHS.iter().position(meant).and_then(|place| u32::try_from(place + 1).ok())
}

fn year(word: &str) -> Option<i32> {
    word.parse().ok().filter(|year| (1900..=9999).contains(year))
}

/// Judges the time stated with the right day: only the midnight at its end will do, or the last minute before it.
fn time(words: &[String]) -> Verdict {
    let text = words.join(" ");
    let has = |sign: &str| text.contains(sign);
    let end = ["23:59", "23.59", "11:59pm", "11.59pm", "11:59 pm", "24:00"].iter().any(|sign| has(sign));
    let midnight = has("midnight");
    let noon = has("noon") || has("midday");
    let unclear = ["12pm", "12am", "12 pm", "12 am", "00:00", "0:00", "12:00"].iter().any(|sign| has(sign));
    let early = words.iter().enumerate().any(|(place, word)| is_time(word, words.get(place + 1).map(String::as_str)));
    match () {
        () if end || (midnight && has("end of")) => Verdict::Right,
        () if unclear => Verdict::AmbiguousTime,
        () if noon || (early && !midnight) => Verdict::EarlierTime,
        () => Verdict::Right,
    }
}

/// Answers whether a word is a time of day: `17:00`, `5pm`, `5` before `pm`.
fn is_time(word: &str, next: Option<&str>) -> bool {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.'));
    let halved = ["am", "pm"].iter().find_map(|half| word.strip_suffix(half)).is_some_and(number);
    let clock = word.split_once(':').is_some_and(|(hour, minute)| number(hour) && number(minute));
    halved || clock || (number(word) && matches!(next, Some("am" | "pm")))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn dates_are_found_in_whatever_words_a_notice_has() {
        let near = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
        let cases = [
            ("by 13 Sep", Some("2025-09-13")),
            ("midnight on 25th March 2026", Some("2026-03-25")),
            ("March 25, 2026 at 23:59", Some("2026-03-25")),
            ("31/12/2025", Some("2025-12-31")),
            ("31.12.25", Some("2025-12-31")),
            ("2026-01-05", Some("2026-01-05")),
            ("12pm (midnight) 5 Jan", Some("2026-01-05")),
            ("29 Dec", Some("2025-12-29")),
            ("Sept 8th", Some("2025-09-08")),
        ];
        for (stated, expected) in cases {
            let found = dates(&words(stated), near).into_iter().next().flatten().map(|date| date.to_string());
            assert_eq!(found.as_deref(), expected, "{stated}");
        }
        assert_eq!(dates(&words("by 31 April 2026"), near), [None]);
        for stated in ["within 8 days", "8 working days", "", "may be made until then"] {
            assert!(dates(&words(stated), near).is_empty(), "{stated}");
        }
    }

    #[test]
    fn only_the_end_of_the_day_is_the_right_time() {
        let cases = [
            ("25 March 23:59", Verdict::Right),
            ("midnight 25 March", Verdict::Right),
            ("25 March", Verdict::Right),
            ("midnight at the end of 25 March (00:00 on 26 March)", Verdict::Right),
            ("12pm (midnight) 5 Jan", Verdict::AmbiguousTime),
            ("00:00 on 5 Jan", Verdict::AmbiguousTime),
            ("noon on 5 Jan", Verdict::EarlierTime),
            ("5pm on 5 Jan", Verdict::EarlierTime),
            ("17:00 on 5 Jan", Verdict::EarlierTime),
        ];
        for (stated, verdict) in cases {
            assert_eq!(time(&words(stated)), verdict, "{stated}");
        }
    }
}
