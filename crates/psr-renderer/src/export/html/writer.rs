//! The page as it grows: escaped text, running text, notes with their links there and back.

use std::collections::{BTreeMap, BTreeSet};

use psr_casefile::decision_record::Grounds;

use crate::document::notes::{Notes, runs};
use crate::document::text::shown_instead;
use crate::document::{Document, Inline};

/// Where what is written stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In a page of its own.
    Alone,
    /// In a page that has a heading above it and shows every entry of the record.
    WithTheRecord,
    /// In a page of the site, which has a heading above it and a look of its own.
    OnTheSite,
}

/// Writes one page.
pub struct Writer {
    page: String,
    notes: Notes,
    /// How often each note has been referred to so far.
    references: BTreeMap<usize, usize>,
    /// Every entry that the document sets out somewhere.
    entries: BTreeSet<u64>,
    /// The entries whose place has been written.
    placed: BTreeSet<u64>,
    /// Where what is written stands.
    place: Place,
    /// How many headings of level 2 there have been.
    pub(super) sections: usize,
    /// How many tables there have been.
    pub(super) tables: usize,
}

impl Writer {
    /// Begins a page.
    pub fn new(document: &Document) -> Writer {
        let mut entries = BTreeSet::new();
        super::blocks::find_entries(&document.blocks, &mut entries);
        let page = String::with_capacity(64 * 1024);
        Writer { page, notes: Notes::of(document), entries, ..Writer::empty() }
    }

    /// Begins a part of another page.
    pub fn within(document: &Document) -> Writer {
        Writer { place: Place::WithTheRecord, ..Writer::new(document) }
    }

    /// Begins a part of a page of the site.
    pub fn on_the_site(document: &Document) -> Writer {
        Writer { place: Place::OnTheSite, ..Writer::new(document) }
    }

    /// Answers whether it stands in a page of the site.
    pub(super) fn is_on_the_site(&self) -> bool {
        self.place == Place::OnTheSite
    }

    /// Returns the class by which an element has its look, in the style sheet of the page that it stands in.
    pub(super) fn class(&self, own: &'static str) -> &'static str {
        match (self.place, own) {
            (Place::OnTheSite, "scrolls") => "nhsuk-scroll__content",
            (Place::OnTheSite, "callout") => "nhsuk-inset-text",
            (Place::OnTheSite, "end") => "nhsuk-table__cell--numeric",
            (_, own) => own,
        }
    }

    /// Begins with nothing.
    pub fn empty() -> Writer {
        let (page, notes, place) = (String::new(), Notes::default(), Place::Alone);
        let (references, entries, placed) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new());
        Writer { page, notes, references, entries, placed, place, sections: 0, tables: 0 }
    }

    /// Returns the name of a heading's element.
    pub(super) fn heading_name(&self, level: u8) -> String {
        format!("h{}", (level + u8::from(self.place != Place::Alone)).min(6))
    }

    /// Returns the page.
    pub fn finish(self) -> String {
        self.page
    }

    /// Writes markup.
    pub fn raw(&mut self, markup: &str) {
        self.page.push_str(markup);
    }

