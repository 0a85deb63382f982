//! A document as the data that the layout reads.

use psr_casefile::decision_record::Grounds;
use psr_typesetter::outlined;
use serde_json::{Value, json};

use super::columns;
use super::running::{LONG, Place, Running, plain};
use crate::document::notes::{Notes, runs};
use crate::document::text::of_inlines;
use crate::document::{Alignment, Block, CONTENTS_FROM, Cell, Document, Inline, Table};
use crate::figure::{self, Figure};

/// How much of the record's head stands at the foot of each page.
const SHORT: usize = 12;
/// How many characters of the title stand at the head of each page.
const HEAD: usize = 64;
/// How wide and how high a picture may be, in points.
const ROOM: (u32, u32) = (470, 600);
/// The most rows of a table that stays on one page.
const SMALL_ROWS: usize = 6;
/// The most characters in it.
const SMALL_WORDS: usize = 700;
/// The most characters in a cell whose row stays on one page.
const WHOLE: usize = 700;

/// Writes a document as data.
pub fn of(document: &Document) -> Value {
    let mut writer = Writer { running: Running::new(Notes::of(document)), headings: Vec::new(), level: 1 };
    let title = writer.running.pieces(&document.title, Place::Once);
    let blocks = writer.blocks(&document.blocks);
    let metadata = &document.metadata;
    json!({
        "title": title,
        "words": words_of_title(document),
        "running": shortened(&words_of_title(document), HEAD),
        "authority": document.look.authority,
        "colour": document.look.colour.map_or("#0b0c0c".to_owned(), |colour| colour.hex()),
        "logo": document.look.logo.as_ref().map(|logo| json!({ "alt": logo.alt, "wide": logo.width > logo.height.saturating_mul(4) })),
        "particulars": particulars(document),
        "reference": shortened(&metadata.reference, HEAD / 2),
        "head": short(&metadata.head),
        "contents": writer.headings.iter().filter(|heading| heading["level"] == 1).count() >= CONTENTS_FROM,
        "headings": writer.headings.iter().map(|heading| &heading["words"]).collect::<Vec<_>>(),
        "blocks": blocks,
        "notes": writer.notes(),
    })
}

/// A file must have a title, whatever the document says.
fn words_of_title(document: &Document) -> String {
    let words = of_inlines(&document.title);
    if words.trim().is_empty() { "Document".to_owned() } else { words }
}

fn particulars(document: &Document) -> Value {
    let metadata = &document.metadata;
    let as_at = metadata.as_at_in_words().unwrap_or_default();
    let all = [("Reference", &metadata.reference), ("Record as at", &as_at), ("Head of the record", &metadata.head)];
    all.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| json!([name, plain(value)])).collect()
}

