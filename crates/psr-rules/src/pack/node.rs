//! A file's content as a tree in which every part knows its place.

use super::diagnostic::Place;

/// A part of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    /// Where it begins.
    pub at: Place,
    /// What it holds.
    pub value: Value,
}

/// What a part of a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// A single value.
    Scalar(Scalar),
    /// Items in order.
    List(Vec<Node>, Extent),
    /// Keys with their values, in the file's order; keys are unique.
    Map(Vec<(Key, Node)>, Extent),
    /// Something that was reported already and is passed over.
    Unreadable,
}

/// Whether a list or map was read to its end, or is cut short by a fault that was reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// It was read to its end.
    Whole,
    /// There may be more that could not be read.
    CutShort,
}

/// A key and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    /// Where it stands.
    pub at: Place,
    /// The key itself.
    pub text: String,
}

/// A single value as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scalar {
    /// Its text, without quotes.
    pub text: String,
    /// Whether it was written without quotes, so that it may mean a number, a truth value or nothing.
    pub plain: bool,
}

/// What an unquoted text means by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// Nothing at all.
    Nothing,
    /// A truth value, to at least some readers of YAML.
    Truth,
    /// A number.
    Number,
    /// Words.
    Words,
}

impl Scalar {
    /// Returns what the text means: a quoted one always means words.
    pub fn meaning(&self) -> Meaning {
        let lower = self.text.to_ascii_lowercase();
        match lower.as_str() {
            _ if !self.plain => Meaning::Words,
            "" | "~" | "null" => Meaning::Nothing,
            "yes" | "no" | "true" | "false" | "on" | "off" | "y" | "n" => Meaning::Truth,
            _ if is_number(&lower) => Meaning::Number,
            _ => Meaning::Words,
        }
    }
}

/// Answers whether the lower-cased text is a number to some reader of YAML or JSON.
fn is_number(text: &str) -> bool {
    let size = text.trim_start_matches(['+', '-']);
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit() || b == b'_');
    if matches!(size, ".inf" | ".nan" | "nan" | "inf" | "infinity") || size.starts_with("0x") || size.starts_with("0o")
    {
        return true;
    }
    let (mantissa, exponent) = size.split_once('e').unwrap_or((size, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let some = whole.bytes().chain(fraction.bytes()).any(|b| b.is_ascii_digit());
    let exponent = exponent.trim_start_matches(['+', '-']);
    some && digits(whole) && digits(fraction) && !exponent.is_empty() && digits(exponent)
}

impl Node {
    /// Says what stands here, for a message: "a list", "`7`".
    pub fn described(&self) -> String {
        match &self.value {
            Value::Scalar(scalar) if scalar.meaning() == Meaning::Nothing => "empty".to_owned(),
            Value::Scalar(scalar) => format!("`{}`", shortened(&scalar.text)),
            Value::List(..) => "a list".to_owned(),
            Value::Map(..) => "a mapping".to_owned(),
            Value::Unreadable => "unreadable".to_owned(),
        }
    }
}

/// Returns the text on one line, cut to a length that a message can bear.
pub(crate) fn shortened(text: &str) -> String {
    let one_line: String = text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).take(61).collect();
    match one_line.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &one_line[..end]),
        None => one_line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unquoted_texts_have_a_meaning_of_their_own() {
        let cases = [
            ("", Meaning::Nothing),
            ("Null", Meaning::Nothing),
            ("NO", Meaning::Truth),
            ("on", Meaning::Truth),
            ("1.10", Meaning::Number),
            ("-1e6", Meaning::Number),
            (".NaN", Meaning::Number),
            ("0x1F", Meaning::Number),
            ("1_000", Meaning::Number),
            ("0.1.0", Meaning::Words),
            ("2024-01-01", Meaning::Words),
            ("V1", Meaning::Words),
            ("e", Meaning::Words),
            ("none", Meaning::Words),
        ];
        for (text, meaning) in cases {
            let plain = Scalar { text: text.to_owned(), plain: true };
            assert_eq!(plain.meaning(), meaning, "{text:?}");
        }
    }
}
