//! CommonMark with tables and our conventions becomes a document.
//!
//! Templates are trusted, but a slip in one must not reach a page: whatever documents do not have (raw HTML, code, pictures, rules, links that
//! lead elsewhere than `https:` or `mailto:`, a skipped heading level, a table without a caption) is refused with the line where it stands.

mod assemble;
mod inlines;
mod reader;

use std::sync::Arc;

use crate::document::{Block, Document, Inline, LANGUAGE, Metadata, Picture};
use crate::error::StructureFault;
use crate::look::Look;

/// A fault and the line where it was found, counted from one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line.
    pub line: usize,
    /// What is wrong there.
    pub fault: StructureFault,
}

/// Reads a document. Its first block must be a heading of level 1: the title.
pub fn read(text: &str, metadata: Metadata, look: Arc<Look>) -> Result<Document, Fault> {
    let (title, blocks) = reader::Reader::new(text).document()?;
    Ok(Document { title, language: LANGUAGE, metadata, look, blocks })
}

/// What stands between two blocks while they are read: a block, or a convention that belongs to what comes next.
enum Part {
    Block(Block),
    Title(Vec<Inline>),
    Caption { content: Vec<Inline>, row_headers: bool },
    CalloutTitle(Vec<Inline>),
    Picture(Picture),
}

#[cfg(test)]
mod tests;
