//! When things were recorded: small cases told as data, each with the labels that its entries must have.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use common::{Desk, folder, pack};
use psr_casefile::casebook::{AnswerGiven, Case, CaseOpening, EventGiven};
use psr_casefile::contemporaneity::{self, Contemporaneity, EntryLabel};
use psr_casefile::event::CaseEvent;
use psr_casefile::worked::{ApproveStep, EventStep};
use psr_rules::facts;
use serde::Deserialize;

/// A small case: what is put on record, and how it is labelled then.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Fixture {
    /// What the case is, in words.
    case: String,
    /// Whether it was decided before it was entered.
    #[serde(default)]
    retrospective: bool,
    /// Its lots.
    #[serde(default)]
    lots: Vec<String>,
    /// What is done, in order.
    steps: Vec<Step>,
    /// How entries are labelled.
    labels: Vec<Label>,
    /// Since when the answers that stand do.
    #[serde(default)]
    stands: Vec<Stands>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
enum Step {
    /// The day on which what follows is put on record.
    Today(NaiveDate),
    /// Answers, as a file of answers has them.
    Answers(serde_json::Value),
    /// Something that happened.
    Event(EventStep),
    /// Somebody approves.
    Approve(ApproveStep),
}

/// The label that one entry must have: an answer to a question, or an approval or event by its name, counted from the first of its kind.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Label {
    of: String,
    #[serde(default = "first")]
    time: usize,
    verdict: String,
    says: String,
}

fn first() -> usize {
    1
}

/// Since when an answer stands: the verdicts of the entries in which it, its reasons and its items came to be as they are.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Stands {
    question: String,
    answer: Option<String>,
    reason: Option<String>,
    #[serde(default)]
    items: Vec<String>,
}

fn at(day: NaiveDate) -> DateTime<Utc> {
    day.and_hms_opt(10, 0, 0).unwrap().and_utc()
}

fn play(desk: &mut Desk, name: &str, fixture: &Fixture) -> Case {
    let mut today: NaiveDate = "2026-04-01".parse().unwrap();
    let opening = CaseOpening {
        title: fixture.case.clone(),
        reference: name.to_owned(),
        commenced: Some(today),
        retrospective: fixture.retrospective,
        lots: fixture.lots.clone(),
        ..CaseOpening::default()
    };
    let mut case = desk.act_on(at(today), |book, acting| book.open_case(&opening, &pack(), acting)).unwrap();
    for step in &fixture.steps {
        let recorded = match step {
            Step::Today(day) => {
                today = *day;
                continue;
            }
            Step::Answers(answers) => {
                let given = answers_of(name, answers, &case);
                desk.act_on(at(today), |book, acting| book.answer(&case, given, acting))
            }
            Step::Event(step) => {
                let details = step.details.clone().into_iter().collect();
                let given = EventGiven { event: step.event.clone(), on: step.on, details };
                desk.act_on(at(today), |book, acting| book.event(&case, &given, acting))
            }
            Step::Approve(step) => {
                let role = step.role.clone();
                desk.act_on(at(today), |book, acting| book.approve(&case, role, acting))
            }
        };
        case = recorded.unwrap_or_else(|error| panic!("{name}: {error}")).case;
    }
    case
}

fn answers_of(name: &str, answers: &serde_json::Value, case: &Case) -> Vec<AnswerGiven> {
    let text = serde_json::json!({ "answers": answers }).to_string();
    let entries = facts::read_answers("answers.json", text.as_bytes(), case.rulebook.pack());
    let entries = entries.unwrap_or_else(|error| panic!("{name}: {error}"));
    let none = |_: &str| -> psr_casefile::Result<Box<dyn std::io::Read>> { panic!("no evidence is attached") };
    entries.into_iter().map(|entry| AnswerGiven::from_entry(entry, none).unwrap()).collect()
}