/// Returns as much of a text as fits on part of a line.
fn shortened(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// Returns the beginning of a digest, without the name of its kind.
fn short(head: &str) -> String {
    let digest = head.rsplit(':').next().unwrap_or(head);
    digest.chars().take(SHORT).collect()
}

struct Writer {
    running: Running,
    headings: Vec<Value>,
    level: u8,
}

impl Writer {
    fn blocks(&mut self, blocks: &[Block]) -> Vec<Value> {
        let nexts = blocks.iter().skip(1).map(Some).chain([None]);
        blocks.iter().zip(nexts).flat_map(|(block, next)| self.block(block, next)).collect()
    }

    fn block(&mut self, block: &Block, next: Option<&Block>) -> Vec<Value> {
        let leads = matches!(next, Some(Block::Quotation(_) | Block::List { .. }));
        match block {
            Block::Heading { level, content } => vec![self.heading(*level, content)],
            Block::Paragraph(content) if leads && of_inlines(content).trim_end().ends_with(':') => {
                vec![json!({ "kind": "lead", "content": self.running.pieces(content, Place::Once) })]
            }
            Block::Paragraph(content) => vec![self.paragraph(content)],
            Block::List { items, .. } if items.is_empty() => Vec::new(),
            Block::List { first, items } => vec![self.list(*first, items)],
            Block::Table(table) => self.table(table),
            Block::Quotation(blocks) => vec![json!({ "kind": "quotation", "blocks": self.blocks(blocks) })],
            Block::Callout { title, blocks } => {
                let title = self.running.pieces(title, Place::Once);
                vec![json!({ "kind": "callout", "title": title, "blocks": self.blocks(blocks) })]
            }
        }
    }

    fn paragraph(&mut self, content: &[Inline]) -> Value {
        json!({ "kind": "paragraph", "content": self.running.pieces(content, Place::Once) })
    }

    /// A PDF that everybody can read has no empty heading and skips no level; the reader of documents sees to both, and so does this.
    fn heading(&mut self, level: u8, content: &[Inline]) -> Value {
        let words = of_inlines(content);
        if words.trim().is_empty() {
            return self.paragraph(content);
        }
        self.level = level.saturating_sub(1).clamp(1, self.deepest());
        self.headings.push(json!({ "level": self.level, "words": words }));
        let name = format!("section-{}", self.headings.len());
        let content = self.running.pieces(content, Place::Once);
        json!({ "kind": "heading", "level": self.level, "name": name, "content": content })
    }

    fn deepest(&self) -> u8 {
        if self.headings.is_empty() { 1 } else { self.level + 1 }
    }

    fn list(&mut self, first: Option<u64>, items: &[Vec<Block>]) -> Value {
        let short = |item: &Vec<Block>| matches!(item.as_slice(), [] | [Block::Paragraph(_)]);
        let tight = items.iter().all(short);
        // The layout counts with signed numbers.
        let first = first.map(|first| first.min(u64::from(u32::MAX)));
        let items: Vec<Vec<Value>> = items.iter().map(|item| self.blocks(item)).collect();
        json!({ "kind": "list", "first": first, "tight": tight, "items": items })
    }

    fn table(&mut self, table: &Table) -> Vec<Value> {
        let count = std::iter::once(&table.header).chain(&table.rows).map(Vec::len).max().unwrap_or(0);
        if count == 0 {
            return vec![self.paragraph(&table.caption)];
        }
        let picture = figure::of(table).and_then(|figure| picture(&figure));
        let caption = self.running.pieces(&table.caption, Place::Once);
        let columns = columns::of(table, count, LONG);
        self.running.long = columns.long;
        let header = self.cells(&table.header, count, Place::Repeated);
        let rows: Vec<Vec<Vec<Value>>> = table.rows.iter().map(|row| self.cells(row, count, Place::Once)).collect();
        self.running.long = LONG;
        let whole = table.rows.iter().flatten().all(|cell| of_inlines(cell).len() <= WHOLE);
        let set = json!({
            "kind": "table", "together": together(table), "caption": caption, "shares": columns.shares, "size": columns.size, "align": alignments(table, count),
            "header": header, "rows": rows, "row-headers": table.row_headers, "whole": whole,
        });
        picture.into_iter().chain([set]).collect()
    }

    fn cells(&mut self, cells: &[Cell], count: usize, place: Place) -> Vec<Vec<Value>> {
        let mut written: Vec<Vec<Value>> = cells.iter().map(|cell| self.running.pieces(cell, place)).collect();
        written.resize(count, Vec::new());
        written
    }

    fn notes(&self) -> Vec<Vec<Value>> {
        (1..).zip(self.running.notes.iter()).map(|(number, grounds)| self.note(number, grounds)).collect()
    }

    /// What a note says, and on which pages it is referred to.
    fn note(&self, number: usize, grounds: &Grounds) -> Vec<Value> {
        let mut pieces = plain(&grounds.provisions.join(", "));
        if !grounds.provisions.is_empty() && !grounds.entries.is_empty() {
            pieces.push(json!("; "));
        }
        self.note_entries(&grounds.entries, &mut pieces);
        pieces.extend(self.running.references.get(&number).map(|places| json!(["pages", places])));
        pieces
    }

    fn note_entries(&self, entries: &[u64], pieces: &mut Vec<Value>) {
        let runs = runs(entries);
        pieces.extend(match entries.len() {
            0 => None,
            1 => Some(json!("entry ")),
            _ => Some(json!("entries ")),
        });
        for (index, (first, last)) in runs.iter().copied().enumerate() {
            pieces.extend(match index {
                0 => None,
                final_run if final_run + 1 == runs.len() => Some(json!(" and ")),
                _ => Some(json!(", ")),
            });
            pieces.push(self.running.to_entry(first));
            if first != last {
                pieces.extend([json!(" to "), self.running.to_entry(last)]);
            }
        }
    }
}

/// A picture that would have to be made so small that its words could not be read is left out: the table says the same.
fn picture(figure: &Figure) -> Option<Value> {
    let width = ROOM.0.min(figure.width * ROOM.1 / figure.height.max(1));
    let readable = width * 5 >= figure.width * 2;
    let svg = if figure.svg.chars().all(is_simple) { Some(figure.svg.clone()) } else { outlined(&figure.svg).ok() };
    svg.filter(|_| readable).map(|svg| json!({ "kind": "picture", "svg": svg, "alt": figure.alt, "width": width }))
}

/// Answers whether a character is one shape, which in the words of a picture it must be.
fn is_simple(character: char) -> bool {
    matches!(character, '\n' | ' '..='\u{17f}' | '–'..='…' | '€')
}

/// Answers whether a table is so small that it stays on one page.
fn together(table: &Table) -> bool {
    let words = table.rows.iter().flatten().map(|cell| of_inlines(cell).chars().count()).sum::<usize>();
    table.rows.len() <= SMALL_ROWS && words <= SMALL_WORDS
}

fn alignments(table: &Table, count: usize) -> Vec<&'static str> {
    let name = |column: usize| match table.alignments.get(column) {
        Some(Alignment::End) => "end",
        Some(Alignment::Centre) => "centre",
        Some(Alignment::Start) | None => "start",
    };
    (0..count).map(name).collect()
}
