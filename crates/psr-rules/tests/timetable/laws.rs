//! Laws that hold of every timetable.

use chrono::{Datelike, Days, NaiveDate};
use proptest::prelude::*;
use psr_rules::pack::model::Pack;
use psr_rules::timetable::{Given, Timetable, reckon};

use super::{day, england};

/// A process and days for events, as offsets from the first day of 2024.
fn some_given(pack: &Pack, process: usize, events: &[Option<u16>], several: &[Vec<u16>]) -> Given {
    let rules = pack.timetable.as_ref().unwrap();
    let mut given = Given::nothing(rules, process % rules.processes.len());
    let on = |offset: u16| day("2024-01-01") + Days::new(offset.into());
    for (place, event) in rules.events.iter().enumerate() {
        let offsets: Vec<u16> = match event.list {
            true => several.get(place % several.len().max(1)).cloned().unwrap_or_default(),
            false => events.get(place).copied().flatten().into_iter().collect(),
        };
        given.events[place] = offsets.into_iter().map(on).collect();
        given.events[place].sort_unstable();
    }
    given
}

fn standstill(found: &Timetable, key: &str) -> Option<NaiveDate> {
    found.day(Some("standstill"), key)
}

fn published(pack: &Pack, on: NaiveDate) -> Timetable {
    let rules = pack.timetable.as_ref().unwrap();
    let mut given = Given::nothing(rules, rules.process("competitive-process").unwrap());
    given.events[rules.named("intention-to-award-published").unwrap().0].push(on);
    reckon(pack, &given, None).unwrap()
}

#[test]
fn a_later_publication_never_ends_a_standstill_earlier() {
    let pack = england();
    let days = day("2024-01-01").iter_days().take_while(|day| day.year() <= 2027);
    let ends: Vec<_> = days.map(|on| standstill(&published(&pack, on), "ends")).collect();
    assert!(ends.is_sorted() && ends.iter().all(Option::is_some));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_happened_in_any_order_gives_a_sound_timetable(
        process in 0_usize..9,
        events in prop::collection::vec(prop::option::of(0_u16..200), 24),
        several in prop::collection::vec(prop::collection::vec(0_u16..200, 0..4), 1..5),
        as_of in prop::option::of(0_u64..400),
    ) {
        let pack = england_once();
        let calendar = pack.calendars.values().next().unwrap();
        let as_of = as_of.map(|after| day("2024-01-01") + Days::new(after));
        let given = some_given(pack, process, &events, &several);
        let found = reckon(pack, &given, as_of).unwrap();
        if let Some(by) = standstill(&found, "representations-by") {
            prop_assert_eq!(calendar.is_working_day(by), Ok(true));
            prop_assert!(standstill(&found, "begins").unwrap() < by);
            if let Some(ends) = standstill(&found, "ends") {
                prop_assert!(ends >= by);
                prop_assert_eq!(calendar.is_working_day(ends), Ok(true));
            }
        }
        if let Some(from) = standstill(&found, "may-enter-contract-from") {
            prop_assert_eq!(standstill(&found, "ends").and_then(|end| end.succ_opt()), Some(from));
        }
        for duty in &found.duties {
            prop_assert!(duty.due.is_none_or(|due| due > duty.arose));
            prop_assert!(duty.not_before.is_none_or(|from| duty.due.is_some_and(|due| due > from)));
            prop_assert!(duty.days_overdue.is_none() || (as_of > duty.due && duty.done.is_none_or(|done| Some(done) > as_of)));
        }
        // The same again, and the same bytes.
        let again = reckon(pack, &given, as_of).unwrap();
        prop_assert_eq!(serde_json::to_string(&found).unwrap(), serde_json::to_string(&again).unwrap());
        prop_assert_eq!(super::ical::entries(&found.ical()).len(), found.days.iter().filter(|day| day.on.is_some()).count()
            + found.duties.iter().filter(|duty| duty.due.is_some()).count());
    }
}

fn england_once() -> &'static Pack {
    static PACK: std::sync::OnceLock<Pack> = std::sync::OnceLock::new();
    PACK.get_or_init(england)
}
