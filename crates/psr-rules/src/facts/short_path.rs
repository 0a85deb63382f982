//! Reads a plain line of JSON with as little work as possible.
//!
//! It gives up on everything unusual, right or wrong: escapes, letters beyond ASCII, text and list answers, any fault. The long way then decides.
//! So it must never accept what the long way refuses, nor read it differently; a property test holds the two together.

use chrono::NaiveDate;

use super::line::{Line, LineReader, Questions};
use crate::answer::{self, Answer};
use crate::money::Pence;
use crate::pack::model::Kind;

/// Reads a line, or gives up on it.
pub(super) fn read(bytes: &[u8], reader: &LineReader<'_>, line: &mut Line) -> Option<()> {
    if bytes.len() > super::INPUT_LIMIT {
        return None;
    }
    let mut input = Input { bytes, at: 0 };
    let mut decision = reader.is_chosen.then_some(reader.fallback).flatten();
    let (mut named, mut commenced, mut answers) = (false, None, None);
    line.answers.clear();
    input.sign(b'{')?;
    loop {
        match input.key()? {
            b"decision" if !named => {
                named = true;
                let name = reader.names.get(input.word()?)?;
                decision = if reader.is_chosen { decision } else { Some(name) };
            }
            b"commenced" if commenced.is_none() => commenced = Some(answer::date(input.text()?).ok()?),
            b"answers" if answers.is_none() => {
                input.space();
                answers = Some(input.at);
                input.skip_object()?;
            }
            _ => return None,
        }
        if !input.more(b'}')? {
            break;
        }
    }
    input.end()?;
    line.decision = decision.or(reader.fallback.filter(|_| !named))?;
    line.commenced = commenced.filter(|date: &NaiveDate| *date >= reader.begins)?;
    match answers {
        Some(at) => read_answers(Input { bytes, at }, &reader.decisions[line.decision], line),
        None => Some(()),
    }
}

fn read_answers(mut input: Input<'_>, questions: &Questions<'_>, line: &mut Line) -> Option<()> {
    let mut seen = 0_u128;
    input.sign(b'{')?;
    input.space();
    if input.peek() == Some(b'}') {
        return Some(());
    }
    loop {
        let place = questions.names.get(input.key()?)?;
        let bit = 1_u128.checked_shl(u32::try_from(place).ok()?)?;
        if seen & bit != 0 {
            return None;
        }
        seen |= bit;
        let answer = input.answer(questions.kinds[place])?;
        line.answers.push((place, answer));
        if !input.more(b'}')? {
            return Some(());
        }
    }
}

/// A line that is being read from the front.
#[derive(Clone, Copy)]
struct Input<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Input<'a> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    /// Takes a sign after any space.
    fn sign(&mut self, sign: u8) -> Option<()> {
        self.space();
        if self.peek()? != sign {
            return None;
        }
        self.at += 1;
        Some(())
    }

    /// Takes a comma, and answers whether it was one rather than the closing sign.
    fn more(&mut self, closing: u8) -> Option<bool> {
        self.space();
        let next = self.peek()?;
        self.at += 1;
        match next {
            b',' => Some(true),
            _ if next == closing => Some(false),
            _ => None,
        }
    }

    /// Takes a key and its colon.
    fn key(&mut self) -> Option<&'a [u8]> {
        let key = self.word()?;
        self.sign(b':')?;
        Some(key)
    }

    /// Takes a string of plain ASCII.
    fn word(&mut self) -> Option<&'a [u8]> {
        self.sign(b'"')?;
        let rest = &self.bytes[self.at..];
        let end = rest.iter().position(|byte| !PLAIN[usize::from(*byte)])?;
        if rest[end] != b'"' {
            return None;
        }
        self.at += end + 1;
        Some(&rest[..end])
    }

    fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.word()?).ok()
    }

    /// Passes over an object. What is in it is looked at later.
    fn skip_object(&mut self) -> Option<()> {
        self.sign(b'{')?;
        loop {
            match self.peek()? {
                b'"' => {
                    self.word()?;
                }
                b'{' | b'[' => return None,
                b'}' => {
                    self.at += 1;
                    return Some(());
                }
                _ => self.at += 1,
            }
        }
    }

    fn end(&mut self) -> Option<()> {
        self.space();
        (self.at == self.bytes.len()).then_some(())
    }

    fn answer(&mut self, kind: &Kind) -> Option<Answer> {
        self.space();
        let quoted = self.peek()? == b'"';
        match kind {
            Kind::YesNo if quoted => match self.word()? {
                b"yes" | b"true" => Some(Answer::YesNo(true)),
                b"no" | b"false" => Some(Answer::YesNo(false)),
                _ => None,
            },
            Kind::YesNo => self.literal(b"true", true).or_else(|| self.literal(b"false", false)).map(Answer::YesNo),
            Kind::Money { any_sign } => {
                let digits = if quoted { self.text()? } else { self.number()? };
                let sum = Pence::parse(digits).ok()?;
                (*any_sign || !digits.starts_with('-')).then_some(Answer::Money(sum))
            }
            Kind::Date | Kind::OneOf(_) if quoted => answer::parse_kind(kind, self.text()?).ok(),
            _ => None,
        }
    }

    fn literal<T>(&mut self, word: &[u8], meaning: T) -> Option<T> {
        if !self.bytes[self.at..].starts_with(word) {
            return None;
        }
        self.at += word.len();
        Some(meaning)
    }

    /// Takes a number without an exponent.
    fn number(&mut self) -> Option<&'a str> {
        let rest = &self.bytes[self.at..];
        let end = rest.iter().position(|byte| !matches!(byte, b'0'..=b'9' | b'.' | b'-'))?;
        let size = rest[..end].strip_prefix(b"-").unwrap_or(&rest[..end]);
        if let [b'0', b'0'..=b'9', ..] = size {
            return None;
        }
        self.at += end;
        std::str::from_utf8(&rest[..end]).ok()
    }
}

/// The bytes that may stand in a plain string.
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0x20;
    while byte < 0x7f {
        plain[byte] = byte != 0x22 && byte != 0x5c;
        byte += 1;
    }
    plain
};
