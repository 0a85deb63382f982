//! The running text: words, emphasis, links and our conventions.

use psr_casefile::decision_record::Grounds;
use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::reader::{Reader, is_block};
use super::{Fault, Part};
use crate::convention::{Convention, SCHEME};
use crate::document::text::of_inlines;
use crate::document::{Inline, Picture};
use crate::error::StructureFault;

/// A piece of running text, or a convention that must stand alone in its paragraph.
enum Piece {
    Inline(Inline),
    Alone(Part),
}

impl<'a> Reader<'a> {
    /// Reads a paragraph, which may consist of a convention.
    pub(super) fn paragraph(&mut self, end: TagEnd) -> Result<Part, Fault> {
        let pieces = self.pieces(Some(end))?;
        self.one_part(pieces)
    }

    /// Reads words that stand in no paragraph, up to the next block or the end of what holds them.
    pub(super) fn loose_words(&mut self) -> Result<Part, Fault> {
        let pieces = self.pieces(None)?;
        self.one_part(pieces)
    }

    /// Reads running text in which no convention may stand alone.
    pub(super) fn inlines(&mut self, end: Option<TagEnd>) -> Result<Vec<Inline>, Fault> {
        let pieces = self.pieces(end)?;
        self.only_inlines(pieces)
    }

    fn one_part(&self, mut pieces: Vec<Piece>) -> Result<Part, Fault> {
        match pieces.pop() {
            Some(Piece::Alone(part)) if pieces.is_empty() => Ok(part),
            last => {
                pieces.extend(last);
                self.only_inlines(pieces).map(|inlines| Part::Block(crate::document::Block::Paragraph(inlines)))
            }
        }
    }

    fn only_inlines(&self, pieces: Vec<Piece>) -> Result<Vec<Inline>, Fault> {
        let mut inlines = Vec::with_capacity(pieces.len());
        for piece in pieces {
            match piece {
                Piece::Inline(inline) => push(&mut inlines, inline),
                Piece::Alone(_) => {
                    return Err(
                        self.fault(StructureFault::Convention("psr:caption, psr:callout or psr:picture".to_owned()))
                    );
                }
            }
        }
        Ok(inlines)
    }

    fn pieces(&mut self, end: Option<TagEnd>) -> Result<Vec<Piece>, Fault> {
        let mut pieces = Vec::new();
        while let Some((event, _)) = self.events.peek() {
            match event {
                Event::End(found) if Some(*found) == end => {
                    self.next();
                    break;
                }
                Event::End(_) if end.is_none() => break,
                Event::Start(tag) if end.is_none() && is_block(tag) => break,
                _ => {
                    if let Some(event) = self.next() {
                        pieces.push(self.piece(event)?);
                    }
                }
            }
        }
        Ok(pieces)
    }

    fn piece(&mut self, event: Event<'a>) -> Result<Piece, Fault> {
        let inline = match event {
            Event::Text(words) => Inline::Text(words.into_string()),
            Event::SoftBreak => Inline::Text(" ".to_owned()),
            Event::HardBreak => Inline::Break,
            Event::Start(Tag::Strong) => Inline::Strong(self.inlines(Some(TagEnd::Strong))?),
            Event::Start(Tag::Emphasis) => Inline::Emphasis(self.inlines(Some(TagEnd::Emphasis))?),
            Event::Start(Tag::Link { dest_url, .. }) => return self.link(dest_url),
            Event::InlineHtml(_) | Event::Html(_) => return Err(self.html()),
            Event::Code(_) => return Err(self.unsupported("code")),
            Event::Start(Tag::Image { .. }) => return Err(self.unsupported("pictures")),
            _ => return Err(self.unsupported("such a construct")),
        };
        Ok(Piece::Inline(inline))
    }

    fn link(&mut self, address: CowStr<'a>) -> Result<Piece, Fault> {
        let content = self.inlines(Some(TagEnd::Link))?;
        if !address.starts_with(SCHEME) {
            return self.outward_link(&address, content).map(Piece::Inline);
        }
        match Convention::read(&address) {
            Some(Convention::Ground(grounds)) => Ok(Piece::Inline(Inline::Ground(grounds))),
            Some(Convention::Entry(position)) => Ok(Piece::Inline(Inline::Entry(position))),
            Some(Convention::Caption { row_headers }) => Ok(Piece::Alone(Part::Caption { content, row_headers })),
            Some(Convention::Callout) => Ok(Piece::Alone(Part::CalloutTitle(content))),
            Some(Convention::Connective) => Ok(Piece::Inline(Inline::Connective)),
            Some(Convention::Stretch) => Ok(Piece::Inline(Inline::Stretch)),
            Some(Convention::Picture) => self.picture(&content),
            None => Err(self.fault(StructureFault::Convention(address.into_string()))),
        }
    }

    fn picture(&self, kind: &[Inline]) -> Result<Piece, Fault> {
        match of_inlines(kind).as_str() {
            "bars" => Ok(Piece::Alone(Part::Picture(Picture::Bars))),
            "timeline" => Ok(Piece::Alone(Part::Picture(Picture::Timeline))),
            other => Err(self.fault(StructureFault::Convention(format!("[{other}](psr:picture)")))),
        }
    }

    fn outward_link(&self, address: &str, content: Vec<Inline>) -> Result<Inline, Fault> {
        let printable = address.chars().all(|character| character.is_ascii_graphic());
        match address.split_once(':') {
            Some(("https" | "mailto", rest)) if printable && !rest.is_empty() => {
                Ok(Inline::Link { to: address.to_owned(), content })
            }
            _ => Err(self.fault(StructureFault::Link(address.to_owned()))),
        }
    }
}

/// Adds an inline; words join words, and grounds join grounds that stand right before them.
fn push(inlines: &mut Vec<Inline>, inline: Inline) {
    match (inlines.last_mut(), inline) {
        (Some(Inline::Text(before)), Inline::Text(words)) => before.push_str(&words),
        (Some(Inline::Ground(before)), Inline::Ground(grounds)) => join(before, grounds),
        (_, other) => inlines.push(other),
    }
}

fn join(grounds: &mut Grounds, more: Grounds) {
    let provisions =
        more.provisions.into_iter().filter(|provision| !grounds.provisions.contains(provision)).collect::<Vec<_>>();
    grounds.provisions.extend(provisions);
    grounds.entries.extend(more.entries);
    grounds.entries.sort_unstable();
    grounds.entries.dedup();
}
