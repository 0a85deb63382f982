//! The document itself: what stands above the text, the contents, the text, and the page it is laid out on.

use super::TEXT_WIDTH;
use super::blocks::{IN_CONTENTS, section};
use super::paragraph::Place;
use super::relations::{FOOTER, HEADER};
use super::writer::{Face, Writer};
use crate::document::text::of_inlines;
use crate::document::{Block, CONTENTS_FROM, Inline};

/// How the part begins, with the names of what it is made of.
const BEGINNING: &str = "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><w:body>";
/// Up to how many entries the contents list the parts of sections as well.
const SHORT: usize = 14;
/// The width of a sheet of A4, in twentieths of a point.
const SHEET: u32 = 11_906;

impl Writer<'_> {
    /// Writes the part.
    pub fn body(&mut self) {
        self.xml.raw(BEGINNING);
        self.heading_of_all();
        self.particulars();
        self.contents();
        let document = self.document;
        self.blocks(&document.blocks, Place::default());
        if matches!(document.blocks.last(), Some(Block::Table(_))) {
            // A table may not be the last thing in a document.
            self.open_styled("TableText", 0);
            self.close();
        }
        self.page();
        self.xml.raw("</w:body></w:document>");
    }

    /// The logo, the authority's name and the title.
    fn heading_of_all(&mut self) {
        let document = self.document;
        let logo = document.look.logo.as_ref();
        if let Some(logo) = logo {
            self.open_styled("Authority", 0);
            self.pictures.logo(logo, &mut self.relations, &mut self.xml);
            self.close();
        }
        // A logo that says the name says it for all.
        let authority = document.look.authority.as_ref().filter(|name| logo.is_none_or(|logo| logo.alt != **name));
        if let Some(authority) = authority {
            self.styled("Authority", authority);
        }
        self.open_styled("Title", 0);
        self.inlines(&document.title, Face::default());
        self.close();
    }

    /// What the document was drawn from.
    fn particulars(&mut self) {
        let metadata = &self.document.metadata;
        let as_at = metadata.as_at_in_words().unwrap_or_default();
        for (name, value) in
            [("Reference", &metadata.reference), ("Record as at", &as_at), ("Head of the record", &metadata.head)]
        {
            if !value.is_empty() {
                self.open_styled("Particulars", 0);
                self.run(name, Face { bold: true, ..Face::default() });
                self.xml.raw("<w:r><w:tab/></w:r>");
                self.run(value, Face::default());
                self.close();
            }
        }
    }

    /// The contents: real entries that lead to their headings, in a field that a word processor can bring up to date.
    fn contents(&mut self) {
        let headings: Vec<Listed<'_>> = listed(&self.document.blocks);
        if headings.iter().filter(|heading| heading.level == 2).count() < CONTENTS_FROM {
            return;
        }
        let deepest = if headings.len() > SHORT { 2 } else { IN_CONTENTS };
        let shown: Vec<&Listed<'_>> = headings.iter().filter(|heading| heading.level <= deepest).collect();
        self.xml.raw("<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/><w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>");
        self.styled("TOCHeading", "Contents");
        for (index, heading) in shown.iter().enumerate() {
            self.open_styled(if heading.level == 2 { "TOC1" } else { "TOC2" }, 0);
            if index == 0 {
                let depth = deepest - 1;
                self.xml.mark(format_args!("<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> TOC \\o \"1-{depth}\" \\n \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>"));
            }
            self.contents_entry(heading);
            if index + 1 == shown.len() {
                self.xml.raw("<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>");
            }
            self.close();
        }
        self.xml.raw("</w:sdtContent></w:sdt>");
    }

    fn contents_entry(&mut self, heading: &Listed<'_>) {
        self.xml.mark(format_args!("<w:hyperlink w:anchor=\"{}\" w:history=\"1\">", section(heading.number)));
        self.run(&of_inlines(heading.content), Face { link: true, ..Face::default() });
        self.xml.raw("</w:hyperlink>");
    }

    fn page(&mut self) {
        let side = (SHEET - TEXT_WIDTH) / 2;
        self.xml.mark(format_args!("<w:sectPr><w:headerReference w:type=\"default\" r:id=\"{HEADER}\"/><w:footerReference w:type=\"default\" r:id=\"{FOOTER}\"/><w:pgSz w:w=\"{SHEET}\" w:h=\"16838\"/><w:pgMar w:top=\"1361\" w:right=\"{side}\" w:bottom=\"1247\" w:left=\"{side}\" w:header=\"624\" w:footer=\"567\" w:gutter=\"0\"/></w:sectPr>"));
    }

    fn styled(&mut self, style: &str, text: &str) {
        self.open_styled(style, 0);
        self.run(text, Face::default());
        self.close();
    }
}

/// A heading that may stand in the contents.
struct Listed<'a> {
    number: usize,
    level: u8,
    content: &'a [Inline],
}

fn listed(blocks: &[Block]) -> Vec<Listed<'_>> {
    let heading = |block| match block {
        &Block::Heading { level, ref content } if level <= IN_CONTENTS => Some((level, content)),
        _ => None,
    };
    let headings = (1..).zip(blocks.iter().filter_map(heading));
    headings.map(|(number, (level, content))| Listed { number, level, content }).collect()
}
