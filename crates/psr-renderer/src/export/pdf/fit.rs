//! A document in which every character can be printed with the fonts there are.

use std::collections::BTreeMap;
use std::sync::Arc;

use psr_casefile::decision_record::Grounds;

use crate::document::text::shown_instead;
use crate::document::{Block, Cell, Document, Inline, Metadata, Table};
use crate::look::{Logo, Look};

/// Returns the document with every other character replaced by its number, such as `[U+1F600]`, and how often each was.
pub fn fit(document: &Document) -> (Document, BTreeMap<char, usize>) {
    let mut fitter = Fitter::default();
    let fitted = Document {
        title: fitter.inlines(&document.title),
        language: document.language,
        metadata: fitter.metadata(&document.metadata),
        look: Arc::new(fitter.look(&document.look)),
        blocks: fitter.blocks(&document.blocks),
    };
    (fitted, fitter.replaced)
}

/// Replaces characters and counts.
#[derive(Default)]
struct Fitter {
    replaced: BTreeMap<char, usize>,
}

impl Fitter {
    fn text(&mut self, text: &str) -> String {
        let mut fitted = String::with_capacity(text.len());
        for character in text.chars() {
            match character {
                '\n' | '\r' | '\t' => fitted.push(' '),
                // The marks that no format prints are shown in every format, and so not counted as this one's.
                other => match shown_instead(other) {
                    Some(shown) => fitted.push_str(&shown),
                    None if psr_typesetter::covers(other) => fitted.push(other),
                    None => {
                        *self.replaced.entry(other).or_default() += 1;
                        fitted.push_str(&format!("[U+{:04X}]", u32::from(other)));
                    }
                },
            }
        }
        fitted
    }

    fn metadata(&mut self, metadata: &Metadata) -> Metadata {
        Metadata { reference: self.text(&metadata.reference), head: self.text(&metadata.head), as_at: metadata.as_at }
    }

    fn look(&mut self, look: &Look) -> Look {
        Look {
            contact: look.contact.clone(),
            authority: look.authority.as_ref().map(|name| self.text(name)),
            colour: look.colour,
            logo: look.logo.as_ref().map(|logo| Logo { alt: self.text(&logo.alt), ..logo.clone() }),
        }
    }

    fn blocks(&mut self, blocks: &[Block]) -> Vec<Block> {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    fn block(&mut self, block: &Block) -> Block {
        match block {
            Block::Heading { level, content } => Block::Heading { level: *level, content: self.inlines(content) },
            Block::Paragraph(content) => Block::Paragraph(self.inlines(content)),
            Block::List { first, items } => {
                Block::List { first: *first, items: items.iter().map(|item| self.blocks(item)).collect() }
            }
            Block::Table(table) => Block::Table(self.table(table)),
            Block::Quotation(blocks) => Block::Quotation(self.blocks(blocks)),
            Block::Callout { title, blocks } => {
                Block::Callout { title: self.inlines(title), blocks: self.blocks(blocks) }
            }
        }
    }

    fn table(&mut self, table: &Table) -> Table {
        Table {
            caption: self.inlines(&table.caption),
            header: self.cells(&table.header),
            rows: table.rows.iter().map(|row| self.cells(row)).collect(),
            ..table.clone()
        }
    }

    fn cells(&mut self, cells: &[Cell]) -> Vec<Cell> {
        cells.iter().map(|cell| self.inlines(cell)).collect()
    }

    fn inlines(&mut self, inlines: &[Inline]) -> Vec<Inline> {
        inlines.iter().map(|inline| self.inline(inline)).collect()
    }

    fn inline(&mut self, inline: &Inline) -> Inline {
        match inline {
            Inline::Text(text) => Inline::Text(self.text(text)),
            Inline::Strong(content) => Inline::Strong(self.inlines(content)),
            Inline::Emphasis(content) => Inline::Emphasis(self.inlines(content)),
            Inline::Link { to, content } => Inline::Link { to: to.clone(), content: self.inlines(content) },
            Inline::Ground(grounds) => Inline::Ground(Grounds {
                provisions: grounds.provisions.iter().map(|provision| self.text(provision)).collect(),
                entries: grounds.entries.clone(),
            }),
            Inline::Entry(_) | Inline::Connective | Inline::Stretch | Inline::Break => inline.clone(),
        }
    }
}
