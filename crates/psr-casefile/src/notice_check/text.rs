//! The text of a notice as words in sentences, each with its place.

use std::collections::BTreeMap;
use std::ops::Range;

use psr_rules::facts::{Passage, PassagePlace, line_of};

use super::Evidence;

/// How many characters of a notice are quoted at most.
const QUOTED: usize = 220;

/// A part of a notice's text, cut into words.
#[derive(Debug)]
pub(super) struct Words<'n> {
    /// The part.
    pub passage: &'n Passage,
    /// Its words.
    pub words: Vec<Word>,
    /// The places of each word among them.
    pub places: BTreeMap<String, Vec<usize>>,
}

/// A word in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// The word, without apostrophes.
    pub lower: String,
    /// Where it stands, in bytes.
    pub span: Range<usize>,
    /// The number of its sentence.
    pub sentence: usize,
}

impl<'n> Words<'n> {
    /// Cuts a part of the text into words.
    pub fn of(passage: &'n Passage) -> Self {
        let words = cut(&passage.text);
        let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, word) in words.iter().enumerate() {
            places.entry(word.lower.clone()).or_default().push(place);
        }
        Self { passage, words, places }
    }

    /// Returns the bytes from the first word of a sentence to its last.
    pub fn sentence_around(&self, span: &Range<usize>) -> Range<usize> {
        let after = self.words.partition_point(|word| word.span.end <= span.start);
        let Some(sentence) = self.words.get(after).or(self.words.last()).map(|word| word.sentence) else {
            return span.clone();
        };
        let first = self.words.partition_point(|word| word.sentence < sentence);
        let end = self.words.partition_point(|word| word.sentence <= sentence);
        self.words[first].span.start.min(span.start)..self.words[end - 1].span.end.max(span.end)
    }

    /// Quotes the sentence in which something stands, or what of it is nearest.
    pub fn quote(&self, span: &Range<usize>) -> Evidence {
        let around = self.sentence_around(span);
        let text = &self.passage.text;
        let sentence = text.get(around.clone()).unwrap_or_default();
        // Of a long sentence, what stands shortly before and after.
        let (from, cut_before) =
            if sentence.len() > QUOTED { before(text, span.start, around.start) } else { (around.start, false) };
        let quote: String = text
            .get(from..closed(text, around.end))
            .unwrap_or_default()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let short: String = quote.chars().take(QUOTED).collect();
        let (head, tail) = (if cut_before { "… " } else { "" }, if short.len() < quote.len() { " …" } else { "" });
        Evidence {
            quote: format!("{head}{}{tail}", short.trim_end()),
            place: self.place(span.start),
            named: Vec::new(),
        }
    }

    /// Says where a byte stands.
    pub fn place(&self, byte: usize) -> String {
        match &self.passage.place {
            PassagePlace::Line(first) => format!("line {}", line_of(&self.passage.text, byte, *first)),
            PassagePlace::Path(path) => path.clone(),
        }
    }
}

/// Returns the last place at or before a byte at which a character begins.
pub(super) fn boundary(text: &str, byte: usize) -> usize {
    (0..=byte.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

/// Returns the end of what is quoted with the signs that close its last word.
fn closed(text: &str, end: usize) -> usize {
    let closing = |c: char| matches!(c, ')' | ']' | '%' | '”' | '’' | '"' | '>');
    text[end..].char_indices().find(|(_, c)| !closing(*c)).map_or(text.len(), |(at, _)| end + at)
}

/// Returns where to begin to quote, at a space not long before a byte.
fn before(text: &str, byte: usize, least: usize) -> (usize, bool) {
    let from = byte.saturating_sub(QUOTED / 3).max(least);
    let space = (from..byte).find(|at| text.is_char_boundary(*at) && text[*at..].starts_with(char::is_whitespace));
    (space.unwrap_or(byte), from > least)
}

fn cut(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let (mut start, mut sentence, mut last_end) = (None, 0, 0);
    let ends = text.char_indices().chain([(text.len(), ' ')]);
    for (at, letter) in ends {
        let inside = letter.is_alphanumeric() || (matches!(letter, '\'' | '’') && start.is_some());
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                sentence += usize::from(last_end > 0 && ends_a_sentence(text, last_end, from));
                let lower: String = text[from..at].chars().filter(|c| c.is_alphanumeric()).collect();
                words.push(Word { lower: lower.to_lowercase(), span: from..at, sentence });
                (start, last_end) = (None, at);
            }
            _ => {}
        }
    }
    words
}

