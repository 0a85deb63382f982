//! What a template prints: values as literal text in CommonMark.
//!
//! The formatter takes no notice of any `autoescape` block: there is one way to print, and it escapes.

use minijinja::value::ValueKind;
use minijinja::{Error, ErrorKind, Output, State, Value};

/// Writes a value: text escaped, whole numbers as digits, what a filter of ours made as it is. Anything else is refused.
pub fn write(output: &mut Output, _: &mut State, value: &Value) -> Result<(), Error> {
    match value.kind() {
        ValueKind::String if value.is_safe() => {
            output.write_str(value.as_str().unwrap_or_default()).map_err(Error::from)
        }
        ValueKind::String => output.write_str(&printable_text(value)?).map_err(Error::from),
        ValueKind::Number if value.is_integer() => write!(output, "{value}").map_err(Error::from),
        ValueKind::Undefined => Ok(()),
        other => Err(refused(&format!("a value of the kind `{other}` cannot stand in a sentence"))),
    }
}

fn printable_text(value: &Value) -> Result<String, Error> {
    match value.as_str().unwrap_or_default() {
        text if is_blank(text) => Err(refused("the text to be printed is blank")),
        text => Ok(escape(text)),
    }
}

fn refused(message: &str) -> Error {
    Error::new(ErrorKind::BadSerialization, message.to_owned())
}

/// Returns whether a text shows nothing.
pub fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// Returns CommonMark whose text is this text, with line breaks and runs of spaces as single spaces.
pub fn escape(text: &str) -> String {
    let text = text.trim();
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    let mut after_space = false;
    for character in text.chars() {
        let space = is_plain_space(character);
        if !(space && after_space) {
            push(&mut escaped, character);
        }
        after_space = space;
    }
    guard_list_number(text, escaped)
}

/// Spaces, tabs and everything that breaks a line. Other spaces, such as the one that holds "£5 million" together, stay as they are.
fn is_plain_space(character: char) -> bool {
    matches!(character, ' ' | '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn push(escaped: &mut String, character: char) {
    match character {
        // A backslash before these is itself read when a line is cut into table cells; a reference by number is not.
        '|' => escaped.push_str("&#124;"),
        '\\' => escaped.push_str("&#92;"),
        // CommonMark knows no NUL.
        '\0' => escaped.push('\u{fffd}'),
        space if is_plain_space(space) => escaped.push(' '),
        mark if has_meaning(mark) => escaped.extend(['\\', mark]),
        other => escaped.push(other),
    }
}

/// Whether a character can mean something in CommonMark, in any extension of it and whatever stands around it.
fn has_meaning(character: char) -> bool {
    character.is_ascii_punctuation() && !matches!(character, ',' | ';' | '\'' | '"' | '/' | '?' | '%' | '@')
}

/// A text of digits alone would begin a numbered list if a template put a full stop after it.
fn guard_list_number(text: &str, escaped: String) -> String {
    match text.chars().next() {
        Some(first) if text.chars().all(|character| character.is_ascii_digit()) => {
            format!("&#{};{}", u32::from(first), &escaped[1..])
        }
        _ => escaped,
    }
}
