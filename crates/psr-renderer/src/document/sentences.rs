//! The sentences of a document, each with what it rests on.
//!
//! A sentence carries the grounds that stand in it or right after it. One that rests on nothing says so by a mark of its own: it leads the reader on. A
//! row of a table counts as one sentence, and so does each stretch of words that is marked as
//! one, such as what one person typed, up to the grounds that follow it. Headings and captions name
//! what stands under them and are no sentences.

use psr_casefile::decision_record::Grounds;

use super::text::of_inlines;
use super::{Block, Document, Inline, Table};

/// A sentence of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// What it says.
    pub text: String,
    /// What it rests on.
    pub grounds: Vec<Grounds>,
    /// Whether it is marked as resting on nothing.
    pub connective: bool,
    /// The heading under which it stands.
    pub under: String,
}

impl Sentence {
    /// Answers whether it has grounds, or says that it needs none.
    pub fn is_accounted_for(&self) -> bool {
        self.connective || !self.grounds.is_empty()
    }
}

/// Returns the sentences of a document, in the order in which a reader meets them.
pub fn sentences(document: &Document) -> Vec<Sentence> {
    let mut walk = Walk { sentences: Vec::new(), under: of_inlines(&document.title) };
    walk.blocks(&document.blocks);
    walk.sentences
}

struct Walk {
    sentences: Vec<Sentence>,
    under: String,
}

impl Walk {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading { content, .. } => self.under = of_inlines(content),
                Block::Paragraph(content) => self.line(content),
                Block::List { items, .. } => items.iter().for_each(|item| self.blocks(item)),
                Block::Table(table) => self.table(table),
                Block::Quotation(blocks) | Block::Callout { blocks, .. } => self.blocks(blocks),
            }
        }
    }

    fn line(&mut self, content: &[Inline]) {
        let mut line = Line::default();
        content.iter().for_each(|inline| line.read(inline));
        let under = self.under.clone();
        self.sentences.extend(line.finish().into_iter().map(|sentence| Sentence { under: under.clone(), ..sentence }));
    }

    fn table(&mut self, table: &Table) {
        for row in &table.rows {
            let mut line = Line { together: true, ..Line::default() };
            row.iter().for_each(|cell| cell.iter().for_each(|inline| line.read(inline)));
            let cells: Vec<String> = row.iter().map(|cell| of_inlines(cell)).filter(|cell| !cell.is_empty()).collect();
            let read = line.finish();
            self.sentences.push(Sentence {
                text: cells.join(" | "),
                grounds: read.iter().flat_map(|sentence| sentence.grounds.clone()).collect(),
                connective: read.iter().any(|sentence| sentence.connective),
                under: self.under.clone(),
            });
        }
    }
}

/// A line as it is read: the sentences so far, and how many of them wait for the grounds of the stretch they belong to.
#[derive(Default)]
struct Line {
    done: Vec<Sentence>,
    text: String,
    grounds: Vec<Grounds>,
    connective: bool,
    /// Whether what follows belongs together, and shares the grounds after it.
    together: bool,
}

impl Line {
    fn read(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(words) => self.words(words),
            Inline::Strong(content) | Inline::Emphasis(content) | Inline::Link { content, .. } => {
                content.iter().for_each(|inline| self.read(inline));
            }
            Inline::Entry(position) => self.words(&position.to_string()),
            Inline::Break => self.words(" "),
            Inline::Stretch => self.together = true,
            Inline::Ground(grounds) => {
                self.grounds.push(grounds.clone());
                self.together = false;
            }
            Inline::Connective => {
                self.connective = true;
                self.together = false;
            }
        }
    }

    fn words(&mut self, words: &str) {
        if ends_a_sentence(&self.text) && !self.together && words.starts_with(char::is_whitespace) {
            self.end();
        }
        let mut rest = words;
        while let Some(end) = boundary(rest).filter(|_| !self.together) {
            self.text.push_str(&rest[..end]);
            rest = rest[end..].trim_start();
            self.end();
        }
        self.text.push_str(rest);
    }

    fn end(&mut self) {
        let text = std::mem::take(&mut self.text);
        let (grounds, connective) = (std::mem::take(&mut self.grounds), std::mem::take(&mut self.connective));
        match text.trim() {
            "" => self.done.iter_mut().last().into_iter().for_each(|last| {
                last.grounds.extend(grounds.clone());
                last.connective |= connective;
            }),
            said => {
                let sentence = Sentence { text: said.to_owned(), grounds, connective, under: String::new() };
                self.done.push(sentence);
            }
        }
    }

    fn finish(mut self) -> Vec<Sentence> {
        self.end();
        self.done
    }
}

