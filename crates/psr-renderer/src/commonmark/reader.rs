//! The blocks: from the parser's events to parts, and where in the text each stands.

use std::iter::Peekable;

use pulldown_cmark::{Event, OffsetIter, Options, Parser, Tag, TagEnd};

use super::{Fault, Part, assemble};
use crate::document::{Alignment, Block, Cell, Inline, Table};
use crate::error::StructureFault;

/// How deep lists and quotations may stand within one another.
const DEPTH: usize = 16;

/// Reads the events of one text.
pub struct Reader<'a> {
    text: &'a str,
    pub(super) events: Peekable<OffsetIter<'a>>,
    pub(super) position: usize,
    level: u8,
    depth: usize,
}

impl<'a> Reader<'a> {
    /// Begins to read a text.
    pub fn new(text: &'a str) -> Reader<'a> {
        let events = Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter().peekable();
        Reader { text, events, position: 0, level: 0, depth: 0 }
    }

    /// Reads the whole text: the title and the blocks after it.
    pub fn document(mut self) -> Result<(Vec<Inline>, Vec<Block>), Fault> {
        let mut parts = self.parts(None)?.into_iter();
        match parts.next() {
            Some(Part::Title(title)) => Ok((title, assemble::blocks(parts).map_err(|fault| self.fault(fault))?)),
            _ => Err(Fault { line: 1, fault: StructureFault::Title }),
        }
    }

    /// Makes a fault at the present place.
    pub(super) fn fault(&self, fault: StructureFault) -> Fault {
        let before = self.text.get(..self.position).unwrap_or_default();
        Fault { line: before.matches('\n').count() + 1, fault }
    }

    /// Takes the next event.
    pub(super) fn next(&mut self) -> Option<Event<'a>> {
        let (event, range) = self.events.next()?;
        self.position = range.start;
        Some(event)
    }

    /// Reads parts up to the end of what holds them, or of the text.
    fn parts(&mut self, end: Option<TagEnd>) -> Result<Vec<Part>, Fault> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(self.fault(StructureFault::TooDeep));
        }
        let mut parts = Vec::new();
        while let Some((event, _)) = self.events.peek() {
            match event {
                Event::End(found) if Some(*found) == end => {
                    self.next();
                    break;
                }
                Event::Start(tag) if is_block(tag) => {
                    if let Some(Event::Start(tag)) = self.next() {
                        parts.push(self.part(tag)?);
                    }
                }
                Event::Rule => {
                    self.next();
                    return Err(self.unsupported("rules"));
                }
                // The words of a list item whose list has no blank lines.
                _ => parts.push(self.loose_words()?),
            }
        }
        self.depth -= 1;
        Ok(parts)
    }

    fn part(&mut self, tag: Tag<'a>) -> Result<Part, Fault> {
        match tag {
            Tag::Paragraph => self.paragraph(TagEnd::Paragraph),
            Tag::Heading { level, .. } => self.heading(level as u8, tag.to_end()),
            Tag::List(first) => self.list(first),
            Tag::BlockQuote(_) => {
                let parts = self.parts(Some(tag.to_end()))?;
                assemble::quotation(parts).map(Part::Block).map_err(|fault| self.fault(fault))
            }
            Tag::Table(alignments) => self.table(alignments.into_iter().map(alignment).collect()),
            Tag::HtmlBlock => Err(self.html()),
            Tag::CodeBlock(_) => Err(self.unsupported("code; a line may be indented too far")),
            _ => Err(self.unsupported("such blocks")),
        }
    }

    fn heading(&mut self, level: u8, end: TagEnd) -> Result<Part, Fault> {
        let content = self.inlines(Some(end))?;
        let before = std::mem::replace(&mut self.level, level);
        if crate::document::text::of_inlines(&content).trim().is_empty() {
            return Err(self.fault(StructureFault::EmptyHeading));
        }
        match (before, level) {
            (0, 1) => Ok(Part::Title(content)),
            (0, _) | (_, 1) => Err(self.fault(StructureFault::Title)),
            (before, found) if found > before + 1 => Err(self.fault(StructureFault::SkippedLevel { before, found })),
            _ => Ok(Part::Block(Block::Heading { level, content })),
        }
    }

    fn list(&mut self, first: Option<u64>) -> Result<Part, Fault> {
        let mut items = Vec::new();
        while let Some(Event::Start(Tag::Item)) = self.next() {
            let parts = self.parts(Some(TagEnd::Item))?;
            items.push(assemble::blocks(parts.into_iter()).map_err(|fault| self.fault(fault))?);
        }
        Ok(Part::Block(Block::List { first, items }))
    }

    fn table(&mut self, alignments: Vec<Alignment>) -> Result<Part, Fault> {
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        while let Some(event) = self.next() {
            match event {
                Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::new()),
                Event::Start(Tag::TableCell) => {
                    let cell = self.inlines(Some(TagEnd::TableCell))?;
                    rows.last_mut().into_iter().for_each(|row| row.push(cell.clone()));
                }
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        let header = rows.remove(0);
        // The caption stands before the table and is put in when the parts are assembled.
        Ok(Part::Block(Block::Table(Table {
            caption: Vec::new(),
            alignments,
            header,
            rows,
            row_headers: false,
            picture: None,
        })))
    }

    pub(super) fn html(&self) -> Fault {
        let line = self.text.get(self.position..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        self.fault(StructureFault::Html(line.to_owned()))
    }

    pub(super) fn unsupported(&self, what: &'static str) -> Fault {
        self.fault(StructureFault::Unsupported(what))
    }
}

/// Returns whether a tag begins a block.
pub fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. } | Tag::Strikethrough)
}

fn alignment(alignment: pulldown_cmark::Alignment) -> Alignment {
    match alignment {
        pulldown_cmark::Alignment::Right => Alignment::End,
        pulldown_cmark::Alignment::Center => Alignment::Centre,
        pulldown_cmark::Alignment::None | pulldown_cmark::Alignment::Left => Alignment::Start,
    }
}
