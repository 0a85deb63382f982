//! Reads conditions: what is tested, under which provision, and how the reasoning says it.

use super::amounts;
use super::clauses;
use super::folder::Folder;
use super::index::{Index, Origin};
use super::uses::Uses;
use crate::id::{ChoiceId, DecisionId, QuestionId, RuleId, TextId};
use crate::pack::cursor::Cursor;
use crate::pack::fields::Fields;
use crate::pack::model::{Condition, Kind, Test};

/// Where a condition stands.
#[derive(Debug)]
pub(crate) struct Scope<'a> {
    /// The decision, where it could be read.
    pub decision: Option<&'a DecisionId>,
    /// The rule, unless the condition is that of a conflict.
    pub rule: Option<&'a RuleId>,
    /// The texts of the law in which the rule stands.
    pub texts: Vec<TextId>,
}

const TESTS: [&str; 8] = ["all", "any", "not", "rule", "yes", "no", "among", "compare"];

/// Reads a condition and those inside it.
pub(crate) fn read(cursor: Cursor<'_>, scope: &Scope<'_>, index: &Index, uses: &mut Uses) -> Option<Condition> {
    let mut fields = cursor.fields()?;
    let provision_at = fields.optional("provision");
    let provision = provision_at.and_then(|c| index.provision(c));
    if let (Some(at), Some(provision)) = (provision_at, &provision) {
        scope.stands(at, provision, index);
    }
    let clause_at = fields.optional("clause");
    let key = the_test(&mut fields);
    let test = key.and_then(|(key, at)| test(key, at, scope, index, uses));
    let on_an_answer = key.is_some_and(|(key, _)| matches!(key, "yes" | "no" | "among" | "compare"));
    if provision_at.is_some() && on_an_answer && clause_at.is_none() && fields.is_whole() {
        let hint = "add `clause:` with `met`, `not-met` and `open`: it will stand in the reasoning";
        cursor.error("the condition has a provision but no clause", hint);
    }
    let clause = clause_at.and_then(|c| clauses::read(c, test.as_ref(), scope, index, uses));
    fields.finish();
    Some(Condition { provision, clause, test: test? })
}

/// Takes the one test of a condition, noting when there is none or more than one.
fn the_test<'a>(fields: &mut Fields<'a>) -> Option<(&'static str, Cursor<'a>)> {
    let mut found =
        TESTS.into_iter().filter_map(|key| fields.optional(key).map(|at| (key, at))).collect::<Vec<_>>().into_iter();
    let first = found.next();
    match (first, found.next()) {
        (None, _) if fields.is_whole() => {
            let hint = format!("add one of: {}", TESTS.join(", "));
            fields.whole().error("the condition tests nothing", hint);
        }
        (Some((one, _)), Some((other, at))) => {
            at.error(
                format!("the condition tests both `{one}` and `{other}`"),
                "make each a condition of its own under `all:` or `any:`",
            );
        }
        _ => {}
    }
    first
}

fn test(key: &str, at: Cursor<'_>, scope: &Scope<'_>, index: &Index, uses: &mut Uses) -> Option<Test> {
    let mut inner = |list: Cursor<'_>| {
        let items = list.some_items()?;
        let read: Vec<_> = items.iter().map(|item| read(*item, scope, index, uses)).collect();
        read.into_iter().collect::<Option<Vec<_>>>().filter(|read| !read.is_empty())
    };
    match key {
        "all" => inner(at).map(Test::All),
        "any" => inner(at).map(Test::Any),
        "not" => read(at, scope, index, uses).map(|condition| Test::Not(Box::new(condition))),
        "rule" => other_rule(at, scope, index, uses).map(Test::Rule),
        "yes" => yes_no(at, scope, index, uses).map(Test::Yes),
        "no" => yes_no(at, scope, index, uses).map(Test::No),
        "among" => among(at, scope, index, uses),
        _ => amounts::comparison(at, scope, index, uses).map(Test::Compare),
    }
}

