//! Reads the items of a notice: what each says, what supplies it, and when it is due.

use super::clauses::holes;
use super::conclusions::value_of;
use super::notices::{Known, event};
use crate::id::{ChoiceId, DecisionId, Provision, QuestionId};
use crate::pack::cursor::Cursor;
use crate::pack::fields::Fields;
use crate::pack::model::{Conclusion, ItemGround, Kind, NoticeItem, OnlyIf, Shown, Supply};

/// Names why an item is in a notice.
pub(crate) const GROUNDS: [(&str, ItemGround); 3] =
    [("law", ItemGround::Law), ("guidance", ItemGround::Guidance), ("practice", ItemGround::Practice)];

/// Reads one item of a notice; without a provision of its own it stands under the one given.
pub(crate) fn item(item: Cursor<'_>, around: &Provision, known: Known<'_>) -> Option<NoticeItem> {
    let mut fields = item.fields()?;
    let provision = match fields.optional("provision") {
        Some(at) => known.index.provision(at),
        None => Some(around.clone()),
    };
    let says = fields.required("says").and_then(|c| c.words());
    let ground = fields.optional("ground").map_or(Some(ItemGround::Law), |c| c.one_of(&GROUNDS));
    let statement_at = fields.optional("statement");
    let from_at = fields.optional("from");
    let any_at = fields.optional("from-any");
    let only_if = fields.optional("only-if").map(|at| only_if(at, known));
    fields.finish();
    let supplies = |at: Option<Cursor<'_>>| at.map(|list| list.list(|item| supply(item, known))).unwrap_or_default();
    let from = supplies(from_at);
    let from_any = any_at.map(|list| list.list(|item| together(item, known))).unwrap_or_default();
    let supplied: Vec<Supply> = from.iter().chain(from_any.iter().flatten()).cloned().collect();
    let is_read = |at: Option<Cursor<'_>>, read: usize| at.is_none_or(|list| list.has_items(read));
    let all_read = is_read(from_at, from.len()) && is_read(any_at, from_any.len());
    let statement = statement_at.and_then(|at| if all_read { statement(at, &supplied) } else { at.words() });
    Some(NoticeItem {
        provision: provision?,
        says: says?,
        ground: ground?,
        statement,
        from,
        from_any,
        only_if: only_if.flatten(),
    })
}

/// Takes a sentence; what stands in braces in it must be supplied.
fn statement(at: Cursor<'_>, supplied: &[Supply]) -> Option<String> {
    let text = at.words()?;
    for name in holes(at, &text)? {
        let is_it = |supply: &Supply| matches!(supply, Supply::Question(_, question) if question.as_str() == name);
        if !supplied.iter().any(is_it) {
            at.error(format!("{{{name}}} is not supplied"), "name the question under `from:`");
        }
    }
    Some(text)
}

/// Takes one of several ways to supply an item: one thing on record, or under `all:` several of which each is needed.
fn together(item: Cursor<'_>, known: Known<'_>) -> Option<Vec<Supply>> {
    let mut fields = item.fields()?;
    let Some(all) = fields.optional("all") else { return supply(item, known).map(|supply| vec![supply]) };
    fields.finish();
    let supplies = all.list(|item| supply(item, known));
    all.has_items(supplies.len()).then_some(supplies)
}

fn supply(item: Cursor<'_>, known: Known<'_>) -> Option<Supply> {
    let mut fields = item.fields()?;
    let of_case = fields.optional("case");
    let event_at = fields.optional("event");
    let decision_at = fields.optional("decision");
    let named = decision_at.map(|at| named(at, &mut fields, known));
    fields.finish();
    match (of_case, event_at, decision_at) {
        (Some(at), None, None) => of_case_supply(at),
        (None, Some(at), None) => event(at, known).map(Supply::Event),
        (None, None, Some(_)) => named?.map(|named| match named {
            Named::Question(decision, question) => Supply::Question(decision, question),
            Named::Conclusion(decision, conclusion) => Supply::Conclusion(decision, conclusion.id),
        }),
        _ => {
            let hint = "write one of: case, event, or decision with a question or conclusion of it";
            item.error(format!("{} does not name one thing on record", item.name), hint);
            None
        }
    }
}

