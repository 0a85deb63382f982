//! The document: headings, paragraphs, lists, tables and notes, free of any format.
//!
//! It is what [`crate::commonmark`] reads and what every exporter writes. Text in it is literal: an exporter escapes it, and nothing in it is
//! markup. A [`Inline::Ground`] says on what the words before it rest; [`notes`] numbers them.

pub mod notes;
pub mod sentences;
pub mod text;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use psr_casefile::decision_record::Grounds;

use crate::look::Look;
use crate::template::in_london;

/// From how many headings of level 2 on a document has a list of contents; a letter or a notice of a few pages reads better without one.
pub const CONTENTS_FROM: usize = 5;

/// The language of every document.
pub const LANGUAGE: &str = "en-GB";

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its title: the heading of the first level.
    pub title: Vec<Inline>,
    /// Its language.
    pub language: &'static str,
    /// What it was drawn from.
    pub metadata: Metadata,
    /// Whose document it is, as the authority wants it to look.
    pub look: Arc<Look>,
    /// Its content. Headings begin at level 2 and skip no level.
    pub blocks: Vec<Block>,
}

/// What a document was drawn from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Metadata {
    /// The case's reference.
    pub reference: String,
    /// The head of the record.
    pub head: String,
    /// The time of the record's last entry.
    pub as_at: Option<DateTime<Utc>>,
}

impl Metadata {
    /// Returns the time of the record's last entry in words, in the time of London.
    pub fn as_at_in_words(&self) -> Option<String> {
        self.as_at.map(in_london)
    }
}

/// A block of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading {
        /// Its level, from 2 to 6.
        level: u8,
        /// What it says.
        content: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list.
    List {
        /// The number of the first item, where items are numbered.
        first: Option<u64>,
        /// The items.
        items: Vec<Vec<Block>>,
    },
    /// A table.
    Table(Table),
    /// Words quoted from someone.
    Quotation(Vec<Block>),
    /// Something a reader must not miss.
    Callout {
        /// What kind of thing it is, in a word or two.
        title: Vec<Inline>,
        /// What it says.
        blocks: Vec<Block>,
    },
}

/// A table with a header row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it shows.
    pub caption: Vec<Inline>,
    /// How each column is aligned.
    pub alignments: Vec<Alignment>,
    /// The header row.
    pub header: Vec<Cell>,
    /// The other rows, each as long as the header row.
    pub rows: Vec<Vec<Cell>>,
    /// Whether the first cell of each row is a heading for the row.
    pub row_headers: bool,
    /// The picture that shows the same before the table, if there is one.
    pub picture: Option<Picture>,
}

/// What kind of picture shows what a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picture {
    /// Bars: each column of numbers is a series, each row a group.
    Bars,
    /// A line of time: the first column holds what happened, the second the days.
    Timeline,
}

/// A cell of a table.
pub type Cell = Vec<Inline>;

/// How a column is aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alignment {
    /// As text is.
    Start,
    /// In the middle.
    Centre,
    /// As sums are.
    End,
}

/// A piece of running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Literal text.
    Text(String),
    /// Strong text.
    Strong(Vec<Inline>),
    /// Emphasised text.
    Emphasis(Vec<Inline>),
    /// A link that leads out of the document.
    Link {
        /// Where it leads: an `https:` or `mailto:` address.
        to: String,
        /// What it says.
        content: Vec<Inline>,
    },
    /// What the words before it rest on.
    Ground(Grounds),
    /// The place where an entry of the record is set out; notes point to it.
    Entry(u64),
    /// The words before it rest on nothing: they lead the reader on.
    Connective,
    /// The words after it, up to the next grounds, belong together and share those.
    Stretch,
    /// A line break.
    Break,
}
