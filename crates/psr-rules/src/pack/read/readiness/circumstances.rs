//! Reads circumstances: conditions over the life of a case.

use super::Reading;
use super::days::{day, figure, known_moment, pair};
use super::selections::{events, field_of_kind, fields_of, of_fields, selection};
use crate::id::{EventId, QuestionId, RuleId};
use crate::pack::cursor::Cursor;
use crate::pack::fields::Fields;
use crate::pack::model::{Asked, Circumstance, DutyState, FieldKind, ItemSource, Kind, Selection};
use crate::pack::node::Value;
use crate::pack::read::conclusions::value_of;
use crate::pack::read::{Folder, conditions};

const TESTS: [&str; 27] = [
    "all",
    "any",
    "not",
    "answered",
    "not-answered",
    "reasoned",
    "yes",
    "no",
    "among",
    "concluded",
    "rule",
    "arises",
    "begun",
    "reason-is-only",
    "answer-is-only",
    "recorded-after",
    "changed-after",
    "approval",
    "known",
    "earlier",
    "later",
    "duty",
    "happened",
    "some",
    "none",
    "single",
    "total",
];
const APPROVALS: [(&str, Approval); 3] =
    [("given", Approval::Given), ("missing", Approval::Missing), ("overtaken", Approval::Overtaken)];
const DUTIES: [(&str, DutyState); 4] =
    [("late", DutyState::Late), ("overdue", DutyState::Overdue), ("due", DutyState::Due), ("done", DutyState::Done)];

#[derive(Debug, Clone, Copy)]
enum Approval {
    Given,
    Missing,
    Overtaken,
}

/// Takes the one key of those that may stand, noting when there is none or more than one.
pub(super) fn the_one<'a>(
    fields: &mut Fields<'a>,
    keys: &[&'static str],
    nothing: &str,
) -> Option<(&'static str, Cursor<'a>)> {
    let found: Vec<_> = keys.iter().filter_map(|key| fields.optional(key).map(|at| (*key, at))).collect();
    match found.as_slice() {
        [] if fields.is_whole() => {
            fields.whole().error(nothing, format!("add one of: {}", keys.join(", ")));
        }
        [(one, _), (other, at), ..] => {
            at.error(format!("both `{one}` and `{other}` stand here"), "keep one; join several under `all:` or `any:`");
        }
        _ => {}
    }
    found.first().copied()
}

/// Reads a circumstance and those inside it.
pub(super) fn circumstance(at: Cursor<'_>, reading: &mut Reading<'_>) -> Option<Circumstance> {
    let mut fields = at.fields()?;
    let key = the_one(&mut fields, &TESTS, "the circumstance tests nothing");
    fields.finish();
    let (key, at) = key?;
    match key {
        "all" => parts(at, reading).map(Circumstance::All),
        "any" => parts(at, reading).map(Circumstance::Any),
        "not" => circumstance(at, reading).map(negated),
        "answered" => asked(at, reading).map(Circumstance::Answered),
        "not-answered" => asked(at, reading).map(Circumstance::Answered).map(negated),
        "reasoned" => asked(at, reading).map(Circumstance::Reasoned),
        "yes" => yes_no(at, reading).map(Circumstance::Yes),
        "no" => yes_no(at, reading).map(Circumstance::No),
        "among" => among(at, reading),
        "concluded" => concluded(at, reading),
        "rule" => rule(at, reading).map(Circumstance::Rule),
        "arises" => reading.index.decision(at).map(Circumstance::Arises),
        "begun" => reading.index.decision(at).map(Circumstance::Begun),
        "approval" => at.one_of(&APPROVALS).map(|state| match state {
            Approval::Given => Circumstance::Approved,
            Approval::Missing => negated(Circumstance::Approved),
            Approval::Overtaken => Circumstance::Overtaken,
        }),
        _ => of_life(key, at, reading),
    }
}

fn negated(circumstance: Circumstance) -> Circumstance {
    Circumstance::Not(Box::new(circumstance))
}