/// Takes a question of the decision that decides something, and notes the use.
pub(crate) fn question(at: Cursor<'_>, scope: &Scope<'_>, index: &Index, uses: &mut Uses) -> Option<QuestionId> {
    let id = index.question_of(at, scope.decision)?;
    if let Some(decision) = scope.decision {
        uses.questions.insert((decision.clone(), id.clone()));
    }
    Some(id)
}

fn yes_no(at: Cursor<'_>, scope: &Scope<'_>, index: &Index, uses: &mut Uses) -> Option<QuestionId> {
    let id = question(at, scope, index, uses)?;
    match index.kind(&id) {
        Some(Kind::YesNo) | None => Some(id),
        Some(_) => {
            at.error(format!("question `{id}` is not answered by yes or no"), "test it with `among:` or `compare:`");
            None
        }
    }
}

fn other_rule(at: Cursor<'_>, scope: &Scope<'_>, index: &Index, uses: &mut Uses) -> Option<RuleId> {
    let id = at.id(RuleId::parse)?;
    let Some(head) = index.rules.get(&id) else {
        if !index.has_gap(Folder::Regulations) && !index.has_gap(Folder::Schedules) {
            let known = index.rules.keys().map(RuleId::as_str);
            at.error(
                format!("there is no rule `{id}`"),
                at.source.near_or(id.as_str(), known, "define it in the file of its regulation"),
            );
        }
        return None;
    };
    uses.builds_on.push((scope.rule.cloned(), id.clone(), Origin::of(&at)));
    match (&head.decision, scope.decision) {
        (Some(theirs), Some(ours)) if theirs != ours => {
            let hint = "a decision builds on another by `presupposes:` in its file";
            at.error(format!("rule `{id}` belongs to decision `{theirs}`, not to `{ours}`"), hint);
        }
        _ if scope.rule.is_some() => {
            let stands = |text: &&TextId| head.texts.is_empty() || head.texts.contains(text);
            if let Some(text) = scope.texts.iter().find(|text| !stands(text)) {
                let hint = "say under `texts:` of both rules in which texts they stand";
                at.error(format!("rule `{id}` does not stand in text `{text}`, in which this rule does"), hint);
            }
        }
        _ => {}
    }
    Some(id)
}

fn among(at: Cursor<'_>, scope: &Scope<'_>, index: &Index, uses: &mut Uses) -> Option<Test> {
    let mut fields = at.fields()?;
    let question_at = fields.required("question");
    let id = question_at.and_then(|c| question(c, scope, index, uses));
    let listed = fields.required("choices");
    fields.finish();
    let id = id?;
    let choices = chosen(&id, question_at?, listed?, index)?;
    Some(Test::Among(id, choices))
}

/// Takes choices of a one-of question by name, those of a group one by one.
pub(crate) fn chosen(
    id: &QuestionId,
    question_at: Cursor<'_>,
    listed: Cursor<'_>,
    index: &Index,
) -> Option<Vec<ChoiceId>> {
    let choices = match index.kind(id) {
        Some(Kind::OneOf(choices)) => choices,
        Some(_) => {
            question_at.error(format!("question `{id}` has no choices"), "test it with `yes:`, `no:` or `compare:`");
            return None;
        }
        None => return None,
    };
    let mut chosen: Vec<ChoiceId> = Vec::new();
    for item in listed.some_items()? {
        let given = item.id(ChoiceId::parse)?;
        let named: Vec<&ChoiceId> = choices
            .iter()
            .filter(|choice| choice.id == given || choice.group.as_ref() == Some(&given))
            .map(|choice| &choice.id)
            .collect();
        if named.is_empty() {
            let known = choices.iter().flat_map(|choice| [Some(&choice.id), choice.group.as_ref()]).flatten();
            let hint = item.source.hint(given.as_str(), known.map(ChoiceId::as_str));
            item.error(format!("question `{id}` has no choice or group `{given}`"), hint);
        }
        let fresh: Vec<ChoiceId> = named.into_iter().filter(|choice| !chosen.contains(choice)).cloned().collect();
        chosen.extend(fresh);
    }
    Some(chosen)
}
