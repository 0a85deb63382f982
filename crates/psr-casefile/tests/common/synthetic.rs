//! Answers and events of every kind, made up from what the pack asks.

use std::collections::BTreeSet;

use psr_casefile::casebook::{AnswerGiven, Case, EventGiven};
use psr_rules::id::{DecisionId, EventId, QuestionId};
use psr_rules::pack::model::{Field, FieldKind, Kind, Notice, Pack, Supply};

use super::Desk;

/// An answer to give: decision, question and value; where no value is given, one is made up.
pub type Setting<'s> = (&'s str, &'s str, &'s str);

/// Returns everything that supplies something in a notice.
pub fn supplies(notice: &Notice) -> BTreeSet<Supply> {
    let items = notice.items.iter();
    items.flat_map(|item| item.from.iter().chain(item.from_any.iter().flatten())).cloned().collect()
}

/// Opens a case in which the settings, and everything that a notice asks for, are on record.
pub fn case_with(desk: &mut Desk, reference: &str, notice: &Notice, settings: &[Setting<'_>]) -> Case {
    let case = desk.open(reference, &[]);
    supplied(desk, case, notice, settings)
}

/// Puts the settings, and everything that a notice asks for, on record in a case.
pub fn supplied(desk: &mut Desk, case: Case, notice: &Notice, settings: &[Setting<'_>]) -> Case {
    let pack = case.rulebook.pack().clone();
    let answers = answers_file(&pack, notice, settings);
    let case = answered(desk, &case, &answers);
    let events = supplies(notice).into_iter().filter_map(|supply| match supply {
        Supply::Event(event) => Some(event),
        _ => None,
    });
    events.chain(notice.runs_from.clone()).fold(case, |case, event| happened(desk, &case, &pack, &event))
}

/// Gives the answers in the text of an answers file.
pub fn answered(desk: &mut Desk, case: &Case, file: &str) -> Case {
    let entries = psr_rules::facts::read_answers("answers.yaml", file.as_bytes(), case.rulebook.pack());
    let entries = entries.unwrap_or_else(|found| panic!("{found}\n{file}"));
    let none = |path: &str| Err(path.to_owned());
    let given = entries.into_iter().map(|entry| AnswerGiven::from_entry(entry, none));
    let given = given.collect::<Result<_, String>>().unwrap();
    desk.act("Jo Bloggs", |casebook, acting| casebook.answer(case, given, acting)).unwrap().case
}

fn answers_file(pack: &Pack, notice: &Notice, settings: &[Setting<'_>]) -> String {
    let mut wanted: BTreeSet<(DecisionId, QuestionId)> = BTreeSet::new();
    for supply in supplies(notice) {
        if let Supply::Question(decision, question) = supply {
            wanted.insert((decision, question));
        }
    }
    let is_set = |question: &QuestionId| settings.iter().any(|(_, set, _)| question.as_str() == *set);
    let mut file = String::from("answers:\n");
    for (decision, question, value) in settings {
        file += &entry(decision, question, value, &pack.questions[&QuestionId::parse(question).unwrap()].view);
    }
    for (decision, question) in wanted.iter().filter(|(_, question)| !is_set(question)) {
        let asked = &pack.questions[question];
        file += &entry(decision.as_str(), question.as_str(), &made_up(&asked.kind, question.as_str()), &asked.view);
    }
    file
}

fn entry(decision: &str, question: &str, value: &str, view: &Option<String>) -> String {
    let of = if view.is_some() { "    view-of: The committee\n" } else { "" };
    format!(
        "  - decision: {decision}\n    question: {question}\n    value: {value}\n    reason: As the file shows.\n{of}"
    )
}

/// Makes up a value of a kind, as an answers file writes it.
pub fn made_up(kind: &Kind, about: &str) -> String {
    match kind {
        Kind::YesNo => "yes".to_owned(),
        Kind::Money { .. } => "250000".to_owned(),
        Kind::Date => "\"2026-05-01\"".to_owned(),
        Kind::OneOf(choices) => choices[0].id.to_string(),
        Kind::Text => format!("Words about {}", about.replace('-', " ")),
        Kind::List(fields) => format!("[{{ {} }}]", fields.iter().map(field).collect::<Vec<_>>().join(", ")),
    }
}

/// Where one of several outcomes is asked for, the last is that of a provider without success.
fn field(field: &Field) -> String {
    format!("{}: \"{}\"", field.id, made_up_field(field))
}

fn made_up_field(field: &Field) -> String {
    match &field.kind {
        FieldKind::YesNo => "yes".to_owned(),
        FieldKind::Money { .. } => "250000".to_owned(),
        FieldKind::Date => "2026-05-01".to_owned(),
        FieldKind::Number => "20".to_owned(),
        FieldKind::OneOf(choices) => choices[choices.len() - 1].id.to_string(),
        FieldKind::Text => format!("Some {}", field.id.as_str().replace('-', " ")),
    }
}

fn happened(desk: &mut Desk, case: &Case, pack: &Pack, event: &EventId) -> Case {
    let kind = pack.events.iter().find(|kind| kind.id == *event).unwrap();
    let details = kind.fields.iter().map(|field| (field.id.to_string(), made_up_field(field))).collect();
    let given = EventGiven { event: event.to_string(), on: "2026-05-01".parse().unwrap(), details };
    desk.act("Jo Bloggs", |casebook, acting| casebook.event(case, &given, acting)).unwrap().case
}

/// Takes something that was supplied off a case, as if it had never been put on record.
pub fn without(case: &mut Case, supply: &Supply) {
    match supply {
        Supply::Question(decision, question) => {
            case.state.answers.retain(|key, _| (&key.decision, &key.question) != (decision, question));
        }
        Supply::Event(event) => case.state.happened.retain(|happened| happened.what.event != *event),
        Supply::Title | Supply::Reference | Supply::Conclusion(..) => {}
    }
}
