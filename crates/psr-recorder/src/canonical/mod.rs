//! Canonical JSON: the one way of writing a value as bytes.
//!
//! RFC 8785 over a narrow profile: keys of `a-z0-9_`, integers within ±(2^53 - 1), no decimals (write them as text), no
//! duplicate keys, no lone surrogates, at most 16 levels. Within it every sorting order agrees, and so do the usual JSON
//! writers of other languages. [`to_bytes`] writes; [`parse`] reads, and refuses whatever it would have written otherwise.

mod reader;
mod scan;
mod writer;

use std::collections::BTreeMap;

use serde::Serialize;
use unicode_normalization::{UnicodeNormalization, is_nfc};

pub use reader::parse;
pub use scan::scan;
pub(crate) use scan::{scan_within, text as scan_text};
pub(crate) use writer::list_to_bytes;
pub use writer::{check, to_bytes};

/// A value that can stand in the record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// Nothing.
    Null,
    /// Yes or no.
    Bool(bool),
    /// An integer within ±(2^53 - 1).
    Int(i64),
    /// Text.
    Text(String),
    /// Values in order.
    List(Vec<Value>),
    /// Values by key, in the order of the keys.
    Map(BTreeMap<String, Value>),
}

impl Value {
    /// Returns the text, if this is text.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the integer, if this is one.
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Value::Int(int) => Some(*int),
            _ => None,
        }
    }

    /// Returns yes or no, if this is either.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Value::Bool(bool) => Some(*bool),
            _ => None,
        }
    }

    /// Returns the values of a list.
    pub fn as_list(&self) -> Option<&[Value]> {
        match self {
            Value::List(values) => Some(values),
            _ => None,
        }
    }

    /// Returns the entries of a map.
    pub fn as_map(&self) -> Option<&BTreeMap<String, Value>> {
        match self {
            Value::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// Returns the value with all text in Unicode's composed form, as it is recorded.
    pub fn composed(self) -> Value {
        match self {
            Value::Text(text) => Value::Text(compose(text)),
            Value::List(values) => Value::List(values.into_iter().map(Value::composed).collect()),
            Value::Map(entries) => {
                let composed = entries.into_iter().map(|(key, value)| (key, value.composed()));
                Value::Map(composed.collect())
            }
            other => other,
        }
    }
}

/// Returns text in Unicode's composed form (NFC). Text is composed once, at input, and never normalised later.
pub fn compose(text: String) -> String {
    if is_nfc(&text) { text } else { text.nfc().collect() }
}

impl From<bool> for Value {
    fn from(bool: bool) -> Self {
        Value::Bool(bool)
    }
}

impl From<i64> for Value {
    fn from(int: i64) -> Self {
        Value::Int(int)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text)
    }
}

impl From<Vec<Value>> for Value {
    fn from(values: Vec<Value>) -> Self {
        Value::List(values)
    }
}

impl From<BTreeMap<String, Value>> for Value {
    fn from(entries: BTreeMap<String, Value>) -> Self {
        Value::Map(entries)
    }
}

/// Tells whether a key is within the profile.
fn is_key(key: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    !key.is_empty() && key.bytes().all(allowed)
}
