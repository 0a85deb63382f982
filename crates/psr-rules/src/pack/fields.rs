//! Takes the keys of a mapping one by one, and notes those that are missing or unknown.

use super::cursor::{Cursor, Name};
use super::node::{Extent, Key, Node, shortened};

/// A mapping whose keys are being taken.
#[derive(Debug)]
pub(crate) struct Fields<'a> {
    whole: Cursor<'a>,
    entries: &'a [(Key, Node)],
    extent: Extent,
    asked: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    /// Begins with a mapping of which no key was taken.
    pub fn new(whole: Cursor<'a>, entries: &'a [(Key, Node)], extent: Extent) -> Self {
        Self { whole, entries, extent, asked: Vec::new() }
    }

    /// Returns the mapping as a whole.
    pub fn whole(&self) -> Cursor<'a> {
        self.whole
    }

    /// Takes a key that may be left out.
    pub fn optional(&mut self, key: &'static str) -> Option<Cursor<'a>> {
        self.asked.push(key);
        self.entries().find(|(found, _)| found.text == key).map(|(_, value)| value)
    }

    /// Takes a key that must be there.
    pub fn required(&mut self, key: &'static str) -> Option<Cursor<'a>> {
        let found = self.optional(key);
        if found.is_none() && self.extent == Extent::Whole {
            let message = match self.whole.name {
                Name::File => format!("the file has no `{key}`"),
                name => format!("{name} has no `{key}`"),
            };
            let hint = self
                .near_miss(key)
                .map_or_else(|| format!("add `{key}:`"), |near| format!("is `{near}` meant to be `{key}`?"));
            self.whole.error(message, hint);
        }
        found
    }

    fn near_miss(&self, key: &str) -> Option<&'a str> {
        let present: Vec<&str> = self.entries.iter().map(|(key, _)| key.text.as_str()).collect();
        self.whole.source.closest(key, &present).filter(|near| !self.asked.contains(near))
    }

    /// Returns every key with its value, for mappings whose keys are names.
    pub fn entries(&self) -> impl Iterator<Item = (&'a Key, Cursor<'a>)> + use<'a> {
        let source = self.whole.source;
        self.entries.iter().map(move |(key, node)| {
            let name = Name::Key(&key.text);
            (key, Cursor { node, source, name })
        })
    }

    /// Answers whether the mapping was read to its end.
    pub fn is_whole(&self) -> bool {
        self.extent == Extent::Whole
    }

    /// Notes every key that nobody asked for.
    pub fn finish(self) {
        for (key, _) in self.entries {
            if !self.asked.contains(&key.text.as_str()) {
                let message = format!("`{}` is not a key that belongs here", shortened(&key.text));
                let hint = self.whole.source.hint(&key.text, self.asked.iter().copied());
                self.whole.source.error(key.at, message, hint);
            }
        }
    }
}
