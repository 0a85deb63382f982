//! Reads selections: which items are looked at, what each must be, and what must answer to it elsewhere.

use super::Reading;
use super::circumstances::{asked, event, the_one};
use super::days::day;
use crate::pack::cursor::Cursor;
use crate::pack::fields::Fields;
use crate::pack::model::{Asked, Field, FieldKind, FieldTest, ItemSource, Kind, Matching, Selection};
use crate::pack::node::Value;

/// The fields that an answer has when answers are looked at.
const OF_ANSWERS: [(&str, FieldKind); 6] = [
    ("question", FieldKind::Text),
    ("answer", FieldKind::Text),
    ("reason", FieldKind::Text),
    ("view-of", FieldKind::Text),
    ("evidence", FieldKind::Number),
    ("concerns", FieldKind::Date),
];
/// The field in which an event has its day.
const OF_EVENTS: (&str, FieldKind) = ("happened", FieldKind::Date);
const TESTS: [&str; 9] = [
    "present",
    "absent",
    "among",
    "not-among",
    "same-as",
    "differs-from",
    "only-words-of",
    "earlier-than",
    "later-than",
];

/// Reads a selection.
pub(super) fn selection(at: Cursor<'_>, reading: &mut Reading<'_>) -> Option<Selection> {
    let mut fields = at.fields()?;
    let read = of_fields(&mut fields, reading);
    fields.finish();
    read
}

/// Reads the keys of a selection; the mapping may have others.
pub(super) fn of_fields(fields: &mut Fields<'_>, reading: &mut Reading<'_>) -> Option<Selection> {
    let (from, tests) = of_source(fields, reading);
    let matched = fields.optional("matched").map(|at| (true, at));
    let unmatched = fields.optional("unmatched").map(|at| (false, at));
    if let (Some(_), Some((_, at))) = (matched, unmatched) {
        at.error("the items have both `matched` and `unmatched`", "keep one of them");
    }
    let from = from?;
    let matching = match matched.or(unmatched) {
        Some((wanted, at)) => Some(Box::new(matching(wanted, at, &from, reading)?)),
        None => None,
    };
    Some(Selection { from, tests: tests?, matching })
}

fn of_source(fields: &mut Fields<'_>, reading: &mut Reading<'_>) -> (Option<ItemSource>, Option<Vec<FieldTest>>) {
    let key = the_one(fields, &["in", "event", "answers"], "it is not said where the items come from");
    let decisions = fields.optional("decisions");
    let where_at = fields.optional("where");
    let from = key.and_then(|(key, at)| source(key, at, decisions, reading));
    let Some(where_at) = where_at else { return (from, Some(Vec::new())) };
    let known = from.as_ref().and_then(|from| fields_of(from, reading));
    let tests =
        where_at.some_items().map(|items| items.iter().map(|item| test(*item, &known, reading)).collect::<Vec<_>>());
    (from, tests.and_then(|tests| tests.into_iter().collect()))
}

fn source(key: &str, at: Cursor<'_>, decisions: Option<Cursor<'_>>, reading: &mut Reading<'_>) -> Option<ItemSource> {
    if let Some(at) = decisions.filter(|_| key != "answers") {
        at.error("`decisions` belongs to `answers`", "leave it out, or look at answers");
    }
    match key {
        "in" if matches!(at.node.value, Value::List(..)) => paired(at, reading),
        "in" => listed(at, reading).map(ItemSource::List),
        "event" => Some(ItemSource::Events(events(at, reading)?)),
        _ => {
            let only_views = at.one_of(&[("all", false), ("views", true)])?;
            let decisions = decisions.map(|at| at.list(|item| reading.index.decision(item))).unwrap_or_default();
            Some(ItemSource::Answers(decisions, only_views))
        }
    }
}

/// Takes the name of an event, or a list of them.
pub(super) fn events(at: Cursor<'_>, reading: &mut Reading<'_>) -> Option<Vec<crate::id::EventId>> {
    if !matches!(at.node.value, Value::List(..)) {
        return Some(vec![event(at, reading)?]);
    }
    let read: Vec<_> = at.some_items()?.iter().map(|item| event(*item, reading)).collect();
    read.into_iter().collect()
}

/// Takes two lists, each item of the one to be looked at with each of the other.
fn paired(at: Cursor<'_>, reading: &mut Reading<'_>) -> Option<ItemSource> {
    let read: Vec<_> = at.some_items()?.iter().map(|item| listed(*item, reading)).collect();
    match <[Option<Asked>; 2]>::try_from(read) {
        Ok([one, other]) => Some(ItemSource::Pairs(one?, other?)),
        Err(_) => at.expected("one list or two", "name the list, or two lists of which each item is paired with each"),
    }
}

fn listed(at: Cursor<'_>, reading: &mut Reading<'_>) -> Option<Asked> {
    let asked = asked(at, reading)?;
    match reading.index.kind(&asked.question) {
        Some(Kind::List(_)) | None => Some(asked),
        Some(_) => {
            at.error(format!("question `{}` is not answered by a list", asked.question), "name one that is");
            None
        }
    }
}

/// The fields that items have, with their kinds; nothing where the pack does not say.
pub(super) type Known = Option<Vec<(String, FieldKind)>>;