/// How long a line is at least that was broken because it was full.
const FULL: usize = 60;

/// Answers whether a sentence ends between two words: at a full stop before a space, an empty line, or a line that begins an item, has a label, or begins
/// with a capital after a line that was not full or that ended with a bracket.
fn ends_a_sentence(text: &str, from: usize, to: usize) -> bool {
    let between = &text[from..to];
    let stop = between
        .char_indices()
        .any(|(at, sign)| matches!(sign, '.' | '!' | '?' | ';') && between[at + 1..].starts_with(char::is_whitespace));
    let Some((_, line)) = between.rsplit_once('\n') else { return stop };
    let empty = between.matches('\n').count() > 1;
    let item = line.trim_start().starts_with(['-', '•', '*', '–']);
    let before = text[..from].rsplit('\n').next().unwrap_or_default();
    let ended = between.trim_start().starts_with([']', ':']) || before.chars().take(FULL).count() < FULL;
    let apart = ended && text[to..].starts_with(char::is_uppercase);
    stop || empty || item || apart || has_label(&text[to..])
}

/// Answers whether a line begins with a label of a few words and a colon.
fn has_label(line: &str) -> bool {
    let head: String = line.chars().take(48).take_while(|c| *c != '\n').collect();
    let Some((label, after)) = head.split_once(':') else { return false };
    let words =
        label.split_whitespace().count() <= 6 && label.chars().all(|c| c.is_alphanumeric() || " -/()’'".contains(c));
    words && !after.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(text: &str) -> Vec<String> {
        let passage = Passage { text: text.to_owned(), place: PassagePlace::Line(1) };
        let words = Words::of(&passage);
        let mut found: Vec<String> =
            words.words.iter().map(|word| text[words.sentence_around(&word.span)].to_owned()).collect();
        found.dedup();
        found
    }

    #[test]
    fn sentences_end_at_stops_empty_lines_items_and_labels() {
        let cases = [
            ("One two. Three", vec!["One two", "Three"]),
            ("by 25.03.2026 at 23.59", vec!["by 25.03.2026 at 23.59"]),
            ("wrapped\nline", vec!["wrapped\nline"]),
            ("One\nTwo", vec!["One", "Two"]),
            (
                "[one, of which this is the end although there is so very much of it]\nTwo",
                vec!["one, of which this is the end although there is so very much of it", "Two"],
            ),
            ("one\n\ntwo", vec!["one", "two"]),
            ("one\n- two", vec!["one", "two"]),
            ("By: 25 March\nStart: 1 April", vec!["By: 25 March", "Start: 1 April"]),
            ("by\n23:59 today", vec!["by\n23:59 today"]),
            ("", vec![]),
        ];
        for (text, expected) in cases {
            assert_eq!(sentences(text), expected, "{text:?}");
        }
    }

    #[test]
    fn long_sentences_are_quoted_around_what_was_found() {
        let text = format!("{}here é it is {}", "word ".repeat(100), "more ".repeat(100));
        let passage = Passage { text: text.clone(), place: PassagePlace::Line(4) };
        let at = text.find("here").unwrap_or_default();
        let quoted = Words::of(&passage).quote(&(at..at + 4));
        assert!(quoted.quote.starts_with("… ") && quoted.quote.ends_with(" …") && quoted.quote.contains("here é it"));
        assert_eq!(quoted.place, "line 4");
    }
}
