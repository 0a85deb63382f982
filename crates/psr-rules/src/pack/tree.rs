//! Builds a tree of nodes from a stream of parts, within limits.

use std::collections::{HashMap, HashSet};

use super::diagnostic::Place;
use super::node::{Extent, Key, Node, Value, shortened};
use super::source::Source;
use super::yaml::{DEPTH, NODES};

/// A tree that is being built.
pub(crate) struct Tree<'a> {
    source: Source<'a>,
    open: Vec<Open>,
    root: Option<Node>,
    nodes: usize,
    refused: HashSet<(usize, String)>,
}

/// A list or mapping that is not closed yet.
struct Open {
    at: Place,
    content: Content,
    extent: Extent,
}

enum Content {
    List(Vec<Node>),
    Map { entries: Vec<(Key, Node)>, places: HashMap<String, Place>, key: Pending },
}

/// What a mapping waits for.
enum Pending {
    /// A key.
    Key,
    /// The value of this key.
    Value(Key),
    /// A value that is passed over, as its key is no good.
    Nothing,
}

impl<'a> Tree<'a> {
    /// Begins an empty tree.
    pub fn new(source: Source<'a>) -> Self {
        Self { source, open: Vec::new(), root: None, nodes: 0, refused: HashSet::new() }
    }

    /// Opens a list; gives nothing when a limit is reached.
    pub fn open_list(&mut self, at: Place) -> Option<()> {
        self.open(at, Content::List(Vec::new()))
    }

    /// Opens a mapping; gives nothing when a limit is reached.
    pub fn open_map(&mut self, at: Place) -> Option<()> {
        let content = Content::Map { entries: Vec::new(), places: HashMap::new(), key: Pending::Key };
        self.open(at, content)
    }

    fn open(&mut self, at: Place, content: Content) -> Option<()> {
        if self.open.len() == DEPTH {
            let hint = format!("use at most {DEPTH} levels");
            self.source.error(at, "lists and mappings are nested too deeply here", hint);
            self.cut_short();
            return None;
        }
        self.count(at)?;
        self.open.push(Open { at, content, extent: Extent::Whole });
        Some(())
    }

    fn count(&mut self, at: Place) -> Option<()> {
        self.nodes += 1;
        if self.nodes > NODES {
            let hint = "split the file";
            self.source.error(at, format!("the file holds more than {NODES} values"), hint);
            self.cut_short();
            return None;
        }
        Some(())
    }

    /// Closes the list or mapping that was opened last.
    pub fn close(&mut self) -> Option<()> {
        if let Some(Open { at, content, extent }) = self.open.pop() {
            let value = match content {
                Content::List(items) => Value::List(items, extent),
                Content::Map { entries, .. } => Value::Map(entries, extent),
            };
            self.put(Node { at, value });
        }
        Some(())
    }

    /// Adds a value; gives nothing when a limit is reached.
    pub fn add(&mut self, node: Node) -> Option<()> {
        self.count(node.at)?;
        self.put(node);
        Some(())
    }

    fn put(&mut self, node: Node) {
        match self.open.last_mut().map(|open| &mut open.content) {
            None => self.root = Some(node),
            Some(Content::List(items)) => items.push(node),
            Some(Content::Map { entries, places, key }) => match std::mem::replace(key, Pending::Key) {
                Pending::Key => *key = as_key(node, places, self.source),
                Pending::Value(key) => entries.push((key, node)),
                Pending::Nothing => {}
            },
        }
    }

    /// Notes that something is not allowed in the place where the next value will stand; once for each line and key.
    pub fn refuse(&mut self, at: Place, what: &str, hint: &str) {
        let message = match self.open.iter().rev().find_map(Open::key) {
            Some(key) => format!("`{}` has {what}, which is not allowed", shortened(key)),
            None => format!("{what} is not allowed"),
        };
        if self.refused.insert((at.line, message.clone())) {
            self.source.error(at, message, hint);
        }
    }

    /// Marks everything that is open as possibly incomplete, and what was closed just before: the fault may belong there.
    pub fn cut_short(&mut self) {
        for open in &mut self.open {
            open.extent = Extent::CutShort;
        }
        match self.open.last_mut().map(|open| &mut open.content) {
            Some(Content::List(items)) => items.last_mut().map(cut_last_short),
            Some(Content::Map { entries, .. }) => entries.last_mut().map(|(_, node)| cut_last_short(node)),
            None => None,
        };
    }

    /// Closes what is open and returns the tree.
    pub fn finish(mut self) -> Node {
        while !self.open.is_empty() {
            self.close();
        }
        self.root.unwrap_or(Node { at: Place::default(), value: Value::Unreadable })
    }
}

impl Open {
    fn key(&self) -> Option<&str> {
        match &self.content {
            Content::Map { key: Pending::Value(key), .. } => Some(&key.text),
            _ => None,
        }
    }
}

/// Takes a node as a key, noting one that is not plain words, a merge key, or one that stands twice.
fn as_key(node: Node, places: &mut HashMap<String, Place>, source: Source<'_>) -> Pending {
    let Value::Scalar(scalar) = node.value else {
        if node.value != Value::Unreadable {
            source.error(node.at, "a key must be a single word, not a list or mapping", "write `key: value`");
        }
        return Pending::Nothing;
    };
    if scalar.plain && scalar.text == "<<" {
        source.error(node.at, "a YAML merge key (`<<`) is not allowed", "write the keys out");
        return Pending::Nothing;
    }
    if let Some(first) = places.get(&scalar.text) {
        let message = format!("`{}` stands twice", shortened(&scalar.text));
        // A line of a batch is a file of its own to this reader, and has its number in the batch from whoever reads that.
        let first = match *first {
            Place { line, column } if line == node.at.line => format!("column {column}"),
            Place { line, .. } => format!("line {line}"),
        };
        source.error(node.at, message, format!("keep one of them; the first is in {first}"));
        return Pending::Nothing;
    }
    places.insert(scalar.text.clone(), node.at);
    Pending::Value(Key { at: node.at, text: scalar.text })
}

/// Marks a node as possibly incomplete, and the last in it.
fn cut_last_short(node: &mut Node) {
    match &mut node.value {
        Value::List(items, extent) => {
            *extent = Extent::CutShort;
            if let Some(last) = items.last_mut() {
                cut_last_short(last);
            }
        }
        Value::Map(entries, extent) => {
            *extent = Extent::CutShort;
            if let Some((_, last)) = entries.last_mut() {
                cut_last_short(last);
            }
        }
        Value::Scalar(_) | Value::Unreadable => {}
    }
}
