//! Instants and civil dates: what day it is in England.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::London;

/// Returns the civil date of an instant in Europe/London.
///
/// ```
/// use psr_casefile::time::london_day;
/// let instant = "2026-06-30T23:30:00Z".parse().unwrap();
/// assert_eq!(london_day(instant).to_string(), "2026-07-01");
/// ```
pub fn london_day(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&London).date_naive()
}
