//! The plain text of a document, and the characters that no exporter prints as they are.

use super::{Block, Document, Inline, Table};

/// Returns the words of a document, blocks on lines of their own, without grounds.
pub fn plain(document: &Document) -> String {
    let mut lines = vec![of_inlines(&document.title)];
    document.blocks.iter().for_each(|block| of_block(block, &mut lines));
    lines.join("\n")
}

/// Returns the words of blocks, each on lines of their own, without grounds.
pub fn plain_of<'b>(blocks: impl Iterator<Item = &'b Block>) -> String {
    let mut lines = Vec::new();
    blocks.for_each(|block| of_block(block, &mut lines));
    lines.join("\n")
}

/// Returns the words of running text, without grounds.
pub fn of_inlines(inlines: &[Inline]) -> String {
    let mut text = String::new();
    inlines.iter().for_each(|inline| of_inline(inline, &mut text));
    text
}

fn of_inline(inline: &Inline, text: &mut String) {
    match inline {
        Inline::Text(words) => text.push_str(words),
        Inline::Strong(content) | Inline::Emphasis(content) | Inline::Link { content, .. } => {
            content.iter().for_each(|inline| of_inline(inline, text));
        }
        Inline::Entry(position) => text.push_str(&position.to_string()),
        Inline::Break => text.push(' '),
        Inline::Ground(_) | Inline::Connective | Inline::Stretch => {}
    }
}

fn of_block(block: &Block, lines: &mut Vec<String>) {
    match block {
        Block::Heading { content, .. } | Block::Paragraph(content) => lines.push(of_inlines(content)),
        Block::List { items, .. } => items.iter().flatten().for_each(|block| of_block(block, lines)),
        Block::Quotation(blocks) => blocks.iter().for_each(|block| of_block(block, lines)),
        Block::Callout { title, blocks } => {
            lines.push(of_inlines(title));
            blocks.iter().for_each(|block| of_block(block, lines));
        }
        Block::Table(table) => of_table(table, lines),
    }
}

fn of_table(table: &Table, lines: &mut Vec<String>) {
    lines.push(of_inlines(&table.caption));
    for row in std::iter::once(&table.header).chain(&table.rows) {
        lines.push(row.iter().map(|cell| of_inlines(cell)).collect::<Vec<_>>().join("\t"));
    }
}

/// Returns how a character is shown, where it may not be printed as it is.
///
/// Control characters and the marks that reverse the direction of the text after them would let typed text change how a reader sees the words
/// around it. They are shown by their number, such as `[U+202E]`: nothing that was typed is hidden and nothing is reordered.
pub fn shown_instead(character: char) -> Option<String> {
    let reorders = matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let breaks_lines = matches!(character, '\u{2028}' | '\u{2029}');
    let control = character.is_control() && !matches!(character, '\t' | '\n' | '\r');
    let unassignable = matches!(u32::from(character) & 0xfffe, 0xfffe) || matches!(character, '\u{fdd0}'..='\u{fdef}');
    (reorders || breaks_lines || control || unassignable).then(|| format!("[U+{:04X}]", u32::from(character)))
}

/// Returns text in which every character may be printed.
pub fn printable(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut printed, character| {
        match shown_instead(character) {
            Some(shown) => printed.push_str(&shown),
            None => printed.push(character),
        }
        printed
    })
}
