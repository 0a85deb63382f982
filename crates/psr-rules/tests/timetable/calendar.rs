//! The calendar as data, against an oracle and against what it must refuse.

use bankholidays::uk::is_bankholiday;
use chrono::{Datelike, NaiveDate};
use psr_rules::calendar::{Calendar, easter};

use super::{day, england};

fn calendar() -> Calendar {
    england().calendars.into_values().next().unwrap()
}

#[test]
fn the_bank_holidays_are_those_that_the_oracle_computes() {
    let calendar = calendar();
    assert_eq!(calendar.years.keys().copied().collect::<Vec<_>>(), [2024, 2025, 2026, 2027, 2028]);
    for date in day("2024-01-01").iter_days().take_while(|date| date.year() <= 2028) {
        let listed = calendar.years[&date.year()].days.contains_key(&date);
        assert_eq!(listed, is_bankholiday(&date), "{date}");
    }
    assert!(calendar.years.values().all(|year| !year.source.is_empty() && year.days.len() == 8));
}

#[test]
fn easter_falls_on_the_days_of_a_printed_table() {
    let table = ["1961-04-02", "2000-04-23", "2008-03-23", "2024-03-31", "2025-04-20", "2038-04-25", "2285-03-22"];
    for sunday in table.map(day) {
        assert_eq!(easter(sunday.year()), Some(sunday));
    }
}

#[test]
fn holidays_by_name_need_no_list() {
    let mut calendar = calendar();
    calendar.years.values_mut().for_each(|year| year.days.clear());
    for holiday in ["2024-03-29", "2025-12-25", "2026-05-04", "2027-05-03", "2028-05-01"].map(day) {
        assert_eq!(calendar.is_working_day(holiday), Ok(false), "{holiday}");
    }
    for working in ["2024-04-01", "2026-05-11", "2027-12-27"].map(day) {
        assert_eq!(calendar.is_working_day(working), Ok(true), "{working}");
    }
}

#[test]
fn a_missing_year_is_named() {
    let mut calendar = calendar();
    let refused = |date: NaiveDate, calendar: &Calendar| calendar.working_day_after(date, 1).unwrap_err().to_string();
    insta::assert_snapshot!(refused(day("2028-12-29"), &calendar), @"calendar `england` holds no bank holidays for 2029, so working days in that year cannot be counted: it covers 2024 to 2028");
    calendar.years.remove(&2026);
    insta::assert_snapshot!(refused(day("2025-12-31"), &calendar), @"calendar `england` holds no bank holidays for 2026, so working days in that year cannot be counted: it covers 2024, 2025, 2027, 2028");
}

#[test]
fn working_days_between_count_back_what_was_counted_on() {
    let calendar = calendar();
    for from in day("2024-01-01").iter_days().take(1400).step_by(7) {
        for count in 1..12 {
            let to = calendar.working_day_after(from, count).unwrap();
            assert_eq!(calendar.working_days_between(from, to), Ok(count));
        }
    }
}
