//! A table of a file of settings, read key by key. Everything that is wrong is gathered, each with its line, and so are keys that nobody asked for.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::PathBuf;

use psr_casefile::nearest;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::failure::Problem;

/// What is wrong with a file of settings, as far as it was read.
pub struct Faults<'f> {
    file: PathBuf,
    text: &'f str,
    found: RefCell<Vec<(usize, Problem)>>,
}

impl<'f> Faults<'f> {
    /// Begins with a file.
    pub fn of(file: PathBuf, text: &'f str) -> Self {
        Self { file, text, found: RefCell::default() }
    }

    /// Adds something that is wrong, at its place in the file where it has one.
    pub fn add(&self, at: Option<Range<usize>>, what: impl Into<String>, hint: impl Into<String>) {
        let line = at.map(|at| self.text.get(..at.start).unwrap_or_default().matches('\n').count() + 1);
        let place = line.map_or(self.file.display().to_string(), |line| format!("{}:{line}", self.file.display()));
        self.found.borrow_mut().push((line.unwrap_or_default(), Problem::new(what, hint).at(place)));
    }

    /// Returns everything that is wrong, in the order of the file.
    pub fn found(self) -> Vec<Problem> {
        let mut found = self.found.into_inner();
        found.sort_by_key(|(line, _)| *line);
        found.into_iter().map(|(_, problem)| problem).collect()
    }
}

/// A table, and which of its keys were asked for.
pub struct Table<'t> {
    name: String,
    span: Option<Range<usize>>,
    table: Option<&'t DeTable<'t>>,
    asked: RefCell<BTreeSet<&'static str>>,
    faults: &'t Faults<'t>,
}

/// A value with its place.
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Range<usize>,
}

impl<'t> Table<'t> {
    /// Takes the whole file.
    pub fn whole(table: &'t DeTable<'t>, faults: &'t Faults<'t>) -> Self {
        Self { name: String::new(), span: None, table: Some(table), asked: RefCell::default(), faults }
    }

    /// Returns a table inside of this one; an empty one where it is missing.
    pub fn table(&self, key: &'static str) -> Table<'t> {
        let found = self.get(key);
        let table = found.and_then(|found| match found.get_ref() {
            DeValue::Table(table) => Some(table),
            _ => {
                self.wrong_kind(key, found.span(), &format!("a table: write `[{key}]`, and what belongs to it below"));
                None
            }
        });
        let span = found.map(Spanned::span);
        Table { name: key.to_owned(), span, table, asked: RefCell::default(), faults: self.faults }
    }

    /// Tells whether it is there.
    pub fn is_there(&self) -> bool {
        self.table.is_some()
    }

    /// Returns where it stands.
    pub fn span(&self) -> Option<Range<usize>> {
        self.span.clone()
    }

    /// Tells whether a key is there, with whatever value.
    pub fn has(&self, key: &'static str) -> bool {
        self.get(key).is_some()
    }

    /// Reads a text.
    pub fn text(&self, key: &'static str) -> Option<At<&'t str>> {
        self.value(key, "a text in quotes", |value| match value {
            DeValue::String(text) => Some(&**text),
            _ => None,
        })
    }

    /// Reads a text that must be there.
    pub fn needed(&self, key: &'static str, hint: &str) -> Option<At<&'t str>> {
        if self.get(key).is_none() && self.is_there() {
            let what = format!("{} is missing", self.called(key));
            self.faults.add(self.span(), what, hint);
        }
        self.text(key)
    }

    /// Reads a list of texts.
    pub fn texts(&self, key: &'static str) -> Option<At<Vec<String>>> {
        self.value(key, "a list of texts, such as [\"profile\"]", |value| match value {
            DeValue::Array(all) => all
                .iter()
                .map(|value| match value.get_ref() {
                    DeValue::String(text) => Some(text.to_string()),
                    _ => None,
                })
                .collect(),
            _ => None,
        })
    }

    /// Reads yes or no.
    pub fn flag(&self, key: &'static str) -> Option<At<bool>> {
        self.value(key, "`true` or `false`", |value| match value {
            DeValue::Boolean(flag) => Some(*flag),
            _ => None,
        })
    }

    /// Reads a whole number from 1.
    pub fn number(&self, key: &'static str) -> Option<At<u32>> {
        self.value(key, "a whole number from 1", |value| match value {
            DeValue::Integer(number) => {
                u32::from_str_radix(number.as_str(), number.radix()).ok().filter(|number| *number > 0)
            }
            _ => None,
        })
    }

    /// Reads a number as it is written.
    pub fn decimal(&self, key: &'static str) -> Option<At<&'t str>> {
        self.value(key, "a number, such as 8 or 0.5", |value| match value {
            DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str()),
            DeValue::Float(number) => Some(number.as_str()),
            _ => None,
        })
    }

    /// Reads every key with its text; for tables whose keys are not ours.
    pub fn pairs(&self) -> Vec<(At<&'t str>, At<&'t str>)> {
        let mut pairs = Vec::new();
        for (key, value) in self.table.into_iter().flatten() {
            match value.get_ref() {
                DeValue::String(text) => pairs.push((
                    At { value: &**key.get_ref(), span: key.span() },
                    At { value: &**text, span: value.span() },
                )),
                _ => self.wrong_kind(key.get_ref(), value.span(), "a text in quotes"),
            }
        }
        pairs
    }

    /// Reports the keys that were not asked for.
    pub fn finish(self) {
        let asked = self.asked.borrow();
        for (key, _) in self.table.into_iter().flatten() {
            let name: &str = key.get_ref();
            if !asked.contains(name) {
                let hint = match nearest::among(name, asked.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("what there is: {}", asked.iter().copied().collect::<Vec<_>>().join(", ")),
                };
                self.faults.add(Some(key.span()), format!("{} is no setting", self.called(name)), hint);
            }
        }
    }

    fn get(&self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.asked.borrow_mut().insert(key);
        self.table?.get(key)
    }

    fn value<T>(&self, key: &'static str, kind: &str, read: impl Fn(&'t DeValue<'t>) -> Option<T>) -> Option<At<T>> {
        let found = self.get(key)?;
        let value = read(found.get_ref());
        if value.is_none() {
            self.wrong_kind(key, found.span(), kind);
        }
        value.map(|value| At { value, span: found.span() })
    }

    fn wrong_kind(&self, key: &str, at: Range<usize>, kind: &str) {
        self.faults.add(Some(at), format!("{} cannot be read", self.called(key)), format!("it is {kind}"));
    }

    fn called(&self, key: &str) -> String {
        if self.name.is_empty() { format!("`{key}`") } else { format!("`{key}` in [{}]", self.name) }
    }
}