/// Returns the label of the entry that is meant: the so-manieth that answers this question, or is of this event, or an approval.
fn meant<'l>(label: &Label, case: &Case, labels: &'l Contemporaneity) -> &'l EntryLabel {
    let is_meant = |event: &CaseEvent| match event {
        CaseEvent::Answered(answered) => answered.key.question.as_str() == label.of,
        CaseEvent::Withdrawn(withdrawn) => withdrawn.key.question.as_str() == label.of,
        CaseEvent::Happened(happened) => happened.event.as_str() == label.of,
        CaseEvent::Approved(_) => label.of == "approval",
        _ => false,
    };
    let mut entries = case.entries.iter().filter(|entry| entry.event.as_ref().is_some_and(is_meant));
    let entry = entries.nth(label.time - 1).unwrap_or_else(|| panic!("{} {} is not on record", label.of, label.time));
    labels.entry(entry.seq).unwrap()
}

#[test]
fn entries_are_labelled_by_what_they_precede_and_follow() {
    let mut wrong = Vec::new();
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/contemporaneity"));
    let mut desk = Desk::new();
    for (name, bytes) in folder(root) {
        let text = String::from_utf8(bytes).unwrap();
        let fixture: Fixture = serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let case = play(&mut desk, &name, &fixture);
        let found = contemporaneity::of(&case, &[]);
        for label in &fixture.labels {
            let of = meant(label, &case, &found);
            if (&of.verdict, &of.in_full()) != (&label.verdict, &label.says) {
                wrong.push(format!("{name}: {} {}: {}: {}", label.of, label.time, of.verdict, of.in_full()));
            }
        }
        for stands in &fixture.stands {
            let answer = found.answers.iter().find(|answer| answer.question == stands.question).unwrap();
            let verdict = |since: &contemporaneity::Since| since.verdict.clone();
            let items: Vec<String> = answer.items.iter().map(verdict).collect();
            let now = (answer.answer.as_ref().map(verdict), answer.reason.as_ref().map(verdict), items);
            if now != (stands.answer.clone(), stands.reason.clone(), stands.items.clone()) {
                wrong.push(format!("{name}: {} stands {now:?}", stands.question));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn each_entry_lies_between_two_kept_checkpoints() {
    let mut desk = Desk::new();
    let case = desk.open("BOUNDS", &[]);
    let given = |question: &str| AnswerGiven {
        question: question.to_owned(),
        given: psr_casefile::casebook::Given::Text("yes".to_owned()),
        ..AnswerGiven::default()
    };
    let day = |day: &str| at(day.parse().unwrap());
    let answer = |desk: &mut Desk, case: &Case, on: &str, question: &str| {
        desk.act_on(day(on), |book, acting| book.answer(case, vec![given(question)], acting)).unwrap().case
    };
    let case = answer(&mut desk, &case, "2026-11-22", "existing-provider");
    let case = desk.act_on(day("2026-11-23"), |book, acting| book.approve(&case, None, acting)).unwrap().case;
    let case = answer(&mut desk, &case, "2026-11-24", "patient-choice-offered");
    let case = answer(&mut desk, &case, "2026-11-24", "provider-numbers-restricted");
    let checkpoints = desk.casebook.register().checkpoints().unwrap();
    let labels = contemporaneity::of(&case, &checkpoints);
    let approval = case.state.approvals[0].seq;
    let bounds = |entry: u64| labels.entry(entry).unwrap().bounds.clone().unwrap();
    for entry in &case.entries {
        let bounds = bounds(entry.seq);
        assert!(bounds.after.is_none_or(|kept| kept.size <= entry.position), "entry {}", entry.seq);
        assert!(bounds.by.is_none_or(|kept| kept.size > entry.position), "entry {}", entry.seq);
    }
    // The approval is a gate: the head that covers it was kept at once, and what follows it is bounded from below by that head.
    assert_eq!(bounds(approval).by.unwrap().size, case.entries[approval as usize].position + 1);
    assert_eq!(bounds(approval + 1).after, bounds(approval).by);
    // What was recorded last, on a day for which a head was kept before, is covered by none yet.
    assert_eq!(bounds(case.state.head).by, None);
    assert!(labels.caution.contains("kept outside the register"), "{}", labels.caution);
    assert!(contemporaneity::of(&case, &[]).entries.iter().all(|label| label.bounds.is_none()));
}
