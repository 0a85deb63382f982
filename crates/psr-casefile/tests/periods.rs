//! Reports on a period: each fixture is a register with its cases and contracts, and what a report of the built-in pack tells of it.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use common::{Desk, pack};
use psr_casefile::casebook::{AnswerGiven, Case, CaseOpening, EventGiven};
use psr_casefile::contract::{ChangeGiven, ContractGiven};
use psr_casefile::period::{Counted, NotCounted, Period, PeriodReport};
use psr_rules::facts;
use psr_rules::pack::model::{FindingsTold, Pack, Report, Told};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Fixture {
    name: String,
    report: String,
    from: NaiveDate,
    to: NaiveDate,
    today: NaiveDate,
    #[serde(default)]
    cases: Vec<CaseGiven>,
    #[serde(default)]
    contracts: Vec<ContractFixture>,
    /// What each item counts; an item that is not named counts nothing.
    #[serde(default)]
    expects: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    not_counted: Vec<String>,
    /// What was done about what was found, and what came of what was counted, by item.
    #[serde(default)]
    tells: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseGiven {
    reference: String,
    #[serde(default)]
    lots: Vec<String>,
    contract: Option<String>,
    /// A file of answers.
    #[serde(default)]
    answers: String,
    #[serde(default)]
    events: Vec<EventFixture>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventFixture {
    event: String,
    on: NaiveDate,
    #[serde(default)]
    details: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct ContractFixture {
    reference: String,
    provider: String,
    entered_into: NaiveDate,
    term_end: Option<NaiveDate>,
    #[serde(default)]
    framework: bool,
    changed: Option<NaiveDate>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/periods")
}

fn built_in() -> Pack {
    psr_rules::pack::load(&pack()).unwrap()
}

#[derive(Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Expected {
    expects: BTreeMap<String, Vec<String>>,
    not_counted: Vec<String>,
    tells: BTreeMap<String, Vec<String>>,
}

impl Fixture {
    fn expected(&self) -> Expected {
        let (expects, tells) = (self.expects.clone(), self.tells.clone());
        Expected { expects, not_counted: self.not_counted.clone(), tells }
    }
}

impl Desk {
    fn set_out(&mut self, fixture: &Fixture) {
        fixture.contracts.iter().for_each(|contract| self.enter(contract));
        for given in &fixture.cases {
            let opening = CaseOpening {
                title: format!("Services of {}", given.reference),
                reference: given.reference.clone(),
                lots: given.lots.clone(),
                contract: given.contract.clone(),
                ..CaseOpening::default()
            };
            let mut case = self.act("Jo Bloggs", |book, acting| book.open_case(&opening, &pack(), acting)).unwrap();
            if !given.answers.is_empty() {
                case = self.answer_from(&case, &given.answers);
            }
            for step in &given.events {
                let details = step.details.clone().into_iter().collect();
                let event = EventGiven { event: step.event.clone(), on: step.on, details };
                case = self.act("Jo Bloggs", |book, acting| book.event(&case, &event, acting)).unwrap().case;
            }
        }
    }

    fn answer_from(&mut self, case: &Case, answers: &str) -> Case {
        let entries = facts::read_answers("answers", answers.as_bytes(), case.rulebook.pack()).unwrap();
        let open = |_: &str| -> psr_casefile::Result<Box<dyn std::io::Read>> { Ok(Box::new(std::io::empty())) };
        let given = entries.into_iter().map(|entry| AnswerGiven::from_entry(entry, open)).collect::<Result<_, _>>();
        self.act("Jo Bloggs", |book, acting| book.answer(case, given.unwrap(), acting)).unwrap().case
    }

    fn enter(&mut self, given: &ContractFixture) {
        let contract = ContractGiven {
            reference: given.reference.clone(),
            title: "Services".to_owned(),
            provider: given.provider.clone(),
            awarded_by: "other".to_owned(),
            entered_into: given.entered_into,
            term_end: given.term_end,
            framework: given.framework,
            ..ContractGiven::default()
        };
        self.act("Jo Bloggs", |book, acting| book.enter_contract(&contract, &built_in(), acting)).unwrap();
        if let Some(on) = given.changed {
            let change = ChangeGiven { on, what: "A longer term".to_owned(), ..ChangeGiven::default() };
            self.act("Jo Bloggs", |book, acting| book.change_contract(&given.reference, &change, acting)).unwrap();
        }
    }

    fn report(&self, fixture: &Fixture) -> (PeriodReport, Report) {
        let pack = built_in();
        let report = pack.reports.as_ref().unwrap().find(&fixture.report).unwrap().clone();
        let period = Period::new(fixture.from, fixture.to).unwrap();
        let found = self.casebook.period_report((&pack, &report), period, fixture.today, &mut |_, _| {});
        (found.unwrap(), report)
    }
}

/// Returns what is behind a number as a fixture names it: providers and findings by what they are, anything else by its record.
fn named(counted: &Counted, told: &Told) -> String {
    let references: Vec<&str> = counted.sources.iter().map(|source| source.reference.as_str()).collect();
    match told {
        Told::Events(_) | Told::Findings(FindingsTold::BlockingGaps, _) => references.join(", "),
        Told::Providers(_) => counted.what.clone(),
        Told::Findings(..) => format!("{}: {}", references.join(", "), counted.what),
    }
}

/// Returns what else is told of something that was counted.
fn told(counted: &Counted) -> Vec<String> {
    let detail = |(name, value): &(String, String)| format!("{name}: {value}");
    let details = counted.details.iter().map(detail);
    let outcome = counted.outcome.iter().map(|outcome| {
        let details: Vec<String> = outcome.details.iter().map(detail).collect();
        format!("{} on {} ({})", outcome.what, outcome.on, details.join("; "))
    });
    details.chain(outcome).chain(counted.addressed.clone()).collect()
}

/// Returns what a report tells, as a fixture expects it: what each item counts, what could not be counted, and what else is told.
fn tells(fixture: &Fixture) -> Expected {
    let mut desk = Desk::new();
    desk.set_out(fixture);
    let (found, report) = desk.report(fixture);
    let mut expected = Expected::default();
    for (item, asked) in found.items.iter().zip(&report.items).filter(|(item, _)| item.number > 0) {
        assert_eq!(item.number, item.counted.len());
        let behind = item.counted.iter().map(|counted| named(counted, &asked.tells)).collect();
        expected.expects.insert(item.item.clone(), behind);
        if fixture.tells.contains_key(&item.item) {
            expected.tells.insert(item.item.clone(), item.counted.iter().flat_map(told).collect());
        }
    }
    let text = serde_json::to_string(&found).unwrap();
    assert_eq!(serde_json::from_str::<PeriodReport>(&text).unwrap(), found, "{}", fixture.name);
    expected.not_counted = found.not_counted.iter().map(open).collect();
    expected
}

fn open(open: &NotCounted) -> String {
    let references: Vec<&str> = open.sources.iter().map(|source| source.reference.as_str()).collect();
    format!("{}, {}: {} [{}]", references.join(" and "), open.what, open.because, open.items.join(", "))
}

#[test]
fn every_register_gives_the_numbers_that_its_fixture_names() {
    let files = common::folder(&folder());
    let mut wrong = String::new();
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".yaml")) {
        let text = String::from_utf8_lossy(bytes);
        let fixture: Fixture = serde_saphyr::from_str(&text).map_err(|error| format!("{name}: {error}")).unwrap();
        let found = tells(&fixture);
        if found != fixture.expected() {
            wrong += &format!("{name}: {}\n{}\n", fixture.name, serde_json::to_string_pretty(&found).unwrap());
        }
    }
    assert!(files.len() >= 8 && wrong.is_empty(), "these tell something else:\n{wrong}");
}

#[test]
fn a_period_that_is_not_over_says_so() {
    let fixture = |to: &str| -> Fixture {
        let text = format!("{{ name: n, report: annual-summary, from: 2025-04-01, to: {to}, today: 2026-03-31 }}");
        serde_saphyr::from_str(&text).unwrap()
    };
    let over = |to: &str| Desk::new().report(&fixture(to)).0.period.over;
    assert!(over("2026-03-30") && !over("2026-03-31") && !over("2026-12-31"));
}