    /// Writes text: escaped, and with every character that may not be printed shown by its number.
    pub fn text(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '<' => self.raw("&lt;"),
                '>' => self.raw("&gt;"),
                '&' => self.raw("&amp;"),
                '"' => self.raw("&quot;"),
                '\'' => self.raw("&#39;"),
                other => match shown_instead(other) {
                    Some(shown) => self.raw(&shown),
                    None => self.page.push(other),
                },
            }
        }
    }

    /// Writes running text.
    pub fn inlines(&mut self, inlines: &[Inline]) {
        inlines.iter().for_each(|inline| self.inline(inline));
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text) => self.text(text),
            Inline::Strong(content) => self.element("strong", content),
            Inline::Emphasis(content) => self.element("em", content),
            Inline::Link { to, content } => {
                self.raw("<a href=\"");
                self.text(to);
                self.raw("\" rel=\"noreferrer\">");
                self.inlines(content);
                self.raw("</a>");
            }
            Inline::Ground(grounds) => self.reference(grounds),
            Inline::Entry(position) => self.entry(*position),
            Inline::Break => self.raw("<br>"),
            Inline::Connective | Inline::Stretch => {}
        }
    }

    /// Writes an element with running text in it.
    pub fn element(&mut self, name: &str, content: &[Inline]) {
        self.raw(&format!("<{name}>"));
        self.inlines(content);
        self.raw(&format!("</{name}>"));
    }

    fn reference(&mut self, grounds: &Grounds) {
        let Some(number) = self.notes.number(grounds) else { return };
        let count = self.references.entry(number).or_default();
        *count += 1;
        let id = reference_id(number, *count);
        // Text that is not seen is placed apart from what scrolls, and would widen a page with a narrow screen: a name for the link does not.
        let (name, word) = match self.place {
            Place::OnTheSite => (format!(" aria-label=\"note {number}\""), ""),
            _ => (String::new(), "<span class=\"unseen\">note </span>"),
        };
        self.raw(&format!(
            "<sup><a id=\"{id}\" href=\"#note-{number}\" role=\"doc-noteref\"{name}>{word}{number}</a></sup>"
        ));
    }

    /// The first mention of an entry's place is where links to the entry lead.
    fn entry(&mut self, position: u64) {
        match self.placed.insert(position) {
            true => self.raw(&format!("<span id=\"entry-{position}\">{position}</span>")),
            false => self.raw(&position.to_string()),
        }
    }

    /// Writes the notes of the document, if it has any.
    pub fn notes(&mut self) {
        let notes = std::mem::take(&mut self.notes);
        if notes.is_empty() {
            return;
        }
        let heading = self.heading_name(2);
        self.raw(&format!(
            "<section role=\"doc-endnotes\" aria-labelledby=\"notes\">\n<{heading} id=\"notes\">Notes</{heading}>\n"
        ));
        self.raw("<p>Each note gives what the words it is attached to rest on: provisions of the law, and entries of the record.</p>\n<ol>\n");
        for (number, grounds) in (1..).zip(notes.iter()) {
            self.note(number, grounds);
        }
        self.raw("</ol>\n</section>\n");
    }

    fn note(&mut self, number: usize, grounds: &Grounds) {
        self.raw(&format!("<li id=\"note-{number}\">"));
        self.text(&grounds.provisions.join(", "));
        if !grounds.provisions.is_empty() && !grounds.entries.is_empty() {
            self.raw("; ");
        }
        self.note_entries(&grounds.entries);
        self.back_links(number);
        self.raw("</li>\n");
    }

    fn note_entries(&mut self, entries: &[u64]) {
        let runs = runs(entries);
        self.raw(match entries.len() {
            0 => "",
            1 => "entry ",
            _ => "entries ",
        });
        for (index, (first, last)) in runs.iter().copied().enumerate() {
            self.raw(match index {
                0 => "",
                final_run if final_run + 1 == runs.len() => " and ",
                _ => ", ",
            });
            self.entry_link(first);
            if first != last {
                self.raw(" to ");
                self.entry_link(last);
            }
        }
    }

    fn entry_link(&mut self, entry: u64) {
        match (self.place, self.entries.contains(&entry)) {
            (Place::WithTheRecord, _) => self.raw(&format!("<a href=\"#timeline-{entry}\">{entry}</a>")),
            (_, true) => self.raw(&format!("<a href=\"#entry-{entry}\">{entry}</a>")),
            (_, false) => self.raw(&entry.to_string()),
        }
    }

    fn back_links(&mut self, number: usize) {
        let count = self.references.get(&number).copied().unwrap_or(0);
        self.raw(" <span class=\"back\">");
        for time in 1..=count {
            let (id, label) = (reference_id(number, time), back_label(number, time, count));
            let shown = if count == 1 { "↩".to_owned() } else { format!("↩{time}") };
            self.raw(&format!("<a href=\"#{id}\" role=\"doc-backlink\" aria-label=\"{label}\">{shown}</a> "));
        }
        self.raw("</span>");
    }
}

fn reference_id(number: usize, time: usize) -> String {
    format!("ref-{number}-{time}")
}

fn back_label(number: usize, time: usize, count: usize) -> String {
    match count {
        1 => format!("Back to the text of note {number}"),
        _ => format!("Back to the text of note {number}, place {time} of {count}"),
    }
}
