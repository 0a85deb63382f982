//! PDF: pages for a board's papers, tagged so that they can be read by ear, written to PDF/UA-1.
//!
//! The document travels as data: [`data`] writes it as JSON, and one fixed layout, `document.typ`, reads that and sets it. What a person typed is never part of
//! the layout's source. [`fit`] first replaces the characters that the fonts do not have, visibly, and counts them.

mod columns;
mod data;
mod fit;
mod running;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use psr_typesetter::{Layout, Stamp};

use super::Rendition;
use crate::document::Document;
use crate::error::RenderError;

/// The layout of every document.
static LAYOUT: LazyLock<Layout> = LazyLock::new(|| Layout::new(include_str!("document.typ")));

/// Writes a document as a PDF.
///
/// # Errors
/// When the typesetter refuses it: a logo that is no picture is the one known reason.
pub fn write(document: &Document) -> Result<Rendition, RenderError> {
    let (fitted, replaced) = fit::fit(document);
    let data = data::of(&fitted).to_string().into_bytes();
    let logo = fitted.look.logo.as_ref().map(|logo| ("logo.png".to_owned(), logo.png.clone()));
    let files: BTreeMap<_, _> = [("data.json".to_owned(), data)].into_iter().chain(logo).collect();
    let pdf = LAYOUT.pdf(files, &stamp(document))?;
    Ok(Rendition { bytes: pdf.bytes, replaced })
}

/// The same document of the same record is the same file, whenever it is written.
fn stamp(document: &Document) -> Stamp {
    let metadata = &document.metadata;
    let title = crate::document::text::of_inlines(&document.title);
    Stamp {
        ident: format!("{}\n{}\n{title}", metadata.reference, metadata.head),
        at: metadata.as_at,
        creator: format!("psr {}", env!("CARGO_PKG_VERSION")),
    }
}

#[cfg(test)]
mod tests;
