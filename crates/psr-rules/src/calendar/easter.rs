//! Finds Easter.

use chrono::NaiveDate;

/// Returns Easter Sunday of a year in the Gregorian calendar, by the anonymous algorithm printed in Nature in 1876.
///
/// ```
/// assert_eq!(psr_rules::calendar::easter(2026).map(|day| day.to_string()), Some("2026-04-05".to_owned()));
/// ```
pub fn easter(year: i32) -> Option<NaiveDate> {
    let golden = year.rem_euclid(19);
    let (century, in_century) = (year.div_euclid(100), year.rem_euclid(100));
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let moon = (19 * golden + century - century / 4 - correction + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - moon - in_century % 4) % 7;
    let late = (golden + 11 * moon + 22 * weekday) / 451;
    let count = moon + weekday - 7 * late + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(count / 31).ok()?, u32::try_from(count % 31 + 1).ok()?)
}
