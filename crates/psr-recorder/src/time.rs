//! The one way an instant is written: UTC to the millisecond, as in `2026-04-01T09:30:00.000Z`.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};

/// Writes an instant; what is finer than a millisecond is dropped.
pub fn to_text(instant: &DateTime<Utc>) -> String {
    let (date, time) = (instant.date_naive(), instant.time());
    let (millis, year) = (time.nanosecond() / 1_000_000, date.year());
    if millis > 999 || !(0..=9999).contains(&year) {
        // A leap second, or a year of more digits, has no instant that reads back.
        return instant.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string();
    }
    let (month, day) = (date.month(), date.day());
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z")
}

/// Reads an instant written in this one way.
pub fn from_text(text: &str) -> Option<DateTime<Utc>> {
    let shape = b"0000-00-00T00:00:00.000Z";
    let matches = |(byte, &shape): (u8, &u8)| if shape == b'0' { byte.is_ascii_digit() } else { byte == shape };
    if text.len() != shape.len() || !text.bytes().zip(shape).all(matches) {
        return None;
    }
    let number = |from: usize, to: usize| text[from..to].parse::<u32>().ok();
    let date = NaiveDate::from_ymd_opt(text[..4].parse().ok()?, number(5, 7)?, number(8, 10)?)?;
    let instant = date.and_hms_milli_opt(number(11, 13)?, number(14, 16)?, number(17, 19)?, number(20, 23)?)?;
    Some(instant.and_utc())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_as_the_calendar_writes_it() {
        let instants = ["2026-04-01T09:30:00Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z"];
        let odd = [
            "+10000-01-01T00:00:00Z",
            "-0001-12-31T23:59:59.5Z",
            "2016-12-31T23:59:60.25Z",
            "0987-06-05T04:03:02.001Z",
        ];
        for text in instants.into_iter().chain(odd) {
            let instant: DateTime<Utc> = text.parse().unwrap();
            assert_eq!(to_text(&instant), instant.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string());
        }
    }
}
