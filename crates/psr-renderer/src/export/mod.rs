//! The exporters: one for each format, each over the same document.

pub mod html;
pub mod markdown;

use crate::document::Document;
use crate::error::RenderError;

/// A format in which a document can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// One HTML page that stands on its own.
    Html,
    /// CommonMark with tables and footnotes.
    Markdown,
}

impl Format {
    /// Every format, in alphabetical order.
    pub const ALL: [Format; 2] = [Format::Html, Format::Markdown];

    /// Returns the name by which it is asked for, which is also how its files end.
    pub fn name(self) -> &'static str {
        match self {
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

    /// Writes a document in this format.
    pub fn write(self, document: &Document) -> String {
        match self {
            Format::Html => html::write(document),
            Format::Markdown => markdown::write(document),
        }
    }
}
