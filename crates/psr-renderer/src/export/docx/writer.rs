//! The document as it grows, and its running text: runs, links, footnotes and the places of entries.

use std::collections::BTreeSet;

use psr_casefile::decision_record::Grounds;

use super::address;
use super::numbering::Numbering;
use super::package::{BAR, hexadecimal};
use super::picture::{Pictures, Rasteriser};
use super::relations::Relations;
use super::xml::Xml;
use crate::document::notes::Notes;
use crate::document::{Document, Inline};
use crate::export::html::find_entries;

/// Writes one document.
pub struct Writer<'a> {
    pub(super) xml: Xml,
    pub(super) document: &'a Document,
    pub(super) notes: Notes,
    /// The notes that have been set out; what refers to one of them again points to it.
    noted: BTreeSet<usize>,
    /// Every entry that the document sets out somewhere.
    pub(super) entries: BTreeSet<u64>,
    /// The entries whose place has been written.
    placed: BTreeSet<u64>,
    pub(super) relations: Relations,
    pub(super) numbering: Numbering,
    pub(super) pictures: Pictures,
    pub(super) rasterise: Rasteriser,
    /// The colour of the bar beside a callout.
    pub(super) colour: String,
    /// How many bookmarks there have been.
    bookmarks: usize,
    /// How many headings with an entry in the contents there have been.
    pub(super) sections: usize,
    /// Whether a note's number was written last.
    pub(super) follows_reference: bool,
    /// Whether what comes next stands apart: it follows a table or is a callout.
    pub(super) needs_space: bool,
}

/// How running text looks.
#[derive(Debug, Clone, Copy, Default)]
pub struct Face {
    /// Strong.
    pub bold: bool,
    /// Emphasised.
    pub italic: bool,
    /// Part of a link.
    pub link: bool,
}

impl<'a> Writer<'a> {
    /// Begins a document.
    pub fn new(document: &'a Document, rasterise: Rasteriser) -> Writer<'a> {
        let mut entries = BTreeSet::new();
        find_entries(&document.blocks, &mut entries);
        Writer {
            xml: Xml::part(256 * 1024),
            document,
            notes: Notes::of(document),
            noted: BTreeSet::new(),
            entries,
            placed: BTreeSet::new(),
            relations: Relations::default(),
            numbering: Numbering::default(),
            pictures: Pictures::default(),
            rasterise,
            colour: document.look.colour.map_or_else(|| BAR.to_owned(), hexadecimal),
            bookmarks: 0,
            sections: 0,
            follows_reference: false,
            needs_space: false,
        }
    }

    /// Writes running text.
    pub fn inlines(&mut self, inlines: &[Inline], face: Face) {
        inlines.iter().for_each(|inline| self.inline(inline, face));
    }

    fn inline(&mut self, inline: &Inline, face: Face) {
        match inline {
            Inline::Text(text) => self.run(text, face),
            Inline::Strong(content) => self.inlines(content, Face { bold: true, ..face }),
            Inline::Emphasis(content) => self.inlines(content, Face { italic: true, ..face }),
            Inline::Link { to, content } => self.link(to, content, face),
            Inline::Ground(grounds) => self.reference(grounds),
            Inline::Entry(position) => self.entry(*position, face),
            Inline::Break => self.xml.raw("<w:r><w:br/></w:r>"),
            Inline::Connective | Inline::Stretch => {}
        }
    }

    /// Writes words that look the same.
    pub fn run(&mut self, text: &str, face: Face) {
        if text.is_empty() {
            return;
        }
        self.follows_reference = false;
        self.xml.raw("<w:r>");
        self.face(face);
        self.xml.raw("<w:t xml:space=\"preserve\">");
        self.xml.text(text);
        self.xml.raw("</w:t></w:r>");
    }

    fn face(&mut self, face: Face) {
        if !(face.bold || face.italic || face.link) {
            return;
        }
        self.xml.raw("<w:rPr>");
        for (wanted, markup) in [
            (face.link, "<w:rStyle w:val=\"Hyperlink\"/>"),
            (face.bold, "<w:b/><w:bCs/>"),
            (face.italic, "<w:i/><w:iCs/>"),
        ] {
            self.xml.raw(if wanted { markup } else { "" });
        }
        self.xml.raw("</w:rPr>");
    }

    fn link(&mut self, to: &str, content: &[Inline], face: Face) {
        match address::target(to) {
            Some(target) if !face.link => {
                let relation = self.relations.link(target);
                self.xml.mark(format_args!("<w:hyperlink r:id=\"{relation}\" w:history=\"1\">"));
                self.inlines(content, Face { link: true, ..face });
                self.xml.raw("</w:hyperlink>");
            }
            Some(_) => self.inlines(content, face),
            // An address that cannot be followed is shown, so that nothing is lost.
            None => {
                self.inlines(content, face);
                self.run(&format!(" ({to})"), face);
            }
        }
    }

    /// Writes the number of a note: as a footnote where it is met first, afterwards as a reference to that footnote.
    fn reference(&mut self, grounds: &Grounds) {
        let Some(number) = self.notes.number(grounds) else { return };
        if std::mem::replace(&mut self.follows_reference, true) {
            self.superscript("<w:t>,</w:t>");
        }
        match self.noted.insert(number) {
            true => {
                let id = self.open_bookmark(&format!("_Ref_note_{number}"));
                self.superscript(&format!("<w:footnoteReference w:id=\"{number}\"/>"));
                self.close_bookmark(id);
            }
            false => {
                self.superscript("<w:fldChar w:fldCharType=\"begin\"/>");
                self.superscript(&format!(
                    "<w:instrText xml:space=\"preserve\"> NOTEREF _Ref_note_{number} \\f \\h </w:instrText>"
                ));
                self.superscript("<w:fldChar w:fldCharType=\"separate\"/>");
                self.superscript(&format!("<w:t>{number}</w:t>"));
                self.superscript("<w:fldChar w:fldCharType=\"end\"/>");
            }
        }
    }

    fn superscript(&mut self, content: &str) {
        self.xml.raw("<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr>");
        self.xml.raw(content);
        self.xml.raw("</w:r>");
    }

    /// The first mention of an entry's place is where links to the entry lead.
    fn entry(&mut self, position: u64, face: Face) {
        let bookmark = self.placed.insert(position).then(|| self.open_bookmark(&format!("entry_{position}")));
        self.run(&position.to_string(), face);
        bookmark.into_iter().for_each(|id| self.close_bookmark(id));
    }

    /// Begins a place that links lead to.
    pub fn open_bookmark(&mut self, name: &str) -> usize {
        self.bookmarks += 1;
        self.xml.mark(format_args!("<w:bookmarkStart w:id=\"{}\" w:name=\"{name}\"/>", self.bookmarks));
        self.bookmarks
    }

    /// Ends it.
    pub fn close_bookmark(&mut self, id: usize) {
        self.xml.mark(format_args!("<w:bookmarkEnd w:id=\"{id}\"/>"));
    }
}
