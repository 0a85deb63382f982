//! Reads the fields of the items of a list, and of what else is recorded of an event.

use super::questions::choices;
use crate::id::QuestionId;
use crate::pack::cursor::Cursor;
use crate::pack::fields::Fields;
use crate::pack::model::{Field, FieldKind};

/// The words a pack uses for the kinds of text that a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum KindWord {
    Text,
    YesNo,
    Money,
    ChangeOfMoney,
    Date,
    Number,
    OneOf,
}

const KINDS: [(&str, KindWord); 7] = [
    ("text", KindWord::Text),
    ("yes-no", KindWord::YesNo),
    ("money", KindWord::Money),
    ("change-of-money", KindWord::ChangeOfMoney),
    ("date", KindWord::Date),
    ("number", KindWord::Number),
    ("one-of", KindWord::OneOf),
];

/// Takes a list of fields.
pub(crate) fn read(list: Cursor<'_>) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for item in list.some_items().unwrap_or_default() {
        match field(item) {
            Some(field) if fields.iter().any(|other| other.id == field.id) => {
                item.error(format!("field `{}` stands twice", field.id), "give each field its own id");
            }
            Some(field) => fields.push(field),
            None => {}
        }
    }
    fields
}

fn field(item: Cursor<'_>) -> Option<Field> {
    let mut fields = item.fields()?;
    let id = fields.required("id").and_then(|c| c.id(QuestionId::parse));
    let ask = fields.required("ask").and_then(|c| c.words());
    let word = fields.optional("kind").map_or(Some(KindWord::Text), |c| c.one_of(&KINDS));
    let kind = word.and_then(|word| kind(word, &mut fields));
    let optional = fields.optional("optional").map_or(Some(false), |c| c.truth());
    fields.finish();
    Some(Field { id: id?, ask: ask?, kind: kind?, optional: optional? })
}

fn kind(word: KindWord, fields: &mut Fields<'_>) -> Option<FieldKind> {
    Some(match word {
        KindWord::Text => FieldKind::Text,
        KindWord::YesNo => FieldKind::YesNo,
        KindWord::Money => FieldKind::Money { any_sign: false },
        KindWord::ChangeOfMoney => FieldKind::Money { any_sign: true },
        KindWord::Date => FieldKind::Date,
        KindWord::Number => FieldKind::Number,
        KindWord::OneOf => FieldKind::OneOf(choices(fields.required("choices")?)),
    })
}
