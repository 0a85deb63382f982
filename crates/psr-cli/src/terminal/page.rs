//! A text to be read: headings, paragraphs, items, at most 80 columns wide.

use super::wrap::{plain_line, wrap};

/// How wide lines are at most.
const WIDTH: usize = 80;

/// How something is set off, where there is colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// Bold.
    Bold,
    /// Faint.
    Faint,
    /// Green.
    Good,
    /// Red.
    Bad,
    /// Yellow.
    Open,
}

impl Ink {
    fn code(self) -> &'static str {
        match self {
            Self::Bold => "1",
            Self::Faint => "2",
            Self::Bad => "31",
            Self::Good => "32",
            Self::Open => "33",
        }
    }
}

/// A text that grows line by line.
#[derive(Debug)]
pub struct Page {
    text: String,
    colour: bool,
}

impl Page {
    /// Begins a text, in colour or without.
    pub fn new(colour: bool) -> Self {
        Self { text: String::new(), colour }
    }

    /// Adds a heading, with an empty line before it unless it is the first line.
    pub fn heading(&mut self, text: &str) {
        if !matches!(self.text.as_str(), "" | "\n") && !self.text.ends_with("\n\n") {
            self.blank();
        }
        for line in wrap(text, WIDTH) {
            let line = self.paint(Ink::Bold, &line);
            self.line(&line);
        }
    }

    /// Adds a paragraph.
    pub fn paragraph(&mut self, indent: usize, text: &str) {
        self.item(indent, "", text);
    }

    /// Adds a faint paragraph, for what is said beside the matter.
    pub fn aside(&mut self, indent: usize, text: &str) {
        if text.is_empty() {
            return;
        }
        for line in wrap(text, WIDTH - indent) {
            let line = self.paint(Ink::Faint, &line);
            self.text.push_str(&" ".repeat(indent));
            self.line(&line);
        }
    }

    /// Adds a text behind a mark such as `- `; further lines stand under the text, not under the mark.
    pub fn item(&mut self, indent: usize, mark: &str, text: &str) {
        self.marked(indent, mark, None, text);
    }

    /// Adds a text behind a mark that is set off.
    pub fn inked_item(&mut self, indent: usize, mark: &str, ink: Ink, text: &str) {
        self.marked(indent, mark, Some(ink), text);
    }

    fn marked(&mut self, indent: usize, mark: &str, ink: Option<Ink>, text: &str) {
        let hang = indent + mark.chars().count();
        let mut shown = ink.map_or_else(|| mark.to_owned(), |ink| self.paint(ink, mark));
        let mut before = indent;
        for line in wrap(text, WIDTH.saturating_sub(hang).max(20)) {
            let line = format!("{}{shown}{line}", " ".repeat(before));
            self.line(line.trim_end());
            (before, shown) = (hang, String::new());
        }
    }

    /// Adds a name and what it stands for.
    pub fn pair(&mut self, name: &str, width: usize, value: &str) {
        let name = plain_line(name);
        let gap = width.saturating_sub(name.chars().count()).max(1);
        self.item(2, &format!("{name}{}", " ".repeat(gap)), value);
    }

    /// Adds a line as it is.
    pub fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Adds an empty line.
    pub fn blank(&mut self) {
        self.text.push('\n');
    }

    /// Sets a text off, where there is colour.
    pub fn paint(&self, ink: Ink, text: &str) -> String {
        if self.colour && !text.trim().is_empty() {
            format!("\u{1b}[{}m{text}\u{1b}[0m", ink.code())
        } else {
            text.to_owned()
        }
    }

    /// Returns the text.
    pub fn finish(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_hang() {
        let mut page = Page::new(false);
        page.heading("Findings");
        page.item(2, "- ", &"word ".repeat(17));
        page.heading("Open");
        page.pair("name", 8, "value");
        let words = ["word"; 15].join(" ");
        let expected = format!("Findings\n  - {words}\n    word word\n\nOpen\n  name    value\n");
        assert_eq!(page.finish(), expected);
    }

    #[test]
    fn colour_is_asked_for() {
        assert_eq!(Page::new(true).paint(Ink::Bad, "no"), "\u{1b}[31mno\u{1b}[0m");
        assert_eq!(Page::new(false).paint(Ink::Bad, "no"), "no");
    }
}
