//! What falls due when: the timetable of the built-in pack against a second computation, its calendar against an oracle, its iCalendar against a
//! strict reader, and another country's rules.

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../folder/mod.rs"]
mod folder;

mod calendar;
mod elsewhere;
mod ical;
mod input;
mod laws;
mod second;

use chrono::NaiveDate;
use psr_rules::pack::model::Pack;
use psr_rules::timetable::{self, Timetable};

/// Returns the built-in pack.
fn england() -> Pack {
    let files = folder::pack(&folder::repository("rules/psr-england"));
    psr_rules::pack::load(&files).unwrap_or_else(|found| panic!("{found}"))
}

/// Reckons a timetable from YAML.
fn reckoned(pack: &Pack, yaml: &str) -> Timetable {
    let given = timetable::read("events.yaml", yaml.as_bytes(), pack).unwrap_or_else(|found| panic!("{found}"));
    timetable::reckon(pack, &given, None).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn every_scenario_of_the_timetable_comes_out_as_it_says() {
    let pack = england();
    assert!(pack.timetable_scenarios.len() > 100);
    for scenario in &pack.timetable_scenarios {
        let wrong = timetable::differences(&pack, scenario);
        assert!(wrong.is_empty(), "{}\n{}", scenario.path, wrong.join("\n"));
    }
}

#[test]
fn a_scenario_that_expects_otherwise_fails() {
    let pack = england();
    let scenario = pack.timetable_scenarios.iter().find(|scenario| scenario.states.is_some()).unwrap();
    let mut other = scenario.clone();
    other.states = scenario.states.clone().map(|(stated, _)| (stated, "long by 7 working days".to_owned()));
    assert_eq!(timetable::differences(&pack, &other).len(), 1);
    other.refused = Some("2029".to_owned());
    assert_eq!(timetable::differences(&pack, &other).len(), 1);
}
