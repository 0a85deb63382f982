//! XML as it grows: markup as it stands, text escaped.

use std::borrow::Cow;
use std::fmt::{Arguments, Write};

use crate::document::text::shown_instead;

/// How every part begins.
pub const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// One part as it grows.
#[derive(Debug, Default)]
pub struct Xml {
    text: String,
}

impl Xml {
    /// Begins a part.
    pub fn part(capacity: usize) -> Xml {
        let mut xml = Xml { text: String::with_capacity(capacity) };
        xml.raw(DECLARATION);
        xml
    }

    /// Writes markup.
    pub fn raw(&mut self, markup: &str) {
        self.text.push_str(markup);
    }

    /// Writes markup that is put together from numbers and names of ours.
    pub fn mark(&mut self, markup: Arguments<'_>) {
        self.text.write_fmt(markup).expect("writing to a string succeeds");
    }

    /// Writes text, for an element or an attribute: escaped, and with every character that may not be printed shown by its number.
    pub fn text(&mut self, text: &str) {
        let mut written = 0;
        for (at, character) in text.char_indices() {
            if let Some(instead) = instead_of(character) {
                self.raw(&text[written..at]);
                self.raw(&instead);
                written = at + character.len_utf8();
            }
        }
        self.raw(&text[written..]);
    }

    /// Returns what was written.
    pub fn finish(self) -> String {
        self.text
    }
}

/// Returns what stands for a character that means something in XML or may not stand in it.
///
/// What XML 1.0 forbids is among what no exporter prints as it is.
fn instead_of(character: char) -> Option<Cow<'static, str>> {
    match character {
        '<' => Some("&lt;".into()),
        '>' => Some("&gt;".into()),
        '&' => Some("&amp;".into()),
        '"' => Some("&quot;".into()),
        '\n' | '\r' | '\t' => Some(" ".into()),
        ' '..='~' => None,
        other => shown_instead(other).map(Cow::Owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, expected: &str) {
        let mut xml = Xml::default();
        xml.text(typed);
        assert_eq!(xml.finish(), expected);
    }

    #[test]
    fn typed_text_is_escaped_and_forbidden_characters_are_shown_by_number() {
        check("plain", "plain");
        check("</w:t> & \"so\"", "&lt;/w:t&gt; &amp; &quot;so&quot;");
        check("a\u{0}b\u{1b}\u{202e}c", "a[U+0000]b[U+001B][U+202E]c");
        check("\u{fffe}\u{1ffff}", "[U+FFFE][U+1FFFF]");
        check("one\ttwo\r\nthree", "one two  three");
        check("£ שלום 😀", "£ שלום 😀");
    }
}
