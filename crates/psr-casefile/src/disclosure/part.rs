//! The parts of an entry: what of it can be given or withheld alone.

use psr_recorder::canonical::Value;
use psr_recorder::{Digest, Entry, FieldState};

use crate::event::AnswerKey;

/// A part of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is called in a plan, such as `reason` or `value/3`; nothing for the marks that only keep an entry in its place.
    pub name: Option<String>,
    /// The digests of its fields.
    pub digests: Vec<Digest>,
    /// What it says, in plain words.
    pub words: String,
}

impl Part {
    /// Answers whether it names a file of evidence, into which nobody but the reader has looked.
    pub fn is_file(&self) -> bool {
        self.name.as_ref().is_some_and(|name| name.starts_with("evidence/"))
    }
}

/// Returns the parts of an entry, in the order of their fields' paths; what was erased is no part any more, and what an erasure names always stays.
pub(super) fn parts(entry: &Entry) -> Vec<Part> {
    let mut fields: Vec<(&str, &Value, Digest)> = entry
        .fields
        .iter()
        .filter_map(|field| match &field.state {
            FieldState::Shown { path, value } => Some((path.as_str(), value, field.digest)),
            FieldState::Erased | FieldState::Missing => None,
        })
        .filter(|(path, ..)| !path.starts_with("erased/"))
        .collect();
    fields.sort_by_key(|(path, ..)| in_order(path));
    let mut parts: Vec<Part> = Vec::new();
    for (path, value, digest) in fields {
        let (name, words) = (name(&entry.header.typ, path), words(value));
        match parts.iter_mut().find(|part| part.name == name) {
            Some(part) => {
                part.digests.push(digest);
                part.words = format!("{}; {words}", part.words);
            }
            None => parts.push(Part { name, digests: vec![digest], words }),
        }
    }
    parts
}

/// Orders paths so that item 2 comes before item 10.
fn in_order(path: &str) -> Vec<(Option<u64>, String)> {
    path.split('/').map(|part| (part.parse().ok(), part.to_owned())).collect()
}

/// Returns what the part with a field is called; nothing for a mark.
fn name(typ: &str, path: &str) -> Option<String> {
    let inside = inside(path);
    let (first, last) = (inside.split('/').next().unwrap_or_default(), inside.rsplit('/').next().unwrap_or_default());
    let counts = typ == "psr.answer/2" && inside == "value";
    let marks = ["supersedes", "withdrawn", "handle", "privileged", "concerns", "reply-to"].contains(&last);
    if counts || marks || inside.starts_with("pack/") || ["register", "program"].contains(&inside) {
        return None;
    }
    Some(match (typ.split('/').next().unwrap_or_default(), first) {
        ("psr.determination", _) => "finding".to_owned(),
        ("psr.approval", _) => "approval".to_owned(),
        ("psr.event", "type" | "on") => "event".to_owned(),
        (_, "evidence") => inside.split('/').take(2).collect::<Vec<_>>().join("/"),
        _ => inside.to_owned(),
    })
}

/// Returns a path without what says for which question, decision or lot it is.
fn inside(path: &str) -> &str {
    if let Some(key) = AnswerKey::from_path(path) {
        return path.strip_prefix(&key.prefix()).and_then(|rest| rest.strip_prefix('/')).unwrap_or(path);
    }
    let of_lot = path.strip_prefix("lot/").and_then(|rest| rest.split_once('/'));
    let path = of_lot.map_or(path, |(_, rest)| rest);
    path.split_once('/').map_or(path, |(_, rest)| rest)
}

/// Returns what a value says, in plain words.
fn words(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Int(number) => number.to_string(),
        Value::Map(map) => map.values().map(words).collect::<Vec<_>>().join("; "),
        Value::List(items) => match items.as_slice() {
            [Value::Text(name), Value::Text(text)] => format!("{name}: {text}"),
            items => items.iter().map(words).collect::<Vec<_>>().join("; "),
        },
        Value::Null => String::new(),
    }
}
