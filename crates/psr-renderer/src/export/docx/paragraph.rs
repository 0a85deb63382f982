//! Paragraphs: their style, how far they are set in, their mark in a list and the bar at their side.

use super::numbering::{BULLETS, LEVELS, STEP};
use super::writer::Writer;

/// How far the text beside a bar is set in, in twentieths of a point.
pub const INSET: u32 = 280;
/// How far a block may be set in.
const FURTHEST: u32 = 6_000;
/// How far a bar may stand from its text, in points.
const FARTHEST_BAR: u32 = 31;
/// The edge above and below a callout, which cannot be told from its ground.
const EDGE: &str = "w:val=\"single\" w:sz=\"4\" w:space=\"5\" w:color=\"F3F6F9\"";

/// Where a block stands.
#[derive(Debug, Clone, Copy, Default)]
pub struct Place {
    /// How far it is set in, in twentieths of a point.
    pub indent: u32,
    /// How many lists it stands in.
    pub depth: usize,
    /// The bar at its side.
    pub bar: Option<Bar>,
}

/// A bar at the side of what is quoted or must not be missed.
#[derive(Debug, Clone, Copy)]
pub struct Bar {
    kind: BarKind,
    indent: u32,
}

/// What a bar stands beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BarKind {
    /// Words quoted from someone.
    Quotation,
    /// Something a reader must not miss.
    Callout,
}

/// What stands before the first line of a list's item.
#[derive(Debug, Clone, Copy)]
pub enum Mark {
    /// A bullet.
    Bullet,
    /// The next number of a list, with the list's identifier.
    Next(usize),
    /// A number that is too great for a word processor to count to.
    Written(u64),
}

impl Place {
    /// Returns whether it is in nothing else.
    pub fn is_top(self) -> bool {
        self.indent == 0
    }

    /// Returns the place of what stands beside a bar.
    pub fn beside(self, kind: BarKind) -> Place {
        let indent = (self.indent + INSET).min(FURTHEST);
        Place { indent, bar: Some(Bar { kind, indent }), ..self }
    }

    /// Returns the place of what stands in an item of a list.
    pub fn in_item(self) -> Place {
        Place { indent: (self.indent + STEP).min(FURTHEST), depth: self.depth + 1, ..self }
    }

    /// Returns the level of a list that stands here, as far as levels are defined.
    pub fn level(self) -> usize {
        self.depth.min(LEVELS - 1)
    }

    fn style(self) -> Option<&'static str> {
        self.bar.map(|bar| match bar.kind {
            BarKind::Quotation => "Quote",
            BarKind::Callout => "Callout",
        })
    }

    /// Answers whether the style of a paragraph here says by itself how far it is set in.
    fn is_of_style(self) -> bool {
        self.indent == if self.bar.is_some() { INSET } else { 0 }
    }
}

impl Writer<'_> {
    /// Begins a paragraph of running text.
    pub fn open(&mut self, place: Place, keep_next: bool) {
        self.begin(place.style(), keep_next);
        if let Some(bar) = place.bar.filter(|bar| bar.indent != place.indent) {
            self.bar(bar, place.indent);
        }
        self.space();
        if !place.is_of_style() {
            self.xml.mark(format_args!("<w:ind w:left=\"{}\"/>", place.indent));
        }
        self.xml.raw("</w:pPr>");
    }

    /// Begins the first paragraph of a list's item; the place is that of what stands in the item.
    pub fn open_item(&mut self, place: Place, mark: Mark, keep_next: bool) {
        let level = place.depth.saturating_sub(1).min(LEVELS - 1);
        let number = if level == 0 { String::new() } else { (level + 1).min(5).to_string() };
        let (style, list) = match mark {
            Mark::Bullet => ("ListBullet", Some(BULLETS)),
            Mark::Next(list) => ("ListNumber", Some(list)),
            Mark::Written(_) => ("ListNumber", None),
        };
        self.begin(Some(&format!("{style}{number}")), keep_next);
        if let Some(list) = list {
            self.xml.mark(format_args!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>"));
        }
        let first_line = place.indent.saturating_sub(STEP);
        place.bar.into_iter().for_each(|bar| self.bar(bar, first_line));
        self.space();
        if list.is_none() || place.indent != STEP * (level as u32 + 1) {
            self.xml.mark(format_args!("<w:ind w:left=\"{}\" w:hanging=\"{STEP}\"/>", place.indent));
        }
        self.xml.raw("</w:pPr>");
        if let Mark::Written(number) = mark {
            self.xml.mark(format_args!("<w:r><w:t>{number}.</w:t></w:r><w:r><w:tab/></w:r>"));
        }
    }

    /// Begins a paragraph of a style that says all there is to say but how far it is set in.
    pub fn open_styled(&mut self, style: &str, indent: u32) {
        self.begin(Some(style), false);
        self.needs_space = false;
        if indent > 0 {
            self.xml.mark(format_args!("<w:ind w:left=\"{indent}\"/>"));
        }
        self.xml.raw("</w:pPr>");
    }

    /// Ends a paragraph.
    pub fn close(&mut self) {
        self.xml.raw("</w:p>");
    }

    fn begin(&mut self, style: Option<&str>, keep_next: bool) {
        self.follows_reference = false;
        self.xml.raw("<w:p><w:pPr>");
        if let Some(style) = style {
            self.xml.mark(format_args!("<w:pStyle w:val=\"{style}\"/>"));
        }
        if keep_next {
            self.xml.raw("<w:keepNext/>");
        }
    }

    /// Draws the bar where it began, although the paragraph is set in further.
    fn bar(&mut self, bar: Bar, leftmost: u32) {
        let space = (10 + leftmost.saturating_sub(bar.indent) / 20).min(FARTHEST_BAR);
        match bar.kind {
            BarKind::Quotation => self.xml.mark(format_args!(
                "<w:pBdr><w:left w:val=\"single\" w:sz=\"24\" w:space=\"{space}\" w:color=\"B1B4B6\"/></w:pBdr>"
            )),
            BarKind::Callout => {
                let colour = &self.colour;
                self.xml.mark(format_args!("<w:pBdr><w:top {EDGE}/><w:left w:val=\"single\" w:sz=\"48\" w:space=\"{space}\" w:color=\"{colour}\"/><w:bottom {EDGE}/></w:pBdr><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F3F6F9\"/>"));
            }
        }
    }

    /// A table leaves no space below it and a callout stands out, so what follows the one or begins the other brings its own.
    fn space(&mut self) {
        if std::mem::take(&mut self.needs_space) {
            self.xml.raw("<w:spacing w:before=\"240\"/>");
        }
    }
}
