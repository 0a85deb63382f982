//! A second computation of the standstill that shares no code with the first: lists of days in place of counting rules.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use psr_rules::pack::model::Pack;
use psr_rules::timetable::{Given, Timetable, reckon};

use super::{day, england};

/// Easter Sundays, from a printed table.
const EASTER: [&str; 5] = ["2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16"];

/// The working days of 2024 to 2028, one after another.
struct WorkingDays(Vec<NaiveDate>);

impl WorkingDays {
    fn listed() -> Self {
        let holidays = holidays();
        let all = day("2024-01-01").iter_days().take_while(|day| day.year() <= 2028);
        let works = |day: &NaiveDate| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !holidays.contains(day);
        Self(all.filter(works).collect())
    }

    /// Finds the working day that comes so many places after a day in the list.
    fn after(&self, day: NaiveDate, count: usize) -> NaiveDate {
        let next = self.0.partition_point(|working| *working <= day);
        self.0[next + count - 1]
    }
}

fn holidays() -> BTreeSet<NaiveDate> {
    let mut holidays = BTreeSet::new();
    for (year, easter) in (2024..).zip(EASTER) {
        let easter = day(easter);
        holidays.extend([easter - Days::new(2), easter + Days::new(1)]);
        holidays.extend([nth_monday(year, 5, 1), last_monday(year, 5), last_monday(year, 8)]);
        holidays.insert(moved(date(year, 1, 1)));
        // Christmas and Boxing Day at a weekend give Monday and Tuesday, in whichever order.
        let christmas = date(year, 12, 25);
        holidays.insert(christmas);
        let boxing = christmas + Days::new(1);
        holidays.extend(match christmas.weekday() {
            Weekday::Fri => vec![boxing + Days::new(2)],
            Weekday::Sat => vec![boxing + Days::new(1), boxing + Days::new(2)],
            Weekday::Sun => vec![boxing, boxing + Days::new(1)],
            _ => vec![boxing],
        });
    }
    holidays
}

/// Moves a holiday at a weekend to the Monday after it.
fn moved(date: NaiveDate) -> NaiveDate {
    match date.weekday() {
        Weekday::Sat => date + Days::new(2),
        Weekday::Sun => date + Days::new(1),
        _ => date,
    }
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn nth_monday(year: i32, month: u32, nth: u8) -> NaiveDate {
    NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, nth).unwrap()
}

fn last_monday(year: i32, month: u32) -> NaiveDate {
    let fifth = NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, 5);
    fifth.unwrap_or_else(|| nth_monday(year, month, 4))
}

/// The end of the standstill, reckoned a second time.
fn end(
    working: &WorkingDays,
    published: NaiveDate,
    received: Option<NaiveDate>,
    decided: Option<NaiveDate>,
) -> Option<NaiveDate> {
    let by = working.after(published + Days::new(1), 8);
    let in_time = received.filter(|received| (published..=by).contains(received));
    match (in_time, decided) {
        (None, _) => Some(by),
        (Some(received), Some(decided)) if decided >= received => Some(working.after(decided, 5).max(by)),
        _ => None,
    }
}

fn reckoned(pack: &Pack, published: NaiveDate, received: Option<NaiveDate>, decided: Option<NaiveDate>) -> Timetable {
    let rules = pack.timetable.as_ref().unwrap();
    let mut given = Given::nothing(rules, rules.process("direct-award-process-c").unwrap());
    let happened = [
        ("intention-to-award-published", Some(published)),
        ("representations-received", received),
        ("further-decisions-communicated", decided),
    ];
    for (event, on) in happened {
        given.events[rules.named(event).unwrap().0].extend(on);
    }
    reckon(pack, &given, None).unwrap()
}

fn agrees(
    pack: &Pack,
    working: &WorkingDays,
    published: NaiveDate,
    received: Option<NaiveDate>,
    decided: Option<NaiveDate>,
) {
    let found = reckoned(pack, published, received, decided);
    let shown = |key: &str| found.day(Some("standstill"), key);
    let expected = end(working, published, received, decided);
    let about = format!("published {published}, received {received:?}, decided {decided:?}");
    assert_eq!(shown("begins"), published.succ_opt(), "{about}");
    assert_eq!(shown("representations-by"), Some(working.after(published + Days::new(1), 8)), "{about}");
    assert_eq!(shown("ends"), expected, "{about}");
    assert_eq!(shown("may-enter-contract-from"), expected.and_then(|end| end.succ_opt()), "{about}");
}

fn publication_days() -> impl Iterator<Item = NaiveDate> {
    day("2024-01-01").iter_days().take_while(|day| day.year() <= 2027)
}

#[test]
fn every_publication_day_from_2024_to_2027_agrees_without_representations() {
    let (pack, working) = (england(), WorkingDays::listed());
    assert_eq!(publication_days().count(), 1461);
    publication_days().for_each(|published| agrees(&pack, &working, published, None, None));
}

#[test]
fn every_further_decision_up_to_40_days_after_publication_agrees() {
    let (pack, working) = (england(), WorkingDays::listed());
    for (place, published) in publication_days().enumerate() {
        // Over a month the representation moves from a day before publication to well after the last day for it.
        let received = (published - Days::new(1)) + Days::new(place as u64 % 19);
        for after in 0..=40 {
            agrees(&pack, &working, published, Some(received), Some(published + Days::new(after)));
        }
    }
}