fn of_life(key: &str, at: Cursor<'_>, reading: &mut Reading<'_>) -> Option<Circumstance> {
    match key {
        "reason-is-only" | "answer-is-only" => words(key, at, reading),
        "recorded-after" | "changed-after" => after(key, at, reading),
        "known" => day(at, reading).map(Circumstance::Known),
        "earlier" => pair(at, reading).map(|(one, other)| Circumstance::Earlier(one, other)),
        "later" => pair(at, reading).map(|(one, other)| Circumstance::Later(one, other)),
        "duty" => duty(at, reading),
        "happened" => events(at, reading).map(|events| {
            let from = ItemSource::Events(events);
            Circumstance::Some(Box::new(Selection { from, tests: Vec::new(), matching: None }))
        }),
        "some" => selection(at, reading).map(Box::new).map(Circumstance::Some),
        "none" => selection(at, reading).map(Box::new).map(Circumstance::None),
        "single" => selection(at, reading).map(Box::new).map(Circumstance::Single),
        _ => total(at, reading),
    }
}

fn parts(at: Cursor<'_>, reading: &mut Reading<'_>) -> Option<Vec<Circumstance>> {
    let read: Vec<_> = at.some_items()?.iter().map(|item| circumstance(*item, reading)).collect();
    read.into_iter().collect::<Option<Vec<_>>>().filter(|parts| !parts.is_empty())
}

/// Takes a question: its name alone where one decision asks it, else with the decision.
pub(super) fn asked(at: Cursor<'_>, reading: &Reading<'_>) -> Option<Asked> {
    let index = reading.index;
    if let Value::Map(..) = at.node.value {
        let mut fields = at.fields()?;
        let decision = fields.required("decision").and_then(|c| index.decision(c));
        let question = fields.required("question").and_then(|c| index.question_of(c, decision.as_ref()));
        fields.finish();
        return Some(Asked { decision: decision?, question: question? });
    }
    let question = index.question(at)?;
    Some(Asked { decision: asking(at, &question, reading)?, question })
}

fn asking(at: Cursor<'_>, question: &QuestionId, reading: &Reading<'_>) -> Option<crate::id::DecisionId> {
    let asks = |shape: &crate::pack::read::index::DecisionShape| shape.questions.iter().any(|(id, _)| id == question);
    let decisions: Vec<_> = reading.index.decisions.iter().filter(|(_, shape)| asks(shape)).map(|(id, _)| id).collect();
    match decisions.as_slice() {
        [one] => Some((*one).clone()),
        [one, other, ..] => {
            let hint = format!("say for which: {{ decision: {one}, question: {question} }}");
            at.error(format!("question `{question}` belongs to `{one}` and to `{other}`"), hint);
            None
        }
        [] => None,
    }
}

/// Takes the name of an event and looks it up.
pub(super) fn event(at: Cursor<'_>, reading: &Reading<'_>) -> Option<EventId> {
    let id = at.id(EventId::parse)?;
    let known = || reading.events.iter().map(|event| event.id.as_str());
    if known().any(|event| event == id.as_str()) || reading.index.has_gap(Folder::Events) {
        return Some(id);
    }
    at.error(format!("there is no event `{id}`"), at.source.near_or(id.as_str(), known(), "add it to events.yaml"));
    None
}

fn yes_no(at: Cursor<'_>, reading: &Reading<'_>) -> Option<Asked> {
    let asked = asked(at, reading)?;
    match reading.index.kind(&asked.question) {
        Some(Kind::YesNo) | None => Some(asked),
        Some(_) => {
            at.error(format!("question `{}` is not answered by yes or no", asked.question), "test it with `among:`");
            None
        }
    }
}

/// Takes a question out of a mapping, with or without its decision beside it.
fn question(fields: &mut Fields<'_>, reading: &Reading<'_>) -> Option<Asked> {
    let decision = fields.optional("decision").map(|c| reading.index.decision(c));
    let at = fields.required("question");
    match decision {
        Some(decision) => {
            let question = reading.index.question_of(at?, decision.as_ref())?;
            Some(Asked { decision: decision?, question })
        }
        None => asked(at?, reading),
    }
}

