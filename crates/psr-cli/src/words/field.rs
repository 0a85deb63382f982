//! What a field of a list or an event takes, in words.

use psr_rules::pack::model::FieldKind;

/// Says what a field takes, briefly.
pub fn expected(kind: &FieldKind) -> String {
    match kind {
        FieldKind::Text => "text".to_owned(),
        FieldKind::YesNo => "yes or no".to_owned(),
        FieldKind::Money { .. } => "a sum".to_owned(),
        FieldKind::Date => "a date".to_owned(),
        FieldKind::Number => "a number".to_owned(),
        FieldKind::OneOf(choices) => {
            let choices: Vec<&str> = choices.iter().map(|choice| choice.id.as_str()).collect();
            format!("one of {}", choices.join(", "))
        }
    }
}
