//! Rules and their conditions, limb by limb, with the answers and entries behind each.

use psr_rules::engine::{self, ArithmeticShown, Joins};
use psr_rules::id::QuestionId;

use super::{answers, conclusions};
use crate::casebook::Case;
use crate::decision_record::{AnsweredQuestion, Arithmetic, ConditionFinding, Joined, RuleFinding, Status};
use crate::determine::Determining;
use crate::event::AnswerKey;

/// Returns the rules of a decision, in the law's order.
pub(super) fn rules(case: &Case, determining: &Determining<'_>) -> Vec<RuleFinding> {
    let reasoning = determining.compiled.reasoning(&determining.facts, &determining.known);
    reasoning.iter().map(|found| rule(case, determining, found)).collect()
}

fn rule(case: &Case, determining: &Determining<'_>, found: &engine::RuleFinding) -> RuleFinding {
    RuleFinding {
        rule: found.rule.to_string(),
        provision: found.provision.to_string(),
        title: found.title.clone(),
        status: status(found.status),
        note: found.note.clone(),
        condition: condition(case, determining, &found.root),
    }
}

fn condition(case: &Case, determining: &Determining<'_>, found: &engine::ConditionFinding) -> ConditionFinding {
    let mut entries: Vec<u64> =
        found.because.iter().filter_map(|ground| conclusions::entry(case, determining, &ground.question)).collect();
    entries.sort_unstable();
    let (joined, rule) = match &found.joins {
        Joins::All => (Joined::All, None),
        Joins::Any => (Joined::Any, None),
        Joins::Not => (Joined::Not, None),
        Joins::Rule(rule) => (Joined::Alone, Some(rule.to_string())),
        Joins::Test => (Joined::Alone, None),
    };
    ConditionFinding {
        joined,
        provision: found.provision.as_ref().map(ToString::to_string),
        status: status(found.status),
        clause: found.clause.clone(),
        arithmetic: found.comparison.as_ref().and_then(arithmetic),
        answers: found.questions.iter().filter_map(|question| answer(case, determining, question)).collect(),
        entries,
        rule,
        parts: found.children.iter().map(|part| condition(case, determining, part)).collect(),
    }
}

/// Returns the arithmetic of a comparison of two sums.
fn arithmetic(shown: &ArithmeticShown) -> Option<Arithmetic> {
    Some(Arithmetic {
        left: shown.left.to_string(),
        right: shown.right?.to_string(),
        difference: shown.difference?.to_string(),
        percentage: shown.percentage.clone(),
        figure: shown.figure.map(engine::figure_in_words),
    })
}

fn answer(case: &Case, determining: &Determining<'_>, question: &QuestionId) -> Option<AnsweredQuestion> {
    let key = AnswerKey { decision: determining.decision.id.clone(), lot: determining.lot, question: question.clone() };
    answers::answered(&case.state, case.rulebook.pack().questions.get(question)?, case.state.governing(&key)?)
}

fn status(found: engine::Status) -> Status {
    match found {
        engine::Status::Met => Status::Met,
        engine::Status::NotMet => Status::NotMet,
        engine::Status::Undetermined => Status::Undetermined,
    }
}
