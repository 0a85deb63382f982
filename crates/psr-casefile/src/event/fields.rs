//! The fields of an entry, by path.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use psr_recorder::canonical::Value;

/// The fields of one entry that are shown, by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(BTreeMap<String, Value>);

impl FromIterator<(String, Value)> for Fields {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(fields: I) -> Self {
        Self(fields.into_iter().collect())
    }
}

impl Fields {
    /// Returns the value at a path.
    pub fn get(&self, path: &str) -> Option<&Value> {
        self.0.get(path)
    }

    /// Returns the text at a path.
    pub fn text(&self, path: &str) -> Option<String> {
        self.get(path)?.as_text().map(str::to_owned)
    }

    /// Returns the date at a path.
    pub fn date(&self, path: &str) -> Option<NaiveDate> {
        NaiveDate::parse_from_str(self.get(path)?.as_text()?, "%Y-%m-%d").ok()
    }

    /// Returns the position at a path.
    pub fn position(&self, path: &str) -> Option<u64> {
        u64::try_from(self.get(path)?.as_int()?).ok()
    }

    /// Answers whether the value at a path is there and true.
    pub fn is_true(&self, path: &str) -> bool {
        self.get(path).and_then(Value::as_bool) == Some(true)
    }

    /// Returns the texts of the list at a path.
    pub fn texts(&self, path: &str) -> Vec<String> {
        let list = self.get(path).and_then(Value::as_list).unwrap_or_default();
        list.iter().filter_map(Value::as_text).map(str::to_owned).collect()
    }

    /// Returns the pairs of texts of the list at a path.
    pub fn pairs(&self, path: &str) -> Vec<(String, String)> {
        let list = self.get(path).and_then(Value::as_list).unwrap_or_default();
        list.iter().filter_map(pair).collect()
    }

    /// Returns the paths, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// Reads a list of two texts as a pair.
pub(crate) fn pair(value: &Value) -> Option<(String, String)> {
    match value.as_list()? {
        [first, second] => Some((first.as_text()?.to_owned(), second.as_text()?.to_owned())),
        _ => None,
    }
}

/// Writes a pair as a list of two texts.
pub(super) fn from_pair((first, second): &(String, String)) -> Value {
    Value::List(vec![Value::Text(first.clone()), Value::Text(second.clone())])
}

/// Collects the fields of an entry as it is written.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    prefix: String,
    fields: Vec<(String, Value)>,
}

impl Writer {
    /// Begins an entry whose paths all start with the prefix.
    pub(crate) fn new(prefix: impl Into<String>) -> Self {
        Self { prefix: prefix.into(), fields: Vec::new() }
    }

    /// Adds a value.
    pub(crate) fn value(mut self, name: &str, value: Value) -> Self {
        self.fields.push((format!("{}/{name}", self.prefix), value));
        self
    }

    /// Adds a text.
    pub(crate) fn text(self, name: &str, text: impl Into<String>) -> Self {
        self.value(name, Value::Text(text.into()))
    }

    /// Adds a text if there is one.
    pub(crate) fn maybe(self, name: &str, text: Option<&String>) -> Self {
        match text {
            Some(text) => self.text(name, text.clone()),
            None => self,
        }
    }

    /// Adds a date if there is one.
    pub(crate) fn date(self, name: &str, date: Option<NaiveDate>) -> Self {
        match date {
            Some(date) => self.text(name, date.format("%Y-%m-%d").to_string()),
            None => self,
        }
    }

    /// Adds a mark if it is set.
    pub(crate) fn mark(self, name: &str, set: bool) -> Self {
        if set { self.value(name, Value::Bool(true)) } else { self }
    }

    /// Adds a position if there is one.
    pub(crate) fn position(self, name: &str, position: Option<u64>) -> Self {
        match position.and_then(|position| i64::try_from(position).ok()) {
            Some(position) => self.value(name, Value::Int(position)),
            None => self,
        }
    }

    /// Adds texts as a list, if there are any.
    pub(crate) fn texts(self, name: &str, texts: &[String]) -> Self {
        if texts.is_empty() {
            return self;
        }
        self.value(name, Value::List(texts.iter().cloned().map(Value::Text).collect()))
    }

    /// Adds pairs of texts as a list, if there are any.
    pub(crate) fn pairs(self, name: &str, pairs: &[(String, String)]) -> Self {
        if pairs.is_empty() {
            return self;
        }
        self.value(name, Value::List(pairs.iter().map(from_pair).collect()))
    }

    /// Returns the fields.
    pub(crate) fn done(self) -> Vec<(String, Value)> {
        self.fields
    }
}
