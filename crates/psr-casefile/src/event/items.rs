//! The items of a list answer, each a field of its own: one can be withheld or erased, and the rest is still proved.
//!
//! An answer of version 1 keeps its whole list in one field. Since version 2 `value` says how many items there are, as `{"items":3}`, and `value/0`,
//! `value/1`, … hold them, each in the form that a whole list had. A list of more than [`MOST`] items is cut into that many parts of
//! neighbouring items, since an event can have only so many fields.

use std::collections::BTreeMap;

use psr_recorder::canonical::Value;
use psr_rules::answer::Answer;

use super::answers::answer_from_value;
use super::fields::{Fields, Writer, from_pair, pair};

/// How many parts a list is kept in at most; the other fields of an answer need room, too.
const MOST: usize = 400;

type Item = BTreeMap<String, String>;

/// Adds the items of a list to an entry, each as a field of its own.
pub(super) fn write(writer: Writer, items: &[Item]) -> Writer {
    let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let writer = writer.value("value", Value::Map(BTreeMap::from([("items".to_owned(), Value::Int(count))])));
    let parts = items.chunks(items.len().div_ceil(MOST).max(1));
    parts.enumerate().fold(writer, |writer, (number, part)| {
        let value = Value::Map(BTreeMap::from([("list".to_owned(), to_value(part))]));
        writer.value(&format!("value/{number}"), value)
    })
}

/// Reads the items that are shown, in their order; none where no item is shown, or the list is kept in one field.
pub(super) fn read(fields: &Fields, prefix: &str) -> Option<Answer> {
    let start = format!("{prefix}/value/");
    let number = |path: &str| path.strip_prefix(&start).and_then(|number| number.parse::<u32>().ok());
    let numbered = fields.paths().filter_map(|path| Some((number(path)?, path)));
    let parts: BTreeMap<u32, &str> = numbered.collect();
    let mut shown = Vec::new();
    for path in parts.into_values() {
        match answer_from_value(fields.get(path)?)? {
            Answer::List(items) => shown.extend(items),
            _ => return None,
        }
    }
    (!shown.is_empty()).then_some(Answer::List(shown))
}

/// Writes items as the value of one field.
pub(super) fn to_value(items: &[Item]) -> Value {
    let item =
        |item: &Item| Value::List(item.iter().map(|(name, value)| from_pair(&(name.clone(), value.clone()))).collect());
    Value::List(items.iter().map(item).collect())
}

/// Reads items back from the value of one field.
pub(super) fn from_value(value: &Value) -> Option<Vec<Item>> {
    let item = |value: &Value| value.as_list()?.iter().map(pair).collect::<Option<Item>>();
    value.as_list()?.iter().map(item).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use super::*;
    use crate::event::{AnswerKey, Answered, CaseEvent};

    fn items(count: usize) -> Vec<Item> {
        (0..count).map(|number| Item::from([("provider".to_owned(), format!("Provider {number}"))])).collect()
    }

    fn answered(count: usize) -> CaseEvent {
        CaseEvent::Answered(Answered {
            key: AnswerKey::from_path("lot/2/answer/a-decision/a-question/value").unwrap(),
            answer: Some(Answer::List(items(count))),
            reason: Some("Because.".to_owned()),
            view_of: None,
            evidence: Vec::new(),
            privileged: false,
            concerns: None,
            supersedes: None,
        })
    }

    fn again(typ: &str, fields: Vec<(String, Value)>) -> CaseEvent {
        CaseEvent::from_fields(typ, &fields.into_iter().collect()).unwrap()
    }

    #[test]
    fn a_list_of_any_length_reads_back_and_keeps_within_the_fields_of_an_event() {
        for count in [0, 1, 2, MOST, MOST + 1, 2 * MOST + 1, 20_000] {
            let event = answered(count);
            let fields = event.to_fields();
            assert!(fields.len() <= MOST + 2, "{count}: {}", fields.len());
            assert_eq!(event.typ(), if count == 0 { "psr.answer/1" } else { "psr.answer/2" });
            assert_eq!(again(event.typ(), fields), event, "{count}");
        }
    }

    #[test]
    fn the_items_that_are_shown_are_read_where_one_is_withheld() {
        let event = answered(11);
        let kept = event.to_fields().into_iter().filter(|(path, _)| !path.ends_with("value/3"));
        let CaseEvent::Answered(read) = again(event.typ(), kept.collect()) else { panic!("it is an answer") };
        let mut left = items(11);
        left.remove(3);
        assert_eq!(read.answer, Some(Answer::List(left)));
        let none = event.to_fields().into_iter().filter(|(path, _)| !path.contains("value/"));
        let CaseEvent::Answered(read) = again(event.typ(), none.collect()) else { panic!("it is an answer") };
        assert_eq!((read.answer, read.reason.as_deref()), (None, Some("Because.")));
    }

    #[test]
    fn a_list_that_version_1_kept_in_one_field_is_read_as_it_was() {
        let CaseEvent::Answered(expected) = answered(3) else { panic!("it is an answer") };
        let at = |name: &str| format!("lot/2/answer/a-decision/a-question/{name}");
        let list = Value::Map(BTreeMap::from([("list".to_owned(), to_value(&items(3)))]));
        let fields = vec![(at("value"), list), (at("reason"), Value::Text("Because.".to_owned()))];
        assert_eq!(again("psr.answer/1", fields), CaseEvent::Answered(expected));
    }
}
