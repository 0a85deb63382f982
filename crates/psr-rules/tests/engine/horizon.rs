//! Horizons: what sums for each year lead to, over every number of years.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use proptest::prelude::*;
use psr_rules::engine::{FindingSpread, Horizon, Rulebook};
use psr_rules::facts;
use psr_rules::money::Pence;

use crate::england::pack;

fn england() -> &'static Rulebook {
    static RULEBOOK: OnceLock<Rulebook> = OnceLock::new();
    RULEBOOK.get_or_init(|| Rulebook::compile(pack()).unwrap_or_else(|errors| panic!("{errors:?}")))
}

fn horizon(rulebook: &Rulebook, text: &str, years: u32) -> Horizon {
    let file = facts::read_horizon("facts.yaml", text.as_bytes(), rulebook.pack(), None).unwrap();
    let compiled = rulebook.decision(&file.facts.decision, file.facts.commenced).unwrap();
    compiled.horizon(&file.facts.answers, &file.per_year, years)
}

fn ranges(spread: &[psr_rules::engine::YearRange]) -> String {
    let range = |range: &psr_rules::engine::YearRange| format!("{}-{} {}", range.from, range.to, range.value);
    spread.iter().map(range).collect::<Vec<_>>().join(", ")
}

fn finding<'h>(horizon: &'h Horizon, provision: &str) -> &'h FindingSpread {
    horizon.findings.iter().find(|finding| finding.spread.id.as_str() == provision).unwrap()
}

/// A contract in perpetuity of £1,000,000 a year that grows by so much a year.
fn perpetual(change: &str) -> String {
    format!(
        "decision: modification\ncommenced: 2026-04-01\nanswers:\n  modification-provided-for-in-documents: no\n  modification-solely-provider-succession: no\n  \
         modification-responds-to-external-factors: no\n  modification-attributable-to-authority: yes\n  modification-renders-materially-different: no\n  \
         original-award-by-direct-award-a-or-b: no\nper-year:\n  original-lifetime-value: 1000000\n  cumulative-change-in-lifetime-value: {change}\n"
    )
}

#[test]
fn equal_horizons_leave_the_percentage_to_the_annual_change_and_the_sum_to_the_years() {
    let rulebook = england();
    let cases = [
        ("60000", "1-100 permitted", "1-8 met, 9-100 not-met", "1-100 met"),
        ("250000", "1-1 permitted, 2-100 new-procurement-required", "1-1 met, 2-100 not-met", "1-100 not-met"),
        ("249999.99", "1-100 permitted", "1-2 met, 3-100 not-met", "1-100 met"),
        ("-300000", "1-1 permitted, 2-100 new-procurement-required", "1-1 met, 2-100 not-met", "1-100 not-met"),
    ];
    for (change, conclusion, sum, percentage) in cases {
        let horizon = horizon(rulebook, &perpetual(change), 100);
        assert_eq!(ranges(&horizon.conclusions[0].ranges), conclusion, "{change}");
        assert_eq!(ranges(&finding(&horizon, "reg 13(2)(b)(i)").spread.ranges), sum, "{change}");
        assert_eq!(ranges(&finding(&horizon, "reg 13(2)(b)(ii)").spread.ranges), percentage, "{change}");
        assert!(!finding(&horizon, "reg 13(2)(b)(ii)").spread.depends, "{change}");
    }
}

#[test]
fn what_lies_beyond_the_years_tried_is_told() {
    let horizon = horizon(england(), &perpetual("4000"), 100);
    assert_eq!(ranges(&horizon.conclusions[1].ranges), "1-100 not-required");
    assert_eq!(horizon.conclusions[1].beyond, "required");
    assert!(!horizon.independent);
}

#[test]
fn what_does_not_depend_on_the_years_is_said_to_be_so() {
    let rulebook = england();
    let text = perpetual("60000").replace("provided-for-in-documents: no", "provided-for-in-documents: yes");
    let horizon =
        horizon(rulebook, &text.replace("attributable-to-authority: yes", "attributable-to-authority: no"), 5);
    assert!(horizon.independent);
    assert_eq!(ranges(&horizon.conclusions[0].ranges), "1-5 permitted");
}

#[test]
fn what_is_not_answered_stays_open() {
    let text = perpetual("60000").replace("  modification-attributable-to-authority: yes\n", "");
    let horizon = horizon(england(), &text, 10);
    assert_eq!(ranges(&horizon.conclusions[1].ranges), "1-8 not-required, 9-10 undetermined");
    assert!(horizon.open.iter().any(|question| question.as_str() == "modification-attributable-to-authority"));
}

#[test]
fn sums_of_a_choice_of_process_may_have_different_horizons() {
    let text = "decision: choice-of-process\ncommenced: 2026-04-01\nanswers:\n  materially-different-in-character: no\n  change-attributable-to-authority: yes\n  \
                change-from-external-factors: no\n  existing-lifetime-value: 1000000\nper-year:\n  proposed-lifetime-value: 300000\n";
    let horizon = horizon(england(), text, 10);
    let threshold = horizon.conclusions.iter().find(|spread| spread.id.as_str() == "considerable-change").unwrap();
    assert_eq!(ranges(&threshold.ranges), "1-4 not-met, 5-10 met");
    assert_eq!(threshold.beyond, "met");
}

#[test]
fn what_is_no_sum_of_the_decision_is_refused() {
    let cases = [
        ("per-year: { existing-provider: yes }", "does not ask for money"),
        ("per-year: { toy: 1 }", "not a question of decision"),
        ("per-year: { existing-lifetime-value: 1.234 }", "fraction of a penny"),
        ("per-year: { existing-lifetime-value: 5 }\nanswers: { existing-lifetime-value: 5 }", "answered as well"),
        ("answers: {}", "no `per-year`"),
    ];
    for (text, said) in cases {
        let text = format!("commenced: 2026-04-01\ndecision: choice-of-process\n{text}\n");
        let found = facts::read_horizon("f.yaml", text.as_bytes(), england().pack(), None).unwrap_err();
        assert!(found.all().iter().any(|found| found.message.contains(said)), "{text}: {found}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn the_limbs_are_told_apart_exactly(value in 1_i64..400_000_000, change in -200_000_000_i64..200_000_000) {
        let rulebook = england();
        let text = perpetual(&Pence(i128::from(change)).plain())
            .replace("original-lifetime-value: 1000000", &format!("original-lifetime-value: {}", Pence(i128::from(value)).plain()));
        let horizon = horizon(rulebook, &text, 40);
        let (value, change) = (i128::from(value), i128::from(change).abs());
        let years: BTreeMap<u32, &str> = finding(&horizon, "reg 13(2)(b)(i)").spread.ranges.iter()
            .flat_map(|range| (range.from..=range.to).map(|year| (year, range.value.as_str()))).collect();
        for year in 1..=40_u32 {
            let below = change * i128::from(year) < 50_000_000;
            prop_assert_eq!(years[&year], if below { "met" } else { "not-met" });
        }
        let percentage = ranges(&finding(&horizon, "reg 13(2)(b)(ii)").spread.ranges);
        prop_assert_eq!(percentage, format!("1-40 {}", if change * 4 < value { "met" } else { "not-met" }));
    }
}
