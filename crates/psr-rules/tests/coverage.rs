//! What a pack encodes is told provision by provision, and no gap hides behind another provision.

#![allow(clippy::unwrap_used, clippy::panic)]

mod folder;

use std::sync::Arc;

use psr_rules::coverage::{Standing, coverage, exercise};
use psr_rules::engine::Rulebook;
use psr_rules::pack;

/// Compiles the toy pack with some of its provisions replaced.
fn toy(from: &str, to: &str) -> Rulebook {
    let mut files = folder::pack(&folder::repository("fixtures/packs/toy"));
    let provisions = std::str::from_utf8(files.get("provisions.yaml").unwrap()).unwrap().replace(from, to);
    files.insert("provisions.yaml", provisions);
    let pack = pack::load(&files).unwrap_or_else(|found| panic!("{found}"));
    Rulebook::compile(Arc::new(pack)).unwrap()
}

fn england() -> Rulebook {
    let pack =
        pack::load(&folder::pack(&folder::repository("rules/psr-england"))).unwrap_or_else(|found| panic!("{found}"));
    Rulebook::compile(Arc::new(pack)).unwrap()
}

fn standing(rulebook: &Rulebook, provision: &str) -> Standing {
    coverage(rulebook).into_iter().find(|covered| covered.provision.as_str() == provision).unwrap().standing
}

#[test]
fn a_provision_is_encoded_or_stands_by_its_parts_or_has_a_reason() {
    let toy = toy("", "");
    assert_eq!(standing(&toy, "reg 3(1)(a)"), Standing::Encoded);
    assert!(coverage(&toy).iter().all(|covered| covered.standing != Standing::Missing));
}

#[test]
fn a_part_that_nothing_encodes_is_missing_although_its_neighbours_are_not() {
    let entry = "  - id: reg 3(4)\n    says: Something else\n  - id: Sch 1\n";
    assert_eq!(standing(&toy("  - id: Sch 1\n", entry), "reg 3(4)"), Standing::Missing);
    let reasoned = entry.replace("Something else\n", "Something else\n    no-rule: It is a heading.\n");
    let toy = toy("  - id: Sch 1\n", &reasoned);
    assert_eq!(standing(&toy, "reg 3(4)"), Standing::Reasoned);
}

#[test]
fn a_provision_stands_by_its_parts_once_all_of_them_have_a_reason() {
    let entries = |reason: &str| {
        let parts = format!(
            "  - id: reg 4(1)\n    says: One\n    no-rule: A power.\n  - id: reg 4(2)\n    says: Two\n{reason}"
        );
        format!("  - id: reg 4\n    says: Powers\n{parts}  - id: Sch 1\n")
    };
    let with = |reason: &str| standing(&toy("  - id: Sch 1\n", &entries(reason)), "reg 4");
    assert_eq!(with("    no-rule: Another power.\n"), Standing::ByItsParts);
    assert_eq!(with(""), Standing::Missing);
}

#[test]
fn a_reason_beside_a_rule_is_pointed_out() {
    let toy = toy("says: A member may borrow a toy\n", "says: A member may borrow a toy\n    no-rule: It has none.\n");
    let needless = coverage(&toy).into_iter().filter(|covered| covered.needless_reason);
    assert_eq!(needless.map(|covered| covered.provision.to_string()).collect::<Vec<_>>(), ["reg 3(1)"]);
}

#[test]
fn scenarios_exercise_the_rules_that_they_settle() {
    let toy = toy("", "");
    let lent = exercise(&toy).into_iter().find(|rule| rule.rule.as_str() == "toy-is-lent").unwrap();
    assert_eq!(lent.met, ["scenarios/lending/a-train-is-lent.yaml"]);
    assert!(lent.not_met.is_empty() && !lent.is_both_ways());
}

#[test]
fn what_the_timetable_finds_shows_and_demands_encodes_its_provisions() {
    let pack =
        pack::load(&folder::pack(&folder::repository("rules/psr-england"))).unwrap_or_else(|found| panic!("{found}"));
    let covered = coverage(&Rulebook::compile(Arc::new(pack)).unwrap());
    let of = |provision: &str| &covered.iter().find(|covered| covered.provision.as_str() == provision).unwrap().held;
    assert_eq!(of("reg 12(9)").timetable, ["end-without-representations"]);
    assert_eq!(of("reg 9(11)(b)").timetable, ["award-notice"]);
    assert!(of("reg 13(4)").timetable.contains(&"modification-notice".to_owned()), "what says whether a duty is owed");
    assert!(of("reg 16(3)").timetable.contains(&"framework-concluded-by-another-process".to_owned()));
}

#[test]
fn every_trap_of_the_instrument_has_a_scenario_named_after_it() {
    let england = england();
    let pack = england.pack();
    let names = pack.scenarios.iter().map(|scenario| &scenario.name);
    let names: Vec<&String> = names.chain(pack.timetable_scenarios.iter().map(|scenario| &scenario.name)).collect();
    let is_named = |trap: &u32| {
        let word = format!("trap {trap}");
        let ends = |rest: &str| !rest.starts_with(|next: char| next.is_ascii_digit());
        names.iter().any(|name| name.to_lowercase().split_once(&word).is_some_and(|(_, rest)| ends(rest)))
    };
    assert_eq!((1..=40).filter(|trap| !is_named(trap)).collect::<Vec<u32>>(), Vec::<u32>::new());
}
