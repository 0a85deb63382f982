//! From bytes to cells, each with the place at which it begins (RFC 4180; a byte-order mark and both kinds of line end are taken).

use super::row::Fault;

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    /// Its text, without quotes around it.
    pub text: String,
    /// The line it begins in, from 1.
    pub line: usize,
    /// The character it begins at in that line, from 1.
    pub column: usize,
}

/// Splits a text into rows of cells; empty lines are left out.
pub(super) fn split(text: &str, faults: &mut Vec<Fault>) -> Vec<Vec<Cell>> {
    let mut reader = Reader { rest: text.trim_start_matches('\u{feff}').chars().peekable(), line: 1, column: 1 };
    let mut rows = Vec::new();
    while reader.rest.peek().is_some() {
        let row = reader.row(faults);
        if row.iter().any(|cell| !cell.text.trim().is_empty()) {
            rows.push(row);
        }
    }
    rows
}

struct Reader<'t> {
    rest: std::iter::Peekable<std::str::Chars<'t>>,
    line: usize,
    column: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let next = self.rest.next()?;
        if next == '\n' {
            (self.line, self.column) = (self.line + 1, 1);
        } else {
            self.column += 1;
        }
        Some(next)
    }

    fn row(&mut self, faults: &mut Vec<Fault>) -> Vec<Cell> {
        let mut row = Vec::new();
        loop {
            let (line, column) = (self.line, self.column);
            let text = if self.rest.peek() == Some(&'"') { self.quoted(faults) } else { self.plain() };
            row.push(Cell { text, line, column });
            match self.next() {
                Some(',') => {}
                Some('\r') if self.rest.peek() == Some(&'\n') => {
                    self.next();
                    return row;
                }
                _ => return row,
            }
        }
    }

    fn plain(&mut self) -> String {
        let mut text = String::new();
        while let Some(next) = self.rest.peek().copied() {
            if next == ',' || next == '\n' || next == '\r' {
                break;
            }
            text.extend(self.next());
        }
        text
    }

    fn quoted(&mut self, faults: &mut Vec<Fault>) -> String {
        let (line, column) = (self.line, self.column);
        let mut text = String::new();
        self.next();
        loop {
            match self.next() {
                Some('"') if self.rest.peek() == Some(&'"') => text.extend(self.next()),
                Some('"') => break,
                Some(other) => text.push(other),
                None => {
                    let hint = "close it, or double every quotation mark inside it";
                    faults.push(Fault::new(line, column, "a quotation mark is opened and not closed", hint));
                    return text;
                }
            }
        }
        let (line, column, after) = (self.line, self.column, self.plain());
        if !after.trim().is_empty() {
            let hint = "put the whole cell in quotation marks, and double every quotation mark inside it";
            faults.push(Fault::new(line, column, format!("`{after}` stands behind a closing quotation mark"), hint));
        }
        text
    }
}
