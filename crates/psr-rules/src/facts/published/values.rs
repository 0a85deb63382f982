//! Takes single values of a published notice: days with or without a time, sums, lengths of time, numbers.

use chrono::{DateTime, NaiveDate, NaiveTime};

use super::{Held, Known};
use crate::answer;
use crate::money::Pence;
use crate::pack::model::FieldForm;

/// Takes a value of a form; the error says what would be one.
pub(super) fn held(form: FieldForm, text: &str, known: Known<'_>) -> Result<Held, &'static str> {
    match form {
        FieldForm::Day => day(text, known)
            .map(Held::Day)
            .ok_or("write a day that is in the calendar: 2026-03-12, 2026-03-12 14:45 or an instant with its offset"),
        FieldForm::Sum => Pence::parse(&to_the_penny(text)).map(Held::Sum).map_err(|error| error.hint()),
        FieldForm::Term => {
            months(text).map(Held::Months).ok_or("write months or years, such as `12 months` or `2+1 years`")
        }
        FieldForm::Numbers => numbers(text)
            .map(Held::Numbers)
            .ok_or("write numbers with at most two digits after the point, such as `40/20/20/10/10`"),
        FieldForm::Words => Ok(Held::Words),
    }
}

/// Takes a civil date, perhaps with a time of day, or an instant, which falls on the date that it is where the calendar holds.
fn day(text: &str, known: Known<'_>) -> Option<NaiveDate> {
    let calendar = known.pack.timetable.as_ref().and_then(|rules| known.pack.calendars.get(&rules.calendar));
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Some(calendar.map_or_else(|| instant.date_naive(), |calendar| calendar.civil_date(instant)));
    }
    let (date, time) = text.split_once([' ', 'T']).unwrap_or((text, "00:00"));
    let formed = ["%H:%M", "%H:%M:%S"].iter().any(|form| NaiveTime::parse_from_str(time, form).is_ok());
    answer::date(date).ok().filter(|_| formed)
}

/// Cuts off what a program has written after the penny.
fn to_the_penny(text: &str) -> String {
    match text.split_once('.') {
        Some((pounds, pence)) if pence.len() > 2 && pence.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{pounds}.{}", &pence[..2])
        }
        _ => text.to_owned(),
    }
}

/// Takes `12 months`, `2 years` or `2+1 years` as months, extensions included.
fn months(text: &str) -> Option<u32> {
    let (numbers, unit) = text.trim().rsplit_once(' ')?;
    let each = match unit.trim_end_matches('s') {
        "month" => 1,
        "year" => 12,
        _ => return None,
    };
    let parts = numbers.split('+').map(|part| part.trim().parse::<u32>().ok().filter(|part| *part <= 1_200));
    parts.sum::<Option<u32>>()?.checked_mul(each)
}

/// Takes numbers between slashes, commas or spaces, in hundredths.
fn numbers(text: &str) -> Option<Vec<u32>> {
    let parts = text.split(['/', ',', ' ']).map(str::trim).filter(|part| !part.is_empty());
    let numbers: Option<Vec<u32>> = parts.map(|part| hundredths(part.trim_end_matches('%'))).collect();
    numbers.filter(|numbers| !numbers.is_empty() && numbers.len() <= 50)
}

/// Takes a number with at most two digits after the point, in hundredths.
pub fn hundredths(text: &str) -> Option<u32> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str, most: usize| {
        (!part.is_empty() && part.len() <= most && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse::<u32>().ok())?
    };
    let fraction_of = if fraction.len() == 1 { 10 } else { 1 };
    Some(digits(whole, 4)? * 100 + digits(fraction, 2)? * fraction_of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_months() {
        let cases = [
            ("12 months", Some(12)),
            ("1 year", Some(12)),
            ("2+1 years", Some(36)),
            ("6 + 6 months", Some(12)),
            ("two years", None),
            ("3 weeks", None),
            ("9999999999 years", None),
            ("years", None),
        ];
        for (text, expected) in cases {
            assert_eq!(months(text), expected, "{text}");
        }
    }

    #[test]
    fn numbers_are_taken_to_the_hundredth() {
        assert_eq!(numbers("34/20/24/12/10"), Some(vec![3400, 2000, 2400, 1200, 1000]));
        assert_eq!(numbers("33.3%, 66.75 %"), None);
        assert_eq!(numbers("33.3% 66.75%"), Some(vec![3330, 6675]));
        for bad in ["", "a/b", "1e9", "12345", "1.234", "-5"] {
            assert_eq!(numbers(bad), None, "{bad}");
        }
    }
}