/// Words after which a full stop ends no sentence.
const ABBREVIATIONS: [&str; 12] = ["Dr", "Mr", "Mrs", "Ms", "Prof", "St", "No", "para", "e.g", "i.e", "etc", "vs"];

/// Returns where the first sentence ends before another begins: after its stop and whatever closes it.
fn boundary(text: &str) -> Option<usize> {
    let spaces = text.char_indices().filter(|(_, character)| character.is_whitespace());
    spaces.map(|(at, _)| at).find(|at| {
        let next = text[*at..].trim_start().chars().next();
        let begins = next.is_some_and(|next| next.is_uppercase() || next.is_ascii_digit() || "“‘\"'(".contains(next));
        begins && ends_a_sentence(&text[..*at])
    })
}

fn ends_a_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['”', '’', '"', '\'', ')', ']']);
    let Some(before) = bare.strip_suffix(['.', '?', '!', '…']) else { return false };
    let word = before.rsplit(|character: char| character.is_whitespace() || character == '(').next().unwrap_or("");
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    !(bare.ends_with('.') && (ABBREVIATIONS.contains(&word) || is_initial))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::Arc;

    use super::*;
    use crate::commonmark;
    use crate::document::Metadata;

    fn check(source: &str, expected: &[(&str, usize, bool)]) {
        let text = format!("# T\n\n{source}");
        let document = commonmark::read(&text, Metadata::default(), Arc::default()).unwrap();
        let found = sentences(&document);
        let found: Vec<(&str, usize, bool)> = found
            .iter()
            .map(|sentence| (sentence.text.as_str(), sentence.grounds.len(), sentence.connective))
            .collect();
        assert_eq!(found, expected, "{source}");
    }

    #[test]
    fn each_sentence_has_the_grounds_in_it_and_right_after_it() {
        check("One. Two.[](psr:ground/reg%206?4)", &[("One.", 0, false), ("Two.", 1, false)]);
        check(
            "One.[](psr:ground/reg%206?4) Two.[](psr:connective) Three",
            &[("One.", 1, false), ("Two.", 0, true), ("Three", 0, false)],
        );
        check(
            "So because a[](psr:ground/reg%206?4), and b[](psr:ground/reg%207?5).",
            &[("So because a, and b.", 2, false)],
        );
        check(
            "**One.**[](psr:ground/reg%206?4) *Two?* (Three.)",
            &[("One.", 1, false), ("Two?", 0, false), ("(Three.)", 0, false)],
        );
    }

    #[test]
    fn words_that_belong_together_share_their_grounds() {
        check(
            "[](psr:stretch)One. Two. Three.[](psr:ground/reg%206?4) Four.",
            &[("One. Two. Three.", 1, false), ("Four.", 0, false)],
        );
    }

    #[test]
    fn abbreviations_and_initials_end_no_sentence() {
        check("Dr. J. Example of No. 4 agreed.", &[("Dr. J. Example of No. 4 agreed.", 0, false)]);
    }

    #[test]
    fn a_row_is_one_sentence() {
        check(
            "[C](psr:caption)\n\n| A | B |\n| --- | --- |\n| One. Two. | 3[](psr:ground/reg%206?4) |",
            &[("One. Two. | 3", 1, false)],
        );
    }
}
