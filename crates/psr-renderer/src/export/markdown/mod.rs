//! Markdown: CommonMark with tables, and grounds as footnotes.
//!
//! Where footnotes are known they are linked; where they are not, the marks and the list at the end read as they stand. Each block of running
//! text is one line. What is written reads back as the same document, with the marks as text.

mod words;

use crate::document::notes::{Notes, entries_in_words};
use crate::document::{Alignment, Block, Cell, Document, Inline, Table};
use words::Words;

/// Writes a document as Markdown.
pub fn write(document: &Document) -> String {
    let notes = Notes::of(document);
    let words = Words { notes: &notes, in_table: false };
    let mut blocks = vec![format!("# {}", words.heading(&document.title))];
    blocks.extend(document.blocks.iter().map(|block| write_block(block, &words)));
    blocks.extend(write_notes(&notes));
    blocks.join("\n\n") + "\n"
}

fn write_block(block: &Block, words: &Words<'_>) -> String {
    match block {
        Block::Heading { level, content } => format!("{} {}", "#".repeat(usize::from(*level)), words.heading(content)),
        Block::Paragraph(content) => words.line(content),
        Block::List { first, items } => write_list(*first, items, words),
        Block::Table(table) => write_table(table, words),
        Block::Quotation(blocks) => quoted(&write_blocks(blocks, words)),
        Block::Callout { title, blocks } => {
            let title = [Inline::Strong(title.clone())];
            quoted(&format!("{}\n\n{}", words.line(&title), write_blocks(blocks, words)))
        }
    }
}

fn write_blocks(blocks: &[Block], words: &Words<'_>) -> String {
    blocks.iter().map(|block| write_block(block, words)).collect::<Vec<_>>().join("\n\n")
}

fn quoted(text: &str) -> String {
    text.lines()
        .map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") })
        .collect::<Vec<_>>()
        .join("\n")
}

fn write_list(first: Option<u64>, items: &[Vec<Block>], words: &Words<'_>) -> String {
    // A list is loose as a whole as soon as one item holds more than a line.
    let between = if items.iter().all(|item| item.len() < 2) { "\n" } else { "\n\n" };
    let written = items.iter().zip(first.unwrap_or(0)..).map(|(item, number)| {
        let marker = first.map_or_else(|| "- ".to_owned(), |_| format!("{number}. "));
        format!("{marker}{}", indented(&write_blocks(item, words), marker.len()))
    });
    written.collect::<Vec<_>>().join(between)
}

fn indented(text: &str, by: usize) -> String {
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default().to_owned();
    lines.fold(
        first,
        |text, line| if line.is_empty() { text + "\n" } else { format!("{text}\n{}{line}", " ".repeat(by)) },
    )
}

fn write_table(table: &Table, words: &Words<'_>) -> String {
    let in_cells = Words { in_table: true, ..*words };
    let caption = words.line(&[Inline::Strong(table.caption.clone())]);
    let ruler = table.alignments.iter().map(|alignment| match alignment {
        Alignment::Start => "---",
        Alignment::Centre => ":-:",
        Alignment::End => "--:",
    });
    let mut lines = vec![write_row(&table.header, &in_cells), format!("| {} |", ruler.collect::<Vec<_>>().join(" | "))];
    lines.extend(table.rows.iter().map(|row| write_row(row, &in_cells)));
    format!("{caption}\n\n{}", lines.join("\n"))
}

fn write_row(cells: &[Cell], words: &Words<'_>) -> String {
    format!("| {} |", cells.iter().map(|cell| words.line(cell)).collect::<Vec<_>>().join(" | "))
}

fn write_notes(notes: &Notes) -> Vec<String> {
    let note = |(number, grounds): (usize, &psr_casefile::decision_record::Grounds)| {
        // The words in front keep a note from being read as the definition of a link.
        let provisions = (!grounds.provisions.is_empty()).then(|| grounds.provisions.join(", "));
        let entries = (!grounds.entries.is_empty()).then(|| entries_in_words(&grounds.entries));
        let grounds = provisions.into_iter().chain(entries).collect::<Vec<_>>().join("; ");
        format!("[^{number}]: Rests on {}.", words::escape(&grounds, false))
    };
    (1..).zip(notes.iter()).map(note).collect()
}
