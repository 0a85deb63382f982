//! Bytes become values, strictly.
//!
//! The reader understands JSON in general, so that it can say what is wrong, and then accepts only the canonical form:
//! it writes what it understood and compares the bytes. No two readers can then understand one line differently.

use std::collections::BTreeMap;

use super::writer::write;
use super::{Value, is_key};
use crate::limits::{MAX_DEPTH, MAX_INTEGER};
use crate::malformed::Malformed;

type Read<T> = Result<T, Malformed>;

/// Reads one canonical value that fills the bytes from end to end.
pub fn parse(bytes: &[u8]) -> Read<Value> {
    let text = std::str::from_utf8(bytes).map_err(|error| Malformed::NotUtf8 { offset: error.valid_up_to() })?;
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(MAX_DEPTH)?;
    reader.skip_space();
    if reader.at < bytes.len() {
        return Err(reader.expected("the end"));
    }
    compare(bytes, &value)?;
    Ok(value)
}

fn compare(bytes: &[u8], value: &Value) -> Read<()> {
    let mut canonical = Vec::with_capacity(bytes.len());
    write(value, &mut canonical);
    if canonical == bytes {
        return Ok(());
    }
    let same = bytes.iter().zip(&canonical).take_while(|(left, right)| left == right);
    Err(Malformed::NotCanonical { offset: same.count() })
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn value(&mut self, levels: usize) -> Read<Value> {
        self.skip_space();
        match self.peek() {
            Some(b'{') => self.map(self.deeper(levels)?),
            Some(b'[') => self.list(self.deeper(levels)?),
            Some(b'"') => self.text().map(Value::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            _ => Err(self.expected("a value")),
        }
    }

    fn list(&mut self, levels: usize) -> Read<Value> {
        let mut values = Vec::new();
        self.at += 1;
        if self.take_after_space(b']') {
            return Ok(Value::List(values));
        }
        loop {
            values.push(self.value(levels)?);
            if self.take_after_space(b']') {
                return Ok(Value::List(values));
            }
            self.require(b',', "a comma or a closing bracket")?;
        }
    }

    fn map(&mut self, levels: usize) -> Read<Value> {
        let mut entries = BTreeMap::new();
        self.at += 1;
        if self.take_after_space(b'}') {
            return Ok(Value::Map(entries));
        }
        loop {
            let key = self.key()?;
            let value = self.value(levels)?;
            if entries.contains_key(&key) {
                return Err(Malformed::DuplicateKey(key));
            }
            entries.insert(key, value);
            if self.take_after_space(b'}') {
                return Ok(Value::Map(entries));
            }
            self.require(b',', "a comma or a closing brace")?;
        }
    }

    fn key(&mut self) -> Read<String> {
        self.skip_space();
        if self.peek() != Some(b'"') {
            return Err(self.expected("a key"));
        }
        let key = self.text()?;
        if !is_key(&key) {
            return Err(Malformed::KeyName(key));
        }
        self.skip_space();
        self.require(b':', "a colon")?;
        Ok(key)
    }

    fn number(&mut self) -> Read<Value> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte)) {
            self.at += 1;
        }
        let number = &self.text[start..self.at];
        match number.parse::<i64>() {
            Ok(int) if int.unsigned_abs() <= MAX_INTEGER.unsigned_abs() => Ok(Value::Int(int)),
            _ => Err(Malformed::Number(number.chars().take(40).collect())),
        }
    }

    fn text(&mut self) -> Read<String> {
        let mut text = String::new();
        self.at += 1;
        loop {
            let run =
                self.text[self.at..].bytes().take_while(|byte| !matches!(byte, b'"' | b'\\' | 0x00..=0x1f)).count();
            text.push_str(&self.text[self.at..self.at + run]);
            self.at += run;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => text.push(self.escape()?),
                _ => return Err(self.expected("a closing quotation mark")),
            }
        }
    }

    fn escape(&mut self) -> Read<char> {
        let kind = self.text.as_bytes().get(self.at + 1).copied();
        let plain = match kind {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(),
            _ => return Err(self.expected("an escape")),
        };
        self.at += 2;
        Ok(plain)
    }

    fn unicode_escape(&mut self) -> Read<char> {
        let offset = self.at;
        let first = self.code_unit()?;
        if !(0xd800..0xe000).contains(&first) {
            return char::from_u32(first).ok_or(Malformed::LoneSurrogate { offset });
        }
        let paired = first < 0xdc00 && self.text[self.at..].starts_with("\\u");
        let second = if paired { self.code_unit()? } else { 0 };
        if !(0xdc00..0xe000).contains(&second) {
            return Err(Malformed::LoneSurrogate { offset });
        }
        let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
        char::from_u32(code).ok_or(Malformed::LoneSurrogate { offset })
    }

    /// Reads `\uXXXX` and returns its number.
    fn code_unit(&mut self) -> Read<u32> {
        let digits = self.text.get(self.at + 2..self.at + 6).unwrap_or_default();
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(self.expected("four hexadecimal digits"));
        }
        let unit = u32::from_str_radix(digits, 16).map_err(|_| self.expected("four hexadecimal digits"))?;
        self.at += 6;
        Ok(unit)
    }

    fn word(&mut self, word: &'static str, value: Value) -> Read<Value> {
        if !self.text[self.at..].starts_with(word) {
            return Err(self.expected(word));
        }
        self.at += word.len();
        Ok(value)
    }

    fn deeper(&self, levels: usize) -> Read<usize> {
        levels.checked_sub(1).ok_or(Malformed::TooDeep { offset: self.at })
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(|byte| b" \t\r\n".contains(&byte)) {
            self.at += 1;
        }
    }

    fn take_after_space(&mut self, byte: u8) -> bool {
        self.skip_space();
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn require(&mut self, byte: u8, expected: &'static str) -> Read<()> {
        if self.take_after_space(byte) { Ok(()) } else { Err(self.expected(expected)) }
    }

    fn expected(&self, expected: &'static str) -> Malformed {
        Malformed::Syntax { offset: self.at, expected }
    }
}
