//! Dates as people write them: `25 March 2026`, `Friday 27th March`, `March 25, 2026`, `25/03/2026`, `2026-03-25`.
//!
//! Nothing is guessed beyond the year that is left out, and a day that is in no calendar is found, too, as one that does not exist.

use std::ops::Range;

use chrono::{Datelike, NaiveDate, Weekday};

/// A date that stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenDate {
    /// Where it stands, in bytes.
    pub span: Range<usize>,
    /// The day; none where it is in no calendar.
    pub date: Option<NaiveDate>,
    /// The day of the week that is written before it.
    pub weekday: Option<Weekday>,
    /// Whether the year is written.
    pub has_year: bool,
}

impl WrittenDate {
    /// Answers whether the day of the week that is written is another than that of the day.
    pub fn weekday_differs(&self) -> bool {
        self.has_year && self.date.zip(self.weekday).is_some_and(|(date, weekday)| date.weekday() != weekday)
    }
}

/// Finds every date in a text. One without a year is read in the year that brings it closest to `near`.
///
/// ```
/// use psr_rules::written;
/// let near = "2026-03-12".parse().unwrap();
/// let found = written::dates("by midnight on Friday 27 March, not 31 April 2026", near);
/// assert_eq!(found[0].date.map(|date| date.to_string()).as_deref(), Some("2026-03-27"));
/// assert_eq!(found[1].date, None);
/// ```
pub fn dates(text: &str, near: NaiveDate) -> Vec<WrittenDate> {
    let words = words(text);
    (0..words.len()).filter_map(|place| date_at(&words, place, near)).collect()
}

/// A word with where it stands.
struct Word<'t> {
    text: &'t str,
    lower: String,
    at: usize,
}

impl Word<'_> {
    fn end(&self) -> usize {
        self.at + self.text.len()
    }
}

/// Cuts a text into words and numbers; a sign of a date or a time stays inside.
fn words(text: &str) -> Vec<Word<'_>> {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, ':' | '-' | '/' | '.');
    let mut words = Vec::new();
    let mut at = 0;
    for part in text.split(|c: char| !inside(c)) {
        let start = text[at..].find(part).map_or(at, |found| at + found);
        let trimmed = part.trim_start_matches(|c: char| !c.is_alphanumeric());
        let bare = trimmed.trim_end_matches(|c: char| !c.is_alphanumeric());
        if !bare.is_empty() {
            words.push(Word { text: bare, lower: bare.to_lowercase(), at: start + part.len() - trimmed.len() });
        }
        at = start + part.len();
    }
    words
}

fn date_at(words: &[Word<'_>], place: usize, near: NaiveDate) -> Option<WrittenDate> {
    let word = &words[place];
    let next = |ahead: usize| words.get(place + ahead);
    let weekday = place.checked_sub(1).and_then(|before| weekday(&words[before].lower));
    if let Some(date) = in_figures(&word.lower) {
        return Some(WrittenDate { span: word.at..word.end(), date, weekday, has_year: true });
    }
    let joined = |last: &Word<'_>, day, month, year: Option<i32>| WrittenDate {
        span: word.at..last.end(),
        date: written(day, month, year, near),
        weekday,
        has_year: year.is_some(),
    };
    if let Some(day) = day_number(&word.lower) {
        // “1st of April 2026”: the word between says nothing.
        let of = usize::from(next(1).is_some_and(|word| word.lower == "of"));
        let (month_word, year_word) = (next(1 + of)?, next(2 + of));
        let year = year_word.and_then(|word| year(&word.lower));
        let month = month_of(month_word, year.is_some())?;
        let last = if year.is_some() { year_word? } else { month_word };
        return Some(joined(last, day, month, year));
    }
    let (day_word, year_word) = (next(1)?, next(2));
    let (month, day) = (month_of(word, false)?, day_number(&day_word.lower)?);
    if place > 0 && day_number(&words[place - 1].lower).is_some() {
        return None;
    }
    let year = year_word.and_then(|word| year(&word.lower));
    Some(joined(if year.is_some() { year_word? } else { day_word }, day, month, year))
}

/// Returns the month that a word names. “May” is a verb, too: without a year beside it, only a capital makes it a month.
fn month_of(word: &Word<'_>, with_year: bool) -> Option<u32> {
    let number = month(&word.lower)?;
    let verb = word.text == "may" && !with_year;
    (!verb).then_some(number)
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

fn weekday(word: &str) -> Option<Weekday> {
    if word.ends_with("day") || word.len() == 3 { word.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn near() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, 5).unwrap()
    }

    #[test]
    fn dates_are_found_in_whatever_words_a_notice_has() {
        let cases = [
            ("by 13 Sep", "2025-09-13", "13 Sep"),
            ("midnight on 25th March 2026", "2026-03-25", "25th March 2026"),
            ("March 25, 2026 at 23:59", "2026-03-25", "March 25, 2026"),
            ("31/12/2025", "2025-12-31", "31/12/2025"),
            ("on 31.12.25.", "2025-12-31", "31.12.25"),
            ("(2026-01-05)", "2026-01-05", "2026-01-05"),
            ("12pm (midnight) 5 Jan", "2026-01-05", "5 Jan"),
            ("29 Dec", "2025-12-29", "29 Dec"),
            ("Sept 8th", "2025-09-08", "Sept 8th"),
            ("the 1st of May 2026", "2026-05-01", "1st of May 2026"),
            ("23:59 25 Mar 2026", "2026-03-25", "25 Mar 2026"),
        ];
        for (text, expected, span) in cases {
            let found = dates(text, near());
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].date.unwrap().to_string(), expected, "{text}");
            assert_eq!(&text[found[0].span.clone()], span);
        }
        assert_eq!(dates("by 31 April 2026", near())[0].date, None);
        for text in ["within 8 days", "8 working days", "", "may be made until then", "Lot 1 may be extended"] {
            assert!(dates(text, near()).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_day_of_the_week_is_held_against_the_day() {
        let cases = [
            ("Friday 27 March 2026", false),
            ("Monday 27 March 2026", true),
            ("Fri 27/03/2026", false),
            ("27 March 2026", false),
        ];
        for (text, differs) in cases {
            assert_eq!(dates(text, near())[0].weekday_differs(), differs, "{text}");
        }
    }
}
