//! What each answer replaced, and what of it is different.

use std::collections::BTreeMap;

use super::{Change, Gate, Replaced, items, words};
use crate::casebook::Case;
use crate::event::{AnswerKey, Answered, CaseEvent};

/// What stood last for a key: the entry, and the answer unless it was taken back.
type Last<'c> = BTreeMap<AnswerKey, (u64, Option<&'c Answered>)>;

/// Returns what each entry replaced, by entry.
pub(super) fn replaced(case: &Case, gates: &[Gate]) -> BTreeMap<u64, Replaced> {
    let (mut last, mut all) = (Last::new(), BTreeMap::new());
    for entry in &case.entries {
        let (key, now) = match &entry.event {
            Some(CaseEvent::Answered(answered)) => (&answered.key, Some(answered)),
            Some(CaseEvent::Withdrawn(withdrawn)) => (&withdrawn.key, None),
            _ => continue,
        };
        if let Some((earlier, before)) = before(&last, key) {
            let across = gates.iter().map(|gate| gate.entry).filter(|gate| (earlier..entry.seq).contains(gate));
            all.insert(entry.seq, compared(earlier, before, now, across.collect()));
        }
        last.insert(key.clone(), (entry.seq, now));
    }
    all
}

/// Returns what stood for a key; the first answer for a lot stands in place of that for the whole case.
fn before<'c>(last: &Last<'c>, key: &AnswerKey) -> Option<(u64, Option<&'c Answered>)> {
    let whole = || last.get(&AnswerKey { lot: None, ..key.clone() }).filter(|(_, answered)| answered.is_some());
    last.get(key).or_else(whole).copied()
}

fn compared(entry: u64, before: Option<&Answered>, now: Option<&Answered>, across: Vec<u64>) -> Replaced {
    let (answer, reason) = match (before, now) {
        (Some(before), Some(now)) => (answer(before, now), reason(before, now)),
        (None, Some(now)) => (Change::Added, change(None, now.reason.as_ref())),
        (Some(before), None) => (Change::Removed, change(before.reason.as_ref(), None)),
        (None, None) => (Change::Same, Change::Same),
    };
    let list = |of: Option<&Answered>| of.and_then(|of| items::list(of.answer.as_ref()).cloned());
    let (items, items_gone) = match (list(before), list(now)) {
        (Some(before), Some(now)) => items::changes(&before, &now),
        _ => (Vec::new(), 0),
    };
    let mut replaced = Replaced { entry, across, answer, reason, items, items_gone, says: String::new() };
    replaced.says = words::changed(&replaced);
    replaced
}

fn answer(before: &Answered, now: &Answered) -> Change {
    match (&before.answer, &now.answer) {
        (Some(before), Some(now)) => change(Some(before), Some(now)),
        _ => Change::Unknown,
    }
}

/// Compares reasons. An answer that is withheld may have had reasons that are withheld too.
fn reason(before: &Answered, now: &Answered) -> Change {
    let hidden = |of: &Answered| of.answer.is_none() && of.reason.is_none();
    if hidden(before) || hidden(now) {
        return Change::Unknown;
    }
    change(before.reason.as_ref(), now.reason.as_ref())
}

fn change<T: PartialEq>(before: Option<&T>, now: Option<&T>) -> Change {
    match (before, now) {
        (None, Some(_)) => Change::Added,
        (Some(_), None) => Change::Removed,
        (before, now) if before == now => Change::Same,
        _ => Change::Changed,
    }
}
