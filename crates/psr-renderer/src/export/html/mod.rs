//! HTML: one page that stands on its own, for screens, screen readers and paper.
//!
//! The page has no script and asks nothing of the network; its content security policy allows its one style sheet by digest and nothing else.
//! Grounds are numbered notes at the end, each with links back to the words that rest on it; where the record's entries are set out in the
//! document, a note leads there.

mod blocks;
mod writer;

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::document::text::{of_inlines, printable};
use crate::document::{Block, CONTENTS_FROM, Document};
pub(crate) use blocks::find_entries;
use writer::Writer;

/// The style sheet, for screen and paper.
const STYLE: &str = include_str!("document.css");
/// The digest by which the page's policy allows the style sheet.
static STYLE_DIGEST: LazyLock<String> = LazyLock::new(|| STANDARD.encode(Sha256::digest(STYLE)));

/// Writes a document as an HTML page.
pub fn write(document: &Document) -> String {
    let mut writer = Writer::new(document);
    head(document, &mut writer);
    writer.raw("<body>\n<a class=\"skip\" href=\"#content\">Skip to the content</a>\n");
    banner(document, &mut writer);
    contents(document, &mut writer);
    writer.raw("<main id=\"content\">\n");
    writer.blocks(&document.blocks);
    writer.notes();
    writer.raw("</main>\n");
    footer(document, &mut writer);
    writer.raw("</body>\n</html>\n");
    writer.finish()
}

/// Writes the content of a document, to stand under a heading of the second level in a page that also shows the record's entries.
pub(crate) fn fragment(document: &Document) -> String {
    let mut writer = Writer::within(document);
    writer.blocks(&document.blocks);
    writer.notes();
    writer.finish()
}

/// Writes the content of a document to stand in a page of the site, under a heading of the second level: without styles of its own, and with the classes of
/// the site's style sheet.
pub fn on_the_site(document: &Document) -> String {
    let mut writer = Writer::on_the_site(document);
    writer.blocks(&document.blocks);
    writer.notes();
    writer.finish()
}

/// Escapes text; every character that may not be printed is shown by its number.
pub(crate) fn escaped(text: &str) -> String {
    let mut writer = Writer::empty();
    writer.text(text);
    writer.finish()
}

fn head(document: &Document, writer: &mut Writer) {
    writer.raw(&format!("<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n", document.language));
    writer.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    writer.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-");
    writer.raw(&STYLE_DIGEST);
    writer.raw("'; base-uri 'none'; form-action 'none'\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    writer.text(&of_inlines(&document.title));
    writer.raw("</title>\n<style>");
    writer.raw(STYLE);
    writer.raw("</style>\n</head>\n");
}

fn banner(document: &Document, writer: &mut Writer) {
    writer.raw("<header>\n<h1>");
    writer.inlines(&document.title);
    writer.raw("</h1>\n</header>\n");
}

/// The contents: the headings of level 2, where there are enough of them to need it.
fn contents(document: &Document, writer: &mut Writer) {
    let headings: Vec<&Block> =
        document.blocks.iter().filter(|block| matches!(block, Block::Heading { level: 2, .. })).collect();
    if headings.len() < CONTENTS_FROM {
        return;
    }
    writer.raw("<nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">Contents</h2>\n<ul>\n");
    for (number, heading) in (1..).zip(headings) {
        if let Block::Heading { content, .. } = heading {
            writer.raw(&format!("<li><a href=\"#section-{number}\">"));
            writer.text(&of_inlines(content));
            writer.raw("</a></li>\n");
        }
    }
    writer.raw("</ul>\n</nav>\n");
}

fn footer(document: &Document, writer: &mut Writer) {
    let metadata = &document.metadata;
    let as_at = metadata.as_at_in_words().unwrap_or_default();
    writer.raw("<footer>\n<dl>\n");
    for (name, value) in
        [("Reference", &metadata.reference), ("Record as at", &as_at), ("Head of the record", &metadata.head)]
    {
        if !value.is_empty() {
            writer.raw(&format!("<div><dt>{name}</dt><dd>"));
            writer.text(&printable(value));
            writer.raw("</dd></div>\n");
        }
    }
    writer.raw("</dl>\n</footer>\n");
}

#[cfg(test)]
mod tests;
