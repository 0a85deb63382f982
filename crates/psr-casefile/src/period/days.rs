//! A period of civil days, both ends included.

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// A period of civil days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

impl Period {
    /// Takes the first day and the last.
    ///
    /// # Errors
    /// When the last lies before the first.
    pub fn new(from: NaiveDate, to: NaiveDate) -> Result<Self> {
        if to < from { Err(Error::Period { from, to }) } else { Ok(Self { from, to }) }
    }

    /// Answers whether a day lies in it.
    pub fn has(self, day: NaiveDate) -> bool {
        (self.from..=self.to).contains(&day)
    }

    /// Returns the time before it: so many months, up to the day before it begins.
    pub fn before(self, months: u32) -> Self {
        let from = self.from.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN);
        let to = self.from.checked_sub_days(Days::new(1)).unwrap_or(NaiveDate::MIN);
        Self { from, to }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn period(from: &str, to: &str) -> Result<Period> {
        Period::new(from.parse().unwrap(), to.parse().unwrap())
    }

    #[test]
    fn both_ends_belong_to_a_period() {
        let year = period("2025-04-01", "2026-03-31").unwrap();
        let has = |day: &str| year.has(day.parse().unwrap());
        assert!(has("2025-04-01") && has("2026-03-31") && !has("2025-03-31") && !has("2026-04-01"));
    }

    #[test]
    fn a_period_may_be_one_day_and_cannot_end_before_it_begins() {
        assert!(period("2025-04-01", "2025-04-01").is_ok());
        assert!(period("2025-04-01", "2025-03-31").unwrap_err().to_string().contains("2025-03-31"));
    }

    #[test]
    fn the_time_before_ends_the_day_before() {
        let before = |from: &str, months| period(from, "2026-12-31").unwrap().before(months);
        assert_eq!(before("2025-04-01", 12), period("2024-04-01", "2025-03-31").unwrap());
        assert_eq!(before("2024-02-29", 12), period("2023-02-28", "2024-02-28").unwrap());
    }
}
