//! The blocks of a document but its tables.

use super::paragraph::{BarKind, Mark, Place};
use super::writer::{Face, Writer};
use crate::document::{Block, Inline};

/// Down to which level headings stand in the contents.
pub const IN_CONTENTS: u8 = 3;

impl Writer<'_> {
    /// Writes blocks, each with an eye on the one after it.
    pub fn blocks(&mut self, blocks: &[Block], place: Place) {
        for (index, block) in blocks.iter().enumerate() {
            let next = blocks.get(index + 1);
            self.block(block, next, place);
        }
    }

    fn block(&mut self, block: &Block, next: Option<&Block>, place: Place) {
        match block {
            Block::Heading { level, content } => self.heading(*level, content, place),
            Block::Paragraph(content) => {
                self.open(place, leads_to(next));
                self.inlines(content, Face::default());
                self.close();
            }
            Block::List { first, items } => self.list(*first, items, place),
            Block::Table(table) => self.table(table, place),
            Block::Quotation(blocks) => self.blocks(blocks, place.beside(BarKind::Quotation)),
            Block::Callout { title, blocks } => self.callout(title, blocks, place),
        }
    }

    /// The title has a style of its own, so the headings below it begin at the first level.
    fn heading(&mut self, level: u8, content: &[Inline], place: Place) {
        let style = format!("Heading{}", level.clamp(2, 7) - 1);
        self.open_styled(&style, place.indent);
        let bookmark = (level <= IN_CONTENTS && place.is_top()).then(|| {
            self.sections += 1;
            self.open_bookmark(&section(self.sections))
        });
        self.inlines(content, Face::default());
        bookmark.into_iter().for_each(|id| self.close_bookmark(id));
        self.close();
    }

    fn callout(&mut self, title: &[Inline], blocks: &[Block], place: Place) {
        let place = place.beside(BarKind::Callout);
        self.needs_space = true;
        self.open(place, true);
        self.inlines(title, Face { bold: true, ..Face::default() });
        self.close();
        self.blocks(blocks, place);
    }

    fn list(&mut self, first: Option<u64>, items: &[Vec<Block>], place: Place) {
        let list = first.and_then(|first| self.numbering.begin(place.level(), first, items.len()));
        for (item, number) in items.iter().zip(first.unwrap_or(0)..) {
            let mark = match (first, list) {
                (None, _) => Mark::Bullet,
                (Some(_), Some(list)) => Mark::Next(list),
                (Some(_), None) => Mark::Written(number),
            };
            self.item(item, mark, place.in_item());
        }
    }

    /// An item's first paragraph stands beside its mark; an item without one has an empty line there.
    fn item(&mut self, blocks: &[Block], mark: Mark, place: Place) {
        let (first, rest) = match blocks {
            [Block::Paragraph(content), rest @ ..] => (content.as_slice(), rest),
            other => (&[][..], other),
        };
        self.open_item(place, mark, leads_to(rest.first()));
        self.inlines(first, Face::default());
        self.close();
        self.blocks(rest, place);
    }
}

/// Names the place of a heading that stands in the contents.
pub fn section(number: usize) -> String {
    format!("_Toc{number:09}")
}

/// Answers whether words lead to what follows them, so that no page may end between the two.
fn leads_to(next: Option<&Block>) -> bool {
    matches!(next, Some(Block::Quotation(_) | Block::List { .. }))
}
