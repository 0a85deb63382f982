//! Conclusions, with a minimal set of answers that forces each and the smallest change that would alter it.

use psr_rules::engine::{Change, ChangedAnswer, Concluded, NewAnswer, Reach, UNDETERMINED};
use psr_rules::id::QuestionId;
use psr_rules::money::Pence;
use psr_rules::pack::model::{Conclusion as Definition, Kind, Question};

use super::answers;
use crate::casebook::Case;
use crate::decision_record::{Conclusion, Grounds, SmallestChange, Statement};
use crate::determine::Determining;
use crate::event::AnswerKey;

/// Returns the conclusions of a decision, in the pack's order.
pub(super) fn conclusions(case: &Case, determining: &Determining<'_>) -> Vec<Conclusion> {
    determining.determination.conclusions.iter().filter_map(|found| conclusion(case, determining, found)).collect()
}

fn conclusion(case: &Case, determining: &Determining<'_>, found: &Concluded) -> Option<Conclusion> {
    let definition = determining.decision.conclusions.iter().find(|known| known.id == found.conclusion)?;
    let explanation = determining.compiled.explain(&determining.facts, &found.conclusion)?;
    let value = found.value.as_ref();
    let says = value.and_then(|value| definition.values.iter().find(|known| known.id == *value));
    let routes = determining.decision.routes.as_ref().filter(|routes| routes.conclusions.contains(&found.conclusion));
    let among = |values: fn(&psr_rules::pack::model::Routes) -> &Vec<psr_rules::id::ValueId>| {
        routes.is_some_and(|routes| value.is_some_and(|value| values(routes).contains(value)))
    };
    Some(Conclusion {
        id: found.conclusion.to_string(),
        name: definition.name.clone(),
        value: value.map_or(UNDETERMINED, |value| value.as_str()).to_owned(),
        says: says.map_or_else(|| not_settled(&definition.name), |known| known.says.clone()),
        intermediate: definition.intermediate,
        lawful_route: among(|routes| &routes.lawful),
        compulsory_route: among(|routes| &routes.compulsory),
        because: explanation
            .sufficient
            .iter()
            .filter_map(|ground| statement(case, determining, &ground.question))
            .collect(),
        would_change: explanation.change.map(|change| smallest_change(case, determining, definition, &change)),
    })
}

/// Returns an answer as a clause with its grounds.
fn statement(case: &Case, determining: &Determining<'_>, id: &QuestionId) -> Option<Statement> {
    let question = case.rulebook.pack().questions.get(id)?;
    let recorded = case.state.governing(&key(determining, id))?;
    let answer = recorded.what.answer.as_ref()?;
    let text = answers::clause(question, answer)
        .unwrap_or_else(|| format!("{} {}", question.ask, answers::in_words(question, answer)));
    let provisions = question.provisions.iter().map(ToString::to_string).collect();
    Some(Statement { text, grounds: Grounds { provisions, entries: vec![recorded.seq] } })
}

/// Returns the smallest change of answers, in clauses.
fn smallest_change(
    case: &Case,
    determining: &Determining<'_>,
    definition: &Definition,
    change: &Change,
) -> SmallestChange {
    let says = |value: &psr_rules::id::ValueId| {
        definition.values.iter().find(|known| known.id == *value).map(|known| known.says.clone())
    };
    let other =
        change.reaches.iter().find(|value| Some(*value) != determining.determination.value(definition.id.as_str()));
    SmallestChange {
        to: other.and_then(says).unwrap_or_default(),
        certain: change.reach == Reach::Certain,
        answers: change.answers.iter().filter_map(|changed| changed_answer(case, determining, changed)).collect(),
    }
}

fn changed_answer(case: &Case, determining: &Determining<'_>, changed: &ChangedAnswer) -> Option<Statement> {
    let question = case.rulebook.pack().questions.get(&changed.question)?;
    let text = match &changed.to {
        NewAnswer::YesNo(true) => question.says.yes.clone(),
        NewAnswer::YesNo(false) => question.says.no.clone(),
        NewAnswer::Choice(choices) => Some(as_clause(question, &labels(question, choices))),
        NewAnswer::Sum { at_least, at_most, .. } => Some(as_clause(question, &range(*at_least, *at_most))),
    };
    let provisions = question.provisions.iter().map(ToString::to_string).collect();
    let entries = entry(case, determining, &changed.question).into_iter().collect();
    Some(Statement { text: text?, grounds: Grounds { provisions, entries } })
}

fn as_clause(question: &Question, answer: &str) -> String {
    match &question.says.answer {
        Some(clause) => clause.replace("{answer}", answer),
        None => format!("{} {answer}", question.ask),
    }
}

fn labels(question: &Question, wanted: &[psr_rules::id::ChoiceId]) -> String {
    let Kind::OneOf(choices) = &question.kind else { return String::new() };
    let wanted = choices.iter().filter(|choice| wanted.contains(&choice.id));
    let labels: Vec<String> = wanted.map(|choice| answers::label_inside_a_sentence(&choice.label)).collect();
    match labels.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first, .., last] if labels.len() > 8 => format!("one of {} choices, from {first} to {last}", labels.len()),
        [others @ .., last] => format!("{} or {last}", others.join(", ")),
    }
}

fn range(at_least: Option<Pence>, at_most: Option<Pence>) -> String {
    match (at_least, at_most) {
        (Some(least), Some(most)) if least == most => least.to_string(),
        (Some(least), Some(most)) => format!("between {least} and {most}"),
        (Some(least), None) => format!("{least} or more"),
        (None, Some(most)) => format!("{most} or less"),
        (None, None) => "another sum".to_owned(),
    }
}

/// Says that something is open, as a sentence.
fn not_settled(name: &str) -> String {
    let mut letters = name.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}: not settled yet.", letters.as_str())
}

/// Returns the entry in which the answer that governs a question stands.
pub(super) fn entry(case: &Case, determining: &Determining<'_>, question: &QuestionId) -> Option<u64> {
    case.state.governing(&key(determining, question)).map(|recorded| recorded.seq)
}

fn key(determining: &Determining<'_>, question: &QuestionId) -> AnswerKey {
    AnswerKey { decision: determining.decision.id.clone(), lot: determining.lot, question: question.clone() }
}
