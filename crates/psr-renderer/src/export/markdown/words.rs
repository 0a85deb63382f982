//! Running text as Markdown: escaped where a character would mean something, and no more.

use crate::document::notes::Notes;
use crate::document::text::printable;
use crate::document::{Cell, Inline};

/// How running text is written at some place of a document.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// The notes of the document.
    pub notes: &'a Notes,
    /// Whether the place is a cell of a table.
    pub in_table: bool,
}

impl Words<'_> {
    /// Writes running text on one line.
    pub fn line(&self, inlines: &[Inline]) -> String {
        let mut line = String::new();
        inlines.iter().for_each(|inline| self.write(inline, &mut line));
        match self.in_table {
            true => line.trim().to_owned(),
            false => line.trim().split('\n').map(guard_start).collect::<Vec<_>>().join("\n"),
        }
    }

    /// Writes running text as what stands after the hashes of a heading, on one line. Hashes at its end would be read as the closing of the heading.
    pub fn heading(&self, inlines: &[Inline]) -> String {
        let line = self.line(inlines);
        let before = line.trim_end_matches('#');
        match before.len() < line.len() && !before.ends_with('\\') {
            true => format!("{before}\\{}", &line[before.len()..]),
            false => line,
        }
    }

    fn write(&self, inline: &Inline, line: &mut String) {
        match inline {
            Inline::Text(text) => line.push_str(&escape(&printable(text), self.in_table)),
            Inline::Strong(content) => self.between("**", content, line),
            Inline::Emphasis(content) => self.between("*", content, line),
            Inline::Link { to, content } => {
                self.between_pair(("[", "]"), content, line);
                line.push_str(&format!("(<{to}>)"));
            }
            Inline::Ground(grounds) => line.extend(self.notes.number(grounds).map(|number| format!("[^{number}]"))),
            Inline::Entry(position) => line.push_str(&position.to_string()),
            Inline::Connective | Inline::Stretch => {}
            Inline::Break if self.in_table => line.push(' '),
            Inline::Break => line.push_str("\\\n"),
        }
    }

    fn between(&self, mark: &str, content: &Cell, line: &mut String) {
        self.between_pair((mark, mark), content, line);
    }

    fn between_pair(&self, (open, close): (&str, &str), content: &Cell, line: &mut String) {
        line.push_str(open);
        content.iter().for_each(|inline| self.write(inline, line));
        line.push_str(close);
    }
}

/// Escapes the characters that mean something wherever they stand in a line.
pub fn escape(text: &str, in_table: bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        let after = rest.peek().copied().unwrap_or(' ');
        match character {
            '|' if in_table => escaped.push_str("&#124;"),
            '\\' if in_table => escaped.push_str("&#92;"),
            '\n' | '\r' | '\t' => escaped.push(' '),
            _ => {
                if has_meaning(character, before, after) {
                    escaped.push('\\');
                }
                escaped.push(character);
            }
        }
        before = character;
    }
    escaped
}

fn has_meaning(character: char, before: char, after: char) -> bool {
    match character {
        '\\' | '`' | '*' | '[' | ']' | '<' | '~' => true,
        '_' => !(before.is_alphanumeric() && after.is_alphanumeric()),
        '&' => after == '#' || after.is_ascii_alphanumeric(),
        // A mark of a note may follow and would make a picture.
        '!' => !after.is_alphanumeric(),
        _ => false,
    }
}

/// Escapes what means something only at the beginning of a line.
fn guard_start(line: &str) -> String {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let mut rest = line[digits..].chars();
    let (first, second) = (rest.next(), rest.next());
    let ends_mark = second.is_none_or(|character| character == ' ' || Some(character) == first);
    match first {
        Some('.' | ')') if digits > 0 && ends_mark => format!("{}\\{}", &line[..digits], &line[digits..]),
        Some('>' | '=') if digits == 0 => format!("\\{line}"),
        Some('#' | '+' | '-') if digits == 0 && ends_mark => format!("\\{line}"),
        _ => line.to_owned(),
    }
}
