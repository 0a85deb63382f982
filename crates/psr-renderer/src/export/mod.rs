//! The exporters: one for each format, each over the same document.

pub mod docx;
pub mod html;
pub mod markdown;

use std::collections::BTreeMap;

use crate::document::Document;
use crate::error::RenderError;

/// A format in which a document can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// The file of a word processor.
    Docx,
    /// One HTML page that stands on its own.
    Html,
    /// CommonMark with tables and footnotes.
    Markdown,
}

impl Format {
    /// Every format, in alphabetical order.
    pub const ALL: [Format; 3] = [Format::Docx, Format::Html, Format::Markdown];
    /// The formats that are text, which stand in what is published and exported.
    pub const TEXT: [Format; 2] = [Format::Html, Format::Markdown];

    /// Returns the name by which it is asked for, which is also how its files end.
    pub fn name(self) -> &'static str {
        match self {
            Format::Docx => "docx",
            Format::Html => "html",
            Format::Markdown => "md",
        }
    }

    /// Reads the name of a format.
    pub fn parse(name: &str) -> Result<Format, RenderError> {
        let found = Format::ALL.into_iter().find(|format| format.name() == name);
        found.ok_or_else(|| RenderError::UnknownFormat {
            name: name.to_owned(),
            known: Format::ALL.map(Format::name).join(", "),
        })
    }

    /// Answers whether it is text, which can be shown on a terminal.
    pub fn is_text(self) -> bool {
        Format::TEXT.contains(&self)
    }

    /// Writes a document in this format.
    ///
    /// # Errors
    /// When the format has no way to show something in the document.
    pub fn write(self, document: &Document) -> Result<Rendition, RenderError> {
        Ok(match self {
            Format::Docx => Rendition::file(docx::write(document)),
            Format::Html => Rendition::text(html::write(document)),
            Format::Markdown => Rendition::text(markdown::write(document)),
        })
    }
}

/// A document as it was written in some format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendition {
    /// The file.
    pub bytes: Vec<u8>,
    /// Characters that the format's fonts cannot show, each with how often it was replaced by its number.
    pub replaced: BTreeMap<char, usize>,
}

impl Rendition {
    /// Makes one of a file that can show every character.
    pub fn file(bytes: Vec<u8>) -> Rendition {
        Rendition { bytes, replaced: BTreeMap::new() }
    }

    /// Makes one of text, in which every character can stand.
    pub fn text(text: String) -> Rendition {
        Rendition::file(text.into_bytes())
    }
}
