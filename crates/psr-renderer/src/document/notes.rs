//! Numbers for the grounds of a document, in the order in which a reader meets them.

use psr_casefile::decision_record::Grounds;

use super::{Block, Document, Inline};

/// The notes of a document: each different ground once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Notes {
    notes: Vec<Grounds>,
}

impl Notes {
    /// Collects the notes of a document.
    pub fn of(document: &Document) -> Notes {
        let mut notes = Notes::default();
        notes.read_inlines(&document.title);
        notes.read_blocks(&document.blocks);
        notes
    }

    /// Returns the number of the note for these grounds, counted from one; none if the document does not have them.
    pub fn number(&self, grounds: &Grounds) -> Option<usize> {
        self.notes.iter().position(|note| note == grounds).map(|index| index + 1)
    }

    /// Returns the notes in their order.
    pub fn iter(&self) -> impl Iterator<Item = &Grounds> {
        self.notes.iter()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.notes.is_empty()
    }

    fn read_blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading { content, .. } | Block::Paragraph(content) => self.read_inlines(content),
                Block::List { items, .. } => items.iter().for_each(|item| self.read_blocks(item)),
                Block::Quotation(blocks) => self.read_blocks(blocks),
                Block::Callout { title, blocks } => {
                    self.read_inlines(title);
                    self.read_blocks(blocks);
                }
                Block::Table(table) => {
                    self.read_inlines(&table.caption);
                    table.header.iter().chain(table.rows.iter().flatten()).for_each(|cell| self.read_inlines(cell));
                }
            }
        }
    }

    fn read_inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Ground(grounds) if !self.notes.contains(grounds) => self.notes.push(grounds.clone()),
                Inline::Strong(content) | Inline::Emphasis(content) | Inline::Link { content, .. } => {
                    self.read_inlines(content)
                }
                _ => {}
            }
        }
    }
}

/// Returns positions as runs of neighbours: the first and the last of each.
pub fn runs(entries: &[u64]) -> Vec<(u64, u64)> {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for &entry in entries {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(entry) => *last = entry,
            _ => runs.push((entry, entry)),
        }
    }
    // Two neighbours read better one by one.
    let apart = |(first, last): (u64, u64)| {
        if first + 1 == last { vec![(first, first), (last, last)] } else { vec![(first, last)] }
    };
    runs.into_iter().flat_map(apart).collect()
}

/// Returns entries in words: `entry 4`, `entries 4, 7 and 9`, `entries 4 to 7 and 9`; nothing where there are none.
pub fn entries_in_words(entries: &[u64]) -> String {
    let run = |(first, last)| if first == last { format!("{first}") } else { format!("{first} to {last}") };
    let runs: Vec<String> = runs(entries).into_iter().map(run).collect();
    match (entries.len(), runs.as_slice()) {
        (_, []) => String::new(),
        (1, [one]) => format!("entry {one}"),
        (_, [one]) => format!("entries {one}"),
        (_, [others @ .., last]) => format!("entries {} and {last}", others.join(", ")),
    }
}
