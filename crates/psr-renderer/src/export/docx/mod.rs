//! DOCX: the file of a word processor (ECMA-376), with real styles, headings, lists, tables and footnotes.
//!
//! Everything that was typed stands in text elements, escaped, so that none of it is a field, a link or markup. Grounds are footnotes, each set
//! out once; where the record's entries are set out in the document, a footnote leads there. The same document gives the same bytes: the file
//! carries no time but that of the record's last entry.

mod address;
mod blocks;
mod body;
mod notes;
mod numbering;
mod package;
mod paragraph;
mod picture;
mod properties;
mod relations;
mod tables;
mod widths;
mod writer;
mod xml;

use crate::document::Document;
use package::Part;
use picture::Rasteriser;
use writer::Writer;

/// How wide the text is, in twentieths of a point.
const TEXT_WIDTH: u32 = 9_412;

/// Writes a document as the file of a word processor.
pub fn write(document: &Document) -> Vec<u8> {
    write_with(document, picture::png)
}

fn write_with(document: &Document, rasterise: Rasteriser) -> Vec<u8> {
    let mut writer = Writer::new(document, rasterise);
    writer.body();
    let mut parts = vec![
        Part::of("docProps/core.xml", properties::core(document)),
        Part::of("word/document.xml", writer.xml.finish()),
        Part::of("word/_rels/document.xml.rels", writer.relations.part()),
        Part::of("word/footnotes.xml", notes::part(&writer.notes, &writer.entries)),
        Part::of("word/numbering.xml", writer.numbering.part()),
        Part::of("word/header1.xml", properties::header(document)),
    ];
    parts.extend(writer.pictures.parts());
    package::pack(document.look.colour, &parts)
}

#[cfg(test)]
mod tests;
