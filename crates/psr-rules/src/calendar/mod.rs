//! Calendars: which days are working days, and what day it is where the law applies.
//!
//! A calendar is data of the pack: the weekdays off, the holidays that are found anew each year, and the dated list of bank holidays. It says
//! nothing about a year of which it holds no list: a count that needs one ends with an error that names the year.

mod easter;
mod yearly;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Weekday};
use chrono_tz::Tz;

use crate::id::{CalendarId, Provision};

pub use easter::easter;
pub use yearly::{NamedHoliday, Yearly};

/// A calendar of working days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// Its id.
    pub id: CalendarId,
    /// Its name in words.
    pub name: String,
    /// The time zone whose midnight ends a day.
    pub zone: Tz,
    /// The provision that says what a working day is.
    pub provision: Provision,
    /// The weekdays on which nobody works.
    pub not_working: Vec<Weekday>,
    /// The holidays that are found anew each year.
    pub named: Vec<NamedHoliday>,
    /// The years of which the bank holidays are known.
    pub years: BTreeMap<i32, HolidayYear>,
}

/// The bank holidays of one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolidayYear {
    /// Where the list comes from.
    pub source: String,
    /// The days, with their names.
    pub days: BTreeMap<NaiveDate, String>,
}

/// Says that a date cannot be found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// The calendar holds no bank holidays for the year.
    #[error(
        "calendar `{calendar}` holds no bank holidays for {year}, so working days in that year cannot be counted: it covers {covered}"
    )]
    MissingYear {
        /// The calendar.
        calendar: CalendarId,
        /// The year.
        year: i32,
        /// The years there are, in words.
        covered: String,
    },
    /// The date lies beyond the year 9999.
    #[error("the dates lead beyond the year 9999: look at the years again")]
    TooLate,
}

impl Calendar {
    /// Answers whether a day is a working day.
    ///
    /// # Errors
    /// When the bank holidays of its year are not known.
    pub fn is_working_day(&self, day: NaiveDate) -> Result<bool, CalendarError> {
        let year = self.years.get(&day.year()).ok_or_else(|| self.missing(day.year()))?;
        let holiday = year.days.contains_key(&day) || self.named.iter().any(|named| named.falls_on(day));
        Ok(!holiday && !self.not_working.contains(&day.weekday()))
    }

    /// Returns the working day that is so many working days after a day; the day itself is never counted.
    ///
    /// # Errors
    /// When the bank holidays of a year on the way are not known.
    pub fn working_day_after(&self, day: NaiveDate, count: u32) -> Result<NaiveDate, CalendarError> {
        let (mut day, mut left) = (day, count);
        while left > 0 {
            day = days_after(day, 1)?;
            left -= u32::from(self.is_working_day(day)?);
        }
        Ok(day)
    }

    /// Counts the working days after a day, up to and including another.
    ///
    /// # Errors
    /// When the bank holidays of a year on the way are not known.
    pub fn working_days_between(&self, after: NaiveDate, to: NaiveDate) -> Result<u32, CalendarError> {
        let (mut day, mut count) = (after, 0);
        while day < to {
            day = days_after(day, 1)?;
            count += u32::from(self.is_working_day(day)?);
        }
        Ok(count)
    }

    /// Returns the civil date of an instant where the calendar holds.
    pub fn civil_date(&self, instant: DateTime<FixedOffset>) -> NaiveDate {
        instant.with_timezone(&self.zone).date_naive()
    }

    fn missing(&self, year: i32) -> CalendarError {
        CalendarError::MissingYear { calendar: self.id.clone(), year, covered: covered(self.years.keys()) }
    }
}

/// Returns the day so many calendar days after a day.
///
/// # Errors
/// When it lies beyond the year 9999.
pub fn days_after(day: NaiveDate, count: u32) -> Result<NaiveDate, CalendarError> {
    let later = day.checked_add_days(chrono::Days::new(count.into()));
    later.filter(|later| later.year() <= 9999).ok_or(CalendarError::TooLate)
}

/// Names years: `2024 to 2028`, or each where some are missing between.
fn covered<'y>(years: impl Iterator<Item = &'y i32>) -> String {
    let years: BTreeSet<i32> = years.copied().collect();
    match (years.first(), years.last()) {
        (Some(first), Some(last)) if first < last && (*first..=*last).all(|y| years.contains(&y)) => {
            format!("{first} to {last}")
        }
        (None, _) => "no year".to_owned(),
        _ => years.iter().map(i32::to_string).collect::<Vec<_>>().join(", "),
    }
}
