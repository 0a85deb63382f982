//! Walks a tree and takes typed values out of it, noting everything that is not as it should be.
//!
//! Each method gives a value, or nothing after noting why. So reading goes on past a fault, and the reader of a whole file is a list of keys.

use std::fmt;

use chrono::NaiveDate;

use super::diagnostic::Place;
use super::fields::Fields;
use super::node::{Extent, Meaning, Node, Scalar, Value};
use super::source::Source;
use crate::answer::{self, AnswerError};
use crate::id::IdError;

/// A part of a file, with the name by which messages call it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'a> {
    /// The part.
    pub node: &'a Node,
    /// The file.
    pub source: Source<'a>,
    /// Its name.
    pub name: Name<'a>,
}

/// What messages call a part of a file.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Name<'a> {
    /// The file as a whole.
    File,
    /// The value of a key.
    Key(&'a str),
    /// An item, counted from one, of the list under a key.
    Item(usize, &'a str),
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File => f.write_str("the file"),
            Self::Key(key) => write!(f, "`{}`", super::node::shortened(key)),
            Self::Item(number, key) => write!(f, "item {number} of `{}`", super::node::shortened(key)),
        }
    }
}

impl<'a> Cursor<'a> {
    /// Begins at the root of a file.
    pub fn root(node: &'a Node, source: Source<'a>) -> Self {
        Self { node, source, name: Name::File }
    }

    /// Returns where the part begins.
    pub fn at(&self) -> Place {
        self.node.at
    }

    /// Notes an error here.
    pub fn error(&self, message: impl Into<String>, hint: impl Into<String>) {
        self.source.error(self.node.at, message, hint);
    }

    /// Notes that the part is of another kind than expected.
    pub fn expected<T>(&self, what: &str, hint: &str) -> Option<T> {
        if self.node.value != Value::Unreadable {
            let message = format!("{} must be {what}, and is {}", self.name, self.node.described());
            self.error(message, hint);
        }
        None
    }