fn among(at: Cursor<'_>, reading: &Reading<'_>) -> Option<Circumstance> {
    let mut fields = at.fields()?;
    let asked = question(&mut fields, reading);
    let listed = fields.required("choices");
    fields.finish();
    let asked = asked?;
    let choices = conditions::chosen(&asked.question, at, listed?, reading.index)?;
    Some(Circumstance::Among(asked, choices))
}

fn concluded(at: Cursor<'_>, reading: &Reading<'_>) -> Option<Circumstance> {
    let mut fields = at.fields()?;
    let decision = fields.required("decision").and_then(|c| reading.index.decision(c));
    let conclusion_at = fields.required("conclusion");
    let among = fields.required("among");
    fields.finish();
    let (decision, conclusion_at) = (decision?, conclusion_at?);
    let conclusion = reading.index.conclusion(at.source, conclusion_at.at(), conclusion_at.text()?, &decision)?;
    let values: Vec<_> = among?.some_items()?.iter().map(|item| value_of(*item, conclusion)).collect();
    let values = values.into_iter().collect::<Option<Vec<_>>>()?;
    Some(Circumstance::Concluded(decision, conclusion.id.clone(), values))
}

fn rule(at: Cursor<'_>, reading: &Reading<'_>) -> Option<RuleId> {
    let id = at.id(RuleId::parse)?;
    let index = reading.index;
    if index.rules.contains_key(&id) || index.has_gap(Folder::Regulations) || index.has_gap(Folder::Schedules) {
        return Some(id);
    }
    let known = index.rules.keys().map(RuleId::as_str);
    let hint = at.source.near_or(id.as_str(), known, "define it in the file of its regulation");
    at.error(format!("there is no rule `{id}`"), hint);
    None
}

fn words(key: &str, at: Cursor<'_>, reading: &mut Reading<'_>) -> Option<Circumstance> {
    let mut fields = at.fields()?;
    let asked = question(&mut fields, reading);
    let list = fields.required("words").and_then(|c| reading.names.word_list(c));
    fields.finish();
    let asked = asked?;
    if key == "reason-is-only" {
        return Some(Circumstance::ReasonOnly(asked, list?));
    }
    match reading.index.kind(&asked.question) {
        Some(Kind::Text) | None => Some(Circumstance::TextOnly(asked, list?)),
        Some(_) => {
            at.error(format!("question `{}` is not answered in words", asked.question), "test it otherwise");
            None
        }
    }
}

fn after(key: &str, at: Cursor<'_>, reading: &Reading<'_>) -> Option<Circumstance> {
    let mut fields = at.fields()?;
    let asked = question(&mut fields, reading);
    let event = fields.required("event").and_then(|c| event(c, reading));
    fields.finish();
    let made = if key == "recorded-after" { Circumstance::RecordedAfter } else { Circumstance::ChangedAfter };
    Some(made(asked?, event?))
}

fn duty(at: Cursor<'_>, reading: &Reading<'_>) -> Option<Circumstance> {
    let mut fields = at.fields()?;
    let id = fields.required("id").and_then(|c| known_moment(c, reading));
    let state = fields.required("is").and_then(|c| c.one_of(&DUTIES));
    fields.finish();
    Some(Circumstance::Duty(id?, state?))
}

fn total(at: Cursor<'_>, reading: &mut Reading<'_>) -> Option<Circumstance> {
    let mut fields = at.fields()?;
    let selection = of_fields(&mut fields, reading);
    let field_at = fields.required("field");
    let is = fields.required("is").and_then(|c| figure(c, reading));
    fields.finish();
    let selection = selection?;
    let known = fields_of(&selection.from, reading);
    let field = field_of_kind(field_at?, &known, &FieldKind::Number, "a number")?;
    Some(Circumstance::Total(Box::new(selection), field, is?))
}
