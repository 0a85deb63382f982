//! The exporters: one for each format, each over the same document.

pub mod docx;
pub mod html;
pub mod markdown;
#[cfg(feature = "pdf")]
pub mod pdf;

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
    /// Tagged pages, to PDF/UA-1. They are written where the program was built with the feature `pdf`.
    Pdf,
}

impl Format {
    /// Every format that the program was built with, in alphabetical order.
    #[cfg(feature = "pdf")]
    pub const ALL: &'static [Format] = &[Format::Docx, Format::Html, Format::Markdown, Format::Pdf];
    /// Every format that the program was built with, in alphabetical order.
    #[cfg(not(feature = "pdf"))]
    pub const ALL: &'static [Format] = &[Format::Docx, Format::Html, Format::Markdown];

    /// The formats that are text.
    pub const TEXT: &'static [Format] = &[Format::Html, Format::Markdown];

    /// Returns the name by which it is asked for, which is also how its files end.
    pub fn name(self) -> &'static str {
        match self {
            Format::Docx => "docx",
            Format::Html => "html",
            Format::Markdown => "md",
            Format::Pdf => "pdf",
        }
    }

    /// Reads the name of a format.
    pub fn parse(name: &str) -> Result<Format, RenderError> {
        Format::ALL.iter().copied().find(|format| format.name() == name).ok_or_else(|| {
            let known = Format::ALL.iter().map(|format| format.name()).collect::<Vec<_>>().join(", ");
            match name == Format::Pdf.name() {
                true => RenderError::NotBuiltIn { name: name.to_owned(), known },
                false => RenderError::UnknownFormat { name: name.to_owned(), known },
            }
        })
    }

    /// Answers whether it is text, which can be shown on a terminal.
    pub fn is_text(self) -> bool {
        Format::TEXT.contains(&self)
    }

    /// Writes a document in this format.
    ///
    /// # Errors
    /// When the format has no way to show something in the document, or the program was built without it.
    pub fn write(self, document: &Document) -> Result<Rendition, RenderError> {
        match self {
            Format::Docx => Ok(Rendition::file(docx::write(document))),
            Format::Html => Ok(Rendition::text(html::write(document))),
            Format::Markdown => Ok(Rendition::text(markdown::write(document))),
            #[cfg(feature = "pdf")]
            Format::Pdf => pdf::write(document),
            #[cfg(not(feature = "pdf"))]
            Format::Pdf => {
                Err(Format::parse(self.name()).expect_err("a program without the format knows it by name only"))
            }
        }
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
