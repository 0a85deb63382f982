//! Holidays that are found anew each year.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::easter::easter;

/// A holiday by name, and how its day is found each year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedHoliday {
    /// Its name.
    pub name: String,
    /// How its day is found.
    pub day: Yearly,
}

/// How a day is found each year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Yearly {
    /// The same day of the same month.
    On {
        /// The month, from one.
        month: u32,
        /// The day of the month.
        day: u32,
    },
    /// So many days before Easter Sunday.
    BeforeEaster(u32),
    /// So many days after Easter Sunday.
    AfterEaster(u32),
    /// The first of a weekday in a month.
    First {
        /// The weekday.
        weekday: Weekday,
        /// The month, from one.
        month: u32,
    },
}

impl NamedHoliday {
    /// Answers whether the holiday falls on a day.
    pub fn falls_on(&self, day: NaiveDate) -> bool {
        match self.day {
            Yearly::On { month, day: date } => day.month() == month && day.day() == date,
            Yearly::BeforeEaster(days) => {
                day.checked_add_days(Days::new(days.into())).is_some_and(|day| easter(day.year()) == Some(day))
            }
            Yearly::AfterEaster(days) => {
                day.checked_sub_days(Days::new(days.into())).is_some_and(|day| easter(day.year()) == Some(day))
            }
            Yearly::First { weekday, month } => day.month() == month && day.weekday() == weekday && day.day() <= 7,
        }
    }
}