fn of_case_supply(at: Cursor<'_>) -> Option<Supply> {
    let is_title = at.one_of(&[("title", true), ("reference", false)])?;
    Some(if is_title { Supply::Title } else { Supply::Reference })
}

/// Takes a question that is named with its decision.
pub(crate) fn question(item: Cursor<'_>, known: Known<'_>) -> Option<(DecisionId, QuestionId)> {
    match supply(item, known)? {
        Supply::Question(decision, question) => Some((decision, question)),
        _ => item.expected("a decision with a question of it", "write `decision:` and `question:`"),
    }
}

/// A question or a conclusion that is named together with its decision.
enum Named {
    Question(DecisionId, QuestionId),
    Conclusion(DecisionId, Conclusion),
}

/// Takes `question:` or `conclusion:` beside a `decision:`.
fn named(decision_at: Cursor<'_>, fields: &mut Fields<'_>, known: Known<'_>) -> Option<Named> {
    let question_at = fields.optional("question");
    let conclusion_at = fields.optional("conclusion");
    let decision = known.index.decision(decision_at)?;
    match (question_at, conclusion_at) {
        (Some(at), None) => {
            known.index.question_of(at, Some(&decision)).map(|question| Named::Question(decision, question))
        }
        (None, Some(at)) => {
            let found = known.index.conclusion(at.source, at.at(), at.text()?, &decision)?.clone();
            Some(Named::Conclusion(decision, found))
        }
        _ => {
            decision_at.error(
                "a decision is named without one question or conclusion of it",
                "add `question:` or `conclusion:`",
            );
            None
        }
    }
}

/// Takes what on record shows that something holds.
pub(crate) fn when(item: Cursor<'_>, known: Known<'_>) -> Option<Shown> {
    let mut fields = item.fields()?;
    let shown = fields.required("decision").and_then(|decision| shown(decision, &mut fields, known));
    fields.finish();
    shown
}

fn only_if(at: Cursor<'_>, known: Known<'_>) -> Option<OnlyIf> {
    let mut fields = at.fields()?;
    let says = fields.required("says").and_then(|c| c.words());
    let shown_by = fields.optional("decision").map(|decision| shown(decision, &mut fields, known));
    let unless = fields.optional("unless").map(|at| when(at, known));
    fields.finish();
    Some(OnlyIf { says: says?, shown_by: shown_by.flatten(), unless: unless.flatten() })
}

fn shown(decision_at: Cursor<'_>, fields: &mut Fields<'_>, known: Known<'_>) -> Option<Shown> {
    let is_at = fields.optional("is");
    let among_at = fields.optional("among");
    match (named(decision_at, fields, known)?, is_at, among_at) {
        (Named::Conclusion(decision, conclusion), None, Some(among)) => {
            let among = among.list(|item| value_of(item, &conclusion));
            Some(Shown::Conclusion(decision, conclusion.id, among))
        }
        (Named::Question(decision, question), Some(at), None) => {
            let yes = match at.scalar()?.text.as_str() {
                "yes" | "true" => true,
                "no" | "false" => false,
                _ => return at.expected("`yes` or `no`", "write one of them"),
            };
            Some(Shown::YesNo(decision, question, yes))
        }
        (Named::Question(decision, question), None, Some(among)) => {
            let choices = among.list(|item| choice(item, &question, known));
            Some(Shown::Choice(decision, question, choices))
        }
        _ => {
            decision_at.error("what shows the condition is not said", "add `among:`, or `is:` for a yes-no question");
            None
        }
    }
}

fn choice(at: Cursor<'_>, question: &QuestionId, known: Known<'_>) -> Option<ChoiceId> {
    let id = at.id(ChoiceId::parse)?;
    let kind = known.index.kind(question)?;
    let Kind::OneOf(choices) = kind else {
        at.error(format!("question `{question}` has no choices"), "name a question of kind `one-of`, or write `is:`");
        return None;
    };
    let ids = || choices.iter().map(|choice| choice.id.as_str());
    if !ids().any(|choice| choice == id.as_str()) {
        at.error(format!("question `{question}` has no choice `{id}`"), at.source.hint(id.as_str(), ids()));
        return None;
    }
    Some(id)
}
