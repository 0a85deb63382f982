//! Contracts: their ledgers, corrections, and import from tables.
#![allow(clippy::unwrap_used)]

mod common;

use std::path::Path;

use chrono::NaiveDate;
use common::Desk;
use proptest::prelude::*;
use psr_casefile::casebook::load_pack;
use psr_casefile::contract::{ChangeGiven, ContractGiven, ImportFault, Ledger, LedgerView};
use psr_casefile::error::Error;
use psr_rules::engine::Rulebook;
use psr_rules::money::Pence;

const CONTRACTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/contracts");

fn built_in() -> Rulebook {
    load_pack(&common::pack()).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn contract(reference: &str, value: i128) -> ContractGiven {
    ContractGiven {
        reference: reference.to_owned(),
        title: "Example services".to_owned(),
        provider: "Example Ltd".to_owned(),
        awarded_by: "other".to_owned(),
        entered_into: day("2024-04-01"),
        lifetime_value: Some(Pence(value)),
        value_basis: Some("Five years".to_owned()),
        ..ContractGiven::default()
    }
}

fn change(on: &str, pence: i128) -> ChangeGiven {
    ChangeGiven { on: day(on), what: "Something".to_owned(), change: Pence(pence), ..ChangeGiven::default() }
}

fn with_contract(value: i128) -> Desk {
    let mut desk = Desk::new();
    let rulebook = built_in();
    desk.act("Jo", |book, acting| book.enter_contract(&contract("C-1", value), rulebook.pack(), acting)).unwrap();
    desk
}

fn ledger(desk: &Desk) -> Ledger {
    Ledger::of(&desk.casebook.contract("C-1").unwrap().1)
}

#[test]
fn a_ledger_adds_up_in_order_of_date_and_a_correction_stands_in_place() {
    let mut desk = with_contract(200_000_000);
    for given in [change("2025-06-01", 30_000_000), change("2025-01-01", 20_000_000)] {
        desk.act("Jo", |book, acting| book.change_contract("C-1", &given, acting)).unwrap();
    }
    let sums = |desk: &Desk| {
        let line = |line: &psr_casefile::contract::LedgerLine| {
            (line.modification.seq, line.cumulative.0, line.proportion.map(|share| share.to_string()).unwrap())
        };
        ledger(desk).lines.iter().map(line).collect::<Vec<_>>()
    };
    assert_eq!(sums(&desk), [(3, 20_000_000, "10.00".to_owned()), (2, 50_000_000, "25.00".to_owned())]);
    let correction = ChangeGiven { corrects: Some(3), ..change("2025-01-01", 19_999_999) };
    desk.act("Ann", |book, acting| book.change_contract("C-1", &correction, acting)).unwrap();
    assert_eq!(sums(&desk), [(5, 19_999_999, "9.99".to_owned()), (2, 49_999_999, "24.99".to_owned())]);
    assert_eq!(ledger(&desk).corrected.iter().map(|(entry, by)| (entry.seq, *by)).collect::<Vec<_>>(), [(3, 5)]);
    assert_eq!(desk.casebook.replay(None, &mut |_| {}).unwrap().faults, []);
}

#[test]
fn the_limits_are_the_packs_and_are_told_exactly() {
    let cases = [
        (200_000_000, 49_999_999, [false, false, false]),
        (200_000_000, 50_000_000, [true, true, true]),
        (200_000_100, 50_000_000, [true, false, true]),
        (100_000_000, -50_000_000, [true, true, true]),
    ];
    for (value, pence, reached) in cases {
        let mut desk = with_contract(value);
        desk.act("Jo", |book, acting| book.change_contract("C-1", &change("2025-06-01", pence), acting)).unwrap();
        let (id, state) = desk.casebook.contract("C-1").unwrap();
        let view = LedgerView::of(id, &state, built_in().pack(), day("2026-01-01"));
        assert_eq!(
            view.limits.iter().filter_map(|limit| limit.reached).collect::<Vec<_>>(),
            reached,
            "{value} {pence}"
        );
    }
}

#[test]
fn contracts_and_cases_are_not_taken_for_each_other() {
    let mut desk = with_contract(1);
    desk.open("C-1", &[]);
    assert_eq!(desk.casebook.cases().unwrap().len(), 1);
    assert_eq!(desk.casebook.contracts().unwrap().len(), 1);
    assert_eq!(desk.casebook.contract("C-1").unwrap().1.entered.what.lifetime_value, Some(Pence(1)));
    let report = psr_recorder::verify(&desk.dir(), &psr_recorder::Options::default(), &mut |_, _| {}).unwrap();
    assert_eq!(report.faults, []);
    assert_eq!(desk.casebook.replay(None, &mut |_| {}).unwrap().faults, []);
}

#[test]
fn what_cannot_stand_is_refused_and_nothing_is_recorded() {
    let mut desk = with_contract(1);
    let size = desk.casebook.register().size().unwrap();
    let rulebook = built_in();
    let taken = desk.act("Jo", |book, acting| book.enter_contract(&contract("C-1", 5), rulebook.pack(), acting));
    assert!(matches!(taken, Err(Error::ContractTaken(_))));
    let wrong = ContractGiven { awarded_by: "lottery".to_owned(), title: " ".to_owned(), ..contract("C-2", -5) };
    let refused = desk.act("Jo", |book, acting| book.enter_contract(&wrong, rulebook.pack(), acting)).unwrap_err();
    let Error::Refused(refusals) = refused else { unreachable!("{refused}") };
    assert_eq!(refusals.len(), 3, "{refusals:?}");
    for given in [
        change("2024-03-31", 1),
        change("2999-01-01", 1),
        ChangeGiven { corrects: Some(1), ..change("2025-01-01", 1) },
        ChangeGiven { what: "two\nlines".to_owned(), ..change("2025-01-01", 1) },
    ] {
        assert!(desk.act("Jo", |book, acting| book.change_contract("C-1", &given, acting)).is_err(), "{given:?}");
    }
    assert_eq!(desk.casebook.register().size().unwrap(), size);
    desk.act("Jo", |book, acting| book.close_contract("C-1", "It ended.", acting)).unwrap();
    let closed = desk.act("Jo", |book, acting| book.change_contract("C-1", &change("2025-01-01", 1), acting));
    assert!(matches!(closed, Err(Error::ContractClosed { entry: 2, .. })));
}

#[test]
fn a_register_of_contracts_is_imported_once() {
    let table = |name: &str| std::fs::read_to_string(Path::new(CONTRACTS).join(name)).unwrap();
    let (contracts, changes) = (table("register.csv"), table("changes.csv"));
    let (mut desk, rulebook) = (Desk::new(), built_in());
    let read = |desk: &Desk| {
        let read = desk.casebook.read_import(&contracts, Some(&changes), rulebook.pack(), day("2026-11-21"));
        read.unwrap()
    };
    let import = read(&desk).unwrap();
    let imported = desk.act("Jo", |book, acting| book.import(&import, acting)).unwrap();
    assert_eq!(
        (imported.references.as_slice(), imported.changes),
        (&["GP-17", "AUD-4", "FWK-1"].map(str::to_owned)[..], 3)
    );
    let (_, state) = desk.casebook.contract("GP-17").unwrap();
    assert!(state.entered.what.retrospective);
    assert_eq!(Ledger::of(&state).cumulative, Pence(65_000_025));
    assert_eq!(Ledger::of(&state).proportion().unwrap().to_string(), "16.25");
    assert_eq!(desk.casebook.replay(None, &mut |_| {}).unwrap().faults, []);
    let again = read(&desk).unwrap_err();
    assert_eq!(again.len(), 3, "{again:?}");
    assert!(again.iter().all(|found| found.fault.message.contains("already in the register")));
}

#[test]
fn every_fault_of_a_table_is_told_at_once() {
    let folder = Path::new(CONTRACTS).join("faults");
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.ends_with(".changes.csv"))
        .collect();
    names.sort();
    let (mut desk, rulebook) = (Desk::new(), built_in());
    desk.act("Jo", |book, acting| book.enter_contract(&contract("HELD-1", 5), rulebook.pack(), acting)).unwrap();
    let mut told = String::new();
    for name in names {
        let contracts = std::fs::read_to_string(folder.join(&name)).unwrap();
        let changes = std::fs::read_to_string(folder.join(name.replace(".csv", ".changes.csv"))).ok();
        let read = desk.casebook.read_import(&contracts, changes.as_deref(), rulebook.pack(), day("2026-11-21"));
        let faults = read.unwrap().unwrap_err();
        let line = |found: &ImportFault| format!("{}{}\n", if found.in_changes { "changes " } else { "" }, found.fault);
        told.push_str(&format!("{name}\n{}\n", faults.iter().map(line).collect::<String>()));
    }
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(told) });
}

