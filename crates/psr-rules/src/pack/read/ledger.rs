//! Reads `ledger.yaml`: which questions the ledger of a contract answers, and the limits it is held against.

use super::folder::{File, Folder};
use super::index::Index;
use crate::id::{DecisionId, EventId, QuestionId};
use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::Findings;
use crate::pack::model::{ContractLedger, EventKind, Kind, LedgerLimit, StaleAnswer};

const COUNTS: [(&str, bool); 2] = [("size", true), ("sum", false)];

/// Reads how the pack uses the ledgers of contracts, where it does.
pub(crate) fn read(files: &[File], findings: &Findings, index: &Index, events: &[EventKind]) -> Option<ContractLedger> {
    let file = files.iter().find(|file| file.folder == Folder::Ledger)?;
    let mut fields = file.cursor(findings).fields()?;
    let decision = fields.required("decision").and_then(|c| index.decision(c));
    let original = fields.required("original").and_then(|c| sum(c, index, decision.as_ref()));
    let cumulative = fields.required("cumulative").and_then(|c| sum(c, index, decision.as_ref()));
    let counts = fields.required("counts").and_then(|c| c.one_of(&COUNTS));
    let recorded_by = fields.optional("recorded-by").map(|list| list.list(|item| event(item, index, events)));
    let limits = fields.required("limits").map(|list| list.list(|item| limit(item, index)));
    let stale = fields.required("stale").and_then(|c| stale(c, index));
    fields.finish();
    Some(ContractLedger {
        decision: decision?,
        original: original?,
        cumulative: cumulative?,
        size_only: counts?,
        recorded_by: recorded_by.unwrap_or_default(),
        limits: limits?,
        stale: stale?,
    })
}

/// Takes the name of a question of the decision that asks for money.
fn sum(cursor: Cursor<'_>, index: &Index, decision: Option<&DecisionId>) -> Option<QuestionId> {
    let id = index.question_of(cursor, decision)?;
    if index.kind(&id).is_some_and(|kind| !matches!(kind, Kind::Money { .. })) {
        cursor
            .error(format!("question `{id}` does not ask for money"), "name one of kind `money` or `change-of-money`");
        return None;
    }
    Some(id)
}

fn event(item: Cursor<'_>, index: &Index, events: &[EventKind]) -> Option<EventId> {
    let id = item.id(EventId::parse)?;
    if events.iter().all(|kind| kind.id != id) && !index.has_gap(Folder::Events) {
        let known = events.iter().map(|kind| kind.id.as_str());
        let hint = item.source.near_or(id.as_str(), known, "add it to events.yaml");
        item.error(format!("there is no event `{id}`"), hint);
        return None;
    }
    Some(id)
}

fn limit(item: Cursor<'_>, index: &Index) -> Option<LedgerLimit> {
    let mut fields = item.fields()?;
    let parameter = fields.required("parameter").and_then(|c| index.parameter(c, None));
    let provision = fields.required("provision").and_then(|c| index.provision(c));
    let name = fields.required("name").and_then(|c| c.words());
    fields.finish();
    Some(LedgerLimit { parameter: parameter?, provision: provision?, name: name? })
}

fn stale(cursor: Cursor<'_>, index: &Index) -> Option<StaleAnswer> {
    let mut fields = cursor.fields()?;
    let says = fields.required("says").and_then(|c| c.words());
    let next = fields.required("next").and_then(|c| c.words());
    let provision = fields.required("provision").and_then(|c| index.provision(c));
    fields.finish();
    Some(StaleAnswer { says: says?, next: next?, provision: provision? })
}
