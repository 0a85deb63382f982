//! Running text as data: a flat list of pieces.
//!
//! A piece is a text, or a list that begins with what it is:
//!
//! | piece | means |
//! |---|---|
//! | `"words"` | words |
//! | `["b", "words"]`, `["i", …]`, `["bi", …]` | strong, emphasised, both |
//! | `["a", "https://…", [pieces]]` | a link that leads out |
//! | `["n", 4, "ref-4-1"]`, `["n", 4]` | a reference to note 4, with the name of its place; without one where it stands on several pages and so cannot be a link |
//! | `["e", 7, "entry-7"]`, `["e", 7]` | entry 7 of the record, with the name of its place if it is the first |
//! | `["to", "entry-7", "7"]` | words that lead to a place |
//! | `["pages", ["ref-4-1", …]]` | the pages on which places are, each leading there |
//! | `["br"]`, `["z"]` | a line break; where a long word may break |

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::document::Inline;
use crate::document::notes::Notes;

/// From how many characters on a word may be broken anywhere, in ordinary text.
pub const LONG: usize = 22;
/// How many characters of it stay together.
const PIECE: usize = 8;
/// The longest address a link can have.
const ADDRESS: usize = 8000;

/// Writes running text, and knows which notes and entries it has met.
pub struct Running {
    /// The notes of the document.
    pub notes: Notes,
    /// The names of the places where each note is referred to.
    pub references: BTreeMap<usize, Vec<String>>,
    /// From how many characters on a word may be broken anywhere.
    pub long: usize,
    placed: BTreeSet<u64>,
}

/// Where running text stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Once, on one page.
    Once,
    /// In a heading row, which is repeated on each page of its table: links and places cannot stand there.
    Repeated,
}

#[derive(Clone, Copy)]
struct Style {
    strong: bool,
    emphasis: bool,
}

const PLAIN: Style = Style { strong: false, emphasis: false };

impl Running {
    /// Begins with the notes of a document.
    pub fn new(notes: Notes) -> Running {
        Running { notes, references: BTreeMap::new(), long: LONG, placed: BTreeSet::new() }
    }

    /// Returns running text as pieces.
    pub fn pieces(&mut self, inlines: &[Inline], place: Place) -> Vec<Value> {
        let mut pieces = Vec::new();
        self.write(inlines, PLAIN, place, &mut pieces);
        pieces
    }

    fn write(&mut self, inlines: &[Inline], style: Style, place: Place, pieces: &mut Vec<Value>) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => words(text, style, self.long, pieces),
                Inline::Strong(content) => self.write(content, Style { strong: true, ..style }, place, pieces),
                Inline::Emphasis(content) => self.write(content, Style { emphasis: true, ..style }, place, pieces),
                Inline::Link { to, content } => self.link(to, content, style, place, pieces),
                Inline::Ground(grounds) => {
                    if let Some(number) = self.notes.number(grounds) {
                        pieces.extend(joiner(pieces));
                        pieces.push(self.reference(number, place));
                    }
                }
                Inline::Entry(position) => pieces.push(self.entry(*position, place)),
                Inline::Break => pieces.push(json!(["br"])),
                Inline::Connective | Inline::Stretch => {}
            }
        }
    }

    /// A link cannot hold another, so that what leads elsewhere in it stands after it.
    fn link(&mut self, to: &str, content: &[Inline], style: Style, place: Place, pieces: &mut Vec<Value>) {
        let mut inside = Vec::new();
        self.write(content, style, place, &mut inside);
        let leads_on = |piece: &Value| matches!(piece.get(0).and_then(Value::as_str), Some("n" | "e" | "a"));
        let (after, inside): (Vec<Value>, Vec<Value>) = inside.into_iter().partition(leads_on);
        match to.is_empty() || to.len() > ADDRESS || inside.is_empty() || place == Place::Repeated {
            true => pieces.extend(inside),
            false => pieces.push(json!(["a", to, inside])),
        }
        pieces.extend(after);
    }

    fn reference(&mut self, number: usize, place: Place) -> Value {
        if place == Place::Repeated {
            return json!(["n", number]);
        }
        let places = self.references.entry(number).or_default();
        let name = format!("ref-{number}-{}", places.len() + 1);
        places.push(name.clone());
        json!(["n", number, name])
    }

    fn entry(&mut self, position: u64, place: Place) -> Value {
        let shown = position.to_string();
        match place == Place::Once && self.placed.insert(position) {
            true => json!(["e", shown, entry_name(position)]),
            false => json!(["e", shown]),
        }
    }

    /// Returns an entry's number, leading to where the entry is set out if it is.
    pub fn to_entry(&self, position: u64) -> Value {
        match self.placed.contains(&position) {
            true => json!(["to", entry_name(position), position.to_string()]),
            false => json!(position.to_string()),
        }
    }
}

fn entry_name(position: u64) -> String {
    format!("entry-{position}")
}

/// Returns plain words as pieces.
pub fn plain(text: &str) -> Vec<Value> {
    let mut pieces = Vec::new();
    words(text, PLAIN, LONG, &mut pieces);
    pieces
}

/// A line may end between a question mark and a digit, but not before the mark of a note.
fn joiner(before: &[Value]) -> Option<Value> {
    let last = before.last()?;
    let words = last.as_str().or_else(|| last.get(1)?.as_str())?;
    words.ends_with(['?', '!']).then(|| json!("\u{2060}"))
}

/// Writes words; those with more characters than `long` in pieces between which they may break.
fn words(text: &str, style: Style, long: usize, pieces: &mut Vec<Value>) {
    let mut from = 0;
    for at in breaks(text, long) {
        push(&text[from..at], style, pieces);
        pieces.push(json!(["z"]));
        from = at;
    }
    push(&text[from..], style, pieces);
}

fn push(words: &str, style: Style, pieces: &mut Vec<Value>) {
    if words.is_empty() {
        return;
    }
    pieces.push(match (style.strong, style.emphasis) {
        (false, false) => json!(words),
        (true, false) => json!(["b", words]),
        (false, true) => json!(["i", words]),
        (true, true) => json!(["bi", words]),
    });
}

/// Returns where long words may break.
fn breaks(text: &str, long: usize) -> Vec<usize> {
    let mut breaks = Vec::new();
    for (start, word) in words_of(text).filter(|(_, word)| word.chars().nth(long).is_some()) {
        let mut together = 0;
        for (at, character) in word.char_indices() {
            together += 1;
            let after = at + character.len_utf8();
            let ends = character.is_ascii_punctuation() && together > PIECE / 2;
            if (ends || together >= PIECE.min(long)) && can_break(&word[after..]) {
                breaks.push(start + after);
                together = 0;
            }
        }
    }
    breaks
}

/// A mark that belongs to the letter before it stays with it.
fn can_break(rest: &str) -> bool {
    rest.chars().next().is_some_and(|next| next.is_alphanumeric() || next.is_ascii())
}

fn words_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = 0;
    text.split(' ').map(move |word| {
        let start = next;
        next += word.len() + 1;
        (start, word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_long_words_may_break_and_marks_stay_with_their_letters() {
        assert_eq!(plain("responsibilities of the authority"), [json!("responsibilities of the authority")]);
        let address = "see https://example.org/a-long-path";
        let before: Vec<&str> = breaks(address, LONG).iter().map(|at| &address[..*at]).collect();
        assert_eq!(
            before,
            ["see https:", "see https://exampl", "see https://example.org/", "see https://example.org/a-long-"]
        );
        assert_eq!(breaks(&"e\u{301}".repeat(20), LONG).first(), Some(&12));
    }
}
