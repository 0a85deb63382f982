//! How long a contract lasts, and whether somebody held it in a period.

use chrono::NaiveDate;

use super::days::Period;

/// Until when a contract lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Until {
    /// Until this day.
    Day(NaiveDate),
    /// Until it is ended.
    Ended,
    /// It is not on record.
    Unknown,
}

impl Until {
    /// Returns the earlier of two ends; a day that is known wins over none.
    pub fn no_later_than(self, day: NaiveDate) -> Self {
        match self {
            Self::Day(until) => Self::Day(until.min(day)),
            Self::Ended | Self::Unknown => Self::Day(day),
        }
    }
}

/// Answers whether a contract that lasts from a day until an end lies in a period; nothing where its end is not on record and that turns on it.
pub(super) fn lies_in(from: NaiveDate, until: Until, period: Period) -> Option<bool> {
    if from > period.to {
        return Some(false);
    }
    match until {
        Until::Day(until) => Some(until >= period.from),
        Until::Ended => Some(true),
        Until::Unknown => (from >= period.from).then_some(true),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn check(from: &str, until: Until, expected: Option<bool>) {
        let day = |day: &str| day.parse().unwrap();
        let year = Period::new(day("2025-04-01"), day("2026-03-31")).unwrap();
        assert_eq!(lies_in(day(from), until, year), expected, "{from} {until:?}");
    }

    #[test]
    fn a_contract_lies_in_a_period_or_not_or_it_cannot_be_told() {
        let day = |day: &str| Until::Day(day.parse().unwrap());
        check("2020-01-01", day("2025-03-31"), Some(false));
        check("2020-01-01", day("2025-04-01"), Some(true));
        check("2020-01-01", Until::Ended, Some(true));
        check("2020-01-01", Until::Unknown, None);
        check("2025-04-01", Until::Unknown, Some(true));
        check("2026-03-31", day("2030-01-01"), Some(true));
        check("2026-04-01", Until::Ended, Some(false));
    }
}
