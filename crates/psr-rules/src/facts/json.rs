//! Reads JSON into a tree with places, exactly as RFC 8259 has it.
//!
//! Numbers keep their digits: a sum never passes through a float.

use crate::pack::diagnostic::Place;
use crate::pack::node::{Node, Scalar, Value};
use crate::pack::source::Source;
use crate::pack::tree::Tree;

/// Reads a text as JSON. Gives nothing after noting the first fault of syntax; keys that stand twice are noted too.
pub(super) fn read(text: &str, source: Source<'_>) -> Option<Node> {
    let mut reader = Reader { rest: text, at: Place { line: 1, column: 1 }, tree: Tree::new(source), source };
    reader.value()?;
    reader.space();
    match reader.rest {
        "" => Some(reader.tree.finish()),
        _ => reader.fault("something stands after the JSON object", "give one object and nothing else"),
    }
}

/// A text that is being read from the front.
struct Reader<'a> {
    rest: &'a str,
    at: Place,
    tree: Tree<'a>,
    source: Source<'a>,
}

impl<'a> Reader<'a> {
    fn fault<T>(&self, message: &str, hint: &str) -> Option<T> {
        self.source.error(self.at, message, hint);
        None
    }

    fn next(&mut self) -> Option<char> {
        let next = self.rest.chars().next()?;
        self.rest = &self.rest[next.len_utf8()..];
        match next {
            '\n' => self.at = Place { line: self.at.line + 1, column: 1 },
            _ => self.at.column += 1,
        }
        Some(next)
    }

    fn space(&mut self) {
        while self.rest.starts_with([' ', '\t', '\n', '\r']) {
            self.next();
        }
    }

    /// Takes a sign after any space, if it stands there.
    fn sign(&mut self, sign: char) -> bool {
        self.space();
        let found = self.rest.starts_with(sign);
        if found {
            self.next();
        }
        found
    }

    /// Reads a value into the tree. Depth is bounded by the tree.
    fn value(&mut self) -> Option<()> {
        self.space();
        let at = self.at;
        match self.rest.as_bytes().first() {
            Some(b'{') => self.object(at),
            Some(b'[') => self.array(at),
            Some(b'"') => {
                let text = self.string()?;
                self.tree.add(scalar(at, text, false))
            }
            _ => self.plain(at),
        }
    }

    fn object(&mut self, at: Place) -> Option<()> {
        self.next();
        self.tree.open_map(at)?;
        if self.sign('}') {
            return self.tree.close();
        }
        loop {
            self.space();
            let key_at = self.at;
            if !self.rest.starts_with('"') {
                return self.fault(
                    "a key in quotation marks is expected here",
                    "write \"key\": value, and no comma after the last one",
                );
            }
            let key = self.string()?;
            self.tree.add(scalar(key_at, key, false))?;
            if !self.sign(':') {
                return self.fault("a colon is expected here", "write \"key\": value");
            }
            self.value()?;
            if self.sign('}') {
                return self.tree.close();
            }
            if !self.sign(',') {
                return self
                    .fault("a comma or `}` is expected here", "separate the keys by commas and close the object");
            }
        }
    }

    fn array(&mut self, at: Place) -> Option<()> {
        self.next();
        self.tree.open_list(at)?;
        if self.sign(']') {
            return self.tree.close();
        }
        loop {
            self.value()?;
            if self.sign(']') {
                return self.tree.close();
            }
            if !self.sign(',') {
                return self
                    .fault("a comma or `]` is expected here", "separate the items by commas and close the list");
            }
        }
    }

    /// Reads a number, `true`, `false` or `null`.
    fn plain(&mut self, at: Place) -> Option<()> {
        let end = self
            .rest
            .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '+' | '-'))
            .unwrap_or(self.rest.len());
        let text = &self.rest[..end];
        if !matches!(text, "true" | "false" | "null") && !is_number(text) {
            return match text {
                "" => self.fault("a value is expected here", "write a value after the colon"),
                _ => self.fault(
                    &format!("`{text}` is not JSON"),
                    "write true, false, a number in plain digits, or text in quotation marks",
                ),
            };
        }
        self.rest = &self.rest[end..];
        self.at.column += end;
        self.tree.add(scalar(at, text.to_owned(), true))
    }

    fn string(&mut self) -> Option<String> {
        let mut text = String::new();
        self.next();
        loop {
            match self.next() {
                Some('"') => return Some(text),
                Some('\\') => text.push(self.escape()?),
                Some(c) if c < ' ' => {
                    return self.fault(
                        "a line break or control character stands inside quotation marks",
                        "write it as \\n or \\u…",
                    );
                }
                Some(c) => text.push(c),
                None => return self.fault("a quotation mark is not closed", "close it"),
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        let found = match self.next() {
            Some(c @ ('"' | '\\' | '/')) => Some(c),
            Some('b') => Some('\u{8}'),
            Some('f') => Some('\u{c}'),
            Some('n') => Some('\n'),
            Some('r') => Some('\r'),
            Some('t') => Some('\t'),
            Some('u') => self.unicode(),
            _ => None,
        };
        found.or_else(|| self.fault("this is not an escape that JSON has", "write \\\\ for a backslash"))
    }

    /// Reads four hexadecimal digits, or eight in the two halves of a character outside the first plane.
    fn unicode(&mut self) -> Option<char> {
        let high = self.hexadecimal()?;
        if !(0xd800..0xdc00).contains(&high) {
            return char::from_u32(high);
        }
        let low = self.rest.starts_with("\\u").then(|| {
            self.next();
            self.next();
            self.hexadecimal()
        });
        let low = low.flatten().filter(|low| (0xdc00..0xe000).contains(low))?;
        char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00))
    }

    fn hexadecimal(&mut self) -> Option<u32> {
        let digits = self.rest.get(..4).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
        self.rest = &self.rest[4..];
        self.at.column += 4;
        u32::from_str_radix(digits, 16).ok()
    }
}

fn scalar(at: Place, text: String, plain: bool) -> Node {
    Node { at, value: Value::Scalar(Scalar { text, plain }) }
}

/// Answers whether the text is a number as JSON writes it.
fn is_number(text: &str) -> bool {
    let size = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = size.split_once(['e', 'E']).unwrap_or((size, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    digits(whole) && (whole == "0" || !whole.starts_with('0')) && digits(fraction) && digits(exponent)
}
