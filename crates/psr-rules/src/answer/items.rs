//! Lists: the fields of each item, each a text of its own kind.

use std::collections::BTreeMap;

use super::{Answer, AnswerError, chosen, date, money, names, parse_kind, plain_text, yes_no};
use crate::pack::model::{Field, FieldKind, Kind, Question};

/// Parses a text as what a field takes, and returns it as it is kept: `yes` or `no` for a truth value, anything else as it was given.
///
/// # Errors
/// When the text is not of the field's kind; the error says what would be.
pub fn parse_field(kind: &FieldKind, text: &str) -> Result<String, AnswerError> {
    match kind {
        FieldKind::YesNo => yes_no(text).map(|yes| Answer::YesNo(yes).plain()),
        FieldKind::Money { any_sign } => money(text, *any_sign).map(|_| text.to_owned()),
        FieldKind::Date => date(text).map(|_| text.to_owned()),
        FieldKind::Number => number(text).map(|()| text.to_owned()),
        FieldKind::OneOf(choices) => chosen(choices, text).map(|choice| choice.to_string()),
        FieldKind::Text => plain_text(text),
    }
}

/// Returns everything that is wrong with an answer to the question, item by item and field by field where it is a list.
pub fn faults(question: &Question, answer: &Answer) -> Vec<AnswerError> {
    match (&question.kind, answer) {
        (Kind::List(fields), Answer::List(items)) => {
            items.iter().zip(1..).flat_map(|(item, number)| item_faults(fields, item, number)).collect()
        }
        (Kind::List(fields), _) => vec![AnswerError::NeedsItems(names(fields))],
        (_, Answer::List(_)) => vec![AnswerError::OtherKind],
        (kind, answer) => parse_kind(kind, &answer.plain()).err().into_iter().collect(),
    }
}

/// Returns everything that is wrong with one item, counted from one, of a list with these fields.
pub fn item_faults(fields: &[Field], item: &BTreeMap<String, String>, number: usize) -> Vec<AnswerError> {
    let unknown = item.keys().filter(|given| fields.iter().all(|field| field.id.as_str() != **given));
    let unknown =
        unknown.map(|given| AnswerError::NoSuchField { item: number, given: given.clone(), fields: names(fields) });
    let fault = |field: &Field| match item.get(field.id.as_str()) {
        Some(text) => parse_field(&field.kind, text).err().map(|error| AnswerError::Field {
            item: number,
            field: field.id.to_string(),
            error: Box::new(error),
        }),
        None if field.optional => None,
        None => Some(AnswerError::Missing { item: number, field: field.id.to_string() }),
    };
    unknown.chain(fields.iter().filter_map(fault)).collect()
}

/// Checks that a text is a number in plain digits: at most nine before the point and four after, with a minus at most.
fn number(text: &str) -> Result<(), AnswerError> {
    let size = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = size.split_once('.').unwrap_or((size, "0"));
    let digits = |part: &str, most| (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let led_by_zero = whole.len() > 1 && whole.starts_with('0');
    let sound = digits(whole, 9) && digits(fraction, 4) && !led_by_zero;
    if sound { Ok(()) } else { Err(AnswerError::NotANumber(text.to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_plain_digits() {
        for good in ["0", "12", "-3", "0.5", "999999999.9999", "-0.25"] {
            assert_eq!(number(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "-",
            ".5",
            "5.",
            "+5",
            "1e3",
            "1,000",
            "1234567890",
            "0.12345",
            "00",
            "01.5",
            " 1",
            "NaN",
            "1.2.3",
            "--1",
        ] {
            assert!(number(bad).is_err(), "{bad:?}");
        }
    }
}