/// Returns the fields that the items of a source have.
pub(super) fn fields_of(source: &ItemSource, reading: &Reading<'_>) -> Known {
    let typed = |field: &Field| (field.id.to_string(), field.kind.clone());
    match source {
        ItemSource::List(asked) => match reading.index.kind(&asked.question)? {
            Kind::List(fields) => Some(fields.iter().map(typed).collect()),
            _ => None,
        },
        ItemSource::Pairs(one, other) => {
            let [one, other] = [one, other].map(|asked| fields_of(&ItemSource::List(asked.clone()), reading));
            Some(one?.into_iter().chain(other?).collect())
        }
        ItemSource::Events(events) => {
            let kinds: Vec<_> = reading.events.iter().filter(|kind| events.contains(&kind.id)).collect();
            let own = std::iter::once((OF_EVENTS.0.to_owned(), OF_EVENTS.1));
            let told = kinds.iter().all(|kind| !kind.fields.is_empty());
            told.then(|| kinds.iter().flat_map(|kind| kind.fields.iter().map(typed)).chain(own).collect())
        }
        ItemSource::Answers(..) => Some(OF_ANSWERS.map(|(name, kind)| (name.to_owned(), kind)).to_vec()),
    }
}

fn field(at: Cursor<'_>, known: &Known) -> Option<String> {
    let given = at.words()?;
    match known {
        Some(known) if known.iter().all(|(name, _)| *name != given) => {
            let hint = at.source.hint(&given, known.iter().map(|(name, _)| name.as_str()));
            at.error(format!("the items have no field `{given}`"), hint);
            None
        }
        _ => Some(given),
    }
}

/// Takes a field that must be of a kind.
pub(super) fn field_of_kind(at: Cursor<'_>, known: &Known, kind: &FieldKind, what: &str) -> Option<String> {
    let given = field(at, known)?;
    match kind_of(&given, known) {
        Some(found) if found != kind => {
            at.error(
                format!("field `{given}` is not {what}"),
                "name one that is, or say so where the field is defined",
            );
            None
        }
        _ => Some(given),
    }
}

fn kind_of<'k>(field: &str, known: &'k Known) -> Option<&'k FieldKind> {
    known.iter().flatten().find(|(name, _)| name == field).map(|(_, kind)| kind)
}

fn test(item: Cursor<'_>, known: &Known, reading: &mut Reading<'_>) -> Option<FieldTest> {
    let mut fields = item.fields()?;
    if let Some(any) = fields.optional("any") {
        fields.finish();
        let tests: Vec<_> = any.some_items()?.iter().map(|item| test(*item, known, reading)).collect();
        return tests.into_iter().collect::<Option<_>>().map(FieldTest::Any);
    }
    let name_at = fields.required("field");
    let key = the_one(&mut fields, &TESTS, "the field is not tested");
    fields.finish();
    let ((key, at), name_at) = (key?, name_at?);
    let name = match key {
        "earlier-than" | "later-than" => field_of_kind(name_at, known, &FieldKind::Date, "a date"),
        _ => field(name_at, known),
    }?;
    Some(match key {
        "present" | "absent" => {
            let present = at.truth()? == (key == "present");
            if present { FieldTest::Present(name) } else { FieldTest::Absent(name) }
        }
        "among" => FieldTest::Among(name.clone(), values(at, &name, known)?),
        "not-among" => FieldTest::NotAmong(name.clone(), values(at, &name, known)?),
        "same-as" => FieldTest::Same(name, field(at, known)?),
        "differs-from" => FieldTest::Differs(name, field(at, known)?),
        "only-words-of" => FieldTest::OnlyWords(name, reading.names.word_list(at)?),
        "earlier-than" => FieldTest::Earlier(name, day(at, reading)?),
        _ => FieldTest::Later(name, day(at, reading)?),
    })
}

/// Takes values of a field, as text in the form in which it is kept.
fn values(at: Cursor<'_>, field: &str, known: &Known) -> Option<Vec<String>> {
    let kind = kind_of(field, known);
    let value = |item: &Cursor<'_>| match kind {
        Some(FieldKind::OneOf(choices)) => {
            let given = item.words()?;
            let found = choices.iter().any(|choice| choice.id.as_str() == given);
            if !found {
                let hint = item.source.hint(&given, choices.iter().map(|choice| choice.id.as_str()));
                item.error(format!("field `{field}` has no choice `{given}`"), hint);
            }
            found.then_some(given)
        }
        Some(FieldKind::YesNo) => {
            let given = &item.scalar()?.text;
            if matches!(given.as_str(), "yes" | "no") {
                return Some(given.clone());
            }
            item.expected("yes or no", "write yes or no")
        }
        _ => item.words(),
    };
    let read: Vec<Option<String>> = at.some_items()?.iter().map(value).collect();
    read.into_iter().collect()
}

fn matching(wanted: bool, at: Cursor<'_>, here: &ItemSource, reading: &mut Reading<'_>) -> Option<Matching> {
    let mut fields = at.fields()?;
    let (from, tests) = of_source(&mut fields, reading);
    let by_at = fields.required("by");
    fields.finish();
    let (from, tests) = (from?, tests?);
    let (known_here, known_there) = (fields_of(here, reading), fields_of(&from, reading));
    let pairs = by_at?.fields()?;
    let mut by = Vec::new();
    for (key, value) in pairs.entries() {
        if known_here.as_ref().is_some_and(|known| known.iter().all(|(name, _)| *name != key.text)) {
            let known = known_here.iter().flatten().map(|(name, _)| name.as_str());
            at.source.error(
                key.at,
                format!("the items have no field `{}`", key.text),
                at.source.hint(&key.text, known),
            );
            return None;
        }
        by.push((key.text.clone(), field(value, &known_there)?));
    }
    if by.is_empty() {
        by_at?.error("`by` names no fields", "write the fields that must say the same: {here: there}");
        return None;
    }
    Some(Matching { wanted, among: Selection { from, tests, matching: None }, by })
}
