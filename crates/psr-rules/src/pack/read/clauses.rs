//! Reads the clauses of a condition and checks what stands in braces in them.

use super::conditions::Scope;
use super::index::Index;
use super::questions::clause;
use super::uses::Uses;
use crate::id::{ParameterId, QuestionId};
use crate::pack::cursor::Cursor;
use crate::pack::model::{Amount, Clause, Kind, Test};

/// Reads the clauses of a condition.
pub(crate) fn read(
    at: Cursor<'_>,
    test: Option<&Test>,
    scope: &Scope<'_>,
    index: &Index,
    uses: &mut Uses,
) -> Option<Clause> {
    let mut fields = at.fields()?;
    let [met, not_met, open] = ["met", "not-met", "open"].map(|key| fields.required(key));
    fields.finish();
    let mut one = |at: Option<Cursor<'_>>, settled: bool| {
        let text = clause(at?)?;
        let hole = |name: &str, uses: &mut Uses| check(at?, name, settled, test, scope, index, uses);
        holes(at?, &text)?.into_iter().filter_map(|name| hole(name, uses)).count();
        Some(text)
    };
    let (met, not_met, open) = (one(met, true), one(not_met, true), one(open, false));
    Some(Clause { met: met?, not_met: not_met?, open: open? })
}

/// Returns the names that stand in braces.
pub(crate) fn holes<'t>(at: Cursor<'_>, text: &'t str) -> Option<Vec<&'t str>> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let inside = after.split_once('}').filter(|(name, _)| !name.contains('{'));
        let (Some((name, behind)), false) = (inside, before.contains('}')) else {
            return unbalanced(at);
        };
        names.push(name);
        rest = behind;
    }
    if rest.contains('}') { unbalanced(at) } else { Some(names) }
}

fn unbalanced<T>(at: Cursor<'_>) -> Option<T> {
    at.error(format!("{} has braces that do not match", at.name), "write {name}, with both braces");
    None
}

fn check(
    at: Cursor<'_>,
    name: &str,
    settled: bool,
    test: Option<&Test>,
    scope: &Scope<'_>,
    index: &Index,
    uses: &mut Uses,
) -> Option<()> {
    if let Some(parameter) = ParameterId::parse(name).ok().filter(|id| index.parameters.contains_key(id)) {
        uses.parameters.insert(parameter);
        return Some(());
    }
    let difference = matches!(name, "difference" | "percentage");
    let question = QuestionId::parse(name).ok().filter(|id| index.questions.contains_key(id));
    if !difference && question.is_none() {
        return unknown(at, name, index);
    }
    if difference && !test.is_none_or(compares_two_sums) {
        at.error(
            format!("{{{name}}} stands for nothing here"),
            "it belongs to the clauses of a comparison of two sums",
        );
    } else if !settled {
        let hint = "`open` is said while the answer is not known: say it without";
        at.error(format!("{{{name}}} cannot be filled in while the condition is open"), hint);
    } else if let Some(question) = question {
        check_question(at, &question, scope, index);
    }
    Some(())
}

fn unknown(at: Cursor<'_>, name: &str, index: &Index) -> Option<()> {
    if index.has_gap(super::Folder::Parameters) {
        return None;
    }
    let questions = index.questions.keys().map(QuestionId::as_str);
    let known: Vec<&str> =
        questions.chain(index.parameters.keys().map(ParameterId::as_str)).chain(["difference", "percentage"]).collect();
    let hint = match at.source.closest(name, &known) {
        Some(near) => format!("did you mean {{{near}}}?"),
        None => "name a question, a parameter, or in a comparison of two sums {difference} or {percentage}".to_owned(),
    };
    at.error(format!("{{{}}} is neither a question nor a parameter", crate::pack::node::shortened(name)), hint);
    None
}

fn compares_two_sums(test: &Test) -> bool {
    match test {
        Test::Compare(comparison) => {
            matches!(comparison.amount, Amount::Sum(_) | Amount::SumPlus(..) | Amount::SumPlusPercent(..))
        }
        _ => false,
    }
}

fn check_question(at: Cursor<'_>, id: &QuestionId, scope: &Scope<'_>, index: &Index) {
    let shape = scope.decision.and_then(|decision| index.decisions.get(decision));
    if shape.is_some_and(|shape| !shape.questions.iter().any(|(question, _)| question == id))
        && !index.has_gap(super::Folder::Decisions)
    {
        at.error(
            format!("{{{id}}} is not a question of this decision"),
            "its answer is not known here: say it without",
        );
        return;
    }
    if matches!(index.kind(id), Some(Kind::YesNo | Kind::Text | Kind::List(_))) {
        at.error(
            format!("{{{id}}} is not a sum, date or choice"),
            "only these can stand inside a clause: say it in words",
        );
    }
}
