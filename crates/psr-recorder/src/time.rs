//! The one way an instant is written: UTC to the millisecond, as in `2026-04-01T09:30:00.000Z`.

use chrono::{DateTime, NaiveDate, Utc};

/// Writes an instant; what is finer than a millisecond is dropped.
pub fn to_text(instant: &DateTime<Utc>) -> String {
    instant.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
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