#[test]
fn a_table_may_come_from_a_spreadsheet() {
    let text =
        "\u{feff}reference,title,provider,awarded-by,entered-into\r\n\"A-1\",\"A \"\"b\"\", c\",P,other,2024-04-01\r\n";
    let desk = Desk::new();
    let read = desk.casebook.read_import(text, None, built_in().pack(), day("2026-11-21")).unwrap().unwrap();
    assert_eq!(read.contracts()[0].0.title, "A \"b\", c");
}

/// A change, and which of the changes that stand it corrects, if any.
fn acts() -> impl Strategy<Value = Vec<(i64, u32, Option<usize>)>> {
    let sum = -10_000_000_000_i64..10_000_000_000;
    prop::collection::vec((sum, 0_u32..700, prop::option::weighted(0.3, 0_usize..8)), 0..8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_cumulative_change_is_the_sum_of_the_changes_that_stand(acts in acts(), value in 1_i64..1_000_000_000) {
        let mut desk = with_contract(i128::from(value));
        let mut standing: Vec<(u64, i64)> = Vec::new();
        for (sum, days, corrects) in acts {
            let on = day("2024-04-01") + chrono::Days::new(u64::from(days));
            let place = corrects.filter(|place| *place < standing.len());
            let corrects = place.map(|place| standing.remove(place).0);
            let given = ChangeGiven { on, corrects, ..change("2024-04-01", i128::from(sum)) };
            let receipt = desk.act("Jo", |book, acting| book.change_contract("C-1", &given, acting)).unwrap();
            standing.push((receipt.seq, sum));
        }
        let ledger = ledger(&desk);
        let sum: i128 = standing.iter().map(|(_, sum)| i128::from(*sum)).sum();
        prop_assert_eq!(ledger.cumulative, Pence(sum));
        prop_assert_eq!(ledger.lines.len(), standing.len());
        prop_assert_eq!(ledger.lines.last().map(|line| line.cumulative.0).unwrap_or(0), sum);
        prop_assert!(ledger.lines.is_sorted_by_key(|line| line.modification.what.on));
        let share = ledger.proportion().unwrap().0;
        prop_assert!(share.abs() * i128::from(value) <= sum.abs() * 10_000);
        prop_assert!((share.abs() + 1) * i128::from(value) > sum.abs() * 10_000);
    }
}