    /// Takes the part as a mapping.
    pub fn fields(&self) -> Option<Fields<'a>> {
        match &self.node.value {
            Value::Map(entries, extent) => Some(Fields::new(*self, entries, *extent)),
            _ => self.expected("a mapping", "write `key: value` pairs under it"),
        }
    }

    /// Takes the part as a list.
    pub fn items(&self) -> Option<Vec<Cursor<'a>>> {
        let key = match self.name {
            Name::Key(key) | Name::Item(_, key) => key,
            Name::File => "",
        };
        match &self.node.value {
            Value::List(items, _) => {
                let item = |(position, node)| Cursor { node, source: self.source, name: Name::Item(position + 1, key) };
                Some(items.iter().enumerate().map(item).collect())
            }
            _ => self.expected("a list", "write it as [one, two], or each item on a line of its own after `- `"),
        }
    }

    /// Takes the part as a list with something in it.
    pub fn some_items(&self) -> Option<Vec<Cursor<'a>>> {
        let items = self.items()?;
        if items.is_empty() && self.is_whole() {
            self.error(
                format!("{} is an empty list", self.name),
                "name at least one, or leave the key out where it is optional",
            );
        }
        Some(items)
    }

    /// Takes a list of things with ids, and notes an id that stands twice.
    pub fn distinct<T, I: PartialEq + fmt::Display>(
        &self,
        each: impl Fn(Cursor<'a>) -> Option<T>,
        id: impl Fn(&T) -> &I,
    ) -> Vec<T> {
        let mut read: Vec<T> = Vec::new();
        for item in self.some_items().unwrap_or_default() {
            let Some(one) = each(item) else { continue };
            if read.iter().any(|other| id(other) == id(&one)) {
                item.error(format!("`{}` stands twice in this list", id(&one)), "give each its own id");
            }
            read.push(one);
        }
        read
    }

    /// Takes the part as a list, and each item by the function; items that are no good are left out.
    pub fn list<T>(&self, each: impl FnMut(Cursor<'a>) -> Option<T>) -> Vec<T> {
        self.some_items().unwrap_or_default().into_iter().filter_map(each).collect()
    }

    /// Answers whether the part is a list of so many items.
    pub fn has_items(&self, count: usize) -> bool {
        matches!(&self.node.value, Value::List(items, _) if items.len() == count)
    }

    /// Answers whether the part was read to its end.
    pub fn is_whole(&self) -> bool {
        !matches!(
            self.node.value,
            Value::Unreadable | Value::List(_, Extent::CutShort) | Value::Map(_, Extent::CutShort)
        )
    }

    /// Takes the part as a single value, whatever it means.
    pub fn scalar(&self) -> Option<&'a Scalar> {
        match &self.node.value {
            Value::Scalar(scalar) if scalar.meaning() != Meaning::Nothing => Some(scalar),
            _ => self.expected("a single value", "write one value after the colon"),
        }
    }

    /// Takes the part as words that nobody can mistake for a number or a truth value.
    pub fn text(&self) -> Option<&'a str> {
        let Value::Scalar(scalar) = &self.node.value else {
            return self.expected("text", "write it as words, in quotes if need be");
        };
        let mistaken = |meaning: &str| {
            let given = super::node::shortened(&scalar.text);
            let message = format!("{} must be text, and without quotes `{given}` is {meaning}", self.name);
            self.error(message, format!("put it in quotes: \"{given}\""));
            None
        };
        match scalar.meaning() {
            Meaning::Words if scalar.text.trim().is_empty() => {
                self.expected("text", "write something, or leave the key out where it is optional")
            }
            Meaning::Words => Some(&scalar.text),
            Meaning::Nothing => self.expected("text", "write something, or leave the key out where it is optional"),
            Meaning::Truth => mistaken("a truth value"),
            Meaning::Number => mistaken("a number"),
        }
    }

    /// Takes the part as words and keeps them.
    pub fn words(&self) -> Option<String> {
        self.text().map(str::to_owned)
    }

    /// Takes the part as an id.
    pub fn id<T>(&self, parse: fn(&str) -> Result<T, IdError>) -> Option<T> {
        match parse(self.text()?) {
            Ok(id) => Some(id),
            Err(_) => {
                self.expected("an id", "use lower-case words joined by single hyphens, such as `existing-provider`")
            }
        }
    }

    /// Takes the part as a civil date.
    pub fn date(&self) -> Option<NaiveDate> {
        match answer::date(&self.scalar()?.text) {
            Ok(date) => Some(date),
            Err(error @ AnswerError::NoSuchDay(_)) => {
                self.error(format!("{} must be a date, and {}", self.name, error.problem()), error.hint());
                None
            }
            Err(error) => self.expected("a date", &error.hint()),
        }
    }

    /// Takes the part as `true` or `false`.
    pub fn truth(&self) -> Option<bool> {
        match self.scalar()? {
            Scalar { text, plain: true } if text == "true" => Some(true),
            Scalar { text, plain: true } if text == "false" => Some(false),
            _ => self.expected("`true` or `false`", "write one of them, without quotes"),
        }
    }

    /// Takes the part as a whole number within bounds.
    pub fn number(&self, from: u32, to: u32) -> Option<u32> {
        let scalar = self.scalar()?;
        let digits = scalar.plain && scalar.text.bytes().all(|b| b.is_ascii_digit());
        match scalar.text.parse().ok().filter(|number| digits && (from..=to).contains(number)) {
            Some(number) => Some(number),
            None => self.expected(&format!("a whole number from {from} to {to}"), "write it in plain digits"),
        }
    }

    /// Takes the part as one of the words in a table.
    pub fn one_of<T: Copy>(&self, table: &[(&str, T)]) -> Option<T> {
        let given = self.text()?;
        let known = || table.iter().map(|(word, _)| *word);
        match table.iter().find(|(word, _)| *word == given) {
            Some((_, meaning)) => Some(*meaning),
            None => {
                let message = format!("{} cannot be `{}`", self.name, super::node::shortened(given));
                let hint = format!("write one of: {}", known().collect::<Vec<_>>().join(", "));
                self.error(message, hint);
                None
            }
        }
    }
}
