//! A strict reader of XML, as far as our parts need one: it panics on whatever is not well formed.

use std::collections::{BTreeMap, BTreeSet};

/// What it meets, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// An element begins.
    Start(String, BTreeMap<String, String>),
    /// An element ends.
    End(String),
    /// Text, with what was escaped put back.
    Text(String),
}

/// Reads a whole part.
pub fn read(text: &str) -> Vec<Event> {
    assert!(text.chars().all(is_allowed), "a character that XML forbids");
    let mut rest =
        text.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>").expect("a declaration");
    let (mut events, mut open): (Vec<Event>, Vec<(String, BTreeSet<String>)>) = (Vec::new(), Vec::new());
    while let Some(at) = rest.find('<') {
        put_text(&rest[..at], &open, &mut events);
        let (tag, after) = rest[at + 1..].split_once('>').expect("a tag ends");
        rest = after;
        match tag.strip_prefix('/') {
            Some(name) => close(name, &mut open, &mut events),
            None => start(tag, &mut open, &mut events),
        }
    }
    put_text(rest, &open, &mut events);
    assert!(open.is_empty(), "{open:?} is not closed");
    assert_eq!(events.iter().filter(|event| is_root(event, &events)).count(), 1, "one root");
    events
}

fn is_root(event: &Event, events: &[Event]) -> bool {
    std::ptr::eq(event, &events[0])
}

fn put_text(text: &str, open: &[(String, BTreeSet<String>)], events: &mut Vec<Event>) {
    if open.is_empty() {
        assert!(text.trim().is_empty(), "text outside of the root: {text}");
    } else if !text.is_empty() {
        assert!(!text.contains("]]>"), "{text}");
        events.push(Event::Text(unescaped(text)));
    }
}

fn close(name: &str, open: &mut Vec<(String, BTreeSet<String>)>, events: &mut Vec<Event>) {
    let (opened, _) = open.pop().expect("an element is open");
    assert_eq!(opened, name, "elements are nested");
    events.push(Event::End(opened));
}

fn start(tag: &str, open: &mut Vec<(String, BTreeSet<String>)>, events: &mut Vec<Event>) {
    assert!(!open.is_empty() || events.is_empty(), "a second root: {tag}");
    let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
    let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
    let attributes = read_attributes(attributes);
    let mut prefixes = open.last().map(|(_, prefixes)| prefixes.clone()).unwrap_or_default();
    prefixes.extend(attributes.keys().filter_map(|name| name.strip_prefix("xmlns:")).map(str::to_owned));
    for name in std::iter::once(name).chain(attributes.keys().map(String::as_str)) {
        assert!(is_name(name), "`{name}` is no name");
        let prefix = name.split_once(':').map_or("xml", |(prefix, _)| prefix);
        assert!(
            ["xml", "xmlns"].contains(&prefix) || prefixes.contains(prefix),
            "the prefix of {name} is not declared"
        );
    }
    events.push(Event::Start(name.to_owned(), attributes));
    match is_empty {
        true => events.push(Event::End(name.to_owned())),
        false => open.push((name.to_owned(), prefixes)),
    }
}

fn read_attributes(text: &str) -> BTreeMap<String, String> {
    let mut attributes = BTreeMap::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (name, after) = rest.split_once("=\"").expect("an attribute has a value");
        let (value, after) = after.split_once('"').expect("a value ends");
        assert!(attributes.insert(name.to_owned(), unescaped(value)).is_none(), "{name} stands twice");
        assert!(after.is_empty() || after.starts_with(' '), "space between attributes: {text}");
        rest = after.trim_start();
    }
    attributes
}

fn unescaped(text: &str) -> String {
    assert!(!text.contains('<') && !text.contains('>'), "{text}");
    let mut parts = text.split('&');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, after) = part.split_once(';').expect("a reference ends");
        plain.push(match name {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            other => panic!("no reference of ours: {other}"),
        });
        plain.push_str(after);
    }
    plain
}

fn is_name(name: &str) -> bool {
    let part = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && part.chars().all(|character| character.is_ascii_alphanumeric() || "-_.".contains(character))
    };
    name.split(':').count() <= 2 && name.split(':').all(part)
}

fn is_allowed(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
