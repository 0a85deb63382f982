//! Judges a deadline that a notice states, in whatever words, against the one that the timetable finds.

use std::fmt;

use chrono::NaiveDate;

use crate::calendar::{Calendar, CalendarError};
use crate::written;

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
    let Some(found) = written::dates(stated, right).into_iter().next() else { return Ok(Verdict::NoDate) };
    let Some(date) = found.date else { return Ok(Verdict::Impossible) };
    Ok(match date.cmp(&right) {
        std::cmp::Ordering::Less => Verdict::Short(calendar.working_days_between(date, right)?),
        std::cmp::Ordering::Greater => Verdict::Long(calendar.working_days_between(right, date)?),
        std::cmp::Ordering::Equal => judge_time(stated),
    })
}

/// Cuts a text into words and numbers; a sign of a date or a time stays inside.
fn words(text: &str) -> Vec<String> {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, ':' | '-' | '/' | '.');
    let parts = text.split(|c: char| !inside(c)).map(|part| part.trim_matches(|c: char| !c.is_alphanumeric()));
    parts.filter(|part| !part.is_empty()).map(str::to_lowercase).collect()
}

/// Judges the time stated with the right day: only the midnight at its end will do, or the last minute before it.
pub fn judge_time(stated: &str) -> Verdict {
    let words = words(stated);
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
    use super::*;

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
            assert_eq!(judge_time(stated), verdict, "{stated}");
        }
    }
}
